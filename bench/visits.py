"""The officers' desk among 100,000 requests for a visit: what a page asks of the database, and how
long an officer waits for it in a browser. `CX_BENCH_VISITS` says among how many.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, WebSocket, expect, sync_playwright
from sqlalchemy import RowMapping, text
from sqlmodel import SQLModel, select

from bench.linking import postgresql, sqlite
from bench.runner import measure, times_ms
from cx_app import database as db
from cx_app.domain.identity import Actor, Role
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.figures import figures
from demo.many_requests import fill
from e2e.browser import DESKTOP, launch
from e2e.person import Person
from e2e.portal import Portal, running
from tests import factories
from tests.services.appointment_requests.asking import field_office
from tests.sql import statements

MANY = int(os.environ.get("CX_BENCH_VISITS", "100000"))
MADE = 2_500
"""Made one by one; the rest are copies of them under other numbers."""
SAMPLES, TURNS = 40, 60
STEPS = "request_step"
SYMBOLS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
ACTED = """([act, busy]) => new Promise((resolve, reject) => {
  const body = document.querySelector("#visits tbody")
  const begun = performance.now()
  const done = () => (watch.disconnect(), resolve(performance.now() - begun))
  const watch = new MutationObserver(done)
  watch.observe(document.querySelector(".cx-desk"),
                {childList: true, subtree: true, characterData: true, attributes: false})
  setTimeout(() => reject(new Error("nothing came of " + act)), 20000)
  document.querySelector(act).click()
})"""
TABS = (".cx-choice:nth-of-type(1)", ".cx-choice:nth-of-type(5)", ".cx-choice:nth-of-type(4)")
NEXT = "nav[aria-label=Pages] button[data-key=n]"
SHOW = "form[role=search] button[type=submit]"


@measure("Visits: a page of the desk among 100,000, SQLite", target=60, unit="ms")
def a_page_on_sqlite() -> Iterable[float]:
    with sqlite():
        return list(_pages())


@measure("Visits: a page of the desk among 100,000, PostgreSQL", target=60, unit="ms")
def a_page_on_postgres() -> Iterable[float]:
    with postgresql():
        return list(_pages())


@measure("Visits: statements for a page of the desk", target=6, unit="")
def statements_of_a_page() -> Iterable[float]:
    with sqlite():
        officer = _ground(1_000)
        seen = []
        for look in _looks(officer):
            with statements() as asked:
                look()
            seen.append(float(sum("SELECT" in one.upper() for one in asked)))
        return seen


@measure("Visits: tab, sort, search, next page among 100,000: click to rows", target=100, unit="ms")
def clicks() -> Iterable[float]:
    with _at_the_desk() as person:
        return [took for took, _bytes in _acts(person)]


@measure("Visits: bytes that a click of the desk brings", target=20_000, unit="bytes")
def bytes_of_a_click() -> Iterable[float]:
    with _at_the_desk() as person:
        return [size for _took, size in _acts(person)]


@measure("Visits: figures of 90 days among 100,000, SQLite", target=1_000, unit="ms")
def figures_on_sqlite() -> Iterable[float]:
    with sqlite():
        return list(_figures())


@measure("Visits: figures of 90 days among 100,000, PostgreSQL", target=1_000, unit="ms")
def figures_on_postgres() -> Iterable[float]:
    with postgresql():
        return list(_figures())


def _figures() -> Iterator[float]:
    _ground(MANY, steps=True)
    with db.write() as session:
        account = factories.account(session, roles=(Role.SUPERVISOR,))
        supervisor = factories.actor_for(account, Role.SUPERVISOR)

    def look() -> None:
        with db.read() as session:
            assert figures(session, supervisor, 90).reasons

    yield from times_ms(look, 10)


def _pages() -> Iterator[float]:
    officer = _ground(MANY)
    for look in _looks(officer):
        yield from times_ms(look, SAMPLES // 8)


def _looks(officer: Actor) -> Iterable[Callable[[], None]]:
    """Each queue, sorted and searched, and a page further on."""
    from cx_app.services.appointment_requests.cursor import Sort
    from cx_app.services.appointment_requests.queue import queue
    from cx_app.services.appointment_requests.queue_where import Filters, Tab

    def look(tab: Tab, filters: Filters, sort: Sort, pages: int = 1) -> None:
        cursor = ""
        for _page in range(pages):
            with db.read() as session:
                cursor = queue(session, officer, tab, filters, sort, cursor).next

    plain = Filters()
    for tab, filters, sort in (
        (Tab.UNASSIGNED, plain, Sort.URGENT),
        (Tab.UNASSIGNED, plain, Sort.OLDEST),
        (Tab.UNASSIGNED, Filters(reason="judge_grant"), Sort.URGENT),
        (Tab.MINE, plain, Sort.URGENT),
        (Tab.WAITING, plain, Sort.URGENT),
        (Tab.DUE, plain, Sort.URGENT),
        (Tab.DONE, plain, Sort.LATEST),
        (Tab.DONE, Filters(text="zapata w"), Sort.LATEST),
    ):
        yield lambda tab=tab, filters=filters, sort=sort: look(tab, filters, sort)


def _ground(count: int, *, steps: bool = False) -> Actor:
    field_office()
    with db.write() as session:
        account = factories.account(session, roles=(Role.OFFICER,))
        officer = factories.actor_for(account, Role.OFFICER)
    fill(min(MADE, count), 1)
    _copies(count // MADE - 1, steps=steps)
    return officer


def _copies(times: int, *, steps: bool = False) -> None:
    """All requests that are there, so many times more; with all that happened to them, or not."""
    requests, moves = (SQLModel.metadata.tables[name] for name in ("appointment_request", STEPS))
    with db.read() as session:
        rows = session.execute(select(requests)).mappings().all() if times > 0 else []
        taken = session.execute(select(moves)).mappings().all() if steps and times > 0 else []
    for _time in range(max(times, 0)):
        copies = {row["id"]: _another(row) for row in rows}
        with db.write() as session:
            connection = session.connection()
            connection.execute(requests.insert(), list(copies.values()))
            if taken:
                new = [
                    {**t, "id": uuid7(), "request_id": copies[t["request_id"]]["id"]} for t in taken
                ]
                connection.execute(moves.insert(), new)
    _tidy()


def _tidy() -> None:
    """What the database does by itself in time: its statistics, and which pages all may read."""
    writer = db.engines().writer
    words = "VACUUM ANALYZE" if writer.dialect.name == "postgresql" else "ANALYZE"
    with writer.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(words))


def _another(row: RowMapping) -> dict[str, Any]:
    """The same request of somebody else; what is sealed in it does not open."""
    mine: dict[str, Any] = dict(row)
    number = uuid7()
    mine |= {"id": number, "reference": _reference(number.int), "submit_key": str(number)}
    if mine["open_key"]:
        mine["open_key"] = str(number)
    return mine


def _reference(number: int) -> str:
    """Not one that would be given out: nobody types it."""
    drawn = ""
    for _n in range(12):
        number, rest = divmod(number, len(SYMBOLS))
        drawn += SYMBOLS[rest]
    return drawn


@contextlib.contextmanager
def _at_the_desk() -> Iterator[Person]:
    with (
        tempfile.TemporaryDirectory(prefix="cx-bench-") as folder,
        running(Path(folder)) as portal,
        sync_playwright() as playwright,
    ):
        _fill(portal)
        browser = launch(playwright)
        person = Person(browser.new_page(viewport=DESKTOP), portal)
        person.signs_in("Owen Clark", "/officer/appointments")
        expect(person.page.locator("[data-row]").first).to_be_visible(timeout=60_000)
        yield person
        browser.close()


def _fill(portal: Portal) -> None:
    portal.cx("demo", "fill", "--requests", str(MADE))
    before = db.configure(portal.database)
    try:
        _copies(MANY // MADE - 1)
    finally:
        db.configure(before)


def _acts(person: Person) -> Iterator[tuple[float, float]]:
    """(ms from the click to changed rows, bytes that came for it)."""
    heard = [0]
    person.page.on("websocket", lambda socket: _listen(socket, heard))
    person.page.reload()
    expect(person.page.locator("[data-row]").first).to_be_visible(timeout=60_000)
    for act in _next_acts(person.page):
        person.page.wait_for_timeout(400)
        heard[0] = 0
        took = float(person.page.evaluate(ACTED, [act, ""]))
        person.page.wait_for_timeout(100)
        yield took, float(heard[0])


def _next_acts(page: Page) -> Iterator[str]:
    orders = cycle(["oldest", "urgent"])
    names = cycle(["zapata", "lind", "oye"])
    for turn in range(TURNS // 4):
        yield TABS[turn % len(TABS)]
        yield NEXT
        page.locator("#sort").select_option(next(orders))
        yield SHOW
        page.locator("#find").fill(next(names))
        yield SHOW


def _listen(socket: WebSocket, heard: list[int]) -> None:
    def frame(payload: str | bytes) -> None:
        heard[0] += len(payload)

    socket.on("framereceived", frame)
