"""What the fields of a list are called: "Paper title", "Autoren", "Author 2 last name", "Start time (PDT)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from corpus.names import title_key, words
from corpus.programme.orgs import FIELDS as ORG_FIELDS
from corpus.zones import ZONES

# Our fields, and how others spell them; letter case, blanks, signs and the "s" of a plural make no difference.
# A field that holds addresses is called as their links are labelled.
_SPELLINGS: Final[Mapping[str, str]] = {
    "id": "id, uid, uuid, guid, key, nr, no, number, slug, identifier, forum, nummer, numero",
    "title": "title, name of paper, name of talk, heading, titel, titre, titulo, titolo, tytuł, название",
    "subtitle": "subtitle, untertitel, sous titre, subtítulo",
    "authors": (
        "author, author name, author list, list of author, name of author, all author, author full name, by"
        ", written by, autor, autoren, autorin, autore, autori, auteur, verfasser, автор, авторы"
    ),
    "speakers": (
        "speaker, presenter, speaker name, speaker list, presenter name, name of speaker, name of presenter, full name"
        ", invited speaker, lecturer, panelist, panellist, instructor, performer, presented by, given by, who"
        ", vortragende, vortragender, referent, referenten, referentin, sprecher, ponente, orador, relatore, relatori"
        ", orateur, intervenant, conférencier, spreker"
    ),
    "first name": (
        "first name, given name, forename, vorname, prénom, author first name, author given name, speaker first name"
        ", speaker given name, presenter first name, nombre"
    ),
    "last name": (
        "last name, family name, surname, nachname, nom de famille, author last name, author family name"
        ", author surname, speaker last name, speaker surname, presenter last name, apellido"
    ),
    "chairs": "chair, session chair, chairperson, chaired by, sitzungsleitung, vorsitz",
    "moderators": "moderator, session moderator, moderated by, moderation",
    "hosts": "host, session host, hosted by",
    "organizers": "organizer, organiser, organized by, organised by, workshop organizer, workshop organiser",
    "abstract": (
        "abstract, abstract text, description, short description, long description, summary, tl dr, detail"
        ", zusammenfassung, beschreibung, kurzfassung, résumé, resumen, resumo, descripción, descrizione, riassunto"
    ),
    "keywords": (
        "keyword, subject area, primary subject area, secondary subject area, area, primary area"
        ", schlagwort, schlagworte, schlagwörter, schlüsselwörter, stichworte, mot clé, mots clés, palabras clave"
        ", parole chiave"
    ),
    "type": (
        "type, kind, format, session type, session format, presentation format, presentation type, contribution type"
        ", submission type, art, typ, tipo, vortragsart"
    ),
    "decision": "decision, accepted as, accept type, acceptance, outcome, status, state",
    "track": "track, track name, track title, category, strand, section, kategorie, themenbereich",
    "session": "in session, sitzung, sesión, sesiones, sessione, séance, block",
    "room": (
        "room, room name, location, hall, place, where, stage, auditorium, lecture hall, session room, session location"
        ", raum, saal, ort, salle, lieu, sala, lugar, stanza, zaal"
    ),
    "day": "date, day, start date, start day, session date, session day, datum, fecha, jour, giorno, dia, data",
    "start": (
        "start, starts at, start at, start time, starting time, begin, begins at, time, time slot, slot, when, from"
        ", time from, start date time, start date and time, date time, date and time, time and date"
        ", scheduled at, schedule, session time, time start, time begin, local time, zeit, uhrzeit, beginn"
        ", anfang, startzeit, von, inicio, hora, hora de inicio, horario, début, heure, heure de début, ora, inizio"
    ),
    "end": (
        "end, ends at, end at, end time, until, to, finish, finish time, end date time, end date and time, time to"
        ", time end, ende, bis, endzeit, fin, hora de fin, heure de fin, fine"
    ),
    "end day": "end date, end day",
    "session start": "session start, session start time",
    "session end": "session end, session end time",
    "duration": "duration, length, minute, min, dauer, durée, duración, durata",
    "zone": "time zone, tz, zeitzone",
    "language": "language, lang, sprache, langue, idioma, lingua",
    "orgs": ", ".join((*ORG_FIELDS, "listed by", "listing organization", "listing organisation")),
    "channel": "slack, slack channel, channel, channel name, chat channel",
    "page": (
        "url, uri, href, link, page, website, web page, permalink, weblink, event page, virtual page"
        ", public url, html url, site url"
    ),
    "pdf": (
        "pdf, pdf url, pdf link, paper url, paper link, paper pdf, paper file, full text, camera ready, link to paper"
        ", link to pdf"
    ),
    "code": "code url, code link, github, github url, repository, repo, source code, implementation, link to code",
    "video": (
        "video, video url, video link, youtube, recording, recording url, livestream, stream url"
        ", presentation video, link to video"
    ),
    "slides": (
        "slide, slides url, slides link, slideslive, presentation slides, slide deck, link to slides, presentation url"
        ", presentation link"
    ),
    "poster": "poster, poster url, poster link, poster pdf, poster image, link to poster",
    "openreview": "openreview, openreview url, openreview link, openreview id, forum url, forum id",
    "arxiv": "arxiv, arxiv url, arxiv link, arxiv id, arxiv number, preprint, preprint url, preprint link",
    "doi": "doi, doi url, doi link",
    "zoom": "zoom, zoom link, zoom url, meeting link, meeting url, join url, teams link",
    "project": "project, project page, project url, project website, project link, demo, demo url, demo link, homepage",
    "shown": "published, is published, visible, is visible, public, is public, active, is active",
}
# Spellings that stand for the first of several fields that the list has not otherwise; the first spelling first.
_LOOSE: Final[Mapping[str, tuple[str, ...]]] = {
    "talk": ("title",),
    "presentation": ("title", "slides"),
    "lecture": ("title",),
    "vortrag": ("title",),
    "vorträge": ("title",),
    "contribution": ("title",),
    "submission": ("title",),
    "proposal": ("title",),
    "activity": ("title",),
    "agenda item": ("title",),
    "item": ("title",),
    "what": ("title",),
    "event": ("title",),
    "event name": ("title",),
    "agenda": ("title",),
    "programme": ("title",),
    "program": ("title",),
    "paper": ("title", "pdf"),
    "topic": ("title", "keywords"),
    "subject": ("title", "keywords"),
    "theme": ("title", "track"),
    "thema": ("title", "track"),
    "name": ("title", "speakers"),
    "session title": ("title", "session"),
    "session name": ("title", "session"),
    "session": ("title", "session"),
    "code": ("code", "id"),
    "session id": ("id", "session"),
    "session code": ("id", "session"),
    "session number": ("id", "session"),
    "presenting author": ("authors",),
    "first author": ("authors",),
    "corresponding author": ("authors",),
    "contact author": ("authors",),
    "primary contact author name": ("authors",),
    "tag": ("day", "keywords"),
    "stream": ("video", "track"),
    "venue": ("room",),
}
LINKS: Final = ("page", "openreview", "arxiv", "doi", "pdf", "code", "project", "slides", "video", "poster", "zoom")
ROLES: Final = {"chairs": "Chair", "moderators": "Moderator", "hosts": "Host", "organizers": "Organizer"}
FIELDS: Final = tuple(_SPELLINGS)

_QUALIFIERS: Final = frozenset(  # that say what a field is of, and may as well be missing
    (
        *("paper", "talk", "presentation", "submission", "proposal", "contribution", "item", "event", "article"),
        *("manuscript", "lecture", "programme", "program", "poster", "the", "full", "final", "your", "official"),
        *("accepted", "scheduled", "public"),
    )
)
_TIMED: Final = frozenset(("day", "start", "end", "end day", "session start", "session end", "duration"))
_UNTIMED: Final = frozenset(  # qualifiers of days on which nothing is on: "Submission date"
    ("submission", "proposal", "accepted", "final", "manuscript", "article", "paper", "public")
)
_LONGEST: Final = 80  # characters of a name
_BRACKETS: Final = re.compile(r"[(\[{]\s*([^()\[\]{}]*?)\s*[)\]}]")
_NUMBER: Final = re.compile(r"#(?!\s*\d)|№")
_HUMPS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBERED: Final = re.compile(r"([^\W\d]+)(\d{1,3})\b")


class Name(NamedTuple):
    """What the name of a field tells.

    *fields* are those of ours that it may stand for, the likeliest first; a *rank* above 0 gives way to those
    that stand for one field only, and then to a lesser rank. *number* is the place among several ("Author 2"),
    *aside* what stands in brackets, or a zone at the end.
    """

    fields: tuple[str, ...] = ()
    rank: int = 0
    number: int = 0
    aside: str = ""


@lru_cache(maxsize=1024)
def read_name(text: str) -> Name:
    """What *text* as the name of a field stands for; no fields where it is none that is known here."""
    parts = (text, *text.split("/")) if len(text) <= _LONGEST else ()
    read = ((part, _read(part)) for part in parts)  # "Speaker/Affiliation" holds people before organisations
    return next((name for part, name in read if name.fields and not ("/" in part and "orgs" in name.fields)), Name())


def field_named(text: str) -> str | None:
    """Our field that a person calls *text*: by its own name, or as lists spell it; None where there is none."""
    own = {title_key(field): field for field in FIELDS}
    return own.get(title_key(text)) or next(iter(read_name(text).fields), None)


def _read(text: str) -> Name:
    bare = _HUMPS.sub(" ", _BRACKETS.sub(" ", _NUMBER.sub(" number ", text)))
    told = bare.split()
    zone = told.pop() if len(told) > 1 and told[-1] in ZONES else ""
    parts = _NUMBERED.sub(r"\1 \2", " ".join(words(" ".join(told)))).split()
    number = next((int(part) for part in parts if part.isdecimal()), 0)
    spelt = [part for part in parts if not part.isdecimal()]
    for start in range(len(spelt)):
        fields, rank = _KNOWN.get(_key("".join(spelt[start:])), ((), 0))
        if fields and not (fields[0] in _TIMED and not _UNTIMED.isdisjoint(spelt[:start])):
            return Name(fields, rank, number, zone or " ".join(_BRACKETS.findall(text)))
        if spelt[start] not in _QUALIFIERS:
            break
    return Name()


def _key(spelt: str) -> str:
    return spelt.removesuffix("s") if len(spelt) > 3 else spelt


def _known() -> Iterator[tuple[str, tuple[tuple[str, ...], int]]]:
    for field, spellings in _SPELLINGS.items():
        yield from ((_key(title_key(spelling)), ((field,), 0)) for spelling in spellings.split(", "))
    yield from (
        (_key(title_key(spelling)), (fields, rank)) for rank, (spelling, fields) in enumerate(_LOOSE.items(), 1)
    )


_KNOWN: Final = dict(_known())
