"""Messages in threads that Usher is in: which are questions to it, and which are talk between people."""

import pytest
from fake_answers import hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from thread_messages import BETWEEN_PEOPLE, BETWEEN_PEOPLE_LATER, OWLS, TO_USHER, TO_USHER_LATER
from toyconf import MORNING, ZONE, ask, desk

from bot.addressed import Speaker, addressed, opened
from bot.models import Ask
from bot.understand import understand


def taken(text: str, before: Speaker, *context: str) -> bool:
    """Whether Usher takes *text* for a question to it."""
    raw = opened(text)
    read = understand(Ask(surface="mention", text=raw, now=MORNING, zone=ZONE), desk().catalog, desk().home)
    return addressed(raw, read, ask(raw, "mention", *context), before=before)


@pytest.mark.parametrize(("text", "before"), [*BETWEEN_PEOPLE, *BETWEEN_PEOPLE_LATER])
def test_talk_between_people_is_left_alone(text: str, before: Speaker) -> None:
    assert not taken(text, before, OWLS)


def test_nine_of_ten_questions_to_usher_are_answered() -> None:
    every = [*TO_USHER, *TO_USHER_LATER]
    missed = [text for text, before in every if not taken(text, before, OWLS)]
    assert len(missed) * 10 <= len(every), missed


@pytest.mark.parametrize(
    "text", ["<@U0BO> when is the owls talk?", "<!here> when is the owls talk?", "@bo who wrote it?"]
)
def test_a_question_to_somebody_else_is_theirs(text: str) -> None:
    assert not taken(text, "usher", OWLS)


@pytest.mark.parametrize("before", ["other", None])
def test_after_another_person_it_stands_alone_or_is_left_alone(before: Speaker) -> None:
    assert taken("when is wrennet?", before, OWLS)
    assert not taken("when is it?", before, OWLS)


def test_what_the_programme_does_not_hold_is_no_reason_to_speak_up() -> None:
    assert not taken("when is the penguin talk?", "usher")


@settings(max_examples=40, deadline=None)
@given(hostile, st.sampled_from(["usher", "same", "other", None]))
def test_any_text_is_judged(text: str, before: Speaker) -> None:
    assert taken(text[:500], before) in (True, False)
