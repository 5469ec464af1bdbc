"""An organisation's post about a conference: its title, its event, its keynotes."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.pages.keynotes import keynotes
from corpus.pages.occasion import claimed, event_of, read_occasion


@pytest.mark.parametrize(
    ("title", "org", "event", "name"),
    [
        ("Acme Research at ICLR 2020", "Acme", "ICLR 2020", "iclr-2020"),
        ("Acme AI at NeurIPS 2023", "Acme AI", "NeurIPS 2023", "neurips-2023"),
        ("Tern Labs at The Web Meeting 2024", "Tern Labs", "The Web Meeting 2024", "the-web-meeting-2024"),
        ("Øre & Co. at CHI 1999", "Øre & Co.", "CHI 1999", "chi-1999"),
    ],
)
def test_what_a_title_names(title, org, event, name):
    occasion = read_occasion(title)
    assert (occasion.org, occasion.event, occasion.event_id) == (org, event, name)


@pytest.mark.parametrize(
    "title",
    [
        "Our work at ICLR 2020",
        "Highlights from a week at ICLR 2020",
        "Acme at ICLR",
        "ICLR 2020",
        "",
        "Acme at home in 2020",
    ],
)
def test_no_such_title(title):
    assert read_occasion(title) is None


def event(*paragraphs):
    return event_of(read_occasion("Acme at ICLR 2020"), paragraphs, ("acme",))


def test_an_introduction_tells_of_its_event():
    found = event(
        "Spring comes.",
        "Join us at the 8th Conference on Boats and the Sea (ICLR), a virtual one, from April 26 to May 1.",
        "Acme is a Silver Sponsor, with over 20 accepted papers.",
    )
    assert found.full_name == "8th Conference on Boats and the Sea"
    assert (found.start, found.end, found.place) == (date(2020, 4, 26), date(2020, 5, 1), "virtual")
    assert found.notes == (
        "Acme is a Silver Sponsor of ICLR 2020.",
        "Acme speaks of over 20 accepted papers at ICLR 2020.",
    )
    assert found.people == ()


def test_an_introduction_that_tells_nothing():
    found = event("Boats are fun. We met virtually last year.")
    assert (found.full_name, found.start, found.place, found.notes) == ("", None, "", ())
    assert claimed(["Boats are fun."]) == 0


def test_keynotes_of_an_introduction():
    titled, untitled = keynotes(
        "Keynote speakers are, from Boat Lab (BL), Ada Quill (Acme’s Head of Sails and Harbour University) "
        "and Bo O’Lind (Tide Institute). Quill talks of “Sails.” O’Lind opens the week."
    )
    assert (titled.title, titled.speakers) == ("Sails", ("Ada Quill",))
    assert titled.notes == ("Ada Quill: Acme (Head of Sails), Harbour University",)
    assert (untitled.title, untitled.speakers) == ("Keynote by Bo O’Lind", ("Bo O’Lind",))
    assert untitled.notes == ("Bo O’Lind: Tide Institute",)


def test_a_keynote_on_an_honour_that_two_share():
    [keynote] = keynotes(
        "The keynote is by Ada Quill (Acme). Quill, who received the A.B. Keel Medal, looks back on this "
        "medal with Chen Ru (Meadow Lab)."
    )
    assert keynote.speakers == ("Ada Quill", "Chen Ru")
    assert keynote.notes[0] == "Ada Quill looks back on the A.B. Keel Medal together with Chen Ru."


def test_no_keynotes():
    assert keynotes("Ada Quill (Acme) has a poster.") == []
    assert keynotes("Do not miss the keynotes.") == []


@settings(deadline=None, max_examples=80)
@given(st.text('Aa. “”"()’s keynote1', max_size=80))
def test_any_paragraph_is_taken(text):
    keynotes(f"A keynote is by {text}. {text}")
    read_occasion(f"{text} at ICLR 2020")
    assert event(text, f"{text} (ICLR)").name == "ICLR 2020"
