"""Answers about people in roles: who moderates, organises, speaks, sits on a board; and a person's own roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot import lexicon as lex
from bot.answers.lists import show_person
from bot.answers.records import authors, not_found
from bot.desk import Desk, names, plural
from bot.facts import sentences
from bot.find import find, scope
from bot.heard import telling
from bot.models import MAX_ITEMS, Answer, Line, Strong
from bot.understand import Question
from corpus.catalog import Findable, Role, ref, text_of
from corpus.models import Post, Session
from corpus.names import words

_OF_RECORDS: Final = frozenset({"speaker", "chair", "moderator", "organizer"})  # roles that any record may have
_GIVING: Final = frozenset({"speaker", "organizer"})  # roles that whoever gives something has


def show_roles(question: Question, desk: Desk) -> Answer:
    """Who holds the role asked about; or, where a person is named, in what roles they are."""
    if question.people:
        return _roles_of(question, desk)
    roles = _with_role(desk.catalog.roles, question.role)
    if question.orgs:
        roles = [role for role in roles if role.org in question.orgs]
    holders = _holders(question, desk)
    if holders is not None:
        roles = [role for role in roles if role.holder in holders]
    elif question.event:
        roles = [role for role in roles if _event_of(desk, role) == question.event]
    named = question.topic or question.records or question.session
    if not roles and question.role in _OF_RECORDS and (named or (telling(question.kinds) and question.role in _GIVING)):
        return _of_record(question, desk)
    if not roles:
        return not_found(question, desk, find(question, desk, kinds=("session",)), "roles")
    return _held_by(question, desk, roles)


def _of_record(question: Question, desk: Desk) -> Answer:
    """Who speaks at something or runs it presents it; who moderates or chairs it, only its own text may say."""
    said = authors(question, desk)
    if question.role in ("speaker", "organizer") or said.abstained or not said.items:
        return said
    role, record = question.role or "", desk.catalog.get(question.session or said.items[0].ref)
    homes = {ref(home) for home in desk.homes(record)}
    if held := [each for each in _with_role(desk.catalog.roles, role) if each.holder in homes]:
        return _held_by(question, desk, held)  # who moderates the session moderates the talk in it
    quoted = [s for s in sentences(text_of(record)) if any(word.startswith(role[:6]) for word in words(s))]
    if quoted:
        return said.model_copy(update={"kind": "roles", "lines": ((" ".join(quoted[:2]),),)})
    line: Line = (Strong(text=record.title), f": the programme names no {role} for it.")
    return said.model_copy(update={"kind": "roles", "abstained": True, "lines": (line,)})


def _holders(question: Question, desk: Desk) -> set[str] | None:
    """The sessions or events whose roles are asked about; None where the question names none."""
    if question.session:
        return {question.session}
    if question.records:
        return set(question.records)
    if question.when is not None:
        window = question.when.window
        kinds = question.kinds if telling(question.kinds) else ()
        on = (s for s in desk.catalog.records.sessions if s.window and s.window.overlaps(window))
        return {f"session:{s.id}" for s in on if desk.is_kind(s, kinds)}
    if question.topic:
        best = find(question, desk, kinds=("session",)).best
        return {f"session:{best.id}"} if isinstance(best, Session) else set() if "workshop" in question.kinds else None
    if telling(question.kinds):
        return set(map(ref, scope(question, desk)))
    return None


def _with_role(roles: Iterable[Role], role: str | None) -> list[Role]:
    wanted = lex.ROLES.get(role or "", frozenset())
    return [held for held in roles if not wanted or wanted & set(_singular(held.role))]


def _singular(role: str) -> list[str]:
    return [word for said in words(role) for word in (said, said.removesuffix("s"))]


def _held_by(question: Question, desk: Desk, roles: Sequence[Role]) -> Answer:
    lines: list[Line] = []
    for holder in dict.fromkeys(role.holder for role in roles):
        people = [role for role in roles if role.holder == holder]
        for title in dict.fromkeys(role.role for role in people):
            held = [role for role in people if role.role == title]
            listed = names(f"{role.name} ({role.note})" if role.note else role.name for role in held)
            lines.append(
                (
                    Strong(text=_holder_name(desk, holder)),
                    f", {title if len(held) == 1 else plural(len(held), title.lower())}: {listed}.",
                )
            )
    orgs = {role.org for role in roles if role.org}
    if len(orgs) == 1 and orgs <= {source.org for source in desk.catalog.records.sources}:
        lines.append((f"As far as {orgs.pop()}'s own page lists them; others are not in the programme.",))
    sessions = [desk.catalog.get(h) for h in dict.fromkeys(r.holder for r in roles) if not h.startswith("event:")]
    return Answer(kind="roles", lines=tuple(lines), items=desk.items(sessions[:MAX_ITEMS], question.now))


def _holder_name(desk: Desk, holder: str) -> str:
    kind, _, identifier = holder.partition(":")
    return desk.event_name(identifier) if kind == "event" else desk.catalog.get(holder).title


def _roles_of(question: Question, desk: Desk) -> Answer:
    """Where a person speaks, organises or serves, narrowed to the role and kind asked about."""
    spelt = list(dict.fromkeys(name for mention in question.people for name in mention.names))
    every = [role for name in spelt for role in desk.catalog.roles_of(name)]
    roles = _with_role(every, question.role) if question.role else every
    kinds = [kind for kind in question.kinds if kind != "session"]
    held: list[Findable] = [desk.catalog.get(role.holder) for role in roles if not role.holder.startswith("event:")]
    held = [record for record in dict.fromkeys(held) if not isinstance(record, Post) and desk.is_kind(record, kinds)]
    if not held and not roles:
        return (
            show_person(question, desk)
            if question.role == "speaker" and not kinds
            else Answer(
                kind="roles",
                abstained=True,
                lines=((f"The programme names {names(desk.persons(spelt)[:3])} in no such role.",),),
            )
        )
    yes = "Yes: " if {"is", "are", "does"} & set(question.words[:1]) else ""
    lines = [
        (f"{yes}{role.name}: {role.role}, ", Strong(text=_holder_name(desk, role.holder)), ".")
        for role in roles
        if role.holder.startswith("event:") or desk.catalog.get(role.holder) in held
    ]
    return Answer(kind="roles", lines=tuple(dict.fromkeys(lines)), items=desk.items(held[:MAX_ITEMS], question.now))


def show_origin(question: Question, desk: Desk) -> Answer:
    """Where a person is from, as far as a role or a note of the programme says so."""
    spelt = [name for mention in question.people for name in mention.names]
    who = names(desk.persons(spelt)[:3])
    orgs = list(dict.fromkeys(role.org for name in spelt for role in desk.catalog.roles_of(name) if role.org))
    if orgs:
        return Answer(kind="origin", lines=((f"{who}: {names(orgs)}.",),))
    held = [desk.catalog.get(reference) for name in spelt for reference in sorted(desk.held_by(name))]
    noted = [record for record in dict.fromkeys(held) if any("from" in words(note) for note in record.notes)]
    if not noted:
        return Answer(kind="origin", abstained=True, lines=((f"The programme does not say where {who} is from.",),))
    lines: list[Line] = [(note,) for record in noted for note in record.notes if "from" in words(note)]
    return Answer(kind="origin", lines=tuple(dict.fromkeys(lines)), items=desk.items(noted, question.now))


def _event_of(desk: Desk, role: Role) -> str | None:
    kind, _, identifier = role.holder.partition(":")
    return identifier if kind == "event" else desk.catalog.get(role.holder).event
