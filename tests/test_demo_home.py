"""The App Home and the settings, as a person uses them in a browser."""

from demo_page import browser, demo_url
from playwright.sync_api import Browser, expect

__all__ = ["browser", "demo_url"]


def test_on_a_phone_a_star_is_set_in_the_home_and_a_zone_is_looked_up(browser: Browser, demo_url: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(demo_url)
    page.get_by_role("button", name="Channels").click()
    page.locator("#apps button, #apps a").first.click()
    page.get_by_role("button", name="Home").click()
    home = page.locator("#home")
    expect(home).to_contain_text("Nothing is starred yet.")
    home.get_by_role("button", name="☆ Star").first.click()
    expect(home.get_by_role("button", name="★ Unstar")).to_have_count(2)  # where it was pressed, and below
    home.get_by_role("button", name="Settings").click()
    zone = page.locator("#modal input[list]")
    zone.fill("kolk")
    expect(page.locator("#modal datalist option")).to_have_count(1)
    zone.fill(page.locator("#modal datalist option").get_attribute("value") or "")
    page.get_by_role("button", name="Save").click()
    expect(home).to_contain_text("Times in Asia/Kolkata (chosen by you)")
    expect(home).to_contain_text("IST")
    assert faults == []
    assert page.locator(".violation").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
