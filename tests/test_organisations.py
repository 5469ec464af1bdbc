"""Where people are from: kept from every format that tells it, and asked for as people name it."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readers import read

from bot.answer import reply
from bot.desk import Desk
from bot.models import Ask
from corpus.catalog import Catalog
from corpus.models import Event, Paper, Records, Slot
from corpus.organisations import called
from corpus.programme.orgs import is_org_field, orgs_in, orgs_of

EIGHT = datetime(2031, 5, 7, 8, tzinfo=UTC)
HOMES = {
    "Wrens at dusk": ("Heron Lab", "University of Reeds"),
    "Owls by ear": ("Heron Lab",),
    "Kites and AI": ("Brightwater AI", "Tern Robotics, Norway"),
    "Grasping eggs": ("University of Reeds",),
    "Robotics for nests": ("Dune College",),
    "Notes on swifts": ("Signal",),
}


def desk():
    papers = [
        Paper(
            id=title.split()[0].casefold(),
            title=title,
            type="talk",
            event="bc",
            authors=(f"Ada {'BCDEFG'[place]}ee",),
            orgs=orgs,
            abstract="A signal in the reeds.",
        )
        for place, (title, orgs) in enumerate(HOMES.items())
    ]
    slots = [
        Slot(id=f"s/{paper.id}", paper=paper.id, start=EIGHT.replace(day=7 + place % 2, hour=10), type="talk")
        for place, paper in enumerate(papers)
    ]
    event = Event(id="bc", name="BirdConf 2031", zone="UTC")
    return Desk(Catalog(Records.of([event, *papers, *slots])))


DESK = desk()


def asked(text, surface="mention"):
    return reply(Ask(surface=surface, text=text, now=EIGHT, zone="UTC"), DESK)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("talks from heron lab", {"wrens", "owls"}),
        ("what does heron lab present?", {"wrens", "owls"}),
        ("anything by the University of Reeds?", {"wrens", "grasping"}),
        ("talks from reeds", {"wrens", "grasping"}),
        ("talks from brightwater ai", {"kites"}),
        ("talks from tern robotics", {"kites"}),
        ("talks from norway", {"kites"}),
        ("talks from signal", {"notes"}),
        ("heron lab talks on wednesday", {"wrens"}),
        ("heron lab talks on thursday", {"owls"}),
    ],
)
def test_the_talks_of_an_organisation_are_found_as_people_name_it(text, ids):
    answer = asked(text)
    assert {item.id for item in answer.items} == ids
    assert not answer.abstained


def test_the_talks_of_an_organisation_are_counted():
    assert "2 talks by Heron Lab" in str(asked("how many talks from heron lab").lines)


def test_an_organisation_is_no_topic_of_its_talks():
    assert [item.id for item in asked("talks about robotics").items] == ["robotics"]


def test_a_word_of_the_texts_is_no_organisation_of_that_name():
    assert len(asked("talks about a signal").items) == len(HOMES)


@given(st.sampled_from(sorted({org for orgs in HOMES.values() for org in orgs})))
def test_every_organisation_is_found_by_its_whole_name(org):
    answer = asked(f"talks from {org}")
    assert {item.title for item in answer.items} == {title for title, orgs in HOMES.items() if org in orgs}


@given(st.lists(st.text(max_size=40), max_size=6))
def test_what_organisations_are_called_leads_back_to_them(orgs):
    names = called(orgs)
    assert {org for having in names.values() for org in having} <= set(orgs)
    assert all(having and said and all(said) for said, having in names.items())


@pytest.mark.parametrize(
    ("value", "orgs"),
    [
        ("Heron Lab|Dune College", ("Heron Lab", "Dune College")),
        (["Heron Lab", {"name": "Dune College", "domain": "dune.example"}], ("Heron Lab", "Dune College")),
        ("Heron Lab; heron lab", ("Heron Lab",)),
        ("¹Heron Lab*", ("Heron Lab",)),
        ("Independent researcher|N/A|-", ()),
        ("Dune College, Norway", ("Dune College, Norway",)),
        (None, ()),
        (7, ()),
    ],
)
def test_organisations_are_read_in_each_spelling(value, orgs):
    assert orgs_in(value) == orgs


@given(st.recursive(st.none() | st.text(max_size=20), lambda each: st.lists(each) | st.dictionaries(st.text(), each)))
def test_any_value_names_organisations_once_or_none(value):
    found = orgs_of({"affiliations": value, "authors": value}, "authors")
    assert len(found) == len(set(found))
    assert all(found)


@pytest.mark.parametrize(
    ("field", "holds"),
    [
        *((name, True) for name in ("Affiliations", "institution(s)", "speaker_company", "Companies")),
        *((name, False) for name in ("organizers", "company_size", "author", "authorids")),
    ],
)
def test_fields_of_organisations_are_known_by_their_names(field, holds):
    assert is_org_field(field) is holds


ADA = {"name": "Ada Byron", "fullname": "Ada Byron", "fullName": "Ada Byron", "code": "ADA", "id": "a"}
AT = "2031-05-07T10:00:00+00:00"
EVENTS = {"title": "Reeds", "id": 1, "start": "10:00", "date": AT, "duration": "00:30"}
SOURCES = {
    "schedule_json": {
        "schedule": {
            "conference": {
                "title": "BirdConf 2031",
                "days": [
                    {
                        "date": "2031-05-07",
                        "rooms": {"Ark": [EVENTS | {"persons": [ADA | {"organization": "Heron Lab"}]}]},
                    }
                ],
            }
        }
    },
    "pretalx": {
        "results": [
            {
                "code": "REEDS1",
                "title": "Reeds",
                "submission_type": "Talk",
                "state": "confirmed",
                "speakers": [ADA | {"affiliation": "Heron Lab"}],
            }
        ]
    },
    "sessionize": {
        "sessions": [{"id": "1", "title": "Reeds", "isServiceSession": False, "speakers": ["a"], "categoryItems": []}],
        "speakers": [ADA | {"tagLine": "Keeper of birds at Heron Lab"}],
    },
    "openreview": {
        "notes": [
            {
                "id": "x1",
                "forum": "x1",
                "invitations": ["BirdConf.cc/2031/Conference/-/Submission"],
                "content": {
                    "title": {"value": "Reeds"},
                    "venue": {"value": "BirdConf 2031 poster"},
                    "venueid": {"value": "BirdConf.cc/2031/Conference"},
                    "authors": {"value": [{"fullname": "Ada Byron", "institutions": [{"name": "Heron Lab"}]}]},
                },
            }
        ]
    },
    "virtual_site": {
        "count": 1,
        "results": [
            {
                "id": 1,
                "name": "Reeds",
                "eventtype": "Poster",
                "authors": [ADA | {"institution": "Heron Lab"}],
                "virtualsite_url": "/virtual/2031/poster/1",
            }
        ],
    },
    "jsonl": [{"title": "Reeds", "authors": [{"name": "Ada Byron", "affiliation": "Heron Lab"}]}],
}


@pytest.mark.parametrize("form", sorted(SOURCES))
def test_where_people_are_from_is_kept_from(form):
    [paper] = read(json.dumps(SOURCES[form]).encode(), name="toy.json", format=form).records.papers
    assert paper.title == "Reeds"
    assert (paper.authors, paper.orgs) == (("Ada Byron",), ("Heron Lab",))


@pytest.mark.parametrize(
    ("line", "orgs"),
    [
        ("Keeper @ Heron Lab", ("Heron Lab",)),
        ("Looking at birds", ()),
        ("Keeper", ()),
        ("At sea", ()),
        ("@adabyron", ()),
    ],
)
def test_the_tag_line_of_a_speaker_may_say_where_they_are(line, orgs):
    tree = SOURCES["sessionize"] | {"speakers": [ADA | {"tagLine": line}]}
    [paper] = read(json.dumps(tree).encode(), name="toy.json", format="sessionize").records.papers
    assert paper.orgs == orgs
