"""The same portal on PostgreSQL and Redis, with two web workers: nothing else changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from e2e.journeys import counted, heading, more_tabs
from e2e.person import Person
from e2e.portal import Portal
from e2e.servers import on_servers
from e2e.test_raw_socket import CASES_LOAD, reads_what_a_stolen_token_gives
from e2e.test_visits_desk import asks_for_a_visit


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with on_servers(tmp_path_factory.mktemp("servers")) as started:
        yield started


def test_from_the_letter_to_the_case(new_person: Callable[..., Person]) -> None:
    """Several tabs, so that both workers take part."""
    person = new_person()
    code = person.reads_code_for("IOE0912000011")
    person.signs_in("Amina Karimi", "/account/cases/add")
    person.types_a_code("IOE0912000011", code, ("3", "14", "1991"))
    person.sees("The case is in your account")
    for _tab in range(4):
        tab = Person(person.page.context.new_page(), person.portal)
        tab.opens("/account")
        tab.sees("IOE0912000011")
    person.opens("/account/messages")
    person.sees("A case was added to your account")


def test_what_an_officer_does_with_a_visit_shows_on_other_screens(
    new_person: Callable[..., Person],
) -> None:
    """On several tabs of the person and of another officer, so that both workers take part; and
    without a reload. How long it takes is measured with the others (`make bench ONLY=live`)."""
    person, officer, colleague = new_person(), new_person(), new_person()
    _made, asked = asks_for_a_visit(person)
    officer.signs_in("Olivia Reyes", asked.path)
    colleague.signs_in("Owen Clark", "/officer/appointments")
    desks = [colleague, *more_tabs(colleague, 3, "/officer/appointments")]
    pages = more_tabs(person, 4, f"/account/appointments/{asked.reference}")
    for page in pages:
        page.sees("We have your request")
    for desk in desks:
        expect(counted(desk, "Unassigned")).not_to_be_empty()
    loaded = [tab.page.evaluate("performance.timeOrigin") for tab in (*desks, *pages)]
    unassigned, waiting = (
        int(counted(colleague, queue).inner_text()) for queue in ("Unassigned", "Waiting")
    )

    officer.page.get_by_role("button", name="Claim").click()
    officer.sees("It is yours for a while.")
    for page in pages:
        expect(heading(page, "An officer looks at your request")).to_be_visible(timeout=2_000)
    for desk in desks:
        expect(counted(desk, "Unassigned")).to_have_text(str(unassigned - 1))

    officer.page.get_by_role("button", name="Ask", exact=True).click()
    officer.chooses("Are there passport photos?")
    officer.page.get_by_role("button", name="Ask this").click()
    officer.sees("Asked. Its person sees it now")
    for page in pages:
        expect(heading(page, "We have a question for you")).to_be_visible(timeout=2_000)
    for desk in desks:
        expect(counted(desk, "Waiting")).to_have_text(str(waiting + 1))
    assert loaded == [tab.page.evaluate("performance.timeOrigin") for tab in (*desks, *pages)]


def test_the_token_of_a_tab_gives_nothing_without_its_session(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    """Redis keeps a tab's state for an hour, for whoever knows its token."""
    person = new_person()
    person.signs_in("Dolores Reyes-Méndez")
    mine, stolen = reads_what_a_stolen_token_gives(portal, person, CASES_LOAD)
    assert "IOE0912000055" in mine
    assert "is_hydrated" in stolen
    assert "IOE0912000055" not in stolen
    assert "Dolores" not in stolen
