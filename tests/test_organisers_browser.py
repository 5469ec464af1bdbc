"""The organisers' page in a real browser: from a sheet with mistakes to a bot that answers from it, and back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from demo_page import browser, demo_url
from demo_page import faults as axe_faults
from organisers_page import SHEET
from playwright.sync_api import Browser, Page, expect

__all__ = ["browser", "demo_url"]

SLOW = 30_000  # milliseconds that a programme may take to be read on a busy machine


def opened(browser: Browser, demo_url: str, faults: list[str], **how: object) -> Page:
    page = browser.new_page(**how)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{demo_url}/organisers")
    expect(page.locator("#live-body")).to_contain_text("talks and papers")
    return page


@pytest.fixture
def page(browser: Browser, demo_url: str) -> Iterator[Page]:
    faults: list[str] = []
    page = opened(browser, demo_url, faults)
    yield page
    assert faults == []
    page.close()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "lanterns.csv"
    path.write_text(SHEET)
    return path


def read(page: Page, sheet: Path) -> None:
    """Load *sheet*, and say what it does not."""
    page.set_input_files("#file", sheet)
    expect(page.locator("#draft-head")).to_have_text("The draft: lanterns.csv", timeout=SLOW)
    expect(page.locator("#zone-hint")).to_have_text("Its times name no zone: which one is it?", timeout=SLOW)
    page.get_by_label("Event", exact=True).fill("Lantern Week 2031")
    page.get_by_label("Time zone of its times").fill("Europe/Oslo")
    page.get_by_label("What Who speaks holds").select_option("speakers")
    page.get_by_role("button", name="Read it again").click()
    expect(page.locator("#draft-body")).to_contain_text("Times in Europe/Oslo", timeout=SLOW)


def in_chat(page: Page, demo_url: str, question: str) -> None:
    page.goto(demo_url)
    expect(page.locator("#where")).to_have_text("# general")
    page.fill("#text", question)
    page.press("#text", "Enter")


def test_from_a_sheet_with_mistakes_to_a_bot_that_answers_from_it_and_back(
    page: Page, demo_url: str, sheet: Path
) -> None:
    read(page, sheet)
    for fact in ("Lantern Week 2031", "4 talks and papers", "4 people", "2 rooms"):
        expect(page.locator("#draft-body")).to_contain_text(fact)
    found = page.locator("#findings")
    expect(found).to_contain_text("line 4: “Owls at Noon” overlaps “Larks at Dawn” in Great Hall.")
    expect(found).to_contain_text("line 6: No time: “25:70”.")

    page.get_by_label("Ask it as people will").fill("who speaks about owls?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("#answers .a")).to_contain_text("Ben Okri")
    page.locator("#answers summary").click()
    expect(page.locator("#answers details")).not_to_contain_text("Ben Okri")

    expect(page.locator("#publish-body")).to_contain_text("4 talks and papers are added")
    page.get_by_role("button", name="Publish …").click()
    expect(page.locator("#confirm")).to_contain_text("It replaces everything.")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#live-body")).to_contain_text("Lantern Week 2031: 4 talks and papers", timeout=SLOW)

    in_chat(page, demo_url, "/paper larks at dawn")
    expect(page.locator("article.private").last).to_contain_text("Ada Byron")

    page.goto(f"{demo_url}/organisers")
    page.get_by_role("button", name="Undo the last publishing …").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.locator("#live-body")).to_contain_text("ICLR 2021", timeout=SLOW)
    in_chat(page, demo_url, "/paper gshard")
    expect(page.locator("article.private").last).to_contain_text("GShard: Scaling Giant Models")


def test_what_was_asked_and_not_answered_is_asked_of_the_draft(page: Page, demo_url: str, sheet: Path) -> None:
    in_chat(page, demo_url, "/paper kites over the fjord")
    expect(page.locator("article.private").last).to_be_visible()
    page.goto(f"{demo_url}/organisers")
    read(page, sheet)
    row = page.locator("#asked tr", has_text="kites over the fjord")
    row.get_by_role("button", name="Ask the draft again").click()
    expect(page.locator("#answers .q").last).to_have_text("kites over the fjord")
    expect(page.locator("#answers .a").last).to_be_visible()


def test_a_draft_is_there_for_the_next_browser_and_can_be_discarded(
    browser: Browser, page: Page, demo_url: str, sheet: Path
) -> None:
    read(page, sheet)
    faults: list[str] = []
    other = opened(browser, demo_url, faults)
    expect(other.locator("#draft-body")).to_contain_text("Lantern Week 2031")
    other.get_by_role("button", name="Discard the draft").click()
    other.get_by_role("button", name="Discard", exact=True).click()
    expect(other.locator("#draft")).to_be_hidden()
    assert faults == []
    other.close()


def test_what_cannot_be_read_says_why(page: Page, tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_bytes(b"PK\x03\x04 a letter")
    page.set_input_files("#file", tmp_path / "notes.docx")
    expect(page.locator("#draft-body [role=alert]")).to_contain_text("no format that is known here", timeout=SLOW)
    expect(page.locator("#publish")).to_be_hidden()
    page.get_by_label("Or paste an address").fill("http://127.0.0.1/x")
    page.get_by_role("button", name="Read it", exact=True).click()
    expect(page.locator("#draft-body [role=alert]")).to_contain_text("private", timeout=SLOW)


def test_the_page_fits_a_phone_and_works_by_keyboard(browser: Browser, demo_url: str, sheet: Path) -> None:
    faults: list[str] = []
    page = opened(browser, demo_url, faults, viewport={"width": 360, "height": 740}, color_scheme="dark")
    read(page, sheet)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("Ask it as people will").focus()
    page.keyboard.type("/paper wrens")
    page.keyboard.press("Enter")
    expect(page.locator("#answers .a")).to_contain_text("WRENS IN WINTER")
    page.get_by_role("button", name="Publish …").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#confirm")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#confirm")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(
        "[...document.querySelectorAll('input,select')].every((one) => one.labels.length || one.ariaLabel)"
    )
    assert faults == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, demo_url: str, sheet: Path, scheme: str) -> None:
    wrong: list[str] = []
    page = opened(browser, demo_url, wrong, color_scheme=scheme)
    assert axe_faults(page) == []
    read(page, sheet)
    expect(page.locator("#findings")).to_contain_text("line 6")
    assert axe_faults(page) == []
    assert wrong == []
    page.close()
