"""Why a database cannot be used, in words that hold none of its address: that may have a password in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from sqlalchemy.exc import DBAPIError

# how the names of SQLite's result codes begin (sqlite.org/rescode.html)
_SQLITE: Final[Mapping[str, str]] = {
    "SQLITE_BUSY": "another program has locked its file",
    "SQLITE_CANTOPEN": "its file cannot be opened or made there",
    "SQLITE_CORRUPT": "its file is damaged: put a backup in its place, or move it away to begin anew",
    "SQLITE_FULL": "its disk is full",
    "SQLITE_IOERR": "its disk does not read or write",
    "SQLITE_LOCKED": "another program has locked its file",
    "SQLITE_NOTADB": "its file is no database: put a backup in its place, or move it away to begin anew",
    "SQLITE_READONLY": "its file or its disk is read-only",
}
# how the codes of a PostgreSQL server begin (appendix A of its manual)
_SQLSTATES: Final[Mapping[str, str]] = {
    "25006": "it can only be read",
    "53100": "its disk is full",
    "53300": "it has no connection to spare",
    "57P": "it is starting or stopping",
    "08": "it cannot be reached",
}
# what a PostgreSQL server says as it turns somebody away: libpq passes on the text alone
_POSTGRES: Final[Mapping[str, str]] = {
    "password authentication failed": "the user or the password is wrong",
    "no password supplied": "it wants a password",
    "database": "there is no database of that name",
    "role": "there is no user of that name",
    "too many": "it has no connection to spare",
    "pg_hba.conf": "it lets nobody in from here",
}


def reason(error: Exception) -> str:
    """Why *error* came about."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        name = getattr(cause, "sqlite_errorname", "")
        return next((why for code, why in _SQLITE.items() if name.startswith(code)), type(cause).__name__)
    if isinstance(cause, OSError):
        return (cause.strerror or type(cause).__name__).lower()
    code = getattr(cause, "sqlstate", None) or ""
    if known := next((why for begin, why in _SQLSTATES.items() if code.startswith(begin)), None):
        return known
    said = str(cause).partition("FATAL:")[2]
    if said:
        return next((why for sign, why in _POSTGRES.items() if sign in said), "it turns us away")
    return "no server answers there" if type(cause).__name__ == "OperationalError" else type(cause).__name__
