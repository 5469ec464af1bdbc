"""The two buttons that ask whether an answer helped."""

from __future__ import annotations

from typing import Final, Self

from pydantic import ValidationError

from bot.blocks.elements import Block, plain
from bot.carried import Carried
from bot.models import MAX_INPUT, Surface
from bot.safe import cut
from corpus.models import Value

FEEDBACK: Final = "feedback"  # action id


class Opinion(Value):
    """What one of the buttons carries: whether the answer to *text* was *helpful*."""

    helpful: bool
    surface: Surface
    text: str

    @classmethod
    def read(cls, value: object) -> Self | None:
        """What a button's value says; None where it is not one of ours."""
        try:
            return cls.model_validate_json(value) if isinstance(value, str) else None
        except ValidationError:
            return None


def feedback_row(carried: Carried) -> Block:
    """The buttons under the answer to the question that is *carried*."""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": FEEDBACK,
                "positive_button": _button("Helpful", carried, helpful=True),
                "negative_button": _button("Not helpful", carried, helpful=False),
            }
        ],
    }


def _button(label: str, carried: Carried, *, helpful: bool) -> Block:
    said = Opinion(helpful=helpful, surface=carried.surface, text=cut(carried.text, MAX_INPUT))
    return {"text": plain(label), "accessibility_label": label, "value": said.model_dump_json()}
