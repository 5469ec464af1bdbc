"""The databases that state is tested on: a real SQLite file always, a real PostgreSQL where its programs are."""

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

_PLACES = [*os.get_exec_path(), *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))]


def _postgres_run(program: str, *arguments: str, home: Path) -> None:
    """Run one of PostgreSQL's programs, which refuse to run as root, as the owner of *home*."""
    found = shutil.which(program, path=os.pathsep.join(_PLACES))
    assert found
    owner = () if os.geteuid() else ("runuser", "-u", home.owner(), "--")
    subprocess.run([*owner, found, *arguments], check=True, capture_output=True, cwd=home, timeout=60)  # noqa: S603


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL of our own, on a socket in a temporary folder."""
    if shutil.which("pg_ctl", path=os.pathsep.join(_PLACES)) is None:
        pytest.skip("the programs of a PostgreSQL server are not installed")
    # not in pytest's own folder, which is closed to other users, and whose name is too long for a socket
    home = Path(tempfile.mkdtemp(prefix="usher-pg."))
    if os.geteuid() == 0:
        try:
            shutil.chown(home, "postgres")
        except LookupError:
            shutil.rmtree(home)
            pytest.skip("there is no user called postgres to run a server as")
    data = str(home / "data")
    try:
        _postgres_run("initdb", "-D", data, "-A", "trust", "-U", "usher", "-N", home=home)
        _postgres_run(
            "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            str(home / "log"),
            "-o",
            f"-k {home} -c listen_addresses= -c fsync=off",
            "start",
            home=home,
        )
        yield f"postgres://usher@/postgres?host={home}"
        _postgres_run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", home=home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def empty_postgres(postgres: str) -> str:
    """The address of a database of this test's own, with nothing in it."""
    return made_in(postgres)


def made_in(postgres: str) -> str:
    """The address of a new database of that server, with nothing in it."""
    name = f"usher_{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return postgres.replace("/postgres?", f"/{name}?")


def postgres_run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs as a client."""
    found = shutil.which(program, path=os.pathsep.join(_PLACES))
    assert found
    subprocess.run([found, *arguments], check=True, capture_output=True, timeout=60)  # noqa: S603


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/deep/down/state.sqlite"
    return str(request.getfixturevalue("postgres"))
