"""How long people wait for a page, in a real browser against the running demo."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.runner import measure
from e2e.browser import DESKTOP, launch
from e2e.person import Person
from e2e.portal import running

SAMPLES = 30
OPENED = """async ([from, to]) => {
  const title = () => document.querySelector("main h1")?.textContent ?? ""
  const settled = (done) => new Promise((resolve) => {
    const look = () => done() && (watch.disconnect(), resolve())
    const watch = new MutationObserver(look)
    watch.observe(document.body, {childList: true, subtree: true, characterData: true})
    look()
  })
  const begun = performance.now()
  document.querySelector(from).click()
  await settled(() => title() && title() !== to && !document.querySelector("[aria-busy=true]"))
  return performance.now() - begun
}"""


@measure("Case page: click to content", target=250, unit="ms")
def case_page() -> Iterable[float]:
    with somebody() as person:
        person.signs_in("Dolores Reyes-Méndez")
        return [open_first_case(person.page) for _ in range(SAMPLES)]


def open_first_case(page: Page) -> float:
    link = page.locator("main a[href*='/account/cases/']:not([href$=add])")
    link.first.wait_for()
    took = page.evaluate(OPENED, ["main a[href*='/account/cases/']:not([href$=add])", "My cases"])
    page.go_back()
    return float(took)


@contextlib.contextmanager
def somebody() -> Iterator[Person]:
    """A person at a browser of their own, in front of a portal of their own."""
    with (
        tempfile.TemporaryDirectory(prefix="cx-bench-") as folder,
        running(Path(folder)) as portal,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        yield Person(browser.new_page(viewport=DESKTOP), portal)
        browser.close()
