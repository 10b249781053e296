"""How long people wait for a page, in a real browser against the running demo."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.runner import measure, times_ms
from e2e.browser import DESKTOP, launch
from e2e.person import Person
from e2e.portal import Portal, running

SAMPLES = 30
LINKS = "main a[href*='/account/cases/']:not([href$='/add'])"
OPENED = """async ([links, which]) => {
  const link = document.querySelectorAll(links)[which]
  const receipt = link.closest("section").textContent.match(/[A-Z]{3}\\d{10}/)[0]
  const opened = () => !document.querySelector(links)
    && document.querySelector("main").textContent.includes(receipt)
  const begun = performance.now()
  link.click()
  await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`${receipt} did not open`)), 10000)
    const look = () => opened() && (watch.disconnect(), resolve())
    const watch = new MutationObserver(look)
    watch.observe(document.body, {childList: true, subtree: true, characterData: true})
    look()
  })
  return performance.now() - begun
}"""

ESTIMATED = "IOE0912000055"
CHECK = re.compile("Check again|Volver a revisar")
PRESSED = """async () => {
  const answer = document.querySelector("#checked")
  const before = answer.textContent
  const begun = performance.now()
  document.querySelector("main button[type=button]").click()
  await new Promise((resolve) => {
    const look = () => answer.textContent !== before && (watch.disconnect(), resolve())
    const watch = new MutationObserver(look)
    watch.observe(answer, {childList: true, subtree: true, characterData: true})
  })
  return performance.now() - begun
}"""


@measure("Case page: click to content", target=250, unit="ms")
def case_page() -> Iterable[float]:
    """Two cases in turn, so that what is still there from the last time does not count."""
    with somebody() as person:
        person.signs_in("Dolores Reyes-Méndez")
        return [open_case(person.page, number % 2) for number in range(SAMPLES)]


@measure("Case page: a press to its answer", target=40, unit="ms")
def press() -> Iterable[float]:
    """One event on an open case page, from the click to the changed page. The answer names the
    second, so presses are a second apart."""
    with somebody() as person:
        person.signs_in("Dolores Reyes-Méndez")
        person.page.locator(LINKS).first.click()
        button = person.page.get_by_role("button", name=CHECK)
        button.click()
        expect(person.page.locator("#checked")).not_to_be_empty()
        return [pressed(person.page) for _ in range(SAMPLES)]


@measure("Estimates: a press to its answer on the case page", target=40, unit="ms")
def press_estimate() -> Iterable[float]:
    """The same on a case that has an estimate, which is made anew each time."""
    with somebody() as person:
        person.signs_in("Dolores Reyes-Méndez")
        person.page.locator(".cx-card", has_text=ESTIMATED).get_by_role("link").first.click()
        expect(person.page.locator("#progress")).to_contain_text("Of 100 cases like yours")
        button = person.page.get_by_role("button", name=CHECK)
        button.click()
        expect(person.page.locator("#checked")).not_to_be_empty()
        return [pressed(person.page) for _ in range(SAMPLES)]


def pressed(page: Page) -> float:
    page.wait_for_timeout(1050)
    return float(page.evaluate(PRESSED))


@measure("My cases: address to content", target=2000, unit="ms")
def my_cases() -> Iterable[float]:
    """A full load of the page, signed in: document, scripts, socket, the person's own cases."""
    with somebody() as person:
        person.signs_in("Dolores Reyes-Méndez")
        return list(times_ms(lambda: load_my_cases(person), SAMPLES))


def load_my_cases(person: Person) -> None:
    person.page.goto(f"{person.portal.url}/account")
    expect(person.page.locator(LINKS)).to_have_count(2)


def open_case(page: Page, which: int) -> float:
    expect(page.locator(LINKS)).to_have_count(2)
    took = page.evaluate(OPENED, [LINKS, which])
    page.go_back()
    return float(took)


@contextlib.contextmanager
def somebody() -> Iterator[Person]:
    """A person at a browser of their own, in front of a portal of their own."""
    with a_browser(running) as (browser, portal):
        yield Person(browser.new_page(viewport=DESKTOP), portal)


@contextlib.contextmanager
def a_browser(
    start: Callable[[Path], AbstractContextManager[Portal]],
) -> Iterator[tuple[Browser, Portal]]:
    """In front of a portal of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="cx-bench-") as folder,
        start(Path(folder)) as portal,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        yield browser, portal
        browser.close()
