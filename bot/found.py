"""Which paper a message is about: one that it links to, one whose title it says, else what its words find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.answer import reply
from bot.desk import Desk
from bot.links import links_in, record_at
from bot.models import Ask
from bot.understand import understand

_QUOTED: Final = re.compile(r"[“\"«„]([^“”\"«»„]{4,300})[”\"»“]")
_LINKED: Final = re.compile(r"https?://\S+")


def asked_by(raw: str, ask: Ask, desk: Desk) -> Ask:
    """What to ask ``/paper`` for *raw*, a message as Slack has it, whose words are those of *ask*.

    The first of what the message offers that has an answer; where none has, all of its words.
    """
    *sure, last = _offers(raw, ask, desk)
    return next((offer for offer in sure if not reply(offer, desk).abstained), last)


def _offers(raw: str, ask: Ask, desk: Desk) -> Iterator[Ask]:
    linked = [ref for url in links_in(raw) if (ref := record_at(url, desk.catalog))]
    titled = understand(ask.model_copy(update={"surface": "mention"}), desk.catalog, desk.home).records
    for ref in (*linked, *titled[:1]):
        yield ask.model_copy(update={"text": desk.catalog.get(ref).title, "about": ref})
    for quoted in _QUOTED.findall(ask.text):
        yield ask.model_copy(update={"text": quoted})
    yield ask.model_copy(update={"text": _LINKED.sub(" ", ask.text).strip()})
