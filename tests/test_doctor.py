"""`usher doctor`: each wrong set-up is found by its name, with what to do, and without a secret."""

import asyncio
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from databases import made_in
from slack_stub import SECRET, SlackStub

from bot.cli import main
from bot.manifest import SCOPES
from bot.state import State, database_url
from corpus.models import Event, Paper, Records
from corpus.store import save

HUSH = "hush-2718281828"  # in every secret here, and never in what is said


@dataclass
class Setup:
    """A set-up that is right, until a case spoils it."""

    folder: Path
    stub: SlackStub
    request: pytest.FixtureRequest
    settings: dict[str, str] = field(default_factory=dict)
    taken: list[socket.socket] = field(default_factory=list)

    @property
    def state(self) -> Path:
        return self.folder / "state.sqlite"

    def postgres(self) -> str:
        return made_in(str(self.request.getfixturevalue("postgres")))

    def env_file(self, text: str | bytes) -> None:
        (self.folder / ".env").write_bytes(text if isinstance(text, bytes) else text.encode())

    def corpus(self, records: Records | None = None, *, spoil: Callable[[Path], object] = lambda _: None) -> None:
        path = self.folder / "birds.sqlite"
        save(
            records or Records(events=(Event(id="birdconf", name="BirdConf"),), papers=(Paper(id="1", title="Wrens"),)),
            path,
        )
        spoil(path)
        self.settings["USHER_CORPUS"] = str(path)

    def source(self, text: str, name: str = "birds.csv", options: str = "") -> None:
        self.corpus()
        (self.folder / name).write_text(text)
        self.settings["USHER_SOURCES"] = f"{name}{options}"


@pytest.fixture
async def setup(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Setup]:
    async with SlackStub() as stub:
        made = Setup(tmp_path, stub, request)
        with socket.create_server(("", 0)) as free:
            port = free.getsockname()[1]
        made.settings |= {
            "SLACK_BOT_TOKEN": f"xoxb-{HUSH}",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_APP_TOKEN": f"xapp-{HUSH}",
            "SLACK_API_URL": stub.api_url,
            "DATABASE_URL": f"sqlite:///{made.state}",
            "PORT": str(port),
        }
        yield made
        for each in made.taken:
            each.close()


async def doctor(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The exit status of the doctor, and what it says on one line."""
    for name, value in setup.settings.items():
        monkeypatch.setenv(name, value)
    done = await asyncio.to_thread(CliRunner().invoke, main, ["doctor"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.exit_code, " ".join(done.output.split())


def sets(**settings: str) -> Callable[[Setup], None]:
    return lambda setup: setup.settings.update(settings)


def slack_says(method: str, error: str) -> Callable[[Setup], None]:
    return lambda setup: setup.stub.replies.update({method: {"error": error}})


def without_scopes(setup: Setup) -> None:
    setup.stub.scopes = set(SCOPES) - {"users:read", "commands"}


def clock(seconds: float) -> Callable[[Setup], None]:
    def off(setup: Setup) -> None:
        setup.stub.now = lambda: time.time() + seconds

    return off


def port_in_use(setup: Setup) -> None:
    setup.taken.append(socket.create_server(("", int(setup.settings["PORT"]))))


def no_such_database(setup: Setup) -> None:
    setup.settings["DATABASE_URL"] = setup.postgres().replace("/usher_", "/none_")


def wrong_password(setup: Setup) -> None:
    address = setup.postgres()
    rules = Path(address.partition("host=")[2]) / "data" / "pg_hba.conf"
    rules.write_text(f"local all lark scram-sha-256\n{rules.read_text()}")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS lark")
        connection.execute("CREATE ROLE lark LOGIN PASSWORD 'another'")
        connection.execute("SELECT pg_reload_conf()")
    setup.settings["DATABASE_URL"] = address.replace("usher@", f"lark:{HUSH}@")


def revision(number: str) -> Callable[[Setup], None]:
    def held(setup: Setup) -> None:
        with sqlite3.connect(setup.state) as connection:
            connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
            connection.execute("INSERT INTO alembic_version VALUES (?)", (number,))
        connection.close()

    return held


def revision_on_a_server(setup: Setup) -> None:
    setup.settings["DATABASE_URL"] = setup.postgres()
    with psycopg.connect(setup.settings["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")


def another_schema(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    connection.close()


# name -> how the set-up is spoilt, and what is said
WRONG: dict[str, tuple[Callable[[Setup], object], str]] = {
    "no bot token": (sets(SLACK_BOT_TOKEN=""), "SLACK_BOT_TOKEN is not set: Usher cannot answer in Slack."),
    "a person's token": (
        sets(SLACK_BOT_TOKEN=f"xoxp-{HUSH}"),
        "SLACK_BOT_TOKEN holds the token of a person, not of the bot.",
    ),
    "a webhook": (
        sets(SLACK_BOT_TOKEN=f"https://hooks.slack.com/{HUSH}"),
        "SLACK_BOT_TOKEN holds the address of a webhook.",
    ),
    "no token at all": (
        sets(SLACK_BOT_TOKEN=HUSH),
        "SLACK_BOT_TOKEN should be the bot token of the Slack app, which begins with xoxb-.",
    ),
    "swapped tokens": (
        sets(SLACK_BOT_TOKEN=f"xapp-{HUSH}", SLACK_APP_TOKEN=f"xoxb-{HUSH}"),
        "SLACK_BOT_TOKEN holds an app-level token, which is for SLACK_APP_TOKEN.",
    ),
    "swapped tokens, the other": (
        sets(SLACK_BOT_TOKEN=f"xapp-{HUSH}", SLACK_APP_TOKEN=f"xoxb-{HUSH}"),
        "SLACK_APP_TOKEN holds a bot token, which is for SLACK_BOT_TOKEN.",
    ),
    "no way to serve": (
        sets(SLACK_SIGNING_SECRET="", SLACK_APP_TOKEN=""),
        "SLACK_SIGNING_SECRET is not set: `usher serve` cannot tell whether requests come from Slack.",
    ),
    "a signing secret cut short": (
        sets(SLACK_SIGNING_SECRET=SECRET[:-1]),
        "which proves that requests come from Slack: 32 digits and letters from a to f.",
    ),
    "a token as signing secret": (
        sets(SLACK_SIGNING_SECRET=f"xoxb-{HUSH}"),
        "SLACK_SIGNING_SECRET holds a bot token, which is for SLACK_BOT_TOKEN.",
    ),
    "a token that Slack does not know": (
        slack_says("auth.test", "invalid_auth"),
        'Slack refuses SLACK_BOT_TOKEN (invalid_auth): copy it again from "OAuth & Permissions"',
    ),
    "a token that was revoked": (
        slack_says("auth.test", "token_revoked"),
        "Slack refuses SLACK_BOT_TOKEN (token_revoked): install the app to the workspace again",
    ),
    "an app that was removed": (
        slack_says("auth.test", "account_inactive"),
        "Slack refuses SLACK_BOT_TOKEN (account_inactive): install the app",
    ),
    "scopes that are missing": (
        without_scopes,
        "SLACK_BOT_TOKEN lacks commands (to be asked by command); users:read (to show times",
    ),
    "an app token that may not connect": (
        slack_says("apps.connections.open", "missing_scope"),
        'Slack refuses SLACK_APP_TOKEN (missing_scope): make a new one under "Basic Information"',
    ),
    "no Slack there": (sets(SLACK_API_URL="http://127.0.0.1:9/api/"), "Slack cannot be reached (ClientConnectorError)"),
    "something else there": (
        lambda setup: setup.stub.replies.update({"auth.test": (200, "{")}),
        "What answers at SLACK_API_URL is not Slack.",
    ),
    "an address of no web": (
        sets(SLACK_API_URL="slack"),
        "SLACK_API_URL should be the http or https address of the Slack Web API.",
    ),
    "a clock that is behind": (clock(600), "seconds behind Slack's: what Slack signs will be refused"),
    "a clock that is ahead": (clock(-600), "seconds ahead of Slack's: what Slack signs will be refused"),
    "a client ID without its secret": (
        sets(SLACK_CLIENT_ID="1.2"),
        "SLACK_CLIENT_ID is set without SLACK_CLIENT_SECRET",
    ),
    "a client secret without its ID": (
        sets(SLACK_CLIENT_SECRET=HUSH),
        "SLACK_CLIENT_SECRET is set without SLACK_CLIENT_ID",
    ),
    "a database of another sort": (
        sets(DATABASE_URL=f"mysql://ada:{HUSH}@h/d"),
        "DATABASE_URL should begin with postgresql:// or sqlite:///.",
    ),
    "a server that is down": (
        sets(DATABASE_URL=f"postgresql://ada:{HUSH}@127.0.0.1:9/d"),
        "The state database cannot be opened: no server answers there. DATABASE_URL says where it is.",
    ),
    "a host of no name": (
        sets(DATABASE_URL=f"postgresql://ada:{HUSH}@nowhere.invalid/d"),
        "The state database cannot be opened: no server answers there.",
    ),
    "one workspace and several": (
        sets(SLACK_CLIENT_ID="1.2", SLACK_CLIENT_SECRET=HUSH),
        "SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are for many. Take one or the",
    ),
    "a wrong password": (wrong_password, "The state database cannot be opened: the user or the password is wrong."),
    "no such database": (no_such_database, "The state database cannot be opened: there is no database of that name."),
    "a database that is behind": (
        revision("0001"),
        "The state database is of an earlier version of Usher: `usher release` brings it up to date.",
    ),
    "a database that is ahead": (
        revision("9999"),
        "The state database is of a later version of Usher: start that version",
    ),
    "a server's database that is ahead": (
        revision_on_a_server,
        "The state database is of a later version of Usher: start that version",
    ),
    "a disk that cannot be written": (
        sets(DATABASE_URL="sqlite:////proc/usher/state.sqlite"),
        "The state database cannot be opened: no such file or directory.",
    ),
    "a folder that is a file": (
        sets(DATABASE_URL="sqlite:////dev/null/state.sqlite"),
        "The state database cannot be opened: not a directory.",
    ),
    "a state that is no database": (
        lambda setup: setup.state.write_text("no database, but a text of some length " * 50),
        "The state database cannot be opened: its file is no database: put a backup in its place",
    ),
    "no corpus there": (
        sets(USHER_CORPUS="none.sqlite"),
        "There is no corpus at none.sqlite. Build one with: usher corpus build --out none.sqlite",
    ),
    "a corpus of another version": (
        lambda setup: setup.corpus(spoil=another_schema),
        "was built by another version of Usher: build it again.",
    ),
    "a corpus that is none": (
        lambda setup: setup.corpus(spoil=lambda path: path.write_bytes(b"rubbish" * 999)),
        "birds.sqlite is not a corpus of Usher, or is damaged: build it again.",
    ),
    "a corpus that is damaged": (
        lambda setup: setup.corpus(spoil=lambda path: path.write_bytes(path.read_bytes()[:8192] + b"\0" * 99_999)),
        "birds.sqlite is",
    ),
    "a corpus with nothing in it": (
        lambda setup: setup.corpus(Records()),
        "birds.sqlite is empty: `usher corpus build --source …` fills it.",
    ),
    "an event that is not there": (
        lambda setup: (setup.corpus(), sets(USHER_EVENT="fishconf")(setup)),
        "USHER_EVENT names no event of the corpus; it has birdconf.",
    ),
    "a source that is not there": (
        lambda setup: (setup.corpus(), sets(USHER_SOURCES="none.csv")(setup)),
        "USHER_SOURCES: none.csv cannot be read: No such file or directory.",
    ),
    "a source that answers nobody": (
        lambda setup: (
            setup.corpus(),
            sets(USHER_SOURCES="http://127.0.0.1:9/birds.csv", USHER_PRIVATE_SOURCES="1")(setup),
        ),
        "USHER_SOURCES: http://127.0.0.1:9/birds.csv",
    ),
    "a source at a private address": (
        lambda setup: (setup.corpus(), sets(USHER_SOURCES="http://127.0.0.1:9/birds.csv")(setup)),
        "where nothing is fetched unless that is allowed. USHER_PRIVATE_SOURCES=1 allows it.",
    ),
    "a source in no format": (
        lambda setup: setup.source("Dear reader,\n\nall is well.\n", "letter.txt"),
        "USHER_SOURCES: letter.txt",
    ),
    "a source in another format than is said": (
        lambda setup: setup.source("title\nWrens\n", options="#format=frab"),
        "USHER_SOURCES:",
    ),
    "sources with an open quotation": (
        sets(USHER_SOURCES="'birds.csv"),
        "USHER_SOURCES should be paths or addresses of programmes",
    ),
    "a port that is taken": (port_in_use, "cannot be used (Address already in use). PORT names another."),
    "a port that is no number": (
        sets(PORT="http"),
        "PORT should be the number of the port to listen on, at most 65535.",
    ),
    "an address that is not https": (sets(USHER_URL="http://usher.example.org"), "USHER_URL begins with http://"),
    "organisers by their names": (
        sets(USHER_ORGANISERS="@ada U0ADALOVE"),
        "USHER_ORGANISERS has 1 that are no ids of people",
    ),
    "a metrics token that can be guessed": (sets(USHER_METRICS_TOKEN="1234"), "USHER_METRICS_TOKEN can be guessed"),
    "a level of no log": (sets(LOG_LEVEL="loud"), "LOG_LEVEL should be DEBUG, INFO, WARNING, ERROR or CRITICAL."),
    "a form of no log": (sets(LOG_FORMAT="xml"), "LOG_FORMAT should be text, or json for an object a line."),
    "a rehearsal without a zone": (
        sets(USHER_NOW="2021-05-04T09:30:00"),
        "USHER_NOW should be an ISO 8601 instant with its offset from UTC",
    ),
    "a settings file in no encoding": (
        lambda setup: setup.env_file(b"USHER_EVENT=caf\xe9\n"),
        "The file .env cannot be read: it is not text in UTF-8.",
    ),
    "a settings file with a broken line": (
        lambda setup: setup.env_file(f"# of birds\n\nUSHER_STALE=60\n'SLACK_BOT_TOKEN {HUSH}\n"),
        "Line 4 of .env is no setting: it should be NAME=value",
    ),
    "a settings file with a line of a name alone": (
        lambda setup: setup.env_file("USHER_STALE\n"),
        "Line 1 of .env is no setting",
    ),
    "a setting with a slip": (
        lambda setup: setup.env_file(f"\nSLACK_BOT_TOCKEN={HUSH}\n"),
        "Line 2 of .env sets SLACK_BOT_TOCKEN, which is no setting of Usher. Is SLACK_BOT_TOKEN meant?",
    ),
}


@pytest.mark.parametrize("case", WRONG)
async def test_a_wrong_set_up_is_found_by_its_name(setup: Setup, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    spoil, sentence = WRONG[case]
    spoil(setup)
    status, said = await doctor(setup, monkeypatch)
    assert status == 1
    assert sentence in said
    assert HUSH not in said
    assert SECRET[:8] not in said


def rehearsal(setup: Setup) -> None:
    setup.settings["USHER_NOW"] = "2021-05-04T09:30:00Z"


# name -> how the set-up is, and what is said of it, which is in nobody's way
FINE: dict[str, tuple[Callable[[Setup], object], str]] = {
    "all is well": (lambda _: None, "ok Slack accepts SLACK_BOT_TOKEN."),
    "no state yet": (lambda _: None, "ok The state database can be used; its tables are made at the first start."),
    "a server without tables": (
        lambda setup: setup.settings.update(DATABASE_URL=setup.postgres()),
        "ok The state database can be used; its tables are made at the first start.",
    ),
    "the shipped corpus": (lambda _: None, "ok USHER_CORPUS is not set: answers come from the shipped corpus."),
    "a corpus and its event": (
        lambda setup: (setup.corpus(), sets(USHER_EVENT="birdconf")(setup)),
        "ok USHER_EVENT is birdconf.",
    ),
    "a source before the first start": (
        lambda setup: setup.source("title,authors\nWrens at Dawn,Ada Byron\n"),
        "warn birds.csv can be read, and was not looked at yet",
    ),
    "sources without a corpus yet": (
        lambda setup: (
            setup.source("title,authors\nWrens at Dawn,Ada Byron\n"),
            sets(USHER_CORPUS="none.sqlite")(setup),
        ),
        "ok There is no corpus at none.sqlite yet: `usher serve` builds it from USHER_SOURCES.",
    ),
    "HTTP alone": (sets(SLACK_APP_TOKEN=""), "warn SLACK_APP_TOKEN is not set: `usher serve --socket` cannot connect."),
    "Socket Mode alone": (sets(SLACK_SIGNING_SECRET=""), "warn SLACK_SIGNING_SECRET is not set"),
    "a rehearsal": (rehearsal, "warn USHER_NOW is set: for Usher it is always 2021-05-04T09:30:00+00:00."),
    "a clock that is a little off": (clock(120), "warn The clock of this machine is"),
    "settings of other programs": (
        lambda setup: setup.env_file("export EDITOR=vi\n\n# of birds\nUSHER_STALE=60\n"),
        "ok SLACK_BOT_TOKEN is set.",
    ),
}


@pytest.mark.parametrize("case", FINE)
async def test_what_is_in_nobodys_way_is_no_failure(setup: Setup, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    spoil, sentence = FINE[case]
    spoil(setup)
    status, said = await doctor(setup, monkeypatch)
    assert sentence in said
    assert status == 0, said
    assert "fail " not in said
    assert HUSH not in said


async def test_the_doctor_changes_nothing(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    await doctor(setup, monkeypatch)
    assert list(setup.folder.iterdir()) == []
    assert {call.method for call in setup.stub.calls} == {"auth.test", "apps.connections.open"}


async def test_a_bot_that_runs_does_not_disturb_the_doctor(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    state = State(database_url(setup.settings["DATABASE_URL"]))
    await state.upgrade()
    status, said = await doctor(setup, monkeypatch)
    assert (status, "ok The state database can be used." in said) == (0, True)
    await state.close()
