"""How long what Usher keeps is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from corpus.models import Value

VERDICTS: Final = timedelta(days=30)  # where no words of questions are kept


class Keeping(Value):
    """For how long each sort is kept; not at all where that is no time.

    *questions* are those without an answer, *threads* those that Usher was asked in, *sent* what it said of itself,
    *stars* those of events that are over, and *left* all that belongs to a workspace which Usher was taken out of.
    """

    questions: timedelta = timedelta(days=30)
    threads: timedelta = timedelta(days=7)
    sent: timedelta = timedelta(days=14)
    stars: timedelta = timedelta(days=365)
    left: timedelta = timedelta(days=7)

    @property
    def verdicts(self) -> timedelta:
        """For how long it is kept whether answers helped."""
        return self.questions or VERDICTS
