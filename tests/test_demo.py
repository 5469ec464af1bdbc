"""The demo: what people do in the browser reaches the bot as Slack would send it, and its answers are drawn."""

from collections.abc import Iterator

import httpx
import pytest
from demo_page import browser, demo_url
from playwright.sync_api import Browser, Page, expect

__all__ = ["browser", "demo_url"]


@pytest.fixture
def page(browser: Browser, demo_url: str) -> Iterator[Page]:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(demo_url)
    expect(page.locator("#where")).to_have_text("# general")
    yield page
    assert faults == []
    assert page.locator(".violation").count() == 0
    page.close()


def send(page: Page, text: str, box: str = "#text") -> None:
    page.fill(box, text)
    page.press(box, "Enter")


def test_a_misspelt_word_finds_the_paper_in_a_private_answer(page: Page) -> None:
    send(page, "/paper gshrd")
    answer = page.locator("article.private").last
    expect(answer).to_contain_text("GShard: Scaling Giant Models")
    expect(answer).to_contain_text("Only visible to you")


def test_a_private_answer_is_nobody_elses_and_can_be_shared(page: Page) -> None:
    send(page, "/paper poly-encoders")
    answer = page.locator("article.private", has_text="Poly-encoders")
    answer.get_by_role("button", name="Share in channel").click()
    expect(page.locator("article:not(.private)").last).to_contain_text("Asked with /paper poly-encoders")
    page.select_option("#person", "U0BEN")
    expect(page.locator("article:not(.private)").last).to_contain_text("Asked with /paper poly-encoders")
    expect(page.locator("article.private")).to_have_count(0)
    page.select_option("#person", "U0ADA")


def test_each_reader_sees_their_own_time(page: Page) -> None:
    for person, clock in (("U0ADA", "11:00 AM"), ("U0BEN", "8:00 PM"), ("U0CHITRA", "11:30 PM")):
        page.select_option("#person", person)
        send(page, "/session tuesday 11:00 pdt")
        expect(page.locator("article.private").last).to_contain_text(clock)
    page.select_option("#person", "U0ADA")


def test_a_mention_is_answered_in_its_thread_and_followed_up_there(page: Page) -> None:
    send(page, "@usher who wrote gshard?")
    thread = page.locator("#thread")
    expect(thread).to_contain_text("Dmitry Lepikhin")
    send(page, "@usher and where is it?", "#thread textarea")
    expect(thread.locator("article").last).to_contain_text("Poster Session 10")


def test_a_command_in_a_thread_is_refused_as_slack_does(page: Page) -> None:
    send(page, "@usher hello")
    expect(page.locator("#thread article")).to_have_count(2)
    send(page, "/paper gshard", "#thread textarea")
    expect(page.locator("#status")).to_contain_text("do not work in threads")


def test_the_clock_can_be_set(page: Page) -> None:
    page.fill("#now", "2021-05-04T12:05")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.locator("#shown")).to_contain_text("12:05")
    send(page, "/session now")
    expect(page.locator("article.private").last).to_contain_text("on now")
    page.fill("#now", "2021-05-04T11:00")
    page.get_by_role("button", name="Set", exact=True).click()


def test_what_goes_to_and_fro_can_be_looked_at(page: Page) -> None:
    send(page, "/paper gshard")
    page.get_by_role("button", name="Behind the scenes").click()
    page.locator("#requests button", has_text="response_url").first.click()
    expect(page.locator("#json")).to_contain_text('"response_type": "ephemeral"')


def test_commands_are_offered_while_typing(page: Page) -> None:
    page.locator("#text").press_sequentially("/se")
    page.press("#text", "Tab")
    expect(page.locator("#text")).to_have_value("/session ")


def test_the_page_fits_a_phone(browser: Browser, demo_url: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(demo_url)
    send(page, "/session tue 11am")
    expect(page.locator("article.private").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Channels").click()
    expect(page.locator("#channels")).to_be_visible()
    page.close()


@pytest.mark.parametrize(
    ("path", "how"),
    [
        ("/demo/state", {"headers": {"host": "evil.example"}}),
        ("/demo/act", {"method": "POST", "content": '{"kind":"say"}', "headers": {"content-type": "text/plain"}}),
        ("/demo/act", {"method": "POST", "json": {"kind": "say", "person": "U0ADA"}}),
        ("/demo/act", {"method": "POST", "json": ["say"]}),
        ("/demo/clock", {"method": "POST", "json": {"now": "soon"}}),
        ("/demo/clock", {"method": "POST", "json": {"now": "2021-05-04T11:00"}}),
        ("/page/../../pyproject.toml", {}),
        ("/page/__init__.py", {}),
        ("/files/none", {}),
    ],
)
def test_what_is_out_of_shape_or_from_elsewhere_is_refused(demo_url: str, path: str, how: dict[str, object]) -> None:
    method = str(how.pop("method", "GET")) if "method" in how else "GET"
    assert 400 <= httpx.request(method, demo_url + path, **how).status_code < 500


def test_what_nobody_here_can_do_is_said_in_a_sentence(demo_url: str) -> None:
    for did in (
        {"kind": "say", "person": "U0NOBODY", "channel": "C0GENERAL", "text": "hi"},
        {"kind": "say", "person": "U0ADA", "channel": "D0BEN", "text": "hi"},
        {"kind": "command", "person": "U0ADA", "channel": "C0GENERAL", "text": "/dance now"},
        {"kind": "press", "person": "U0ADA", "action": {}, "at": {"channel": "C0GENERAL", "ts": "1.1"}},
        {"kind": "submit", "person": "U0ADA", "state": {}},
    ):
        said = httpx.post(f"{demo_url}/demo/act", json=did).json()
        assert said["ok"] is False
        assert said["error"].endswith(".")


# --- a conference day, as a person has it


def set_clock(page: Page, local: str) -> None:
    page.fill("#now", local)
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.locator("#shown")).to_contain_text(local[-5:])


def messages_of_usher(page: Page) -> None:
    page.locator("#apps button").click()
    page.locator("#tabs button", has_text="Messages").click()


def test_a_star_is_reminded_of_follows_a_change_and_is_on_the_home(page: Page) -> None:
    page.select_option("#person", "U0CHITRA")
    set_clock(page, "2021-05-05T00:05")  # 11:35 in Los Angeles
    send(page, "/paper randomized automatic differentiation")
    answer = page.locator("article.private", has_text="Randomized Automatic Differentiation").first
    answer.get_by_role("button", name="☆ Star").click()
    expect(page.locator("article.private").last).to_contain_text("★ Starred")
    expect(answer.get_by_role("button", name="★ Unstar")).to_be_visible()
    page.get_by_role("button", name="Behind the scenes").click()
    expect(page.locator("#scheduled")).to_contain_text("In 10 minutes")

    page.select_option("#what", label="Randomized Automatic Differentiation")
    page.get_by_role("button", name="+30 min").click()
    messages_of_usher(page)
    expect(page.locator("#log article").last).to_contain_text("moves: Today, 12:30 AM", timeout=15_000)

    page.locator("#tabs button", has_text="Home").click()
    expect(page.locator("#home")).to_contain_text("1:00 AM–1:15 AM")

    set_clock(page, "2021-05-05T00:51")
    messages_of_usher(page)
    expect(page.locator("#log article").last).to_contain_text("In 10 minutes, at 1:00 AM")


def test_what_clashes_is_said_with_the_star(page: Page) -> None:
    page.select_option("#person", "U0BEN")
    set_clock(page, "2021-05-04T18:00")
    page.select_option("#what", label="Iterated learning for emergent systematicity in VQA")
    page.get_by_role("button", name="+30 min").click()
    expect(page.locator("#status")).to_contain_text("another one now")
    for title in ("Iterated learning for emergent systematicity", "How Does Mixup Help With Robustness"):
        send(page, f"/paper {title}")
        answer = page.locator("article.private").last
        expect(answer.get_by_role("button", name="Abstract")).to_be_visible()  # no list that was there before
        expect(answer).to_contain_text(title)
        answer.get_by_role("button", name="☆ Star").click()
        expect(page.locator("article.private").last).to_contain_text("★ Starred")
    expect(page.locator("article.private").last).to_contain_text("Iterated learning for emergent systematicity")


def test_details_open_in_a_page_of_their_own_and_close_by_the_keyboard(page: Page) -> None:
    send(page, "/session tuesday 12:00 pdt")
    page.locator("article.private").last.get_by_role("button", name="Details").first.click()
    expect(page.locator("dialog")).to_contain_text("More like this")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()


def test_settings_are_chosen_in_a_form_and_change_the_answers(page: Page) -> None:
    page.select_option("#person", "U0DELE")
    send(page, "/usher settings")
    page.locator("dialog select").first.select_option(label="5 minutes before")
    page.locator("dialog button.primary").click()
    expect(page.locator("dialog")).to_be_hidden()
    page.locator("#apps button").click()
    page.locator("#tabs button", has_text="Home").click()
    expect(page.locator("#home")).to_contain_text("5 minutes before")


def test_in_its_thread_a_follow_up_needs_no_mention_and_talk_between_people_no_answer(page: Page) -> None:
    send(page, "@usher when is the mixup talk?")
    thread = page.locator("#thread")
    expect(thread.locator("article.bot")).to_have_count(1)
    send(page, "who wrote it?", "#thread textarea")
    expect(thread.locator("article.bot")).to_have_count(2)
    send(page, "thanks Ben, see you at lunch then", "#thread textarea")
    page.wait_for_timeout(1_000)
    expect(thread.locator("article.bot")).to_have_count(2)
