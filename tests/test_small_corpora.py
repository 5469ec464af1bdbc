"""Corpora of no, one and two records: every question gets a sentence, and nothing is invented."""

from datetime import datetime, timedelta

import pytest
from toyconf import records

from bot.answer import reply
from bot.blocks import render
from bot.desk import Desk
from bot.limits import violations
from bot.models import Ask, Viewer
from bot.plain import to_text
from corpus.catalog import Catalog
from corpus.check import check
from corpus.models import Event, Paper, Records, Session

NOW = datetime.fromisoformat("2030-05-07T09:05:00+02:00")
ONE = Records(papers=(Paper(id="wrens", title="Wrens", authors=("Ada Byron",)),))
TWO = Records(papers=(*ONE.papers, Paper(id="owls", title="Owls at Night")))
QUESTIONS = (
    "", "help", "now", "next", "today", "tue 11", "orals", "wrens", "who wrote wrens", "when is wrens",
    "where is wrens", "owls at night", "papers by ada byron", "how many papers", "what's next",
    "which rooms are there", "breaks today",
    "anything like wrens", "link to wrens", "when is the conference", "first talk tomorrow", "newest paper", "it",
    "who moderates the session", "what accuracy does wrens get", "after the break", "list all papers", "thanks",
)  # fmt: skip


@pytest.mark.parametrize("held", [Records(), ONE, TWO], ids=["none", "one", "two"])
@pytest.mark.parametrize("surface", ["paper", "session", "mention"])
def test_every_question_gets_a_sentence(held, surface):
    desk = Desk(Catalog(held))
    titles = {paper.title for paper in held.papers}
    for text in QUESTIONS:
        question = Ask(surface=surface, text=text, context=("who wrote wrens?",), now=NOW, zone="Asia/Kolkata")
        answer = reply(question, desk)
        assert to_text(answer, Viewer(zone="Asia/Kolkata", now=NOW)), text
        assert {item.title for item in answer.items} <= titles
        message = render(answer, viewer=Viewer(zone="Asia/Kolkata", now=NOW), ask=question, private=True)
        assert violations(message.blocks) == []


def test_one_record_is_found_and_another_is_not():
    desk = Desk(Catalog(ONE))
    found = reply(Ask(surface="paper", text="wren", now=NOW, zone="UTC"), desk)
    assert [item.id for item in found.items] == ["wrens"]
    assert reply(Ask(surface="paper", text="larks", now=NOW, zone="UTC"), desk).abstained


def test_every_message_about_the_made_up_conference_keeps_slacks_limits():
    desk = Desk(Catalog(records()))
    for surface in ("paper", "session", "mention"):
        for text in QUESTIONS:
            question = Ask(surface=surface, text=text, now=NOW, zone="Europe/Berlin")
            viewer = Viewer(zone="Europe/Berlin", now=NOW)
            assert violations(render(reply(question, desk), viewer=viewer, ask=question, private=True).blocks) == []


def side_by_side() -> Records:
    """A conference, the calendar of its evenings under a name of its own, and the conference of the year before."""
    at = datetime.fromisoformat("2030-05-07T09:00:00+02:00")
    spans = {"birds": (0, 6, 10), "evenings": (1, 12), "before": (-8760, -8750)}
    return Records(
        events=tuple(Event(id=name, name=name.title(), zone="Europe/Berlin") for name in spans),
        sessions=tuple(
            Session(
                id=f"{name}-{hours}",
                title=f"{name.title()} at {hours}",
                event=name,
                start=at + timedelta(hours=hours),
                end=at + timedelta(hours=hours + 1),
            )
            for name, ends in spans.items()
            for hours in ends
        ),
    )


def test_what_runs_at_the_same_time_is_told_together():
    desk = Desk(Catalog(side_by_side()))
    at = datetime.fromisoformat("2030-05-07T10:30:00+02:00")

    def asked(text: str, now: datetime = at) -> list[str]:
        return [item.id for item in reply(Ask(surface="session", text=text, now=now, zone="UTC"), desk).items]

    assert asked("now")[0] == "evenings-1"
    assert asked("now", at - timedelta(hours=1))[0] == "birds-0"
    assert asked("today") == ["birds-0", "evenings-1", "birds-6", "birds-10", "evenings-12"]
    assert asked("birds today") == ["birds-0", "birds-6", "birds-10"]
    told = reply(Ask(surface="mention", text="when is the conference", now=at, zone="UTC"), desk)
    assert not told.abstained
    assert [said for said in ("Birds", "Evenings", "Before") if said in to_text(told, Viewer(zone="UTC", now=at))] == [
        "Birds",
        "Evenings",
    ]


def test_two_events_at_once_are_a_finding():
    found = [each for each in check(side_by_side()) if each.what == "two at once"]
    assert [each.where for each in found] == ["event:evenings"]
    assert "--event birds" in found[0].text
