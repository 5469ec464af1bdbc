"""What is called off, by its title: "[CANCELLED] Gait without Treadmills" is not in the programme any more."""

from __future__ import annotations

import re
from itertools import chain
from typing import Final

from corpus.models import Paper, Parsed, Session
from corpus.report import counted, left_out

_CANCELLED: Final = re.compile(r"\W*(?:cancel+ed|abgesagt)\b\s*[\])}:–—-]", re.IGNORECASE)


def is_cancelled(title: str) -> bool:
    """Whether *title* begins with the word that it is cancelled."""
    return bool(_CANCELLED.match(title))


def without_cancelled(parsed: Parsed) -> Parsed:
    """*parsed* without what is cancelled, and a note of how much that was."""
    records = parsed.records
    every = chain[Paper | Session](records.papers, records.sessions)
    gone = {record.id for record in every if is_cancelled(record.title)}
    if not gone:
        return parsed
    kept = records.model_copy(
        update={
            "papers": tuple(paper for paper in records.papers if paper.id not in gone),
            "sessions": tuple(session for session in records.sessions if session.id not in gone),
            "slots": tuple(slot for slot in records.slots if not gone & {slot.paper, slot.session}),
        }
    )
    note = left_out(counted(len(gone), "cancelled item"))
    return parsed.model_copy(update={"records": kept, "notes": (*parsed.notes, note)})
