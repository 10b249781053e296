"""How soon others see what an officer does, with two web workers on PostgreSQL and Redis."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle, islice
from time import perf_counter

from playwright.sync_api import expect

from bench.pages import a_browser
from bench.runner import measure
from e2e.browser import DESKTOP
from e2e.journeys import counted, heading, more_tabs
from e2e.person import Person
from e2e.servers import on_servers
from e2e.test_visits_desk import asks_for_a_visit

SAMPLES = 30
TABS = 4
DESK = "/officer/appointments"
ACTS = (("Claim", "An officer looks at your request", -1), ("Put back", "We have your request", 1))
"""What the officer presses, what the person then reads, how many more wait unassigned."""


@measure("Live: a press of an officer until eight other tabs show it", target=2_000, unit="ms")
def other_tabs() -> Iterable[float]:
    """Four tabs of the person and four of another officer."""
    with a_browser(on_servers) as (browser, portal):
        person, officer, colleague = (
            Person(browser.new_context(viewport=DESKTOP).new_page(), portal) for _ in range(3)
        )
        _made, asked = asks_for_a_visit(person)
        officer.signs_in("Olivia Reyes", asked.path)
        colleague.signs_in("Owen Clark", DESK)
        desks = more_tabs(colleague, TABS, DESK)
        pages = more_tabs(person, TABS, f"/account/appointments/{asked.reference}")
        for desk in desks:
            expect(counted(desk, "Unassigned")).not_to_be_empty()
        waiting = int(counted(desks[0], "Unassigned").inner_text())
        took = []
        for act, reads, more in islice(cycle(ACTS), SAMPLES):
            waiting += more
            begun = perf_counter()
            officer.page.get_by_role("button", name=act).click()
            for page in pages:
                expect(heading(page, reads)).to_be_visible()
            for desk in desks:
                expect(counted(desk, "Unassigned")).to_have_text(str(waiting))
            took.append((perf_counter() - begun) * 1_000)
        return took
