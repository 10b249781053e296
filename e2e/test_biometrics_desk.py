"""Officers and biometrics: another cause agreed to and not, a call, a center that closes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from e2e.made_biometrics import DAY, Comes, an_appointment, stands
from e2e.person import Person
from e2e.portal import PROJECT, Portal, running
from e2e.test_no_barriers import fits

DESK = "/officer/reschedules"
NAME = "Ferreira"
ASK = """
import sys
from uuid import UUID
from cx_app import database
from cx_app.domain.identity import Actor, Role
from cx_app.services.biometrics.ask_other import ask_other
from cx_app.services.identity.grants import ensure_account
from cx_app.settings import settings
with database.write() as session:
    account = ensure_account(session, settings.issuer, sys.argv[1])
    actor = Actor(account.id, Role.APPLICANT)
    assert ask_other(session, actor, UUID(sys.argv[2]), sys.argv[3]) is None
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One of its own: a center closes, and time goes on."""
    folder: Path = tmp_path_factory.mktemp("biometrics-desk")
    with running(folder) as started:
        yield started


def asks_another(portal: Portal, one: Comes, words: str) -> None:
    """The person has asked an officer for another time."""
    program = [sys.executable, "-c", ASK, "tomas", one.appointment_id, words]
    subprocess.run(program, cwd=PROJECT, env=portal.environment, check=True)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def desk_row(officer: Person, one: Comes) -> None:
    officer.opens(DESK)
    row = officer.page.get_by_role("row").filter(has_text=one.receipt)
    expect(row).to_be_visible()
    row.get_by_role("link").first.click()
    heading(officer.page, NAME)


def test_another_cause_agreed_to_and_the_person_is_let_choose(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(portal, subject="tomas")
    asks_another(portal, one, "My sister is moving house that day and needs me.")
    officer = new_person()
    officer.signs_in("Olivia Reyes", DESK)
    officer.sees("To decide")
    officer.finds_no_barrier()
    fits(officer)
    desk_row(officer, one)
    officer.sees("My sister is moving house")
    officer.finds_no_barrier()
    fits(officer)
    officer.page.get_by_role("button", name="Agree", exact=True).click()
    officer.sees("They choose a time now, and are told so.")
    person = new_person()
    person.signs_in("Tomás Albuquerque", one.path)
    person.sees("An officer agreed")
    officer.opens(DESK)
    officer.page.get_by_role("button", name="Agreed, no time yet").click()
    expect(officer.page.get_by_role("row").filter(has_text=one.receipt)).to_be_visible()


def test_not_agreed_by_keyboard_and_they_read_why(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(portal, subject="tomas")
    asks_another(portal, one, "I would rather come in the summer, when it is warm.")
    person, officer = new_person(), new_person()
    person.signs_in("Tomás Albuquerque", one.path)
    person.sees("An officer is looking at your request")
    officer.signs_in("Owen Clark", DESK)
    desk_row(officer, one)
    press = officer.page.get_by_role("button", name="Do not agree")
    press.focus()
    officer.page.keyboard.press("Enter")
    officer.sees("Choose why.")
    officer.finds_no_barrier()
    officer.page.get_by_role("radio", name="does not keep them from coming").focus()
    officer.page.keyboard.press("Space")
    press.focus()
    officer.page.keyboard.press("Enter")
    officer.sees("The appointment stays as it is. They read why.")
    person.sees("An officer did not agree")
    person.opens("/account/messages")
    person.page.get_by_text("Your biometrics appointment stays as it is").first.click()
    person.sees("The reason does not keep you from coming.")


def test_by_phone_in_time_from_the_case(portal: Portal, new_person: Callable[..., Person]) -> None:
    one = an_appointment(portal, subject="tomas", ahead=DAY / 3)
    officer = new_person(phone=True)
    officer.signs_in("Owen Clark", f"{DESK}/{one.appointment_id}")
    officer.sees("Why do you open this case?")
    officer.finds_no_barrier()
    officer.says_why()
    officer.sees("Too close to move it online. By phone it is still in time.")
    officer.page.get_by_label("Center").select_option(index=0)
    officer.page.get_by_role("button", name="Look for times").click()
    expect(officer.page.get_by_role("heading", name="Free times at")).to_be_focused()
    officer.page.get_by_role("button", name="Mountain").last.click()
    expect(officer.page.get_by_role("heading", name="Book this time")).to_be_focused()
    officer.finds_no_barrier()
    fits(officer)
    officer.page.get_by_role("button", name="Book it").click()
    officer.sees("Choose the cause that they told you.")
    officer.page.get_by_label("The cause that they told you").select_option(
        label="No way to get there"
    )
    officer.page.get_by_role("button", name="Book it").click()
    officer.sees("The new time is booked.")
    officer.sees("Moved (by phone)")
    assert stands(portal, one) == (["active", "moved"], ["move"])
    officer.opens("/officer")
    officer.page.get_by_role("link", name="Biometrics", exact=True).click()
    heading(officer.page, "Biometrics appointments")


def test_a_center_closes_and_everybody_is_moved_and_told(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(portal, subject="tomas", ahead=9 * DAY)
    officer, person = new_person(), new_person()
    officer.signs_in("Olivia Reyes", DESK)
    officer.page.get_by_role("link", name="El Paso East").click()
    heading(officer.page, "El Paso East")
    that_day = datetime.now(ZoneInfo("America/Denver")) + timedelta(days=9)
    officer.page.get_by_label("Another day").fill(f"{that_day:%Y-%m-%d}")
    officer.page.get_by_role("button", name="Show", exact=True).click()
    row = officer.page.get_by_role("row").filter(has_text=one.receipt)
    expect(row).to_be_visible()
    officer.finds_no_barrier()
    fits(officer)
    officer.chooses("This day")
    officer.page.get_by_label("Why").select_option(label="Weather")
    officer.page.get_by_role("button", name="Close it…").click()
    expect(officer.page.get_by_role("heading", name="Are you sure?")).to_be_focused()
    officer.finds_no_barrier()
    officer.page.get_by_role("button", name="Yes, close it").click()
    officer.sees("The day is closed.")
    officer.page.get_by_role("button", name="Open the day again").click()
    officer.sees("The day is open again.")
    expect(row).to_be_visible()
    officer.chooses("This day")
    officer.page.get_by_label("Why").select_option(label="Weather")
    officer.page.get_by_role("button", name="Close it…").click()
    officer.page.get_by_role("button", name="Yes, close it").click()
    officer.sees("The day is closed.")
    person.signs_in("Tomás Albuquerque", "/account/messages")
    person.moves_clock("20 minutes")
    expect(row).to_have_count(0, timeout=30_000)
    person.opens("/es/account/messages")
    person.page.get_by_text("the center is closed").first.click()
    person.sees("This does not count as one of your own moves.")
    assert stands(portal, one) == (["active", "moved"], ["move"])
    person.opens(one.path)
    person.sees("You can move this appointment online 2 more times.")


def test_people_do_not_reach_the_desk(portal: Portal, new_person: Callable[..., Person]) -> None:
    one = an_appointment(portal, subject="tomas")
    person = new_person()
    person.signs_in("Tomás Albuquerque", "/account")
    person.page.goto(f"{portal.url}{DESK}/{one.appointment_id}")
    expect(person.page.get_by_text(one.receipt)).to_have_count(0)
    expect(person.page.get_by_role("button", name="Agree")).to_have_count(0)
