"""Officers and biometrics: another cause agreed to and not, a call, a center that closes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import Page, expect

from cx_app.services.biometrics.desk import PAGE
from e2e.journeys import fits
from e2e.made_biometrics import DAY, Comes, an_appointment, many_wait, stands
from e2e.person import Person
from e2e.portal import PROJECT, Portal
from e2e.test_biometrics import WHEN, chooses_travel, confirms, holds

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
    officer.sees("They can choose a time now. In a minute they are told so.")
    person = new_person()
    person.signs_in("Tomás Albuquerque", one.path)
    person.sees("An officer agreed")
    officer.opens(DESK)
    officer.page.get_by_role("button", name="Agreed, no time yet").click()
    row = officer.page.get_by_role("row").filter(has_text=one.receipt)
    expect(row).to_be_visible()
    person.page.locator(".cx-times__one").first.click()
    expect(person.page.get_by_role("heading", name="Check and confirm")).to_be_focused()
    person.finds_no_barrier()
    person.page.get_by_role("button", name="Move my appointment").click()
    expect(person.page.locator("#done")).to_be_focused()
    person.sees("online 1 more time")
    expect(row).to_have_count(0)
    assert stands(portal, one)[0] == ["active", "moved"]


def test_a_wrong_press_is_undone_before_anybody_reads_it(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(portal, subject="tomas")
    asks_another(portal, one, "My brother is in court that day and I am a witness.")
    officer, person = new_person(), new_person()
    officer.signs_in("Olivia Reyes", f"{DESK}/{one.appointment_id}")
    officer.page.get_by_role("button", name="Agree", exact=True).click()
    officer.sees("Nothing has left yet.")
    officer.finds_no_barrier()
    officer.page.get_by_role("button", name="Undo").click()
    officer.sees("Undone. Nothing has left")
    officer.sees("They ask for another time")
    person.signs_in("Tomás Albuquerque", one.path)
    person.sees("An officer is looking at your request")
    assert stands(portal, one)[1] == ["reschedule_request"]


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
    person.moves_clock("20 minutes")
    expect(officer.page.get_by_text("Nothing has left yet.")).to_have_count(0)
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


def test_what_was_compared_alone_is_moved_whatever_a_call_did_meanwhile(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(portal, subject="tomas", ahead=9 * DAY)
    person, officer = new_person(), new_person()
    person.signs_in("Tomás Albuquerque", one.path)
    before = person.page.locator(WHEN).text_content() or ""
    chooses_travel(person)
    holds(person)
    officer.signs_in("Owen Clark", f"{DESK}/{one.appointment_id}")
    officer.says_why()
    books_a_time(officer)
    officer.page.get_by_role("button", name="Book it").click()
    officer.sees("The new time is booked.")
    expect(person.page.locator(WHEN)).not_to_have_text(before)
    expect(person.page.locator(".cx-compare__from strong")).to_have_text(before)
    confirms(person.page)
    expect(person.page.locator("#problem")).to_contain_text("was changed meanwhile")
    assert stands(portal, one) == (["active", "moved"], ["move"])


def books_a_time(officer: Person) -> None:
    officer.page.get_by_role("button", name="Look for times").click()
    expect(officer.page.get_by_role("heading", name="Free times at")).to_be_focused()
    officer.page.get_by_role("button", name="Mountain").last.click()
    expect(officer.page.get_by_role("heading", name="Book this time")).to_be_focused()
    officer.page.get_by_label("The cause that they told you").select_option(
        label="Illness, a medical visit, or a hospital stay"
    )


def test_by_phone_once_it_has_passed_only_with_a_reason(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(portal, subject="tomas", ahead=-DAY / 24)
    officer, person = new_person(), new_person()
    person.signs_in("Tomás Albuquerque", one.path)
    person.sees("The time of this appointment has passed")
    officer.signs_in("Owen Clark", f"{DESK}/{one.appointment_id}")
    officer.says_why()
    officer.sees("The time has passed. You may excuse it, at your discretion.")
    books_a_time(officer)
    officer.page.get_by_role("button", name="Book it").click()
    officer.sees("The time has passed: say why you excuse it.")
    officer.finds_no_barrier()
    officer.page.get_by_label("why do you excuse it?").select_option(
        label="They were ill or in a hospital"
    )
    officer.page.get_by_role("button", name="Book it").click()
    officer.sees("The new time is booked.")
    officer.sees("Asked after the time had passed.")
    expect(person.page.locator("#rule")).to_have_count(0)
    person.sees("online 1 more time")


def test_a_long_queue_is_read_in_pages_by_keyboard(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    receipts = many_wait(portal, PAGE + 2)
    officer = new_person()
    officer.signs_in("Olivia Reyes", DESK)
    page = officer.page
    page.get_by_role("button", name="Agreed, no time yet").click()
    rows = page.get_by_role("row").filter(has_text="Ferreira")
    expect(rows).to_have_count(PAGE)
    expect(rows.first).to_contain_text(receipts[0])
    officer.finds_no_barrier()
    page.get_by_role("button", name="Later").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Waiting")).to_be_focused()
    expect(rows.last).to_contain_text(receipts[-1])
    officer.sees(f"{PAGE + 1} to ")
    officer.finds_no_barrier()
    fits(officer)
    page.get_by_role("button", name="Earlier").focus()
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text(receipts[0])


def test_a_move_that_the_agency_does_not_confirm_is_chased_and_shown(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(portal, subject="tomas", ahead=9 * DAY)
    officer = new_person()
    officer.signs_in("Owen Clark", f"{DESK}/{one.appointment_id}")
    officer.says_why()
    books_a_time(officer)
    officer.page.get_by_role("button", name="Book it").click()
    officer.sees("The new time is booked.")
    officer.moves_clock("20 minutes")
    officer.opens(DESK)
    officer.page.get_by_role("button", name="Not confirmed").click()
    row = officer.page.get_by_role("row").filter(has_text=one.receipt)
    expect(row).to_contain_text("Appointment moved")
    officer.finds_no_barrier()


def test_a_center_closes_and_everybody_is_moved_and_told(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(portal, subject="tomas", ahead=9 * DAY)
    officer, person = new_person(), new_person()
    officer.signs_in("Olivia Reyes", DESK)
    officer.page.get_by_role("link", name="El Paso East").click()
    heading(officer.page, "El Paso East")
    officer.page.get_by_label("Another day").fill(one.day)
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


def test_a_far_day_closes_and_its_people_are_moved_and_told_at_once(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(portal, subject="tomas", ahead=80 * DAY)
    officer, person = new_person(), new_person()
    person.signs_in("Tomás Albuquerque", one.path)
    before = person.page.locator(WHEN).text_content() or ""
    officer.signs_in("Olivia Reyes", DESK)
    officer.page.get_by_role("link", name="El Paso East").click()
    officer.page.get_by_label("Another day").fill(one.day)
    officer.page.get_by_role("button", name="Show", exact=True).click()
    row = officer.page.get_by_role("row").filter(has_text=one.receipt)
    expect(row).to_be_visible()
    officer.chooses("This day")
    officer.page.get_by_label("Why").select_option(label="Weather")
    officer.page.get_by_role("button", name="Close it…").click()
    officer.page.get_by_role("button", name="Yes, close it").click()
    officer.sees("The day is closed.")
    new_person().moves_clock("20 minutes")
    expect(row).to_have_count(0, timeout=30_000)
    expect(person.page.locator(WHEN)).not_to_have_text(before)
    person.sees("You can move this appointment online 2 more times.")
    person.opens("/account/messages")
    person.page.get_by_text("the center is closed").first.click()
    person.sees("This does not count as one of your own moves.")
    assert stands(portal, one) == (["active", "moved"], ["move"])


def test_people_do_not_reach_the_desk(portal: Portal, new_person: Callable[..., Person]) -> None:
    one = an_appointment(portal)
    person = new_person()
    person.signs_in("Tomás Albuquerque", "/account")
    person.page.goto(f"{portal.url}{DESK}/{one.appointment_id}")
    expect(person.page.get_by_role("heading", name="My cases")).to_be_visible()
    expect(person.page.get_by_text(one.receipt)).to_have_count(0)
    expect(person.page.get_by_role("button", name="Agree")).to_have_count(0)
