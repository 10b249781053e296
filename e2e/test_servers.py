"""The same portal on PostgreSQL and Redis, with two web workers: nothing else changes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Locator, expect

from e2e.person import Person
from e2e.portal import Portal, free_port, running
from e2e.test_raw_socket import CASES_LOAD, reads_what_a_stolen_token_gives
from e2e.test_visits_desk import asks_for_a_visit
from tests import postgres


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("redis-server")
    assert program, "redis-server is missing"
    port = free_port()
    folder = tmp_path_factory.mktemp("redis")
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            stdout=log,
            stderr=log,
        )
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Portal]:
    folder: Path = tmp_path_factory.mktemp("servers")
    with postgres.server() as socket:
        postgres.administer(postgres.url(socket, "postgres"), "CREATE DATABASE portal")
        with running(
            folder,
            DATABASE_URL=postgres.url(socket, "portal"),
            REDIS_URL=redis_url,
            CX_WORKERS="2",
        ) as started:
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


def test_what_an_officer_does_with_a_visit_shows_on_other_screens_within_two_seconds(
    new_person: Callable[..., Person],
) -> None:
    """On several tabs of the person and of another officer, so that both workers take part; and
    without a reload."""
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
    stands = monotonic()
    for page in pages:
        expect(heading(page, "An officer looks at your request")).to_be_visible(timeout=2_000)
    for desk in desks:
        expect(counted(desk, "Unassigned")).to_have_text(str(unassigned - 1), timeout=2_000)
    assert monotonic() - stands < 2

    officer.page.get_by_role("button", name="Ask", exact=True).click()
    officer.chooses("Are there passport photos?")
    officer.page.get_by_role("button", name="Ask this").click()
    officer.sees("Asked. Its person sees it now")
    stands = monotonic()
    for page in pages:
        expect(heading(page, "We have a question for you")).to_be_visible(timeout=2_000)
    for desk in desks:
        expect(counted(desk, "Waiting")).to_have_text(str(waiting + 1), timeout=2_000)
    assert monotonic() - stands < 2
    assert loaded == [tab.page.evaluate("performance.timeOrigin") for tab in (*desks, *pages)]


def more_tabs(whose: Person, many: int, path: str) -> list[Person]:
    tabs = [Person(whose.page.context.new_page(), whose.portal) for _ in range(many)]
    for tab in tabs:
        tab.opens(path)
    return tabs


def counted(desk: Person, queue: str) -> Locator:
    """The number on the button of a queue."""
    return desk.page.get_by_role("button", name=queue).locator(".cx-count")


def heading(page: Person, words: str) -> Locator:
    return page.page.get_by_role("heading", name=words, level=1)


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
