"""Questions as people put them, and what a person reads in the answer."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toyconf import MORNING, ask, desk, ids, text_of

from bot.answer import ANSWERS
from bot.models import MAX_INPUT, MAX_ITEMS
from bot.rules import RULES

ANSWERED = [
    # question, what the text says, the items in order (None: not looked at)
    ("when is wrennet?", r"09:00–09:20 CEST", ["wrennet"]),
    ("what time does hal moreau speak", r"09:20", ["owls-at-night"]),
    ("when is the talk on heron poses", r"10:00", ["heron-stance"]),
    ("where is the owls talk", r"Great Hall", ["owls-at-night"]),
    ("who wrote wrennet", r"Ada Byron, Bo Li and Gus Ångström", ["wrennet"]),
    ("first author of wrennet?", r"Ada Byron is the first author", ["wrennet"]),
    ("who presents the swift talk", r"Jo Long", ["swift-flight"]),
    ("who is moderating the morning orals", r"Di Fox", ["morning-orals"]),
    ("who moderates the owls talk", r"Moderator: Di Fox", ["morning-orals"]),
    ("who organizes the birds and machines workshop?", r"Organizer: Ada Byron", ["birds-and-machines"]),
    ("who from acme sits on the board", r"Cy Young", []),
    ("is gus angstrom speaking at a workshop", r"Yes.*Invited Speaker", ["birds-and-machines"]),
    ("which papers are about robots", r"GoslingGait", ["gosling-gait"]),
    ("papers by bo li", r"2 papers", ["wrennet", "swift-flight"]),
    ("which acme papers have a blog post", r"WrenNet", ["wrennet"]),
    ("how many posters in poster session 3", r"2 posters", None),
    ("how many area chairs does acme have", r"2 area chairs: Ada Byron and Bo Li", []),
    ("number of spotlights today", r"2 spotlights", ["heron-stance", "swift-flight"]),
    ("how many papers in the field notes", r"3 papers", ["nest-maps", "egg-counts", "early-larks"]),
    ("how many authors does wrennet have", r"3 authors", ["wrennet"]),
    ("what came out on 5 march 2029", r"Nest Maps", ["nest-maps", "egg-counts"]),
    ("what's the date on early larks", r"1 March 2029", ["early-larks"]),
    ("what accuracy does wrennet get on citybirds", r"93\.5%", ["wrennet"]),
    ("how long did wrennet train", r"3 days", ["wrennet"]),
    ("how many sparrows did the count of 2029 find", r"1,204", None),
    ("tell me about goslinggait", r"imitating geese", ["gosling-gait"]),
    ("anything like owls see better with two eyes closed", r"Most like", None),
    ("code for wrennet?", r"https://github\.com/acme/wrennet", ["wrennet"]),
    ("when is birdconf 2029", r"was 1 June to 3 June 2029", []),
    ("when does the conference start", r"BirdConf 2030 is 7 May to 8 May 2030", []),
    ("are there any breaks today", r"Yes: nothing is on .*09:40–10:00", []),
    ("what's on now", r"WrenNet", ["wrennet", "owls-at-night"]),
    ("whats next", r"09:20", ["owls-at-night", "heron-stance", "swift-flight"]),
    ("papers by kim park at birdconf 2029", r"Feather Fields", ["feather-fields"]),
    ("help", r"/paper.*/session", []),
    ("hi there", r"/paper.*/session", []),
    ("thanks a lot!", r"welcome", []),
]


@pytest.mark.parametrize(("question", "says", "items"), ANSWERED)
def test_questions_are_answered(question, says, items):
    answer = ask(question)
    assert not answer.abstained
    assert re.search(says, text_of(answer), re.DOTALL)
    if items is not None:
        assert ids(answer) == items


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("whats the wifi password", r"not in the programme"),
        ("who won the best paper award", r"not in the programme"),
        ("when is goslinggait", r"its time was not published.*Poster Session 3"),
        ("when is john coltrane's talk", r"can't find"),
        ("which papers are about quantum chromodynamics", r"can't find"),
        ("what accuracy does goslinggait get on imagenet", r"does not say"),
        ("slides for wrennet", r"no slides link"),
        ("attention is all you want", r"can't find"),
        ("who wrote penguin stance estimation is all you want", r"can't find"),
        ("papers by xi zhang", r"can't find"),
        ("zoom link for poster session 3?", r""),
    ],
)
def test_what_is_not_held_is_not_answered(question, says):
    answer = ask(question)
    assert answer.abstained
    assert re.search(says, text_of(answer), re.DOTALL)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("wrennet", "wrennet"),
        ("hearing small birds", "wrennet"),
        ("long flights of the common swift", "swift-flight"),
        ("HSE", "heron-stance"),
        ("goslinggate", "gosling-gait"),
        ("byron owls", "owls-at-night"),
        ("angstrom geese", "gosling-gait"),
        ("ada byron", "wrennet"),
        ("moreau", "owls-at-night"),
        ("why we count", "why-birds"),
        ("do owls se beter with to eyes closed", "owls-at-night"),
    ],
)
def test_paper_finds_what_is_meant_first(query, first):
    answer = ask(query, "paper")
    assert not answer.abstained
    assert ids(answer)[0] == first


@pytest.mark.parametrize(
    "query",
    [
        "attention is all you want",
        "penguin stance estimation is all you want",
        "deep residual learning for image recognition",
        "zzyzx",
        "quantum error correction with surface codes",
    ],
)
def test_paper_presents_no_look_alike(query):
    answer = ask(query, "paper")
    assert answer.abstained
    assert "in the programme" in text_of(answer)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("now", ["wrennet", "owls-at-night"]),
        ("9:45", ["heron-stance"]),
        ("next", ["owls-at-night", "heron-stance", "swift-flight"]),
        ("today", ["wrennet", "owls-at-night", "heron-stance", "swift-flight"]),
        ("9:10 to 9:30", ["wrennet", "owls-at-night"]),
        ("orals", ["wrennet", "owls-at-night"]),
        ("spotlights today", ["heron-stance", "swift-flight"]),
        ("poster session 3", ["poster-session-3", "gosling-gait", "swift-flight"]),
        ("postr sesion 3", ["poster-session-3", "gosling-gait", "swift-flight"]),
        ("birds and machines", ["birds-and-machines"]),
        ("after the break", ["heron-stance", "swift-flight"]),
        ("tomorrow", []),
    ],
)
def test_session_says_what_is_on(text, items):
    assert ids(ask(text, "session")) == items


def test_a_gap_says_that_nothing_is_on_and_what_comes_next():
    answer = ask("9:45", "session")
    assert re.search(r"Nothing is on .*09:45.*a break, 09:40–10:00", text_of(answer))
    assert answer.items[0].status == "next"


def test_outside_the_conference_now_says_when_it_was():
    late = MORNING + timedelta(days=400)
    assert re.search(r"BirdConf 2030 was on .*2030", text_of(ask("now", "session", now=late), now=late))


@pytest.mark.parametrize("text", ["blah o'clock someday", "xyzzy plugh"])
def test_what_is_no_time_gets_three_examples_that_work(text):
    answer = ask(text, "session")
    assert answer.abstained
    assert len(answer.examples) == 3
    for example in answer.examples:
        assert not ask(example.removeprefix("/session "), "session").abstained


FOLLOW_UPS = [
    (["when is wrennet?"], "who wrote it", r"Ada Byron, Bo Li"),
    (["when is wrennet?"], "and the one after that?", r"Do Owls See Better.*09:20"),
    (["when is the owls talk"], "what was before it?", r"WrenNet.*09:00"),
    (["when is wrennet?"], "and the swift one?", r"Long Flights.*10:10"),
    (["who organizes the birds and machines workshop"], "and who speaks there?", r"Gus Ångström"),
    (["how many posters in poster session 3"], "list them", r"GoslingGait"),
    (["tell me about wrennet"], "and its code?", r"github"),
    (["papers by bo li"], "when is the second?", r"Long Flights.*10:10"),
    (["tell me about wrennet", "who wrote it?"], "how many gpus did they use", r"16 GPUs"),
    (["what is on today"], "who presents the third?", r"Ines Koch"),
]


@pytest.mark.parametrize(("earlier", "question", "says"), FOLLOW_UPS)
def test_follow_ups_look_back(earlier, question, says):
    answer = ask(question, "mention", *earlier)
    assert not answer.abstained
    assert re.search(says, text_of(answer), re.DOTALL)


def test_a_new_question_does_not_look_back():
    assert ids(ask("who wrote goslinggait", "mention", "when is wrennet?")) == ["gosling-gait"]


def test_long_input_is_cut_with_a_word_about_it():
    answer = ask("wrennet " + "x" * (3 * MAX_INPUT), "paper")
    assert f"first {MAX_INPUT} characters" in text_of(answer)


def test_every_intent_has_an_answer():
    intents = {intent for rules in RULES.values() for intent, _ in rules}
    assert intents <= set(ANSWERS)


HOSTILE = st.one_of(
    st.text(max_size=80),
    st.text(alphabet=st.characters(blacklist_categories=()), max_size=60),
    st.lists(
        st.sampled_from(
            [
                "when",
                "who",
                "how many",
                "papers",
                "by",
                "wrennet",
                "tue",
                "11",
                "-",
                "'; DROP TABLE",
                "NEAR(",
                '"',
                "*",
                "<!channel>",
                "<@U1>",
                "\u202e",
                "\ud800",
                "\x00",
                "poster session 3",
                "it",
                "and",
                "now",
                "ada",
                "ⅷ",
                "１１:００",
                "next",
                "OR",
                "a" * 300,
            ]
        ),
        max_size=12,
    ).map(" ".join),
)


@settings(max_examples=250, deadline=None)
@given(HOSTILE, st.sampled_from(["paper", "session", "mention"]), st.lists(HOSTILE, max_size=2))
def test_no_text_can_raise(text, surface, earlier):
    answer = ask(text, surface, *(earlier if surface == "mention" else ()))
    assert answer.kind
    assert answer.lines or answer.items
    assert len(answer.items) <= MAX_ITEMS
    assert {item.title for item in answer.items} <= {record.title for record in desk().catalog.everything}


def test_ten_thousand_characters_are_read_in_bounded_work():
    for text in ("a " * 5000, "wrennet" * 1500, "(" * 10_000, "who " * 2500, "tue 11am " * 1100):
        for surface in ("paper", "session", "mention"):
            assert ask(text, surface).lines
