"""Whether a message in a thread that Usher is in is a question to it, though it is not mentioned.

People go on talking to each other there. An answer that nobody asked for disturbs all of them, a missed question costs
one a mention: in doubt the message is left alone.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from bot.lexicon import ORDINALS
from bot.models import Answer
from bot.understand import Question
from corpus.names import words as words_of


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# who wrote the message before it: Usher, the same person, or another; None where the thread could not be read
Speaker = Literal["usher", "same", "other"] | None

_MOST: Final = 25  # words; who writes more tells something
# what may come before a question: "ok, thanks! what …"
_OPENING: Final = re.compile(
    r"(?:(?:ok|okay|oh|ah|hm+|cool|great|nice|perfect|awesome|thanks|thank you|thx|ty|so|well|also|but|alright|sorry|"
    r"wait|actually|hey|hi)\b[\s,.!:;–-]*)+(?=\S)",
    re.IGNORECASE,
)
# a person, a group, everybody; a name at the beginning, set off: "bo, when is it?"
_TO_PEOPLE: Final = re.compile(r"<@|<!|(?<!\w)@\w|^\s*[^\W\d_]+\s*[,:]\s", re.IGNORECASE)
_QUOTE: Final = re.compile(r"^\s*(?:>|&gt;)", re.MULTILINE)
# how somebody who knows is asked: the "you" and "me" of it are no talk between people
_REQUEST: Final = re.compile(
    r"(?:and )?(?:(?:can|could|would|will) you (?:please )?(?:tell|show|give|list|find)(?: me| us)?"
    r"|do you know|(?:please )?(?:tell|show|give|find) (?:me|us)|i meant?)(?= \w)"
)
_TALK: Final = _words(
    "i im ill ive id me my mine we us our ours you youre youll your yours yall lets guys folks everyone everybody "
    "anyone anybody someone somebody going coming joining meet meeting"
)
_ASKS: Final = _words(
    "when whens where wheres who whos whose what whats which how is are was were does do did any anything list"
)
_CHOICE: Final = frozenset({"and", "the", "one", "talk", "paper", *ORDINALS})
# what is asked for in so many words; the others take whatever is said for a topic
_INTENTS: Final = frozenset(
    {
        "about", "around break", "authors", "breaks", "clash", "count", "event", "fact", "filtered", "links", "list",
        "listed", "neighbour", "person", "related", "roles", "rooms", "schedule", "session", "track", "tracks", "when",
        "where", "whether",
    }
)  # fmt: skip


def opened(text: str) -> str:
    """*text* without what only opens it: "ok, thanks! what's it about?" asks what it is about."""
    return _OPENING.sub("", text, count=1) if _OPENING.match(text) else text


def addressed(raw: str, question: Question, answer: Answer, *, before: Speaker) -> bool:
    """Whether *raw*, an opened message as Slack has it, asks Usher something that it can answer.

    *question* is the message as it is read by itself, *answer* what Usher would say to it in its thread, and *before*
    is who spoke last there.
    """
    if answer.abstained or len(question.words) > _MOST or _TO_PEOPLE.search(raw) or _QUOTE.search(raw):
        return False
    request = _REQUEST.match(" ".join(question.words))
    words = question.words[len(request[0].split()) :] if request else question.words
    if not words or not _TALK.isdisjoint(words):
        return False
    marked = raw.rstrip(" !)").endswith("?")
    if before == "usher" and _chooses(words):
        return True
    if question.intent not in _INTENTS or not (marked or (before == "usher" and (request or _begins(words)))):
        return False
    return before in ("usher", "same") or _stands_alone(question, answer)


def _begins(words: tuple[str, ...]) -> bool:
    """Whether it begins as questions do, and goes on so: "what a talk" does not."""
    first = words[words[0] in ("and", "or") :]
    return first[:1] != () and first[0] in _ASKS and first[1:2] not in (("a",), ("an",))


def _chooses(words: tuple[str, ...]) -> bool:
    """Whether it does no more than choose from what was listed: "the second one"."""
    return not ORDINALS.keys().isdisjoint(words) and _CHOICE.issuperset(words)


def _stands_alone(question: Question, answer: Answer) -> bool:
    """Whether it names what it is about, and that is what the answer tells of: nothing said between people is meant."""
    titles = {word for item in answer.items for word in words_of(item.title)}
    named = question.records or question.people or question.session or not titles.isdisjoint(question.topic)
    return bool(named) and not question.pointing
