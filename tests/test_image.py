"""The image and the Procfile: what they build runs as another user, on a disk that cannot be written.

There is seldom a Docker daemon where tests run, so the Dockerfile's own steps are taken here one after the other, and
what comes of them is started by its own CMD: without rights, on a root file system that is read-only.
"""

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click import Context
from slack_stub import SECRET, SlackStub

from bot.cli import main
from bot.config import NAMES

ROOT = Path(__file__).resolve().parents[1]
STEPS = [
    (line.split()[0], line.partition(" ")[2].strip())
    for line in re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    .replace("\\\n", " ")
    .splitlines()
    if line.strip()
]
SECOND = [number for number, (name, _) in enumerate(STEPS) if name == "FROM"][1]
UV = Path(sys.executable).with_name("uv")
NOBODY = 65534
# as a container's: nothing can be written but /data; and Python, which may be where nobody else looks, stands in it
_INSIDE = """
mount -o remount,ro,bind / && mount --bind "$1" "$0/python" &&
mount -t tmpfs -o mode=0700,uid=65534 data "$0/data" && cd "$0/data" && shift && exec "$@"
"""


def _environment() -> dict[str, str]:
    """What ENV says in the second stage."""
    said = " ".join(value for name, value in STEPS[SECOND:] if name == "ENV")
    return dict(re.findall(r"(\w+)=(\S+)", said))


def _run(*command: str, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def image() -> Iterator[Path]:
    """The folder in which the build stage's root is."""
    base = Path(tempfile.mkdtemp(prefix="usher-image."))  # pytest's own folder is closed to other users
    base.chmod(0o755)
    for folder in ("data", "python"):
        (base / folder).mkdir()
    for name, what in STEPS[1:SECOND]:
        if name == "COPY":
            source, target = what.split()
            copied = base / target.lstrip("/")
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, copied, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, copied)
        elif name == "RUN":
            _run("sh", "-c", _here(what, base), cwd=base)
    python = base / "opt/usher/bin/python"
    python.unlink()
    python.symlink_to(base / "python/bin" / Path(sys.executable).resolve().name)
    yield base
    shutil.rmtree(base)


def _here(command: str, base: Path) -> str:
    """*command* in the folder *base*, and by uv, which takes seconds to what pip takes a minute for."""
    command = re.sub(r"(?<![\w.])/(opt|data)\b", rf"{base}/\1", command)
    command = command.replace("python -m venv", f"{UV} venv --quiet --python {sys.executable}", 1)
    return re.sub(r"(\S+)/bin/pip install --no-cache-dir", rf"{UV} pip install --quiet --python \1/bin/python", command)


def _started(image: Path, *command: str, **settings: str) -> subprocess.Popen[str]:
    """*command* of the image as nobody, with nothing that can be written but /data."""
    environment = {
        name: value.replace("/opt/", f"{image}/opt/").replace("/data", f"{image}/data")
        for name, value in _environment().items()
    }
    environment["PATH"] = environment["PATH"].replace("$PATH", os.environ["PATH"])
    nobody = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--")
    inside = ("unshare", "-m", "--propagation", "private", "sh", "-c", _INSIDE, str(image), sys.base_prefix)
    return subprocess.Popen(  # noqa: S603
        [*inside, *nobody, *command],
        env=environment | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


async def ready(client: httpx.AsyncClient) -> int:
    """The status of the bot, once it listens; 0 where it never does."""
    for _ in range(300):
        try:
            return (await client.get("/readyz")).status_code
        except httpx.TransportError:
            await asyncio.sleep(0.1)
    return 0


def owner_of(process: subprocess.Popen[str]) -> int:
    return Path(f"/proc/{process.pid}").stat().st_uid


async def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit status, and what was said."""
    said, _ = await asyncio.to_thread(process.communicate, timeout=30)
    return process.returncode, said


def _may_mount() -> bool:
    probe = ("unshare", "-m", "sh", "-c", "mount -o remount,ro,bind /")
    return os.geteuid() == 0 and subprocess.run(probe, capture_output=True, check=False).returncode == 0  # noqa: S603


@pytest.mark.skipif(not _may_mount(), reason="a read-only root file system takes root and unshare")
async def test_the_image_runs_without_rights_on_a_disk_that_cannot_be_written(image: Path) -> None:
    entry, command = (
        json.loads(next(value for name, value in STEPS if name == what)) for what in ("ENTRYPOINT", "CMD")
    )
    check = json.loads(next(value for name, value in STEPS if name == "HEALTHCHECK").partition("CMD ")[2])
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with SlackStub() as stub:
        settings = {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": stub.api_url,
            "PORT": str(port),
        }
        bot = _started(image, *entry, *command, **settings)
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
                assert await ready(client) == 200
            assert owner_of(bot) == NOBODY
            assert await ended(_started(image, *check, **settings)) == (0, "")
            status, said = await ended(_started(image, *entry, "doctor", **settings))
            assert (status, f"Usher listens at port {port}" in said) == (0, True), said
        finally:
            bot.terminate()
            _, log = await ended(bot)
        assert "Traceback" not in log
        assert (await ended(_started(image, *check, **settings)))[0] == 1


def test_the_image_holds_what_is_pinned_and_nothing_that_is_secret() -> None:
    installs = [what for name, what in STEPS[:SECOND] if name == "RUN" and "pip install" in what]
    assert all("--require-hashes" in each or "--no-deps" in each for each in installs)
    assert next(value for name, value in STEPS[SECOND:] if name == "USER").isdecimal()
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    assert "*" in ignored
    assert let_in == {"bot", "corpus", "requirements.lock"}
    assert set(_environment()) & set(NAMES) == {"PORT"}


def test_each_process_of_the_procfile_is_a_command() -> None:
    processes = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    assert processes.keys() == {"web", "worker", "release"}
    names = main.list_commands(Context(main))
    for command in processes.values():
        assert re.fullmatch(r"python -m bot (\w+)", command)[1] in names  # type: ignore[index]
