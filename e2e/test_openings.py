"""Why a case was opened: asked of staff, read by its people, held back and watched over."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import uuid
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from e2e.journeys import fits
from e2e.made import Made, a_case_with_a_code
from e2e.person import Person
from e2e.portal import PROJECT, Portal
from e2e.test_officer import finds
from e2e.test_raw_socket import PROBLEM, ROOT, Socket, cookies_of

WORK = "The case is being worked on"
SAID = "An officer opened this case to work on it."
CASE_STATE = f"{ROOT}.cx_app___state___officer___cases____staff_case_state"


MANY = """
from sqlmodel import select
from cx_app import database
from cx_app.domain.identity import Actor, Role
from cx_app.models import Account
from cx_app.services.audit.record import record
with database.write() as session:
    account = session.exec(select(Account).where(Account.subject == "wolfgang")).one()
    for _n in range(60):
        record(session, Actor(account.id, Role.APPLICANT), "case.unfollow")
"""


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def adds(person: Person, made: Made, name: str) -> None:
    person.signs_in(name, "/account/cases/add")
    person.types_a_code(made.receipt, made.code, made.born)
    expect(person.page).to_have_url(re.compile("/account/cases/"))


def test_held_back_and_there_again_on_its_day(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal)
    tomas = new_person()
    adds(tomas, made, "Tomás Albuquerque")
    officer = new_person()
    officer.signs_in("Owen Clark", f"/officer/cases/{made.case_id}")
    officer.says_why(WORK)
    heading(officer.page, made.receipt)
    tomas.opens("/account/activity")
    tomas.sees(SAID)

    supervisor = new_person()
    supervisor.signs_in("Samira Haddad", f"/officer/cases/{made.case_id}")
    supervisor.says_why("Quality or legal review")
    supervisor.sees("Openings of this case")
    line = supervisor.page.get_by_role("row", name="Owen Clark")
    line.get_by_role("button", name="Hold back…").click()
    expect(supervisor.page.get_by_role("heading", name="Hold back an opening")).to_be_focused()
    supervisor.page.get_by_role("button", name="Hold back", exact=True).click()
    supervisor.sees("Choose why it is held back.")
    supervisor.finds_no_barrier()
    supervisor.chooses("An inquiry would be given away")
    first = supervisor.page.get_by_label("From which day do they see it?")
    first_day = date.fromisoformat(first.get_attribute("min") or "")
    first.fill((first_day + timedelta(days=19)).isoformat())
    supervisor.page.get_by_label("Note for other supervisors").fill("File 12")
    supervisor.page.get_by_role("button", name="Hold back", exact=True).click()
    supervisor.sees("The opening is held back.")
    expect(line.get_by_text("Held back", exact=True)).to_be_visible()

    tomas.opens("/account/activity")
    tomas.sees("A supervisor opened this case to check the agency’s own work.")
    expect(tomas.page.get_by_text(SAID)).to_have_count(0)
    supervisor.opens("/officer/openings")
    held = supervisor.page.get_by_role("row", name=made.receipt)
    expect(held).to_contain_text("File 12")
    tomas.moves_clock("30 days")
    tomas.opens("/account/activity")
    tomas.sees(SAID)
    supervisor.opens("/officer/openings")
    supervisor.sees("Nothing is held back.")


def test_shown_early(portal: Portal, new_person: Callable[..., Person]) -> None:
    made = a_case_with_a_code(portal)
    officer, supervisor = new_person(), new_person()
    officer.signs_in("Owen Clark", f"/officer/cases/{made.case_id}")
    officer.says_why(WORK)
    supervisor.signs_in("Samira Haddad", f"/officer/cases/{made.case_id}")
    supervisor.says_why("Quality or legal review")
    line = supervisor.page.get_by_role("row", name="Owen Clark")
    line.get_by_role("button", name="Hold back…").click()
    supervisor.chooses("Somebody could be put in danger")
    day = supervisor.page.get_by_label("From which day do they see it?")
    day.fill(day.get_attribute("max") or "")
    supervisor.page.get_by_role("button", name="Hold back", exact=True).click()
    supervisor.sees("The opening is held back.")
    own = supervisor.page.get_by_role("row", name="Samira Haddad")
    expect(own.get_by_role("button")).to_have_count(0)
    supervisor.opens("/officer/openings")
    supervisor.finds_no_barrier()
    held = supervisor.page.get_by_role("row", name=made.receipt)
    held.get_by_role("button", name="Show it now").click()
    supervisor.sees("Its people see it now.")
    expect(held).to_have_count(0)


def test_the_reason_of_a_search_opens_what_it_found_by_keyboard(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal)
    officer = new_person()
    officer.signs_in("Owen Clark", "/officer")
    officer.page.get_by_label("Why are you looking?").select_option(label=WORK)
    finds(officer, made.receipt)
    officer.page.get_by_role("link", name=made.receipt).focus()
    officer.page.keyboard.press("Enter")
    heading(officer.page, made.receipt)
    officer.sees("You opened this case")
    assert "work" not in officer.page.url
    officer.page.reload()
    heading(officer.page, made.receipt)

    other = new_person()
    other.signs_in("Olivia Reyes", f"/officer/cases/{made.case_id}")
    heading(other.page, "Why do you open this case?")
    expect(other.page.get_by_text(made.receipt)).to_have_count(0)
    other.finds_no_barrier()
    fits(other)
    other.page.get_by_role("button", name="Open the case").focus()
    other.page.keyboard.press("Enter")
    heading(other.page, made.receipt)


def test_a_mistake_is_said_and_closes_the_case(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal)
    tomas, officer = new_person(), new_person()
    adds(tomas, made, "Tomás Albuquerque")
    officer.signs_in("Owen Clark", f"/officer/cases/{made.case_id}")
    officer.says_why()
    officer.page.get_by_role("button", name="Opened by mistake").click()
    heading(officer.page, "Find a case")
    tomas.opens("/es/account/activity")
    tomas.sees("Un oficial abrió este caso por error y lo volvió a cerrar.")
    officer.opens(f"/officer/cases/{made.case_id}")
    heading(officer.page, "Why do you open this case?")


def test_no_facts_without_a_reason_over_the_socket_either(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal, family_name="Quillfeather")
    officer = new_person()
    officer.signs_in("Owen Clark", "/officer")
    socket = Socket(portal, cookies_of(officer))
    list(socket.answers(PROBLEM, {"reference": "first"}))

    def told(handler: str, payload: dict[str, object]) -> str:
        path = f"/officer/cases/{made.case_id}"
        return json.dumps(list(socket.answers(f"{CASE_STATE}.{handler}", payload, path)))

    silent = [
        told("load", {}),
        told("say_why", {"form": {}}),
        told("say_why", {"form": {"reason": "curious"}}),
        told("was_mistake", {}),
    ]
    for said in silent:
        assert made.receipt not in said
        assert "Quillfeather" not in said
    assert "asks" in silent[0]
    assert "Quillfeather" in told("say_why", {"form": {"reason": "work"}})
    socket.close()


def test_supervisors_see_unusual_reading_and_the_day_behind_it(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal)
    officer, supervisor = new_person(), new_person()
    officer.signs_in("Owen Clark", f"/officer/cases/{made.case_id}")
    officer.says_why(WORK)
    heading(officer.page, made.receipt)
    officer.opens("/officer/openings")
    heading(officer.page, "Find a case")
    expect(officer.page.get_by_role("link", name="Openings")).to_have_count(0)

    supervisor.signs_in("Samira Haddad", "/officer")
    supervisor.page.get_by_role("navigation", name="Account").get_by_role(
        "link", name="Openings"
    ).click()
    heading(supervisor.page, "Openings of cases")
    card = supervisor.page.locator(".cx-card").filter(
        has=supervisor.page.get_by_role("heading", name="Owen Clark")
    )
    expect(card).to_contain_text("with nothing waiting on the case")
    supervisor.finds_no_barrier()
    card.get_by_text("Day by day").click()
    supervisor.finds_no_barrier()
    fits(supervisor)
    card.get_by_role("link", name="Owen Clark").last.click()
    heading(supervisor.page, "Owen Clark")
    line = supervisor.page.get_by_role("row", name=made.receipt)
    expect(line).to_contain_text(WORK)
    supervisor.finds_no_barrier()
    fits(supervisor)
    line.get_by_role("button", name="Hold back…").click()
    expect(supervisor.page.get_by_role("heading", name="Hold back an opening")).to_be_focused()
    supervisor.finds_no_barrier()
    fits(supervisor)
    supervisor.chooses("A court or a law asks for it")
    day = supervisor.page.get_by_label("From which day do they see it?")
    day.fill("2020-01-01")
    supervisor.page.get_by_role("button", name="Hold back", exact=True).click()
    supervisor.sees("Choose a day after today.")
    day.fill(day.get_attribute("min") or "")
    supervisor.page.get_by_role("button", name="Hold back", exact=True).click()
    supervisor.sees("The opening is held back.")
    expect(line).to_contain_text("Held back")
    supervisor.opens(f"/officer/openings/2020-01-01/{uuid.uuid4()}")
    heading(supervisor.page, "Nothing to see here")
    supervisor.finds_no_barrier()


def test_older_activity_is_a_press_away(portal: Portal, new_person: Callable[..., Person]) -> None:
    person = new_person(phone=True)
    person.signs_in(
        "Wolfgang-Maximilian Alexander von Hohenstein-Schwarzenberg y Montenegro de la Vega",
        "/account/activity",
    )
    subprocess.run([sys.executable, "-c", MANY], cwd=PROJECT, env=portal.environment, check=True)
    person.opens("/account/activity")
    lines = person.page.get_by_role("list", name="The newest first").get_by_role("listitem")
    expect(lines).to_have_count(50)
    person.page.get_by_role("button", name="Show older").click()
    person.sees("You signed in.")
    expect(person.page.get_by_role("button", name="Show older")).to_have_count(0)
    person.chooses("Show only what the agency did")
    person.sees("The agency has not opened any of your cases.")
    person.finds_no_barrier()
    fits(person)
