"""Settings from the environment and from ``.env``; the only module that reads them.

A setting that is set to nothing is not set. What is wrong with one is said in a sentence that never repeats
its value, since the value may be a secret.
"""

from __future__ import annotations

import shlex
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from platformdirs import user_data_path
from pydantic import AnyHttpUrl, AwareDatetime, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.keeping import Keeping
from corpus.sources import Origin, read_origins

ENV_FILE: Final = ".env"
DEFAULT_PORT: Final = 3000
DEFAULT_KEEP_DAYS: Final = 30

LogFormat = Literal["text", "json"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]


class SettingsError(Exception):
    """Settings that Usher cannot run with; *sentences* say which and why, one each."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def _split(value: object) -> object:
    return tuple(shlex.split(value)) if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _instant(value: object) -> object:
    # pydantic would also take a bare number for seconds since 1970
    return datetime.fromisoformat(value) if isinstance(value, str) else value


_Days = Annotated[int, Field(ge=1, le=3650)]


class Settings(BaseSettings):
    """What can be set. Each description completes "<NAME> should be …"."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: SecretStr | None = Field(
        None, description="the bot token of the Slack app, which begins with xoxb-"
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="the signing secret of the Slack app, which proves that requests come from Slack"
    )
    slack_app_token: SecretStr | None = Field(
        None, description="an app-level token with connections:write (it begins with xapp-), for Socket Mode"
    )
    slack_client_id: SecretStr | None = Field(
        None, description="the client ID of the Slack app; for installing it in several workspaces"
    )
    slack_client_secret: SecretStr | None = Field(
        None, description="the client secret of the Slack app; for installing it in several workspaces"
    )
    slack_api_url: AnyHttpUrl = Field(
        AnyHttpUrl("https://slack.com/api/"), description="the http or https address of the Slack Web API"
    )
    usher_corpus: Annotated[AnyHttpUrl | Path | None, Field(union_mode="left_to_right")] = Field(
        None, description="the path of the corpus file that answers come from, or the address of one"
    )
    usher_sources: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = Field(
        (), description="paths or addresses of programmes, separated by spaces, in quotes if they hold any"
    )
    usher_private_sources: bool = Field(
        False, description="1 where programmes may be fetched from private addresses too, else 0"
    )
    usher_stale: Annotated[int, Field(ge=1)] = Field(
        60, description="the number of minutes after which answers say that the programme could not be checked since"
    )
    usher_event: str | None = Field(None, description="the id of the event that is meant where a question names none")
    usher_organisers: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = Field(
        (), description="the Slack user ids of those who look after the programme, separated by spaces"
    )
    usher_followups: bool = Field(
        True, description="1 where questions in a thread that Usher was asked in need no other mention, else 0"
    )
    usher_secret_key: SecretStr | None = Field(
        None, description="one or more keys as `usher key` makes them, separated by spaces; the first one seals"
    )
    usher_url: AnyHttpUrl | None = Field(
        None, description="the https address at which `usher serve` is reached, such as https://usher.example.org"
    )
    usher_keep_days: Annotated[int, Field(ge=0, le=3650)] = Field(
        DEFAULT_KEEP_DAYS, description="the number of days for which unanswered questions are kept, 0 for not at all"
    )
    usher_keep_threads: _Days = Field(
        7, description="the number of days for which Usher answers on in a thread that it was asked in, at least 1"
    )
    usher_keep_sent: _Days = Field(
        14, description="the number of days for which it is kept what Usher said of itself, at least 1"
    )
    usher_keep_stars: _Days = Field(
        365, description="the number of days for which stars are kept once their event is over, at least 1"
    )
    usher_keep_left: Annotated[int, Field(ge=0, le=3650)] = Field(
        7, description="the number of days for which the data of a workspace are kept that Usher left, 0 for not at all"
    )
    usher_at_once: Annotated[int, Field(ge=1)] = Field(
        200, description="the number of requests of one person that may wait for their answer at a time"
    )
    usher_page_secret: Annotated[SecretStr | None, Field(min_length=16), BeforeValidator(_stripped)] = Field(
        None, description="a passphrase of at least 16 characters, which opens the organisers' page of `usher serve`"
    )
    usher_now: Annotated[AwareDatetime | None, BeforeValidator(_instant)] = Field(
        None, description="an ISO 8601 instant with its offset from UTC, such as 2021-05-04T09:30:00-07:00"
    )
    database_url: SecretStr | None = Field(
        None, description="the address of a PostgreSQL or SQLite database, such as postgresql://host/usher"
    )
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        DEFAULT_PORT, description="the number of the port to listen on, at most 65535"
    )
    log_level: Annotated[LogLevel, BeforeValidator(_upper)] = Field(
        "INFO", description="DEBUG, INFO, WARNING, ERROR or CRITICAL"
    )
    log_format: LogFormat = Field("text", description="text, or json for an object a line")
    usher_metrics_token: SecretStr | None = Field(
        None, description="a secret of your own, with which /metrics can be read from other machines"
    )


def corpus_path(settings: Settings) -> Path | None:
    """The corpus file that answers come from; None where it is the shipped one.

    With USHER_SOURCES alone, or once organisers have published there, it is Usher's own; of a corpus at an address the
    copy, in the user's data folder too.
    """
    named = settings.usher_corpus
    if isinstance(named, Path):
        return named
    if named is not None:
        return user_data_path("usher") / f"corpus-{sha256(str(named).encode()).hexdigest()[:12]}.sqlite"
    published = settings.usher_page_secret is not None and own_corpus().exists()
    return own_corpus() if settings.usher_sources or published else None


def own_corpus() -> Path:
    """The corpus file in the user's data folder, where no other is named."""
    return user_data_path("usher") / "corpus.sqlite"


# what installing in several workspaces needs
_MANY: Final = ("slack_client_id", "slack_client_secret", "usher_secret_key")


def shared_origin(settings: Settings) -> Origin | None:
    """Where the corpus is taken from that another machine builds; None where it is a file. Raises SourceError."""
    named = settings.usher_corpus
    return None if named is None or isinstance(named, Path) else read_origins([str(named)])[0]


NAMES: Final = tuple(field.upper() for field in Settings.model_fields)


def load_settings(**given: Any) -> Settings:
    """The settings in force; *given* ones come before the environment. Raises SettingsError."""
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors(include_input=False))
        raise SettingsError(*(f"{field.upper()} should be {meaning(field)}." for field in wrong)) from None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise SettingsError(f"The file {ENV_FILE} cannot be read: {why}.") from None


def require(settings: Settings, *fields: str) -> None:
    """Raise SettingsError with a sentence for each of *fields*, all of them secrets, that is not set."""
    missing = [
        f"{name.upper()} is not set. It should be {meaning(name)}."
        for name in fields
        if not secret(getattr(settings, name))
    ]
    if missing:
        raise SettingsError(*missing)


def installs(settings: Settings) -> bool:
    """Whether Usher is installed in as many workspaces as like, rather than in one whose token is a setting.

    Raises SettingsError where the settings say both, or half of it.
    """
    given = {name: bool(secret(getattr(settings, name))) for name in (*_MANY, "slack_bot_token")}
    if not (given["slack_client_id"] or given["slack_client_secret"]):
        return False
    if given["slack_bot_token"]:
        raise SettingsError(
            "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are for many. "
            "Take one or the other out."
        )
    require(settings, *_MANY)
    return True


def keeping(settings: Settings) -> Keeping:
    """For how long what is kept."""
    return Keeping(
        questions=timedelta(days=settings.usher_keep_days),
        threads=timedelta(days=settings.usher_keep_threads),
        sent=timedelta(days=settings.usher_keep_sent),
        stars=timedelta(days=settings.usher_keep_stars),
        left=timedelta(days=settings.usher_keep_left),
    )


def secret(value: SecretStr | None) -> str | None:
    """The secret itself, without the white space that comes along when one is copied; None where not set."""
    return (value.get_secret_value().strip() or None) if value else None


def meaning(field: str) -> str:
    """What the setting should be, as words."""
    return str(Settings.model_fields[field].description)
