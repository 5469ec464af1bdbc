"""Why a database fails, in words for the operator: what SQLite and PostgreSQL say in codes."""

from __future__ import annotations

from typing import Final

# the beginnings of SQLite's names (sqlite.org/rescode.html) and of SQLSTATEs (appendix A of PostgreSQL's manual)
_CAUSES: Final = {
    "SQLITE_FULL": "its disk is full",
    "SQLITE_READONLY": "its file or folder cannot be written",
    "SQLITE_BUSY": "another program keeps it locked",
    "SQLITE_LOCKED": "another program keeps it locked",
    "SQLITE_CORRUPT": "its file is damaged: put a backup in its place, or move it away to begin with an empty one",
    "SQLITE_NOTADB": "its file is none, or damaged: put a backup in its place, or move it away to begin anew",
    "SQLITE_CANTOPEN": "its file cannot be opened",
    "SQLITE_IOERR": "its disk fails, or is full",
    "53100": "its disk is full",
    "53300": "it has too many connections",
    "25006": "it can only be read",
    "28": "it refuses the name or the password of DATABASE_URL",
    "3D000": "there is none of the name in DATABASE_URL",
    "57P": "it is starting or stopping",
    "08": "it cannot be reached",
}


def cause_of(error: BaseException) -> str:
    """What is wrong, where *error* says; else the kind of *error*."""
    driver = getattr(error, "orig", None) or error
    code = getattr(driver, "sqlite_errorname", None) or getattr(driver, "sqlstate", None) or ""
    known = (words for begin, words in _CAUSES.items() if str(code).startswith(begin))
    if type(driver).__module__.startswith("psycopg") and not code:
        return "it cannot be reached"
    return next(known, type(error).__name__)
