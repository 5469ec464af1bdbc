"""Nobody is kept out: axe-core finds nothing serious on the demo's page, and a message's text alone makes sense."""

import time
from typing import Any

import httpx
import pytest
from demo_page import browser, demo_url, faults
from playwright.sync_api import Browser, Page, expect

__all__ = ["browser", "demo_url"]


def send(page: Page, text: str, box: str = "#text") -> None:
    page.fill(box, text)
    page.press(box, "Enter")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, demo_url: str, scheme: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(demo_url)
    expect(page.locator("#where")).to_have_text("# general")
    found = {"first": faults(page)}
    send(page, "/session tuesday 11:00 pdt")
    expect(page.locator("article.private").last).to_be_visible()
    found["private"] = faults(page)
    send(page, "@usher anything on video prediction?")
    expect(page.locator("#thread article.bot")).to_have_count(1)
    found["thread"] = faults(page)
    page.get_by_role("button", name="Close the thread").click()
    page.get_by_role("button", name="Behind the scenes").click()
    page.locator("#requests button").first.click()
    found["panel"] = faults(page)
    page.locator("#panel .close").click()
    if width < 760:
        page.get_by_role("button", name="Channels").click()
        found["menu"] = faults(page)
    page.locator("#apps button").click()
    found["direct"] = faults(page)
    page.locator("#tabs button", has_text="Home").click()
    page.locator("#home").get_by_role("button", name="Settings").click()
    expect(page.locator("#modal")).to_be_visible()
    found["settings"] = faults(page)
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).to_be_hidden()
    found["home"] = faults(page)
    assert {place: each for place, each in found.items() if each} == {}
    page.close()


def words_of(node: object) -> list[str]:
    """The words that blocks show, but for buttons and dates, which each reader sees in another way."""
    if isinstance(node, list):
        return [word for each in node for word in words_of(each)]
    if not isinstance(node, dict) or node.get("type") in {"button", "date", "feedback_buttons"}:
        return []
    own = node["text"].split() if isinstance(node.get("text"), str) else []
    return own + [word for value in node.values() if not isinstance(value, str) for word in words_of(value)]


@pytest.mark.parametrize("asked", ["/paper gshrd", "/session tue 11am", "/usher help", "/paper zzzz", "/session blah"])
def test_the_text_of_a_message_alone_says_what_its_blocks_say(demo_url: str, asked: str) -> None:
    def shown() -> list[dict[str, Any]]:
        state = httpx.get(f"{demo_url}/demo/state", params={"person": "U0BEN"}).json()
        return list(state["messages"]["C0READING"])

    before = len(shown())
    did = {"kind": "command", "person": "U0BEN", "channel": "C0READING", "text": asked}
    assert httpx.post(f"{demo_url}/demo/act", json=did).json()["ok"]
    for _ in range(150):
        if len(shown()) > before:
            break
        time.sleep(0.1)
    message = shown()[before]
    alone = message["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert alone.strip()
    assert [word for word in words_of(message["blocks"]) if word.strip("·•–,.:()") not in alone] == []
