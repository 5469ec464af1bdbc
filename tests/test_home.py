"""What the App Home and "my schedule" show, and that Slack takes it whatever the programme and the stars."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fake_answers import hostile, urls, viewers
from hypothesis import given, settings
from hypothesis import strategies as st
from toyconf import MORNING, ZONE, desk, records

from bot.blocks.home import HOME_ROWS, home_view, opening, schedule
from bot.desk import Desk
from bot.health import Fault, Health
from bot.home import home, schedule_of
from bot.limits import view_violations, violations
from bot.models import Viewer
from bot.personal import Star
from corpus.catalog import Catalog
from corpus.models import Event, Link, Paper, Records, Session, Slot

VIEWER = Viewer(zone=ZONE, now=MORNING)
LONG_AFTER = datetime(2031, 1, 1, tzinfo=UTC)


def star(ref: str, title: str = "As it was") -> Star:
    return Star(record=ref, title=title, event=None, starred_at=MORNING)


def shown(blocks: Any) -> str:
    """What a person reads in *blocks*, line by line; a button in brackets."""
    return "\n".join(filter(None, map(_read, blocks)))


def _read(block: dict[str, Any]) -> str:
    if block["type"] == "header":
        return f"# {block['text']['text']}"
    if block["type"] == "context":
        return f"({block['elements'][0]['text']})"
    if block["type"] == "actions":
        return " ".join(f"[{each['text']['text']}]" for each in block["elements"])
    if block["type"] == "rich_text":
        return "".join(each.get("text") or each["fallback"] for each in block["elements"][0]["elements"])
    return ""


def page(stars: list[Star], viewer: Viewer = VIEWER, at: Desk | None = None, **more: Any) -> str:
    return shown(view(stars, viewer, at, **more)["blocks"])


def view(stars: list[Star] | None, viewer: Viewer = VIEWER, at: Desk | None = None, **more: Any) -> dict[str, Any]:
    return home_view(home(at or desk(), stars, viewer, most=HOME_ROWS), viewer, chosen="As usual", **more)


def of(held: Records) -> Desk:
    return Desk(Catalog(held))


def crowded(count: int, *, each: timedelta = timedelta(minutes=15), length: int = 15) -> Desk:
    """A conference with *count* talks, one after the other where their *length* in minutes is that of *each*."""
    talks = [Paper(id=f"talk-{number}", title=f"On Lanterns {number}", event="lantern") for number in range(count)]
    slots = [
        Slot(
            id=f"s{n}", paper=f"talk-{n}", start=MORNING + n * each, end=MORNING + n * each + timedelta(minutes=length)
        )
        for n in range(count)
    ]
    return of(Records(events=(Event(id="lantern", name="LanternConf", zone=ZONE),), papers=talks, slots=slots))


def test_during_the_conference_a_home_is_what_is_on_and_next_and_what_is_starred_today() -> None:
    stars = [star(ref) for ref in ("paper:nest-maps", "paper:gone", "paper:heron-stance", "paper:wrennet")]
    assert page(stars).splitlines()[:26] == [
        "# BirdConf 2030",
        "Tue 7 May",
        "# On now",
        "WrenNet: Hearing Small Birds in Loud Places",
        "09:00 CEST–09:20 CEST · Great Hall · Morning orals",
        "[★ Unstar] [Details]",
        "# Next",
        "Do Owls See Better With Two Eyes Closed?",
        "09:20 CEST–09:40 CEST · Great Hall · Morning orals",
        "[☆ Star] [Details]",
        "# My schedule",
        "(Today)",
        "WrenNet: Hearing Small Birds in Loud Places",
        "09:00 CEST–09:20 CEST · Great Hall · Morning orals",
        "[★ Unstar] [Details]",
        "Heron Stance Estimation is All You Want",
        "10:00 CEST–10:10 CEST · Great Hall · Morning orals",
        "[★ Unstar] [Details]",
        "(Without a time)",
        "Nest Maps from Old Diaries",
        "[★ Unstar] [Details]",
        "(No longer in the programme)",
        "As it was",
        "[★ Unstar]",
        "# Ask me",
        "Write to me under Messages, mention me in a channel, or type:",
    ]


def test_before_the_conference_a_home_tells_when_it_begins() -> None:
    said = page([star("paper:wrennet")], Viewer(zone=ZONE, now=MORNING - timedelta(days=2)))
    assert "Begins: Tue 7 May, 09:00 CEST" in said
    assert "# On now" not in said
    assert "# Next\nWrenNet" in said
    assert "(Tue 7 May)\nWrenNet" in said


def test_after_the_conference_a_home_keeps_what_was_starred() -> None:
    said = page([star("paper:wrennet")], Viewer(zone=ZONE, now=LONG_AFTER))
    assert "Was on: Tue 7 May 2030" in said
    assert "# Next" not in said
    assert "(Over)\nWrenNet: Hearing Small Birds in Loud Places\nTue 7 May 2030, 09:00" in said
    assert "/paper" in said


def test_without_stars_a_home_says_how_to_set_one() -> None:
    said = page([])
    assert "Press ☆ Star under an answer" in said
    assert "[☆ Star] [Details]" in said


def test_where_stars_cannot_be_read_a_home_shows_the_rest_and_offers_none() -> None:
    said = shown(view(None)["blocks"])
    assert "cannot be read just now" in said
    assert "# On now" in said
    assert "Star]" not in said.replace("[★ Unstar] [Details]", "Star]")


def test_an_empty_programme_has_a_home() -> None:
    said = page([star("paper:wrennet")], at=of(Records()))
    assert said.startswith("# Usher\nThe programme is empty as yet.")
    assert "(No longer in the programme)\nAs it was" in said


def test_a_programme_without_times_has_a_home() -> None:
    papers = (Paper(id="wren", title="Wrens", event="b"),)
    event = Event(id="b", name="BirdConf", start=MORNING.date(), end=MORNING.date())
    assert "7 May 2030. Times were not published." in page([], at=of(Records(events=(event,), papers=papers)))


def test_what_clashes_is_marked_at_both() -> None:
    lanterns = crowded(2, each=timedelta(minutes=5))
    said = page([star("paper:talk-0"), star("paper:talk-1")], at=lanterns)
    assert said.count("Clashes with “On Lanterns 0”") == said.count("Clashes with “On Lanterns 1”") == 1


def test_what_clashed_with_something_that_is_over_no_longer_does() -> None:
    lanterns = crowded(2, each=timedelta(minutes=10), length=15)
    later = Viewer(zone=ZONE, now=MORNING + timedelta(minutes=20))
    assert "Clashes" not in page([star("paper:talk-0"), star("paper:talk-1")], later, lanterns)


def test_a_talk_that_clashes_with_many_names_two() -> None:
    at_once = crowded(5, each=timedelta(0))
    said = page([star(f"paper:talk-{n}") for n in range(5)], at=at_once)
    assert "Clashes with “On Lanterns 1” and “On Lanterns 2” and 2 more" in said


def test_days_are_those_of_the_reader() -> None:
    late = crowded(2, each=timedelta(hours=12))  # 09:05 and 21:05 in Berlin
    said = page([star("paper:talk-1")], Viewer(zone="Asia/Tokyo", now=MORNING, written=True), late)
    assert "(Wed 8 May)\nOn Lanterns 1\n04:05–04:20 JST" in said


def test_of_hundreds_of_stars_a_home_shows_the_nearest_and_counts_the_others() -> None:
    stars = [star(f"paper:talk-{number}") for number in range(660)]
    made = view(stars, at=crowded(660))
    said = shown(made["blocks"])
    assert view_violations(made) == []
    assert "(And 640 more: /usher my schedule)" in said
    assert said.count("[★ Unstar] [Details]") == HOME_ROWS + 2  # and what is on and next


def test_a_schedule_turns_pages_and_ends_where_it_ends() -> None:
    lanterns, stars = crowded(20), [star(f"paper:talk-{number}") for number in range(20)]
    pages = [schedule(schedule_of(lanterns, stars, VIEWER, page=number), VIEWER) for number in (0, 1, 2, 9)]
    assert pages[2] == pages[3]
    assert [shown(each.blocks).splitlines()[-1] for each in pages[:3]] == [
        "[Next page]",
        "[Previous page] [Next page]",
        "[Previous page]",
    ]
    every = "\n".join(each.text for each in pages[:3])
    assert all(f"On Lanterns {number}\n" in every for number in range(20))
    assert "9–16 of 20 shown" in pages[1].text


def test_the_opening_names_today_and_counts_the_rest() -> None:
    refs = ("paper:wrennet", "paper:nest-maps")
    made = opening(home(desk(), list(map(star, refs)), VIEWER, most=5, today_only=True), VIEWER)
    assert violations(made.blocks) == []
    assert "# My schedule\n(Today)\nWrenNet" in shown(made.blocks)
    assert "And 1 more: /usher my schedule" in made.text
    assert "Unstar" not in shown(made.blocks)


def test_organisers_see_how_the_programme_is() -> None:
    health = Health(
        version="0a1b",
        counts=(("paper", 1_200), ("session", 4), ("post", 0)),
        checked=MORNING,
        faults=(Fault(source="posters.csv", why="It cannot be fetched.", since=MORNING),),
    )
    said = page([], health=health)
    assert "It holds 1,200 papers, 4 sessions. Version 0a1b." in said
    assert "Not read: posters.csv. It cannot be fetched. Its contents of Tue 7 May, 09:05 CEST are kept." in said
    assert "health" not in page([])


def test_many_faults_are_counted() -> None:
    faults = tuple(Fault(source=f"source-{number}", why="x" * 5_000) for number in range(40))
    made = view([], health=Health(faults=faults))
    assert view_violations(made) == []
    assert "And 35 more: usher doctor lists them." in shown(made["blocks"])


refs = st.integers(0, 5).map(lambda number: f"paper:p{number}") | hostile
stars_of_anybody = st.lists(st.builds(star, refs, hostile), max_size=30, unique_by=lambda each: each.record)
links = st.builds(Link, label=hostile, url=st.none() | urls)
papers = st.builds(
    Paper, id=st.just("p"), title=hostile, event=st.sampled_from(["e", "f", None]), links=st.tuples(links)
)


@st.composite
def corpora(draw: st.DrawFn) -> Records:
    held = [draw(papers).model_copy(update={"id": f"p{number}"}) for number in range(draw(st.integers(0, 6)))]
    begin = draw(st.integers(0, 2_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
    sessions = [Session(id="s0", title=draw(hostile), event="e", room=draw(hostile), start=begin, end=begin)]
    slots = []
    for number, paper in enumerate(held):
        start = begin + timedelta(minutes=draw(st.integers(0, 3_000)))
        where = draw(st.sampled_from(["s0", None]))
        slots.append(Slot(id=f"t{number}", paper=paper.id, session=where, start=start, room=draw(hostile)))
    return Records(events=(Event(id="e", name=draw(hostile)),), sessions=sessions, papers=held, slots=slots)


@settings(max_examples=60, deadline=None)
@given(corpora(), stars_of_anybody, viewers, hostile)
def test_slack_takes_whatever_is_held_and_starred(held: Records, stars: list[Star], viewer: Viewer, said: str) -> None:
    at = of(held)
    made = view(stars, viewer, at, said=said, health=Health(faults=(Fault(source=said, why=said),)))
    assert view_violations(made) == []
    for message in (
        opening(home(at, stars, viewer, most=5, today_only=True), viewer),
        schedule(schedule_of(at, stars, viewer, page=1), viewer),
    ):
        assert violations(message.blocks) == []
        assert "<!channel>" not in message.text


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_what_is_starred_is_shown_whenever_one_looks(days: int) -> None:
    starred = [star(f"paper:{paper.id}") for paper in records().papers]
    assert len(starred) < HOME_ROWS
    said = page(starred, Viewer(zone=ZONE, now=MORNING + timedelta(days=days)))
    assert [paper.title for paper in records().papers if paper.title not in said] == []
