"""What takes bytes from people, each as one function that takes any bytes and fails where something untrue comes of
them. The test suite throws hypothesis's bytes and the kept findings at them, ``fuzz.py`` those of a fuzzer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from readers import DATA, read_or_refuse
from toyconf import MORNING, desk, records

from bot.answer import reply
from bot.blocks import render
from bot.limits import violations
from bot.models import Ask, Viewer
from bot.plain import to_text
from bot.when import examples, parse_when
from bot.zones import zone_of
from corpus.ingest import FORMATS

Target = Callable[[bytes], None]

FOUND: Final = DATA / "fuzz"  # a folder a target: inputs that once failed, and those that reach what is hard to reach
ZONES: Final = ("Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")
SURFACES: Final = ("mention", "paper", "session")
START: Final = datetime(2000, 1, 1, tzinfo=UTC)


def when(data: bytes) -> None:
    """A time: two bytes choose the zone and the day, the rest is typed."""
    zone = zone_of(ZONES[_at(data, 0) % len(ZONES)])
    now = (START + timedelta(days=97 * _at(data, 1), minutes=11 * _at(data, 0))).astimezone(zone)
    text = _text(data[2:])
    busy = tuple(slot.window for slot in records().slots if slot.window)
    days = sorted({window.start.astimezone(zone).date() for window in busy})
    reading = parse_when(text, now=now, days=days, busy=busy, zone=ZONES[0])
    if reading is not None:
        assert reading.window.start <= reading.window.end
        assert all(0 <= start < end <= len(text) for start, end in reading.spans)
    for example in examples(now, days, busy):
        assert parse_when(example, now=now, days=days, busy=busy, zone=ZONES[0]) is not None


def question(data: bytes) -> None:
    """A question: a byte chooses the surface, lines above the last are the thread's."""
    *context, text = _text(data[1:]).split("\n")
    ask = Ask(surface=SURFACES[_at(data, 0) % 3], text=text, context=tuple(context[-3:]), now=MORNING, zone=ZONES[0])
    answer = reply(ask, desk())
    message = render(answer, viewer=Viewer(zone=ask.zone, now=ask.now), ask=ask, private=True)
    assert not violations(message.blocks)
    assert message.text.strip()
    assert to_text(answer, Viewer(zone=ask.zone, now=ask.now)).strip()
    held = {record.id for record in records().all()}
    assert all(item.id in held for item in answer.items), "what is shown is held"


def _reader(name: str) -> Target:
    def target(data: bytes) -> None:
        read_or_refuse(data, name, "page.txt", **({"zone": ZONES[0]} if "zone" in FORMATS[name].options else {}))

    return target


FOLDERS: Final = ("miniconf", "virtual_site")  # folders of files, whose tables are read as the other tables are
READERS: Final = {name: _reader(name) for name in FORMATS if name not in FOLDERS}
TARGETS: Final[dict[str, Target]] = {"when": when, "question": question, **READERS}


def seeds(name: str) -> list[Path]:
    """Inputs to begin from: what was found before, and the fixtures of a format."""
    fixtures = (
        [each for each in sorted((DATA / name).glob("*")) if ".golden" not in each.name] if name in READERS else []
    )
    return [each for each in (*sorted((FOUND / name).glob("*")), *fixtures) if each.is_file()]


def _at(data: bytes, place: int) -> int:
    return data[place] if place < len(data) else 0


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
