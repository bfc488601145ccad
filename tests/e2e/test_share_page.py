"""A doctor with a browser and no account opens a parent's link."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.browser import Visitor
from tests.support.road import annas_link, patients
from tests.support.served import Served

pytestmark = pytest.mark.browser


def test_a_link_shows_what_the_parents_keep_growth_and_the_plan(browser: Browser, app: Served) -> None:
    child = patients(app.base)["Артём"]
    link, code, anna = annas_link(app.base, str(child), "diary", "child-data", "growth", "vaccinations")
    fever = {"indicator": "temperature", "value": 37.8, "measuredAt": "2026-11-21T20:15:00+03:00", "note": "вечером"}
    anna.post(f"/patients/{child}/diary", json=fever).raise_for_status()
    context = browser.new_context(locale="ru-RU", viewport={"width": 412, "height": 915})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(link)
    page.fill("#code", code)
    page.click("#open")
    expect(page.locator("[data-section]")).to_have_count(4)
    page.click('[data-section="diary"]')
    expect(page.locator("h1")).to_have_text("Дневник здоровья")
    expect(page.locator("[data-item]").first).to_contain_text("Температура · 37,8\u00a0°C")
    page.get_by_text("Назад").click()
    page.click('[data-section="child-data"]')
    page.click('[data-kind="allergies"]')
    expect(page.locator("[data-item]").first).to_contain_text("внесено родителем: ")
    page.get_by_text("Назад").click()
    expect(page.locator("[data-kind]")).to_have_count(7)
    page.get_by_text("Назад").click()
    page.click('[data-section="growth"]')
    expect(page.locator("table").first).to_contain_text("Центиль")
    page.get_by_text("Назад").click()
    page.click('[data-section="vaccinations"]')
    page.get_by_text("План прививок").click()
    expect(page.locator("[data-item]").first).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("undefined")
    page.get_by_text("Назад").click()
    expect(page.locator("[data-record]").first).to_be_visible()
    assert faults == []
    context.close()
    anna.close()


def test_a_link_opens_in_any_browser_and_closes_when_the_parent_ends_it(
    visitor: Visitor, browser: Browser, app: Served, tmp_path: Path
) -> None:
    child = patients(app.base)["Артём"]
    link, code, anna = annas_link(app.base, str(child), "labs", "visits")
    context = browser.new_context(locale="ru-RU", viewport={"width": 412, "height": 915})
    page = context.new_page()
    outside: list[str] = []
    faults: list[str] = []
    page.on("request", lambda asked: None if asked.url.startswith((app.base, "blob:")) else outside.append(asked.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(link)
    page.fill("#code", "000000" if code != "000000" else "111111")
    page.click("#open")
    expect(page.get_by_role("alert")).to_contain_text("Осталось 4 попытки")
    page.fill("#code", code)
    page.click("#open")
    expect(page.locator("[data-section]")).to_have_count(2)
    page.click('[data-section="labs"]')
    page.locator("[data-record]").first.click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("table")).to_contain_text("Гемоглобин")
    page.go_back()  # the browser's own: the screen before, not the page before
    expect(page.locator("h1")).to_have_text("Анализы")
    page.go_back()
    expect(page.locator("[data-section]")).to_have_count(2)
    page.go_forward()
    page.locator("[data-record]").first.click()
    expect(page.locator("table")).to_contain_text("Гемоглобин")
    with page.expect_download() as waiting:
        page.click("#pdf")
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF")
    page.reload()
    expect(page.locator("[data-section]")).to_have_count(2)
    page.go_back()
    expect(page.locator("[data-section]")).to_have_count(2)
    (share,) = anna.get(f"/patients/{child}/shares").json()["items"]
    anna.delete(f"/patients/{child}/shares/{share['id']}").raise_for_status()
    page.click('[data-section="visits"]')
    expect(page.locator("h1")).to_have_text("Ссылка больше не действует")
    seen = anna.get(f"/patients/{child}/access-log").json()["items"]
    assert any(one["text"].startswith("По ссылке, которую дали вы") for one in seen)
    assert outside == []
    assert faults == []
    context.close()
    anna.close()
