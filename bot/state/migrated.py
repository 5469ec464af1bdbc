"""How the schema of a state database stands beside the migrations of this version, and bringing it up to date."""

from __future__ import annotations

from typing import Final, Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

Standing = Literal["empty", "behind", "current", "ahead"]

LATER: Final = "The state database was made by a later version of Usher: start that one, or restore an older backup."


class LaterError(Exception):
    """A schema that this version does not know."""


def migrate(connection: Connection) -> None:
    """Bring the schema up to date. Raises LaterError where that would be backwards."""
    if standing(connection) == "ahead":
        raise LaterError(LATER)
    command.upgrade(_config(connection), "head")


def standing(connection: Connection) -> Standing:
    """How the schema stands: *empty* where there is none yet, *ahead* where a later version made it."""
    scripts = ScriptDirectory.from_config(_config(connection))
    held = MigrationContext.configure(connection).get_current_revision()
    if held is None:
        return "empty"
    if held not in {script.revision for script in scripts.walk_revisions()}:
        return "ahead"
    return "current" if held == scripts.get_current_head() else "behind"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", "bot:migrations")
    config.attributes["connection"] = connection
    return config
