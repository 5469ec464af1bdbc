"""The made-up conference of ``data/toy/birdconf.yaml``, and how the tests ask it."""

from datetime import datetime
from functools import cache
from pathlib import Path

from bot.answer import reply
from bot.desk import Desk
from bot.models import Answer, Ask, Viewer
from bot.plain import to_text
from corpus.catalog import Catalog
from corpus.ingest import yaml as corpus_yaml
from corpus.models import Records

FILE = Path(__file__).parent / "data" / "toy" / "birdconf.yaml"
ZONE = "Europe/Berlin"
MORNING = datetime.fromisoformat("2030-05-07T09:05:00+02:00")  # during the first oral


@cache
def records() -> Records:
    return corpus_yaml.parse(FILE.read_bytes(), name=FILE.name).records


@cache
def desk() -> Desk:
    return Desk(Catalog(records()))


def ask(text: str, surface: str = "mention", *context: str, now: datetime = MORNING, zone: str = ZONE) -> Answer:
    return reply(Ask(surface=surface, text=text, context=context, now=now, zone=zone), desk())


def text_of(answer: Answer, now: datetime = MORNING, zone: str = ZONE) -> str:
    return to_text(answer, Viewer(zone=zone, now=now), page_size=100)


def ids(answer: Answer) -> list[str]:
    return [item.id for item in answer.items]
