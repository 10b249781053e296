"""A supervisor keeps an office; who has a visit hears of a closed door and picks another time."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from e2e.journeys import fits
from e2e.made import Made, a_case_with_a_code, today_in
from e2e.person import Person
from e2e.portal import Portal
from e2e.visits_booked import a_visit, an_office
from e2e.visits_made import a_request_for_a_visit

OFFICE = "/officer/offices/"


def adds(person: Person, made: Made, name: str) -> None:
    person.signs_in(name, "/account/cases/add")
    person.types_a_code(made.receipt, made.code, made.born)
    expect(person.page).to_have_url(re.compile("/account/cases/"))


def turns(person: Person) -> None:
    """To the next month."""
    title = person.page.locator(".cx-month h2")
    shown = title.text_content() or ""
    person.page.get_by_role("button", name="Later month").click()
    expect(title).not_to_have_text(shown)


def looks_at(supervisor: Person, day: str) -> None:
    """The month that holds a day, and the day itself."""
    of_day = supervisor.page.locator(f'[data-day="{day}"]')
    for _month in range(3):
        if of_day.count():
            break
        turns(supervisor)
    of_day.click()
    expect(of_day).to_have_attribute("aria-pressed", "true")


def test_a_closed_day_is_told_at_once_and_rebooked_in_two_clicks(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal)
    somebody = new_person()
    adds(somebody, made, "Tomás Albuquerque")
    office = an_office(portal, "Closing City")
    asked = a_request_for_a_visit(portal, made)
    day = a_visit(portal, asked.reference, office)
    somebody.opens(f"/account/appointments/{asked.reference}")
    somebody.sees("Your visit is booked")

    supervisor = new_person()
    supervisor.signs_in("Samira Haddad", OFFICE + office)
    looks_at(supervisor, day)
    supervisor.page.get_by_role("button", name="Close this day…").click()
    expect(supervisor.page.get_by_role("dialog")).to_contain_text("Booked that day: 1")
    supervisor.finds_no_barrier()
    supervisor.page.get_by_role("button", name="Close the office").click()
    supervisor.sees("Choose why the office is closed.")
    supervisor.chooses("Weather")
    supervisor.page.get_by_role("button", name="Close the office").click()
    supervisor.sees("1 visit is called off, and its person is told now.")
    expect(supervisor.page.locator(f'[data-day="{day}"]')).to_have_attribute("data-kind", "closed")
    supervisor.finds_no_barrier()
    fits(supervisor)

    somebody.sees("Pick another time")
    somebody.page.locator(".cx-times button").first.click()
    somebody.page.get_by_role("button", name="Book this time").click()
    somebody.sees("Your visit is booked")
    somebody.opens("/account/messages")
    somebody.sees("The office is closed on the day of your visit")


def test_other_hours_usual_hours_and_back(portal: Portal, person: Person) -> None:
    office = an_office(portal, "Other Hours City")
    person.signs_in("Samira Haddad", "/officer/offices")
    person.page.get_by_role("link", name="Other Hours City").click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Other Hours City")
    assert office in person.page.url
    turns(person)
    day = person.page.locator(".cx-month td:not(.cx-month__outside) button[data-kind=open]").nth(4)
    name = day.get_attribute("data-day") or ""
    day.click()
    person.page.get_by_role("button", name="Other hours…").click()
    person.finds_no_barrier()
    person.page.get_by_label("Opens").fill("12:00")
    person.page.get_by_label("Closes").fill("09:00")
    person.chooses("Training")
    person.page.get_by_role("button", name="Set these hours").click()
    person.sees("The office must close after it opens.")
    person.page.get_by_label("Closes").fill("13:00")
    person.page.get_by_role("button", name="Set these hours").click()
    person.sees("12:00-13:00")
    changed = person.page.locator(f'[data-day="{name}"]')
    expect(changed).to_have_attribute("data-kind", "other_hours")
    person.page.get_by_role("button", name="Back to usual hours").click()
    person.sees("The usual hours of this day count again.")
    expect(changed).to_have_attribute("data-kind", "open")

    person.page.get_by_role("button", name="Change the hours").click()
    person.finds_no_barrier()
    fits(person)
    person.page.get_by_label("Monday hours").fill("early")
    person.page.get_by_label("Tuesday people at the same time").fill("0")
    person.page.get_by_role("button", name="Set these hours").click()
    person.sees("Check these hours")
    person.finds_no_barrier()
    person.page.get_by_label("Monday hours").fill("9-12, 13-15")
    person.page.get_by_label("Tuesday people at the same time").fill("4")
    person.page.get_by_role("button", name="Set these hours").click()
    person.sees("The hours are set.")
    monday = person.page.get_by_role("row", name="Monday 9:00-12:00, 13:00-15:00 30 2")
    expect(monday).to_be_visible()


def test_figures_and_their_file(portal: Portal, new_person: Callable[..., Person]) -> None:
    made = a_case_with_a_code(portal)
    somebody, supervisor = new_person(), new_person()
    adds(somebody, made, "Tomás Albuquerque")
    a_request_for_a_visit(portal, made)
    supervisor.signs_in("Samira Haddad", "/officer/offices/figures")
    supervisor.sees("By when an answer is due")
    expect(supervisor.page.get_by_role("table", name="By reason")).to_contain_text("ADIT stamp")
    supervisor.finds_no_barrier()
    fits(supervisor)
    supervisor.page.get_by_role("button", name="7 days").click()
    expect(supervisor.page.get_by_role("button", name="7 days")).to_have_attribute(
        "aria-pressed", "true"
    )
    with supervisor.page.expect_download() as download:
        supervisor.page.get_by_role("button", name="Download CSV").click()
    sheet = download.value.path().read_text(encoding="utf-8-sig")
    assert "adit_stamp" in sheet


def test_a_sample_is_drawn_and_looked_at(portal: Portal, new_person: Callable[..., Person]) -> None:
    made = a_case_with_a_code(portal)
    somebody, supervisor = new_person(), new_person()
    adds(somebody, made, "Tomás Albuquerque")
    asked = a_request_for_a_visit(portal, made)
    day = a_visit(portal, asked.reference, an_office(portal, "Quality City"))
    assert day
    supervisor.signs_in("Samira Haddad", "/officer/offices/quality")
    supervisor.page.get_by_role("button", name="Draw").click()
    supervisor.sees("Choose a first and a last day")
    for label in ("First day", "Last day"):
        supervisor.page.get_by_label(label).fill(today_in(portal))
    supervisor.page.get_by_label("How many").select_option("50")
    supervisor.page.get_by_role("button", name="Draw").click()
    expect(supervisor.page.get_by_role("heading", level=1)).to_have_text("A sample of decisions")
    line = supervisor.page.get_by_role("row", name=asked.shown)
    expect(line).to_contain_text("Visit booked")
    supervisor.finds_no_barrier()
    fits(supervisor)
    line.get_by_role("button", name="Say what you found").click()
    supervisor.page.locator('label[for="verdict-wrong"]').click()
    supervisor.page.get_by_role("button", name="Keep it").click()
    supervisor.sees("Write what is wrong")
    supervisor.page.get_by_label("Note").fill("The office is the wrong one.")
    supervisor.page.get_by_role("button", name="Keep it").click()
    expect(line).to_contain_text("The office is the wrong one.")


def test_administrators_change_rules_and_supervisors_read_them(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    supervisor, admin = new_person(), new_person()
    supervisor.signs_in("Samira Haddad", "/officer/offices/rules")
    supervisor.sees("Administrators change these.")
    supervisor.finds_no_barrier()
    fits(supervisor)
    admin.signs_in("Ada Lindqvist", "/officer/offices/rules")
    row = admin.page.get_by_role("row", name="An expired request can be opened again for")
    row.get_by_role("button", name="Change").click()
    expect(admin.page.locator("#changing")).to_be_focused()
    admin.finds_no_barrier()
    admin.page.get_by_label("New value").fill("0")
    admin.page.get_by_role("button", name="Change it").click()
    admin.sees("A number is outside of what is allowed here.")
    admin.page.get_by_label("New value").fill("31")
    admin.page.get_by_label("From which day").fill("2020-01-01")
    admin.page.get_by_role("button", name="Change it").click()
    admin.sees("a rule never changes the past")
    admin.page.get_by_label("From which day").fill(
        admin.page.get_by_label("From which day").get_attribute("min") or ""
    )
    admin.page.get_by_role("button", name="Change it").click()
    admin.sees("changes from the day you chose")
    expect(row).to_contain_text("31")
    admin.page.get_by_role("row", name="Answer within").get_by_role("button").click()
    admin.finds_no_barrier()
    fits(admin)
    admin.page.get_by_role("row", name="Whom a reason is for").get_by_role("button").click()
    admin.finds_no_barrier()
    fits(admin)
    admin.page.get_by_label("Deferred action, in English").fill("For people who were told to ask.")
    admin.page.get_by_role("button", name="Change it").click()
    admin.sees("Write it in both languages")
    admin.page.get_by_label("Deferred action, in Spanish").fill("Para quien deba pedirla.")
    admin.page.get_by_role("button", name="Change it").click()
    admin.sees("Written anew: Deferred action")
    reader = new_person()
    reader.opens("/es/help/reasons-for-a-visit")
    reader.sees("Para quien deba pedirla.")
    masked = admin.page.get_by_role("row", name="Reasons masked in lists")
    masked.get_by_role("button").click()
    admin.page.locator('label[for="is_protected_inquiry"]').click()
    admin.page.get_by_role("button", name="Change it").click()
    admin.sees("T, U or VAWA stays masked")
    admin.finds_no_barrier()


def test_who_comes_is_seen_by_officers(portal: Portal, new_person: Callable[..., Person]) -> None:
    made = a_case_with_a_code(portal)
    somebody, officer = new_person(), new_person()
    adds(somebody, made, "Tomás Albuquerque")
    office = an_office(portal, "Arrival City")
    asked = a_request_for_a_visit(portal, made)
    day = a_visit(portal, asked.reference, office)
    officer.signs_in("Owen Clark", "/officer/offices/visits")
    officer.page.get_by_label("Office").select_option("Arrival City")
    officer.page.get_by_label("Day").fill(day)
    officer.page.get_by_role("button", name="Show").click()
    row = officer.page.get_by_role("row", name=asked.shown)
    expect(row).to_contain_text("Visit booked")
    expect(row.get_by_role("button")).to_have_count(0)
    officer.finds_no_barrier()
    fits(officer)
