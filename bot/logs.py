"""Log lines for operators: what was done, how long it took, and for which request; as text, or a JSON object a line.

No line holds what people wrote or who they are. So of an error that a library passes on a line has the kind and the
place in the code, never its message, and of a library's own words only the first line, from warnings on.
"""

from __future__ import annotations

import hashlib
import json
import logging
import sys
import traceback
import uuid
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal

Format = Literal["text", "json"]
Excepted = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

# the id of the request that is being worked on, the same in all lines about it; "" outside of any
request_id: Final[ContextVar[str]] = ContextVar("request_id", default="")

_OURS: Final = ("bot", "corpus", "uvicorn")  # loggers whose lines are shown from LOG_LEVEL on
_FRAMES: Final = 4  # of where in the code an error came up
_UNIQUE: Final = ("event_id", "trigger_id")  # what Slack gives a request that tells it from others


def id_of(body: Mapping[str, Any]) -> str:
    """A short id for the request with *body*: the same each time that Slack sends it, with no way back to Slack's."""
    given = next((str(body[name]) for name in _UNIQUE if body.get(name)), None)
    return hashlib.sha256(given.encode("utf-8", "replace")).hexdigest()[:12] if given else uuid.uuid4().hex[:12]


def doing(**what: object) -> dict[str, Any]:
    """The ``extra`` of a log call: *what* is shown behind the message, or as fields of the JSON object."""
    return {"what": what}


def configure_logging(level: str, form: Format) -> None:
    """Log to standard error, from *level* on; what libraries log only from warnings on, whatever the level.

    Where the program that we are part of has set up logging itself, it stays as it is.
    """
    root = logging.getLogger()
    if root.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_FORMATS[form]())
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelName(level)) if name == "uvicorn" else level)


def place_of(trace: TracebackType | None) -> str:
    """Where in the code an error with this *trace* came up, innermost last."""
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return " > ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)


class _Line(logging.Formatter):
    """What both forms are made of."""

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """The line as fields, in the order in which they are shown."""
        message = record.getMessage()
        fields: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message if record.name.startswith(("bot", "corpus")) else message.partition("\n")[0],
            **getattr(record, "what", {}),
        }
        if request := request_id.get():
            fields["request"] = request
        if record.exc_info and record.exc_info[0]:
            fields["error"] = record.exc_info[0].__name__
            fields["place"] = place_of(record.exc_info[2])
        return fields


class _Json(_Line):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.fields(record), ensure_ascii=False, default=str)


class _Text(_Line):
    """One line of text; a message of several lines goes on, indented."""

    def format(self, record: logging.LogRecord) -> str:
        fields = self.fields(record)
        begin = "{at} {level} {logger}: {message}".format(**fields).replace("\n", "\n    ")
        rest = (f"{name}={value}" for name, value in fields.items() if name not in {"at", "level", "logger", "message"})
        return " ".join([begin, *rest])


_FORMATS: Final[Mapping[Format, type[_Line]]] = {"text": _Text, "json": _Json}
