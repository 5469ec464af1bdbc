"""Three processes on one PostgreSQL behind one address: restarted in turn, killed, and told of one programme."""

import asyncio
import itertools
import json
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bot_process import started
from slack_stub import SlackStub, command, event, signed, until
from test_once import PEOPLE, programme

from bot.state import State, database_url
from corpus.store import save

ASKING = 6  # people who ask one question after the other


class Balancer:
    """One address for *ports*, in turn. What cannot be reached, or goes before it answers a byte, is another's turn."""

    def __init__(self, ports: list[int]) -> None:
        self.ports, self._turn = ports, itertools.count()
        self.again = 0

    async def post(self, body: str) -> int:
        """The status with which one of them answers; 503 where none does."""
        head = "".join(f"{name}: {value}\r\n" for name, value in signed(body).items())
        raw = (
            f"POST /slack/events HTTP/1.1\r\nHost: usher\r\nConnection: close\r\nContent-Length: {len(body)}\r\n{head}"
        )
        for _ in self.ports * 2:
            port = self.ports[next(self._turn) % len(self.ports)]
            try:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(f"{raw}\r\n{body}".encode())
                status = (await reader.readline()).split(b" ")
                writer.close()
            except OSError:
                status = []
            if len(status) > 1:
                return int(status[1])
            self.again += 1
        return 503


class Fleet:
    """The processes, by their port."""

    def __init__(self, folder: Path, stub: SlackStub, address: str) -> None:
        self._folder, self._stub, self._address = folder, stub, address
        self.running: dict[int, asyncio.subprocess.Process] = {}

    async def start(self) -> int:
        """Start one more; its port, once it answers."""
        process, port = await started(
            self._folder,
            self._stub,
            DATABASE_URL=self._address,
            USHER_CORPUS=str(self._folder / "corpus.sqlite"),
            LOG_LEVEL="ERROR",
        )
        self.running[port] = process
        async with asyncio.timeout(60):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                except OSError:
                    await asyncio.sleep(0.05)
                    continue
                writer.close()
                return port

    async def end(self, port: int, how: signal.Signals = signal.SIGTERM) -> None:
        process = self.running.pop(port)
        process.send_signal(how)
        await asyncio.wait_for(process.wait(), 40)


@asynccontextmanager
async def fleet(folder: Path, stub: SlackStub, address: str) -> AsyncIterator[Fleet]:
    made = Fleet(folder, stub, address)
    try:
        yield made
    finally:
        for port in list(made.running):
            await made.end(port)


@pytest.fixture
async def database(postgres: str, tmp_path: Path) -> AsyncIterator[str]:
    """The PostgreSQL, with nothing in it of other tests', and a corpus beside."""
    save(programme(), tmp_path / "corpus.sqlite")
    state = State(database_url(postgres))
    await state.upgrade()
    async with state._database.begin() as connection:
        for table in ("outbox", "stars", "people", "subscriptions", "told_programme", "leases", "threads"):
            await connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    yield postgres
    await state.close()


async def test_a_rolling_restart_under_load_loses_nothing(tmp_path: Path, database: str) -> None:
    async with SlackStub() as stub, fleet(tmp_path, stub, database) as many:
        balancer = Balancer(list(await asyncio.gather(*(many.start() for _ in range(3)))))
        statuses: Counter[int] = Counter()
        numbers, stop = itertools.count(), asyncio.Event()
        threads: list[str] = []

        async def ask() -> None:
            """Ask by a command and by a mention, and go on when the mention is answered."""
            while not stop.is_set():
                number = next(numbers)
                thread = f"{1_000 + number}.0"
                threads.append(thread)
                statuses[await balancer.post(command(f"number {number}", stub.response_url()))] += 1
                statuses[await balancer.post(json.dumps(event(f"<@U0USHER> number {number}", ts=thread)))] += 1
                await until(lambda: thread in _answered(stub)[-100:], within=30)  # noqa: B023 (it is awaited here)

        asking = [asyncio.create_task(ask()) for _ in range(ASKING)]
        for place in range(3):
            new = await many.start()
            old = balancer.ports[place]
            balancer.ports.append(new)
            await many.end(old)  # while it is still among those that are asked
            balancer.ports = [new if port == old else port for port in balancer.ports[:3]]
        stop.set()
        await asyncio.gather(*asking)
        await until(lambda: len(stub.made("respond")) >= len(threads), within=30)
        assert len(threads) > 3 * ASKING
        assert statuses == Counter({200: 2 * len(threads)})
        assert Counter(_answered(stub)) == Counter(threads)
        assert len(stub.made("respond")) == len(threads)


def _answered(stub: SlackStub) -> list[str]:
    return [one["thread_ts"] for one in stub.made("chat.postMessage")]


async def test_reminders_and_alerts_are_sent_once_though_the_process_that_leads_is_killed(
    tmp_path: Path, database: str
) -> None:
    state = State(database_url(database))
    for who in PEOPLE:
        await state.stars.add(who, "paper:p3", title="Bird", event="b", now=datetime.now(UTC))
    async with SlackStub() as stub, fleet(tmp_path, stub, database) as many:
        for _ in range(3):
            await many.start()
        await until(lambda: len(stub.scheduled) == len(PEOPLE), within=30)
        leader = next(iter(many.running))  # the first to start
        await many.end(leader, signal.SIGKILL)
        save(programme(later=20), tmp_path / "corpus.sqlite")
        await until(lambda: len(stub.messages) >= len(PEOPLE), within=60)
        await until(lambda: len(stub.scheduled) == len(PEOPLE), within=30)
        await asyncio.sleep(1)
    told = Counter(one["channel"] for one in stub.messages)
    assert told == Counter(f"D{who.person[1:]}" for who in PEOPLE)
    assert Counter(one["channel"] for one in stub.scheduled.values()) == told
    await state.close()
