"""What the readers of programme files share: times, texts, trees, and what is nobody's business."""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.models import Paper, Parsed, Records
from corpus.programme import private
from corpus.programme.people import guests, split_name_column, split_names
from corpus.programme.private import clean_text, private_fields, scrubbed
from corpus.programme.texts import plain
from corpus.programme.times import read_duration, read_moment, zone_told_in
from corpus.programme.trees import json_fault, read_json

few = settings(deadline=None, max_examples=100)

# Times


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("00:30", 30),
        ("1:30", 90),
        ("36:00", 36 * 60),
        ("1:02:30", 24 * 60 + 150),  # a day, two hours and a half, as pretalx writes it
        ("00:50:00", 50),  # as Pentabarf writes it
        ("01:00:00", 60),
        ("0:45:00", 45),
        ("1:30:00", 90),  # no day has thirty hours
        ("PT1H30M", 90),
        ("P1W", 7 * 24 * 60),
        ("45", 45),
        ("45 min", 45),
        ("1 h 30 min", 90),
        ("1.5 hours", 90),
        ("1h30", 90),
        ("min", None),
        (45, 45),
        ("²", None),
        ("999999999999:01:00", None),
        ("P999999999999D", None),
        ("half an hour", None),
        (None, None),
        (True, None),
    ],
)
def test_a_length_is_read_as_its_programme_means_it(written, minutes):
    assert read_duration(written) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    "written", ["2031-05-07T09:30:00", "2031-5-7 9:30", "2031-05-07_09:30", "20310507T0930", "20310507T093000"]
)
def test_a_time_is_read_as_it_is_written_with_signs_or_without(written):
    assert read_moment(written) == datetime(2031, 5, 7, 9, 30)  # noqa: DTZ001 - no offset is written


def test_numbers_beyond_the_calendar_are_no_instants():
    assert read_moment(10**400) is None
    assert read_moment(float("inf")) is None
    assert read_moment(float("nan")) is None


def test_offsets_at_the_ends_of_the_calendar_leave_the_named_zone():
    first = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    assert zone_told_in("Europe/Berlin", [first]) == "Europe/Berlin"


def test_a_zone_that_the_offsets_contradict_gives_way_to_theirs():
    winter = datetime(2031, 12, 14, 9, tzinfo=timezone(timedelta(hours=1)))
    told = zone_told_in("UTC", [winter])
    assert told is not None
    assert zone_told_in(told, [winter]) == told
    assert zone_told_in("Europe/Berlin", [winter]) == "Europe/Berlin"
    assert zone_told_in("UTC", [winter.astimezone(UTC)]) == "UTC"


# Texts and trees


@pytest.mark.parametrize(
    "text", ["Boats of paper", " Boats  of\u00a0paper ", "Boats\tof paper", "<i>Boats</i> of &#112;aper"]
)
def test_a_text_is_the_same_however_it_was_set(text):
    assert plain(text) == "Boats of paper"


def test_half_a_character_is_taken_out_of_a_text():
    assert plain("a\ud800b") == "ab"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"talks": [1, 2', "line 1, column"),
        (b'{\n "talks": oops\n}', "line 2, column"),
        (b"[" * 100_000, "nested"),
        (b'{"id": ' + b"9" * 5000 + b"}", "digits"),
    ],
)
def test_what_is_wrong_with_a_json_file_is_said_with_its_place(data, said):
    assert read_json(data) is None
    assert said in json_fault(data)


def test_nothing_is_wrong_with_a_json_file():
    assert json_fault(b'{"talks": []}') == ""


# What is nobody's business


def test_private_fields_are_counted_by_their_path():
    tree = {"talks": [{"email": "a@example.org", "answers": []}, {"email": "b@example.org"}]}
    assert [note.text for note in private_fields(tree)] == ["private: talks.email, 2 times"]


def test_a_field_is_private_by_whole_words_of_its_name():
    fields = (
        "email",
        "speakerEmail",
        "speaker_email",
        "emailHash",
        "e-mail",
        "questionAnswers",
        "EMAIL",
        "authoremail",
        "mail",
    )
    assert len(private_fields(dict.fromkeys(fields, "x"))) == len(fields)
    assert not private_fields(dict.fromkeys(("hotel", "spinning", "scorecard", "maillard", "underscores"), "x"))


WORDS = (
    "Pin",
    "Passcode",
    "password",
    "host key",
    "call",
    "Tel.",
    "PARTICIPANT ID",
    "dial-in",
    "access code",
    "pincode",
    "Kennwort",
    "mobile",
)
SIGNS = (
    ": ",
    "12",
    "-",
    "(",
    ")",
    "+49",
    " ",
    " is ",
    "a@b.cd",
    "https://a.b/?pwd=1",
    " [at] ",
    "c.de",
    "1234567",
    "12345,,1#",
    "555-123-4567",
    " dot edu",
    " at ",
    "{a,b}@",
    "=",
)
PIECES = st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=8).map("".join)


@few
@given(PIECES)
@example("Call (030) 12-34-567")
@example("PIN: 4711")
def test_no_private_text_is_overlooked_for_being_short_of_hints(text):
    patterns = (private._CODE, private._EMAIL, private._PHONE, private._ADDRESS)
    if any(pattern.search(text) for pattern in patterns):
        assert private._is_suspect(text)


@pytest.mark.parametrize(
    "text",
    [
        "+4712345678,,12345678901#,,,,*112233#",
        "12345678,,12345678901",
        "+1 646 555 0123,,98765#,,1#",
        "Host PIN 1234",
        "Passcode 123456",
        "Passcode - 123456",
        "PIN: 123 456 789#",
        "password swordfish1",
        "Password: swordfish",
        "Passcode:\n\n8kY!?",
        "Passwort: geheim",
        "Kennwort: geheim",
        "Mot de passe : secret",
        "Phone number: 555-123-4567",
        "Telefon: 030 1234567",
        "Telefonnummer: 030/1234567",
        "Tel.: (+49) 30 1234567",
        "Call (030) 12-34-567",
        "call us at 555 123 4567",
        "mobile: 0160 1234567",
        "(555) 123-4567",
        "+44 (0)20 7946 0958",
        "+1.555.123.4567",
        "{ada,bo}@uni.example",
        "ada@Uni.Edu",
        "ada@163.com",
        "ada at uni dot edu",
        "ada [at] uni [dot] museum",
    ],
)
def test_what_is_private_leaves_nothing_in_a_text(text):
    counts: Counter[str] = Counter()
    assert clean_text(f"Join us. {text}", counts) == "Join us."
    assert counts


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("The password is: swordfish", "swordfish"),
        ("The password is swordfish.", "swordfish"),
        ("Password: swordfish Meeting ID: 99", "swordfish"),
        ("Password:  \n\n\n\n\n\n\n\n\n\n\n\nPIN 1234", "1234"),
        ("**Password:** swordfish", "swordfish"),
        ("(passcode “swordfish”, passcode: “swordfish” for all)", ": “swordfish"),
        ("cell 555-123-4567", "4567"),
        ("https://toy.example/x#a=1&access_token=swordfish", "swordfish"),
        ("https://toy.example/#/join?pwd=swordfish", "swordfish"),
    ],
)
def test_a_secret_is_taken_out_and_the_rest_stays(text, secret):
    counts: Counter[str] = Counter()
    assert secret not in clean_text(text, counts)
    assert sum(counts.values()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "We call our boats by name in 2031, and pin them down.",
        "mAP@0.5 rises",
        "P@1.0",
        "Recall@10.5",
        "Recall@5.Our model",
        "pass@k.We show",
        "P@5 dot product, at every dot in the plot",
        "git@github.com:foo/bar.git",
        "gain of +0.12345678 BLEU",
        "+1.2 3.4 5.6 7.8 9.0",
        "+100 000 000 users",
        "We call 10 000 000 000 samples",
        "mobile 2020-2021 2022",
        "Password: a study of passwords",
        "The password is dead",
        "the PIN is 4 digits",
        "a PIN is 1000 times as safe",
        "participant ID: 5 for each subject",
        "ISBN 978-3-16-148410-0, doi 10.1145/1234567.7654321, 0000-0002-1825-0097",
        "Two  blanks by a password",
        "https://toy.example/?q=%20#token",
    ],
)
def test_a_fact_is_nothing_private(text):
    counts: Counter[str] = Counter()
    assert clean_text(text, counts) == text
    assert not counts


def test_a_title_may_be_about_passwords_and_a_note_of_nothing_else_goes():
    papers = (
        Paper(id="a", title="Beyond the password: Passkeys", notes=("ada@uni.example", "Bring a boat.")),
        Paper(id="b", title="Boats, password: 4711", notes=("bo@uni.example",)),
    )
    cleaned = scrubbed(Parsed(records=Records(papers=papers)))
    assert [(paper.title, paper.notes) for paper in cleaned.records.papers] == [
        ("Beyond the password: Passkeys", ("Bring a boat.",)),
        ("Boats,", ()),
    ]
    assert "private: 2 e-mail addresses in texts" in [note.text for note in cleaned.notes]


# Names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Byron, Bo Li", ("Ada Byron", "Bo Li")),
        ("Byron, Ada; Li, Bo", ("Ada Byron", "Bo Li")),
        ("Byron, Ada, Li, Bo", ("Ada Byron", "Bo Li")),
        ("Byron, Ada and Li, Bo", ("Ada Byron", "Bo Li")),
        ("Ada Byron, Bo Li and Cy Quill", ("Ada Byron", "Bo Li", "Cy Quill")),
        ("Ada Byron, Bo Li and Cy Quill, Jr.", ("Ada Byron", "Bo Li", "Cy Quill Jr.")),
        ("Ada Byron* and Bo Li (Acme)", ("Ada Byron", "Bo Li")),
        ("Ada Byron1,2, Bo Li2", ("Ada Byron", "Bo Li")),
        ("Ada Byron, Acme University; Bo Li, Acme University", ("Ada Byron", "Bo Li")),
        ("Byron, Ada, Acme University; Li, Bo, Barge Institute", ("Ada Byron", "Bo Li")),
        ("Ada \t Byron \r\n\n \n Bo  Li", ("Ada Byron", "Bo Li")),
        ("TBA", ()),
    ],
)
def test_names_of_one_list_are_split_and_turned(text, names):
    assert split_names(text) == names


def test_names_of_a_column_are_written_as_most_of_it_writes_them():
    assert split_name_column(["Byron, Ada", "Li, Bo, Quill, Cy"]) == [("Ada Byron",), ("Bo Li", "Cy Quill")]
    assert split_name_column(["Byron, Ada", "Bo Li, Cy Quill"]) == [("Byron", "Ada"), ("Bo Li", "Cy Quill")]
    assert split_name_column([]) == []


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Live Q&A: Ada Byron", ("Ada Byron",)),
        ("Q&A: Ada Byron and Bo Li", ("Ada Byron", "Bo Li")),
        ("Q&A: Juan de la Cruz", ("Juan de la Cruz",)),
        ("Q&A: The Long Flight", ()),
        ("Q&A: how owls see", ()),
        ("Q&A: Owls", ()),
        ("Q&A", ()),
    ],
)
def test_a_question_hour_says_whom_it_is_with(title, named):
    assert guests(title) == named
