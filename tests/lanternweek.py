"""A made-up week of lanterns: two halls, orals, posters, tutorials, a panel, held lunches, two languages."""

from datetime import UTC, datetime, timedelta
from functools import cache

from bot.answer import reply
from bot.desk import Desk
from bot.models import Answer, Ask, Viewer
from bot.plain import to_text
from corpus.catalog import Catalog
from corpus.models import Event, Paper, Person, Records, Session, Slot

MONDAY = datetime(2032, 6, 7, tzinfo=UTC)
EIGHT = MONDAY + timedelta(hours=8)
HALLS = ("Amber Hall", "Cobalt Hall")

# identifier, title, authors, abstract, language
_PAPERS = (
    ("wicks", "Wicks that never smoke", ("Ida Moss", "Ben Tarn"), "Cotton wicks, trimmed by tides.", "en"),
    ("glass", "Glass blown thin", ("Ida Moss",), "Panes for storm lamps.", "de"),
    ("oil", "Oil from rape seed", ("Ben Tarn",), "A cleaner flame for storm lamps.", "en"),
    ("paper", "Paper lanterns in rain", ("Cleo Vance", "Ida Moss"), "Wax keeps the rain off.", "en"),
    ("moth", "Moths at the pane", ("Ida Moss", "Dov Pell"), "What moths see of storm lamps.", "en"),
    ("tin", "Tin or brass for handles", ("Ben Tarn", "Eva Rook"), "Handles that do not rust.", "en"),
    ("kite", "Kites that carry lanterns", ("Eva Rook",), "Storm lamps in the sky.", "de"),
    ("red", "Signals in red light", ("Dov Pell",), "Harbour signals.", "en"),
    ("green", "Signals in green light", ("Dov Pell",), "Harbour signals.", "en"),
    ("first", "Trimming before dusk", ("Gil Orme",), "The first author of a lamp is its wick.", "en"),
)
# paper, session, hours after Monday's midnight (None: its session's time), type
_SLOTS = (
    ("wicks", "orals-1", 9.0, "oral"),
    ("glass", "orals-1", 9.5, "oral"),
    ("oil", "orals-2", 9.5, "oral"),
    ("red", "orals-2", 10.0, "oral"),
    ("paper", "orals-1", 10.0, "oral"),
    ("moth", "posters-1", None, "poster"),
    ("tin", "posters-1", None, "poster"),
    ("kite", "posters-2", None, "poster"),
    ("green", "posters-2", None, "poster"),
    ("first", "orals-3", 33.0, "oral"),
)
# identifier, title, type, first hour, hours, room, people
_SESSIONS = (
    ("orals-1", "Wicks and Panes", "oral session", 9.0, 1.5, "Amber Hall", ()),
    ("orals-2", "Fuels and Colours", "oral session", 9.5, 1.0, "Cobalt Hall", ()),
    ("lunch-1", "Lunch", "break", 12.5, 1.25, "", ()),
    ("posters-1", "Posters by Day", "poster session", 14.0, 1.0, "Amber Hall", ()),
    ("panel", "Panel: Who lights the harbour?", "panel", 15.5, 0.75, "Amber Hall", ("Eva Rook", "Hal Sund")),
    ("fold", "Folding paper shades", "tutorial", 15.0, 1.5, "Cobalt Hall", ("Cleo Vance",)),
    ("orals-3", "Dusk", "oral session", 33.0, 0.5, "Amber Hall", ()),
    ("solder", "Soldering for beginners", "tutorial", 34.0, 1.5, "Cobalt Hall", ("Gil Orme",)),
    ("lunch-2", "Lunch", "break", 36.0, 0.75, "", ()),
    ("posters-2", "Posters by Night", "poster session", 38.0, 1.0, "Amber Hall", ()),
    ("open", "Keynote: Light at sea", "keynote", 8.5, 0.5, "Amber Hall", ("Hal Sund",)),
    ("close", "Keynote: Dark skies", "keynote", 40.0, 0.75, "Amber Hall", ("Ines Wold",)),
)


def _at(hours: float) -> datetime:
    return MONDAY + timedelta(hours=hours)


@cache
def desk() -> Desk:
    papers = (
        Paper(id=i, title=title, type=kind, authors=authors, event="lw", abstract=text, language=spoken)
        for (i, title, authors, text, spoken), kind in zip(_PAPERS, _kinds(), strict=True)
    )
    slots = (
        Slot(
            id=f"s/{paper}",
            paper=paper,
            session=session,
            start=None if start is None else _at(start),
            end=None if start is None else _at(start + 0.5),
            type=kind,
        )
        for paper, session, start, kind in _SLOTS
    )
    sessions = (
        Session(
            id=i,
            title=title,
            type=kind,
            event="lw",
            zone="UTC",
            start=_at(start),
            end=_at(start + hours),
            room=room,
            people=tuple(Person(name=name, role="Speaker") for name in people),
        )
        for i, title, kind, start, hours, room, people in _SESSIONS
    )
    event = Event(id="lw", name="LanternWeek 2032", zone="UTC")
    return Desk(Catalog(Records(events=(event,), papers=tuple(papers), sessions=tuple(sessions), slots=tuple(slots))))


def _kinds() -> list[str]:
    kinds = {paper: kind for paper, _, _, kind in _SLOTS}
    return [kinds[paper[0]] for paper in _PAPERS]


def ask(text: str, *context: str, surface: str = "mention", now: datetime = EIGHT) -> Answer:
    asked = {"surface": surface, "text": text, "context": context, "now": now, "zone": "UTC"}
    return reply(Ask.model_validate(asked), desk())


def said(answer: Answer) -> str:
    return to_text(answer, Viewer(zone="UTC", now=EIGHT), page_size=100)


def ids(answer: Answer) -> list[str]:
    return [item.id for item in answer.items]
