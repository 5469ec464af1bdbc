"""The pictures of the documentation, taken from a running demo, so that they stay true.

python docs/pictures.py        (needs Chromium; writes docs/pictures/*.png)
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
WIDE = {"width": 1180, "height": 800}
PHONE = {"width": 390, "height": 760}
SHEET = """\
Nr;Talk;Who speaks;Day;From;To;Where;Dietary needs
1;Larks at Dawn;Ada Byron;07.05.2031;09:00;09:30;Great Hall;vegan
2;Owls at Noon;Ben Okri;07.05.2031;09:15;09:45;Great Hall;
3;A STUDY OF WRENS IN WINTER;Chitra Rao;07.05.2031;10:00;10:30;Annexe;
4;Reading Lanterns by Night;Ada Byron;07.05.2031;11:15;11:45;Great Hall;
5;Herons and Harbours;Dele Adeyemi;08.05.2031;25:70;09:30;Annexe;
6;Kites over the Fjord;Chitra Rao;08.05.2031;15:00;15:30;Annexe;
"""


@contextmanager
def demo() -> Iterator[str]:
    """A demo of its own, over the shipped programme."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "bot", "demo", "--port", str(port), "--no-open"]
    data = tempfile.TemporaryDirectory()  # not what somebody published in a demo of theirs
    process = subprocess.Popen(command, env={**os.environ, "XDG_DATA_HOME": data.name})  # noqa: S603
    url = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(url).close()
            break
        except OSError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(10)
    data.cleanup()


def opened(browser: Browser, url: str, *, phone: bool = False, dark: bool = False) -> Page:
    """The page as somebody sees it who comes to it."""
    page = browser.new_page(viewport=PHONE if phone else WIDE, color_scheme="dark" if dark else "light")
    page.goto(url)
    page.wait_for_selector("#person option", state="attached")
    return page


def send(page: Page, text: str, box: str = "#text") -> None:
    """Type *text* and wait for what comes of it."""
    page.fill(box, text)
    page.press(box, "Enter")
    page.wait_for_timeout(2_000)


def kept(page: Page, name: str) -> None:
    """Keep what is seen now."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(300)
    page.screenshot(path=FOLDER / f"{name}.png")
    click.echo(f"{FOLDER.name}/{name}.png")
    page.close()


def paper(browser: Browser, url: str) -> None:
    """A misspelt word, and the paper that was meant."""
    page = opened(browser, url)
    send(page, "/paper gshrd")
    send(page, "/session tue 11:05")
    kept(page, "paper-and-session")


def thread(browser: Browser, url: str) -> None:
    """A question in a channel, followed up in its thread without another mention."""
    page = opened(browser, url)
    page.locator("#channels button").nth(1).click()
    send(page, "@usher when is the mixup talk?")
    send(page, "who wrote it?", "#thread textarea")
    kept(page, "thread")


def day(browser: Browser, url: str) -> None:
    """A star with its clash, the alert and the reminder that follow, and the Home."""
    page = opened(browser, url)
    page.select_option("#person", "U0BEN")
    page.wait_for_timeout(1_000)
    page.select_option("#what", label="Randomized Automatic Differentiation")
    page.get_by_role("button", name="Other room").click()
    page.get_by_role("button", name="+30 min").click()
    page.wait_for_timeout(2_000)
    for title in ("Mind the Pad", "Randomized Automatic Differentiation"):
        send(page, f"/paper {title}")
        page.locator("article.private", has_text=title).last.get_by_role("button", name="☆ Star").first.click()
        page.wait_for_timeout(2_000)
    kept(page, "star-and-clash")

    page = opened(browser, url)
    page.select_option("#person", "U0BEN")
    page.select_option("#what", label="Mind the Pad -- CNNs Can Develop Blind Spots")
    page.get_by_role("button", name="+30 min").click()
    page.wait_for_timeout(9_000)
    page.fill("#now", "2021-05-04T21:21")
    page.get_by_role("button", name="Set", exact=True).click()
    page.locator("#apps button").click()
    page.wait_for_timeout(2_500)
    kept(page, "alert-and-reminder")

    page = opened(browser, url)
    page.select_option("#person", "U0BEN")
    page.locator("#apps button").click()
    page.locator("#tabs button", has_text="Home").click()
    page.wait_for_timeout(2_000)
    kept(page, "home")


def details(browser: Browser, url: str) -> None:
    """Everything about one talk."""
    page = opened(browser, url)
    page.select_option("#person", "U0CHITRA")
    send(page, "/session tuesday 12:40 pdt")
    page.locator("article.private").last.get_by_role("button", name="Details").first.click()
    page.wait_for_timeout(1_500)
    kept(page, "details")


def phone(browser: Browser, url: str) -> None:
    """On a phone, in the dark."""
    page = opened(browser, url, phone=True, dark=True)
    page.select_option("#person", "U0DELE", force=True)
    send(page, "/paper poly encoders")
    kept(page, "phone")


def organisers(browser: Browser, url: str) -> None:
    """A sheet with mistakes on the organisers' page, and an answer from the draft."""
    page = browser.new_page(viewport={"width": 1180, "height": 1000})
    page.goto(f"{url}/organisers")
    page.set_input_files("#file", {"name": "lantern-week.csv", "mimeType": "text/csv", "buffer": SHEET.encode()})
    page.locator("#zone-hint.ask").wait_for(timeout=60_000)
    page.fill("#event", "Lantern Week 2031")
    page.fill("#zone", "Europe/Oslo")
    page.get_by_label("What Who speaks holds").select_option("speakers")
    page.get_by_role("button", name="Read it again").click()
    page.locator("#draft-body", has_text="Times in Europe/Oslo").wait_for(timeout=60_000)
    page.fill("#question", "who speaks about owls?")
    page.locator("#ask button").click()
    page.locator("#answers .a").wait_for()
    page.locator("#columns summary").click()
    page.wait_for_timeout(6_000)
    page.locator("#draft").scroll_into_view_if_needed()
    page.evaluate("document.activeElement.blur(); document.getElementById('draft').scrollIntoView()")
    kept(page, "organisers")


def main() -> None:
    """Take all pictures."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise click.ClickException("No Chromium is installed.")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        for take in (paper, thread, day, details, phone, organisers):
            with demo() as url:
                take(browser, url)
        browser.close()


if __name__ == "__main__":
    main()
