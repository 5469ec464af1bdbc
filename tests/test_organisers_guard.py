"""Who may use the organisers' page: nobody without its passphrase, and no other site's page with it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from bot_process import serving
from hypothesis import given, settings
from hypothesis import strategies as st
from organisers_page import SECRET, SHEET, Page, organisers
from slack_stub import SlackStub

from bot.organisers.guard import COOKIE, LASTS, Guard, Refused
from bot.organisers.routes import MAX_FILE

CHANGES = ("draft", "address", "how", "discard", "ask", "publish", "undo", "look")


class Clock:
    now = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def clock() -> Clock:
    return Clock()


@pytest.fixture
async def page(tmp_path: Path, clock: Clock) -> AsyncIterator[Page]:
    async with organisers(tmp_path, locked=True, clock=clock) as page:
        yield page


async def login(page: Page, said: str = SECRET, **headers: str) -> httpx.Response:
    return await page.client.post("/organisers/login", data={"passphrase": said}, headers=headers)


async def test_without_signing_in_there_is_a_form_and_nothing_else(page: Page) -> None:
    shown = await page.client.get("/organisers")
    assert "Passphrase" in shown.text
    assert "organisers.js" not in shown.text
    assert (await page.client.get("/organisers/state")).status_code == 401
    for path in CHANGES:
        answer = await page.client.post(f"/organisers/{path}", json={}, headers={"x-usher-token": "a" * 64})
        assert answer.status_code == 401
        assert answer.json() == {"ok": False, "error": "Please sign in again."}


async def test_the_passphrase_opens_it_and_signing_out_closes_it(page: Page) -> None:
    answer = await login(page)
    assert (answer.status_code, answer.headers["location"]) == (303, "/organisers")
    cookie = answer.headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", "path=/organisers", f"max-age={LASTS}"):
        assert part in cookie
    assert "secure" not in cookie  # over plain http a browser would not send it back
    assert SECRET not in cookie
    assert "organisers.js" in (await page.client.get("/organisers")).text
    assert (await page.upload(SHEET)).status_code == 200
    await page.client.post("/organisers/logout")
    assert (await page.client.get("/organisers/state")).status_code == 401


async def test_over_https_the_cookie_is_for_https_alone(tmp_path: Path) -> None:
    async with organisers(tmp_path, locked=True, usher_url="https://usher.example.org") as page:
        answer = await login(page, origin="https://usher.example.org")
        assert "; secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("said", ["", "a lantern over the ba", SECRET.upper(), SECRET * 2, "é", "\x00"])
async def test_a_wrong_passphrase_opens_nothing(page: Page, said: str) -> None:
    answer = await login(page, said)
    assert answer.status_code == 401
    assert "That is not the passphrase." in answer.text
    assert "set-cookie" not in answer.headers


async def test_after_five_wrong_tries_even_the_right_one_waits(page: Page, clock: Clock) -> None:
    for _ in range(5):
        assert (await login(page, "guess")).status_code == 401
    answer = await login(page)
    assert answer.status_code == 429
    assert "wait five minutes" in answer.text
    clock.now += 301
    assert (await login(page)).status_code == 303


def test_guesses_from_many_places_are_counted_together() -> None:
    guard = Guard(SECRET, clock=Clock())
    for number in range(50):
        with pytest.raises(Refused) as refused:
            guard.open("guess", f"10.0.0.{number}")
        assert refused.value.status == 401
    with pytest.raises(Refused) as refused:
        guard.open(SECRET, "192.0.2.1")
    assert refused.value.status == 429


async def test_a_session_ends_after_half_a_day(page: Page, clock: Clock) -> None:
    await login(page)
    clock.now += LASTS - 1
    assert (await page.client.get("/organisers/state")).status_code == 200
    clock.now += 2
    assert (await page.client.get("/organisers/state")).status_code == 401


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_no_cookie_but_a_signed_one_is_a_session(text: str) -> None:
    clock = Clock()
    guard = Guard(SECRET, clock=clock)
    good = guard.open(SECRET, "peer")
    assert guard.session({COOKIE: good})
    assert guard.session({COOKIE: text}) is None
    assert guard.session({COOKIE: f"{int(clock.now) + 9 * LASTS}{good[10:]}"}) is None
    assert Guard(f"{SECRET}!", clock=clock).session({COOKIE: good}) is None
    assert Guard(SECRET, clock=clock).session({COOKIE: good})  # of another process


async def test_a_change_needs_the_sessions_own_token(page: Page) -> None:
    await login(page)
    mine = (await page.state())["token"]
    page.client.cookies.clear()
    await login(page)
    for token in (b"", b"0" * 64, mine.encode(), "é".encode()):
        for path in CHANGES:
            answer = await page.client.post(f"/organisers/{path}", json={}, headers={b"x-usher-token": token})
            assert answer.status_code == 403
            assert "out of date" in answer.json()["error"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1"},
        {"sec-fetch-site": "cross-site"},
    ],
)
async def test_another_sites_page_changes_nothing(page: Page, headers: dict[str, str]) -> None:
    assert (await login(page, **headers)).status_code == 403
    await login(page)
    for path in CHANGES:
        assert (await page.post(path, **headers)).status_code == 403
    assert (await page.state())["draft"] is None
    own = {"origin": str(page.client.base_url).rstrip("/"), "sec-fetch-site": "same-origin"}
    assert (await page.post("discard", **own)).status_code == 200


async def sent(page: Page, more: str, *chunks: bytes) -> bytes:
    """The first line of the answer to an upload with *more* in its head, by somebody who sends on regardless."""
    token, url = (await page.state())["token"], page.client.base_url
    head = (
        f"POST /organisers/draft?name=a.csv HTTP/1.1\r\nhost: x\r\nx-usher-token: {token}\r\n"
        f"cookie: {COOKIE}={page.client.cookies[COOKIE]}\r\ncontent-type: application/octet-stream\r\n{more}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(head.encode())
    for chunk in chunks:
        writer.write(chunk)
    async with asyncio.timeout(20):
        line = await reader.readline()
    writer.transport.abort()
    return line


async def test_what_is_too_large_is_refused_before_it_is_read(page: Page) -> None:
    await login(page)
    for size in (MAX_FILE + 1, 40 * MAX_FILE):
        assert b" 413 " in await sent(page, f"content-length: {size}")
    assert (await page.post("address", {"location": "https://a.example/" + "a" * 200_000})).status_code == 413
    assert (await page.state())["draft"] is None


async def test_what_is_larger_than_it_says_is_refused_too(page: Page) -> None:
    await login(page)
    chunk = b"100000\r\n" + b"a" * 2**20 + b"\r\n"
    assert b" 413 " in await sent(page, "transfer-encoding: chunked", *[chunk] * 22)
    assert (await page.state())["draft"] is None


@pytest.mark.parametrize("path", ["", "/state", "/page/organisers.js", "/page/none.js", "/page/guard.py"])
async def test_every_answer_is_for_this_page_alone(page: Page, path: str) -> None:
    answer = await page.client.get(f"/organisers{path}")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("address", {"location": ""}),
        ("address", ["x"]),
        ("how", {"zone": "Mars/Base"}),
        ("how", {"columns": [1]}),
        ("ask", {"text": "x", "now": "soon", "zone": "UTC"}),
        ("ask", {"text": "x", "now": "2031-05-07T09:00:00Z", "zone": "../etc"}),
        ("publish", {}),
    ],
)
async def test_what_is_out_of_shape_is_refused_in_a_sentence(page: Page, path: str, what: object) -> None:
    await login(page)
    answer = await page.post(path, what)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


async def test_usher_serve_has_the_page_where_a_passphrase_is_set(tmp_path: Path) -> None:
    async with SlackStub() as stub:
        folder = tmp_path / "with"
        folder.mkdir()
        async with serving(folder, stub, USHER_PAGE_SECRET=SECRET, USHER_CORPUS=str(folder / "to-come.sqlite")) as bot:
            assert "Passphrase" in (await bot.client.get("/organisers")).text
            assert (await bot.client.post("/organisers/login", data={"passphrase": SECRET})).status_code == 303
            token = {"x-usher-token": (await bot.client.get("/organisers/state")).json()["token"]}
            sent = token | {"content-type": "application/octet-stream"}
            await bot.client.post("/organisers/draft?name=a.csv", content=SHEET, headers=sent, timeout=60)
            draft = (await bot.client.get("/organisers/state")).json()["draft"]["id"]
            done = await bot.client.post("/organisers/publish", json={"id": draft}, headers=token, timeout=60)
            assert done.json() == {"ok": True}
            assert (folder / "to-come.sqlite").exists()
            assert (await bot.client.get("/organisers/state")).json()["live"]["holds"]["sessions"] == 4
        folder = tmp_path / "without"
        folder.mkdir()
        async with serving(folder, stub) as bot:
            assert (await bot.client.get("/organisers")).status_code == 404
