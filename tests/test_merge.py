"""One record for one paper: what counts as the same, what each source adds, and what stays apart."""

import pytest

from corpus.merge import merge
from corpus.models import Event, Link, Paper, Parsed, Records, Session, Slot, Source
from corpus.titles import KnownTitle


def page(name, *papers, event=None, session=None):
    source = Source(id=name, title=name, format="jsonl", event=event)
    return Parsed(
        records=Records(
            sources=(source,),
            events=(Event(id=event, name=event),) if event else (),
            sessions=(Session(id=session, title=session, sources=(name,)),) if session else (),
            papers=tuple(p.model_copy(update={"sources": (name,), "event": event}) for p in papers),
            slots=tuple(Slot(id=f"{session}/{p.id}", paper=p.id, session=session, type="poster") for p in papers)
            if session
            else (),
        )
    )


def paper(title, *authors, **fields):
    return Paper(id=fields.pop("id", title.casefold().replace(" ", "-")), title=title, authors=authors, **fields)


def test_one_paper_on_two_pages_is_one_record_that_names_both():
    one = paper("Sharpness-aware Pruning", "Ada Byron", "Bo Li", abstract="Short.")
    two = paper(
        "Sharpness-Aware Pruning!",
        "A. Byron",
        "Bo Li",
        abstract="A longer abstract.",
        links=(Link(label="blog post"),),
    )
    merged = merge([page("first", one), page("second", two)]).records
    assert len(merged.papers) == 1
    assert merged.papers[0].title == "Sharpness-aware Pruning"
    assert merged.papers[0].sources == ("first", "second")
    assert merged.papers[0].abstract == "A longer abstract."
    assert merged.papers[0].links == (Link(label="blog post"),)
    assert merged.papers[0].authors == ("Ada Byron", "Bo Li")


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (paper("Encodingfor Birds", "Ada Byron"), paper("Encoding for Birds", "Ada Byron"), True),
        (
            paper("A Study of Wrens in Winter", "Ada Byron", "Bo Li"),
            paper("A Study of Wrens in Wintr", "Bo Li", "Ada Byron"),
            True,
        ),
        (
            paper("A Study of Wrens in Winter", "Ada Byron"),
            paper("A Study of Wrens in Wintr", "Cy Young"),
            False,
        ),
        (paper("Introduction", "Ada Byron"), paper("Introduction", "Cy Young"), False),
        (paper("Introduction", "Ada Byron"), paper("Introduction"), True),
        (paper("Wrens I", "Ada Byron"), paper("Wrens II", "Ada Byron"), False),
        (paper("Café Culture", "Zoë Ång"), paper("CAFE CULTURE", "Zoe Ang"), True),
    ],
)
def test_what_is_the_same_paper(one, two, same):
    merged = merge([page("first", one), page("second", two.model_copy(update={"id": "other"}))]).records
    assert len(merged.papers) == (1 if same else 2)


def test_two_entries_of_one_page_stay_two():
    merged = merge([page("first", paper("Wrens", "Ada Byron"), paper("Wrens", "Ada Byron", id="wrens-b"))]).records
    assert len(merged.papers) == 2


def test_an_untitled_entry_takes_its_title_from_authors_or_opening():
    by_authors = paper("", "Ada Byron", "Bo Li", id="untitled-1")
    by_opening = paper("", id="untitled-2", abstract="We count wrens in winter by their song alone. It works.")
    unknown = paper("", id="untitled-3", abstract="Nobody knows what this one is called at all.")
    listed = page("list", paper("Counting Sparrows", "Bo Li", "Ada Byron"))
    known = KnownTitle(title="Counting Wrens", other_titles=("Wren Counts",), opens="We count wrens in winter by their")
    merged = merge([page("first", by_authors, by_opening, unknown, session="poster-1"), listed], [known])
    titles = [p.title for p in merged.records.papers]
    assert titles == ["Counting Sparrows", "Counting Wrens", ""]
    assert merged.records.papers[1].other_titles == ("Wren Counts",)
    assert [s.paper for s in merged.records.slots] == ["counting-sparrows", "counting-wrens", "untitled-3"]
    assert any(note.level == "problem" and "1 papers have no title" in note.text for note in merged.notes)


def test_slots_follow_the_record_that_their_paper_became():
    first = page("first", paper("Wrens at Dusk", "Ada Byron", id="x1"))
    second = page("second", paper("Wrens at dusk", "Ada Byron", id="y7"), session="poster-1")
    merged = merge([first, second]).records
    assert [(s.id, s.paper) for s in merged.slots] == [("poster-1/x1", "x1")]


def test_one_identifier_for_two_papers_is_made_two():
    merged = merge(
        [
            page("first", paper("Wrens", "Ada Byron", id="1")),
            page("second", paper("Owls", "Cy Young", id="1"), session="s"),
        ]
    )
    assert [p.id for p in merged.records.papers] == ["1", "1-2"]
    assert merged.records.slots[0].paper == "1-2"


def test_a_programme_page_without_event_takes_that_of_the_papers_it_shares():
    shared = paper("Wrens at Dusk", "Ada Byron")
    merged = merge(
        [
            page("posters", shared, paper("Owls", "Cy Young"), session="poster-1"),
            page("list", shared, event="birdconf-2030"),
            page("reading", paper("Larks", "Di Fox")),
        ]
    ).records
    assert {p.title: p.event for p in merged.papers} == {
        "Wrens at Dusk": "birdconf-2030",
        "Owls": "birdconf-2030",
        "Larks": None,
    }
    assert merged.sessions[0].event == "birdconf-2030"


def test_addresses_in_an_abstract_become_links():
    merged = merge(
        [
            page(
                "first",
                paper("Wrens", abstract="Code: https://github.com/a/wrens. See (https://wrens.example.org/x)."),
            )
        ]
    )
    assert merged.records.papers[0].links == (
        Link(label="code", url="https://github.com/a/wrens"),
        Link(label="link", url="https://wrens.example.org/x"),
    )


def test_nothing_merges_to_nothing():
    assert merge([]).records == Records()
