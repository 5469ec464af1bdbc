"""Stories of the demo: what a person sees in the browser while they look around, page, share and make mistakes."""

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
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(demo_url) else None)
    page.goto(demo_url)
    expect(page.locator("#where")).to_have_text("# general")
    yield page
    assert faults == []  # nothing breaks, and nothing is fetched from elsewhere
    page.close()


def send(page: Page, text: str, box: str = "#text") -> None:
    page.fill(box, text)
    page.press(box, "Enter")


def test_whoever_comes_first_is_told_what_to_try_and_all_of_it_is_answered(page: Page) -> None:
    page.locator("#channels button", has_text="reading-group").click()
    tried = page.locator(".welcome li button").all_inner_texts()
    assert len(tried) > 3
    page.locator(".welcome li button").first.click()
    expect(page.locator("article.private").last).to_contain_text("Showing results for")
    for at, text in enumerate((one for one in tried[1:] if one.startswith("/")), 2):
        send(page, text)
        expect(page.locator("#log article.private")).to_have_count(at)
        expect(page.locator("#log article.private").last).not_to_contain_text("not in the programme")


def test_an_answer_of_several_pages_is_turned_in_place(page: Page) -> None:
    send(page, "/paper learning")
    answer = page.locator("article.private").last
    expect(answer).to_contain_text("1–5 of")
    answer.get_by_role("button", name="Next page").click()
    expect(page.locator("article.private").last).to_contain_text("6–10 of")
    page.locator("article.private").last.get_by_role("button", name="Previous page").click()
    expect(page.locator("article.private").last).to_contain_text("1–5 of")


def test_a_button_keeps_the_focus_when_its_message_is_drawn_anew(page: Page) -> None:
    send(page, "/paper deformable detr")
    star = page.locator("article.private", has_text="Deformable DETR").last.get_by_role("button", name="☆ Star")
    star.focus()
    page.keyboard.press("Enter")
    expect(page.locator("article.private").last).to_contain_text("★ Starred")
    assert page.evaluate("document.activeElement.textContent") == "★ Unstar"


def test_a_posted_link_shows_what_it_leads_to_and_another_link_does_not(page: Page) -> None:
    send(page, "as in https://arxiv.org/abs/0000.00000 before")
    expect(page.locator("#log article").last).to_contain_text("before")
    send(page, "look at https://oops.cs.columbia.edu.")
    expect(page.locator("#log article").last.locator(".unfurl")).to_contain_text("☆ Star")
    expect(page.locator(".unfurl")).to_have_count(1)


def test_what_waits_elsewhere_is_marked_until_it_is_looked_at(page: Page) -> None:
    reading = page.locator("#channels button", has_text="reading-group")
    page.select_option("#person", "U0CHITRA")
    reading.click()
    send(page, "hello from Chitra")
    expect(page.locator("#log article").last).to_contain_text("hello from Chitra")
    page.locator("#channels button", has_text="general").click()
    page.select_option("#person", "U0DELE")
    expect(reading).to_contain_text("new")
    reading.click()
    expect(reading).not_to_contain_text("new")
    page.select_option("#person", "U0ADA")


def test_how_a_question_was_read_can_be_looked_at(page: Page) -> None:
    send(page, "/session tue 11am")
    expect(page.locator("article.private").last).to_contain_text("11:00 AM")
    page.get_by_role("button", name="Behind the scenes").click()
    page.locator("#asked button", has_text="/session tue 11am").first.click()
    expect(page.locator("#json")).to_contain_text("intent: schedule")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_only_what_is_held_of_readings_is_given_out(demo_url: str) -> None:
    assert httpx.get(f"{demo_url}/demo/read/987654").status_code == 404
    assert httpx.get(f"{demo_url}/demo/read/one").status_code == 404


def test_all_can_be_done_with_the_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # to the message box
    page.keyboard.type("/")
    expect(page.locator("#composer .offers li")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("now")
    assert page.input_value("#text") == "/session now"
    page.keyboard.press("Enter")
    expect(page.locator("article.private").last).to_contain_text("Share in channel")
    page.keyboard.type("@us")
    page.keyboard.press("Tab")
    page.keyboard.type("who wrote gshard?")
    page.keyboard.press("Enter")
    expect(page.locator("#thread article.bot")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#thread")).to_be_hidden()


def test_what_asks_again_is_done_only_after_a_yes(page: Page) -> None:
    page.select_option("#person", "U0BEN")
    send(page, "/paper poly-encoders")
    page.locator("article.private").last.get_by_role("button", name="☆ Star").click()
    expect(page.locator("article.private").last).to_contain_text("★ Starred")
    send(page, "/usher forget me")
    page.get_by_role("button", name="Forget me").click()
    page.locator("dialog.sure").get_by_role("button", name="Keep it").click()
    expect(page.locator("dialog.sure")).to_have_count(0)
    page.get_by_role("button", name="Forget me").click()
    page.locator("dialog.sure").get_by_role("button", name="Delete it").click()
    expect(page.locator("article.private").last).to_contain_text("deleted", ignore_case=True)
    page.select_option("#person", "U0ADA")


MARKUP = [
    ("*bold* _it_ ~gone~ `code`", "<strong>bold</strong> <em>it</em> <s>gone</s> <code>code</code>"),
    ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
    ("* no * and **no**", "* no * and **no**"),
    ("*_both_*", "<strong><em>both</em></strong>"),
    ("(*inside*), *end*.", "(<strong>inside</strong>), <strong>end</strong>."),
    ("`*not bold*`", "<code>*not bold*</code>"),
    ("*over\nlines*", "*over\nlines*"),
    ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
    ("&gt; said", "<blockquote>said</blockquote>"),
    ("<@U0BEN>", '<span class="mention">@Ben</span>'),
    ("<!here>", '<span class="mention">@here</span>'),
    ("```a\n*b*```", "<pre>a\n*b*</pre>"),
    ("<!date^0^{date_num} {time}|never>", "1970-01-01 12:00 AM"),
    ("<javascript:alert(1)|x>", '<a href="#" target="_blank" rel="noopener noreferrer">x</a>'),
]


@pytest.mark.parametrize(("written", "drawn"), MARKUP)
def test_markup_is_drawn_as_slack_draws_it(page: Page, written: str, drawn: str) -> None:
    made = page.evaluate(
        """async (text) => {
            const { drawMarkup } = await import("/page/markup.js");
            const box = document.createElement("div");
            box.append(drawMarkup(text, { zone: "UTC", now: new Date(86400e6), names: { U0BEN: "Ben" } }));
            return box.innerHTML.replaceAll("\\u202f", " ");
        }""",
        written,
    )
    assert made == drawn


def test_what_slack_would_refuse_is_said_in_red(page: Page, demo_url: str) -> None:
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    body = {"channel": "C0GENERAL", "text": "x", "blocks": blocks}
    assert httpx.post(f"{demo_url}/api/chat.postMessage", json=body).json()["error"] == "invalid_blocks"
    expect(page.locator("#refused .violation")).to_have_text("Slack refuses chat.postMessage: header: too long")
