"""What operators see of a running bot: whether it is alive, whether it can work, its figures and its log."""

import asyncio
import json
import logging
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from bot_process import serving
from fake_answers import NOW
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from slack_bench import Held
from slack_stub import SECRET, SlackStub, command, event, signed, until
from starlette.applications import Starlette
from test_serve import Served, served, settings_for  # noqa: F401 (a fixture)
from toyconf import desk

from bot.app import open_usher
from bot.health import Fault, Health
from bot.logs import configure_logging, doing, id_of, request_id
from bot.measured import kind_of
from bot.metrics import Metrics
from bot.probes import Probes
from bot.serve import build_web, serve_errands, serve_socket
from bot.state import State, database_url

MARK = "zanzibar-purple-otter"  # what people write here, and what nothing else may say


def figures(text: str) -> dict[tuple[str, ...], float]:
    """The samples by name and the values of their labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def metrics_of(client: httpx.AsyncClient, **headers: str) -> httpx.Response:
    return await client.get("/metrics", headers=headers)


# --- figures


async def test_requests_answers_and_calls_are_counted_and_timed(served: Served) -> None:  # noqa: F811
    served.stub.replies["users.info"] = {"error": "missing_scope"}
    await served.post(command(f"about {MARK}", served.stub.response_url()))
    await served.stub.wait_for("respond")
    served.stub.replies["chat.postMessage"] = (500, "")
    await served.post(json.dumps(event(MARK, ts="7.0")))
    served.stub.replies["chat.postMessage"] = {"error": "not_in_channel"}
    await served.post(json.dumps(event(MARK, ts="8.0")))
    await served.post(_BROKEN)

    def told() -> dict[tuple[str, ...], float]:
        return figures(text)

    async with asyncio.timeout(10):
        while True:
            text = (await metrics_of(served.client)).text
            if told().get(("usher_handling_seconds_count", "event")) == 2:
                break
            await asyncio.sleep(0.05)
    seen = told()
    assert seen["usher_requests_total", "command", "200"] == 1
    assert seen["usher_requests_total", "event", "200"] == 2
    assert seen["usher_requests_total", "other", "200"] == 1
    assert seen["usher_acknowledging_seconds_count", "event"] == 2
    assert seen["usher_handling_seconds_count", "command"] == 1
    assert [seen[key] for key in seen if key[0] == "usher_answers_total"] == [3]
    assert seen["usher_answering_seconds_count",] == 3
    assert seen["usher_slack_calls_total", "users.info", "missing_scope"] >= 1
    assert seen["usher_slack_calls_total", "chat.postMessage", "not_in_channel"] >= 1
    assert seen["usher_log_lines_total", "ERROR"] >= 1
    assert seen["process_resident_memory_bytes",] > 0
    for written in (MARK, "U0ADA", "C0GENERAL", "T0TEAM", "xoxb"):
        assert written not in text


_BROKEN = json.dumps({"type": "never heard of"})


async def test_how_old_the_corpus_is_is_looked_up_when_somebody_asks() -> None:
    metrics = Metrics()
    health = Health(counts=(("paper", 7),), checked=NOW - timedelta(minutes=2))
    metrics.watch(lambda: health, lambda: NOW)
    seen = figures(metrics.text().decode())
    assert (seen["usher_corpus_records", "paper"], seen["usher_corpus_faults",]) == (7, 0)
    assert seen["usher_corpus_age_seconds",] == 120
    health = Health(
        checked=NOW, faults=(Fault(source="birds.csv", why=f"It has {MARK}.", since=NOW - timedelta(hours=1)),)
    )
    text = metrics.text().decode()
    assert (figures(text)["usher_corpus_age_seconds",], figures(text)["usher_corpus_faults",]) == (3600, 1)
    assert MARK not in text
    health = Health()  # the shipped corpus: nobody looks at sources
    assert ("usher_corpus_age_seconds",) not in figures(metrics.text().decode())


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text())
def test_no_word_from_outside_becomes_a_label(method: str, outcome: str) -> None:
    metrics = Metrics()
    metrics.called(method, outcome)
    ((_, *labels),) = [key for key in figures(metrics.text().decode()) if key[0] == "usher_slack_calls_total"]
    assert all(re.fullmatch(r"[A-Za-z0-9_.]{1,50}", label) for label in labels)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["type", "command", "event", "event_id"]), st.one_of(st.text(), st.integers())))
def test_every_request_is_of_one_of_few_kinds_and_has_an_id(body: dict[str, Any]) -> None:
    assert kind_of(body) in {"command", "event", "action", "options", "shortcut", "view", "other"}
    assert re.fullmatch(r"[0-9a-f]{12}", id_of(body))


def test_a_request_that_slack_sends_again_has_the_same_id() -> None:
    assert id_of({"event_id": "Ev1"}) == id_of({"event_id": "Ev1", "more": 1}) != id_of({"event_id": "Ev2"})
    assert id_of({}) != id_of({})


@pytest.mark.parametrize(
    ("token", "peer", "headers", "status"),
    [
        (None, "127.0.0.1", {}, 200),
        (None, "::1", {}, 200),
        (None, "::ffff:127.0.0.1", {}, 200),
        (None, "192.0.2.7", {}, 403),
        (None, "", {}, 403),
        (None, "127.0.0.1", {"x-forwarded-for": "192.0.2.7"}, 403),
        (None, "127.0.0.1", {"forwarded": "for=192.0.2.7"}, 403),
        ("quiet", "127.0.0.1", {}, 403),
        ("quiet", "192.0.2.7", {"authorization": "Bearer quiet"}, 200),
        ("quiet", "127.0.0.1", {"authorization": "Bearer quie"}, 403),
        ("quiet", "127.0.0.1", {"authorization": "quiet"}, 403),
        ("quiet", "127.0.0.1", {"authorization": "Bearer é".encode("latin-1")}, 403),
    ],
)
async def test_figures_are_for_operators_alone(
    tmp_path: Path, token: str | None, peer: str, headers: dict[str, Any], status: int
) -> None:
    state = State(database_url(f"sqlite:///{tmp_path}/state.sqlite"))
    web = Starlette(routes=Probes(state, Metrics(), token=token).routes)
    transport = httpx.ASGITransport(web, client=(peer, 5))
    async with httpx.AsyncClient(transport=transport, base_url="http://usher") as client:
        assert (await client.get("/metrics", headers=headers)).status_code == status
    await state.close()


def test_each_figure_is_in_the_docs_and_each_alert_asks_for_one() -> None:
    docs = (Path(__file__).resolve().parents[1] / "docs" / "operating.md").read_text()
    metrics = Metrics()
    metrics.watch(lambda: Health(counts=(("paper", 7),), checked=NOW), lambda: NOW)
    kinds = {"counter": "_total"}
    families = text_string_to_metric_families(metrics.text().decode())
    ours = {f"{each.name}{kinds.get(each.type, '')}" for each in families if each.name.startswith("usher_")}
    assert set(re.findall(r"^\| `(usher_\w+)`", docs, re.MULTILINE)) == ours
    asked = set(re.findall(r"\busher_\w+", "".join(re.findall(r"expr: .*", docs))))
    assert {name.removesuffix("_bucket") for name in asked} <= ours


# --- whether it can work


@pytest.fixture
async def ready(tmp_path: Path) -> AsyncIterator[tuple[httpx.AsyncClient, list[float], Path]]:
    """A client of the probes over a database file, and the clock that they go by."""
    file, clock = tmp_path / "state.sqlite", [0.0]
    state = State(database_url(f"sqlite:///{file}"))
    await state.upgrade()
    web = Starlette(routes=Probes(state, Metrics(), monotonic=lambda: clock[0]).routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://usher") as client:
        yield client, clock, file
    await state.close()


async def test_a_bot_is_ready_as_long_as_its_database_is(ready: tuple[httpx.AsyncClient, list[float], Path]) -> None:
    client, clock, file = ready
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "corpus": "ok", "database": "ok"})
    for part in ("", "-wal", "-shm"):
        file.with_name(f"{file.name}{part}").unlink()
    assert (await client.get("/readyz")).status_code == 200  # not asked again within a second
    clock[0] += 1
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "empty")
    assert (await client.get("/healthz")).json() == {"ok": True}  # starting it again would mend nothing


async def test_a_server_that_is_down_is_told_without_its_address() -> None:
    state = State(database_url("postgresql://ada:hush@127.0.0.1:9/birds"))
    web = Starlette(routes=Probes(state, Metrics()).routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://usher") as client:
        answer = await client.get("/readyz")
    await state.close()
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "corpus": "ok", "database": "down"})


@pytest.mark.parametrize(("held", "status"), [("0001", 503), ("9999", 200)])
async def test_a_database_that_is_behind_is_not_ready_and_one_that_is_ahead_is(
    ready: tuple[httpx.AsyncClient, list[float], Path], held: str, status: int
) -> None:
    import sqlite3  # noqa: PLC0415

    client, _, file = ready
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (held,))
    connection.close()
    assert (await client.get("/readyz")).status_code == status


async def test_a_whole_bot_answers_its_host(tmp_path: Path) -> None:
    async with SlackStub() as stub, serving(tmp_path, stub, USHER_METRICS_TOKEN="quiet") as bot:
        assert (await bot.client.get("/readyz")).status_code == 200
        assert (await metrics_of(bot.client)).status_code == 403
        answer = await metrics_of(bot.client, authorization="Bearer quiet")
        assert answer.headers["content-type"].startswith("text/plain; version=")
        assert figures(answer.text)["usher_corpus_records", "paper"] > 100


@pytest.mark.parametrize("way", [serve_socket, serve_errands])
async def test_without_a_web_application_the_host_is_answered_where_a_port_is_set(tmp_path: Path, way: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with SlackStub() as stub:
        serving_ = asyncio.create_task(way(settings_for(stub, tmp_path, port=port), Held(desk())))
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            async with asyncio.timeout(10):
                while True:
                    try:
                        ready = await client.get("/readyz")
                        break
                    except httpx.TransportError:
                        await asyncio.sleep(0.05)
            assert ready.status_code == 200
            assert (await client.post("/slack/events")).status_code == 404
        if way is serve_socket:
            envelope = await stub.send_by_socket("events_api", event("wrennet", ts="7.0"))
            await until(lambda: envelope in stub.acknowledged)
        signal.raise_signal(signal.SIGTERM)
        await asyncio.wait_for(serving_, 10)
        assert len(stub.made("chat.postMessage")) == (1 if way is serve_socket else 0)


# --- the log


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


_LOGGED = """
import asyncio, logging
from bot.logs import configure_logging
configure_logging({level!r}, {form!r})

async def main():
    async def fails():
        raise ValueError("{mark}")
    task = asyncio.ensure_future(fails())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    try:
        await fails()
    except ValueError:
        logging.getLogger("bot.x").error("failed", exc_info=True)
        logging.getLogger("uvicorn.error").exception("Exception in application\\n{mark}")
    logging.getLogger("httpx").info("GET https://{mark}")
    logging.getLogger("bot.x").debug("looked")

asyncio.run(main())
import gc; gc.collect()
"""


@pytest.mark.parametrize("form", ["text", "json"])
async def test_an_error_is_logged_by_its_kind_and_place_and_never_by_what_it_says(form: str) -> None:
    script = _LOGGED.format(level="DEBUG", form=form, mark=MARK)
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", script, stderr=asyncio.subprocess.PIPE)
    _, log = await process.communicate()
    said = log.decode()
    assert MARK not in said
    assert said.count("ValueError") == 3
    assert said.count("<string>:8") == 3
    assert "Traceback" not in said
    assert "looked" in said
    assert "httpx" not in said
    if form == "json":
        assert {line["logger"] for line in lines_of(said)} == {"asyncio", "bot.x", "uvicorn.error"}


async def test_each_line_says_what_was_done_for_which_request_and_how_long_it_took(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    async with SlackStub() as stub, serving(tmp_path, stub, LOG_FORMAT="json", LOG_LEVEL="DEBUG") as bot:
        body = json.dumps(event(f"anything on {MARK}?", event_id="EvOnce", ts="7.0"))
        for _ in range(2):
            await bot.client.post("/slack/events", content=body, headers=signed(body))
        await stub.wait_for("chat.postMessage")
        stub.replies["respond"] = (404, f"used_url {MARK}")
        await bot.send(command(f"{MARK} sleeps", stub.response_url()))
        await stub.wait_for("respond", 2)
    log = capfd.readouterr().err
    lines = lines_of(log)
    assert MARK not in log
    for secret in ("xoxb-1", SECRET, "U0ADA", "C0GENERAL"):
        assert secret not in log
    handled = [line for line in lines if line["message"] == "handled"]
    assert [line["kind"] for line in handled] == ["event", "event", "command"]
    assert all(line["ms"] >= 0 for line in handled)
    assert handled[0]["request"] == handled[1]["request"] == id_of({"event_id": "EvOnce"})
    failed = next(line for line in lines if line["message"].startswith("failed to answer"))
    assert failed["request"] == handled[2]["request"]
    answered = [line for line in lines if line["message"] == "answered"]
    assert {line["request"] for line in answered} <= {line["request"] for line in handled}
    assert all(line.keys() >= {"at", "level", "logger", "message"} for line in lines)


def test_a_line_of_text_ends_in_what_was_done(capsys: pytest.CaptureFixture[str]) -> None:
    root, held = logging.getLogger(), logging.getLogger().handlers[:]
    root.handlers[:] = []
    try:
        configure_logging("INFO", "text")
        token = request_id.set("abc")
        logging.getLogger("bot.x").info("handled", extra=doing(kind="command", ms=1.5))
        request_id.reset(token)
    finally:
        root.handlers[:] = held
    assert capsys.readouterr().err.endswith(" INFO bot.x: handled kind=command ms=1.5 request=abc\n")


async def test_figures_of_a_bot_that_was_closed_are_kept_no_longer(tmp_path: Path) -> None:
    handlers = logging.getLogger().handlers[:]
    async with SlackStub() as stub:
        usher = await open_usher(settings_for(stub, tmp_path), Held(desk()))
        assert build_web(usher, "x", on_stop=usher.close).routes
        assert len(logging.getLogger().handlers) == len(handlers) + 1
        await usher.close()
    assert logging.getLogger().handlers == handlers
