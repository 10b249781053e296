"""Biometrics where somebody lives who cannot come to a center: arranged, changed and called off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import expect

from cx_app.language import say_date
from e2e.journeys import fits
from e2e.made import today_in
from e2e.made_biometrics import an_appointment
from e2e.person import Person
from e2e.portal import Portal
from e2e.test_biometrics_desk import DESK


def test_somebody_who_cannot_leave_home(portal: Portal, new_person: Callable[..., Person]) -> None:
    one = an_appointment(portal, subject="tomas")
    officer = new_person()
    officer.signs_in("Owen Clark", f"{DESK}/{one.appointment_id}")
    officer.says_why()
    officer.page.get_by_text("They can’t come to a center").click()
    officer.finds_no_barrier()
    officer.page.get_by_role("button", name="Ask for a visit at home").click()
    officer.sees("Choose why somebody has to go there.")
    officer.chooses("Their health keeps them at home")
    officer.page.get_by_label("What must whoever goes there know?").fill("Third floor, no lift.")
    officer.page.get_by_role("button", name="Ask for a visit at home").click()
    officer.sees("It stands on the desk, under At home")
    officer.opens(DESK)
    officer.page.get_by_role("button", name="At home").click()
    expect(officer.page.get_by_role("row").filter(has_text=one.receipt)).to_be_visible()
    officer.finds_no_barrier()
    officer.opens(f"{DESK}/{one.appointment_id}")
    officer.sees("Third floor, no lift.")
    person = new_person()
    person.signs_in("Tomás Albuquerque", one.path)
    person.sees("Biometrics at home: we arrange a visit")
    officer.page.get_by_role("button", name="It is arranged").click()
    officer.sees("Say when somebody comes")
    officer.finds_no_barrier()
    comes_on(
        officer, first := date.fromisoformat(today_in(portal)) + timedelta(days=3), "In the morning"
    )
    officer.page.get_by_role("button", name="It is arranged").click()
    officer.sees("They are told when somebody comes.")
    person.sees("Biometrics at home: the visit is arranged")
    expect(person.page.locator("#home")).to_contain_text(f"{say_date(first)}, in the morning")
    person.finds_no_barrier()
    fits(person)
    comes_on(officer, other := first + timedelta(days=2), "In the afternoon")
    officer.page.get_by_role("button", name="Change the day").click()
    expect(person.page.locator("#home")).to_contain_text(f"{say_date(other)}, in the afternoon")
    officer.finds_no_barrier()
    fits(officer)
    person.opens("/account/messages")
    person.page.get_by_text("is on another day").first.click()
    person.sees("in the afternoon")
    officer.page.get_by_role("button", name="It is done").click()
    expect(officer.page.get_by_role("heading", name="Biometrics at home")).to_have_count(0)


def comes_on(officer: Person, day: date, part: str) -> None:
    officer.page.get_by_label("On which day does somebody come?").fill(day.isoformat())
    officer.page.get_by_label("When on that day?").select_option(label=part)


def test_a_visit_at_home_that_comes_to_nothing_is_told(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(portal, "tomas", representative="rosa")
    officer, person, attorney = new_person(), new_person(), new_person()
    officer.signs_in("Owen Clark", f"{DESK}/{one.appointment_id}")
    officer.says_why()
    officer.page.get_by_text("They can’t come to a center").click()
    officer.chooses("A disability keeps them at home")
    officer.page.get_by_role("button", name="Ask for a visit at home").click()
    officer.sees("It stands on the desk, under At home")
    officer.page.get_by_role("button", name="End it").click()
    officer.sees("They are told that nobody comes.")
    for who, name in ((person, "Tomás Albuquerque"), (attorney, "Rosa Delgado")):
        who.signs_in(name, "/account/messages")
        who.page.get_by_text("Nobody comes to your home").first.click()
        who.sees(one.receipt)
        who.sees("it counts again")
