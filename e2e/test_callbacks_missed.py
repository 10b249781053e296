"""Somebody phones about a case, was missed and phones again, or somebody else answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.journeys import fits
from e2e.made import a_case_with_a_code
from e2e.made_callbacks import a_proven_phone, minutes_pass, officers_morning
from e2e.person import Person
from e2e.portal import Portal
from e2e.test_callbacks import (
    ASK,
    DESK,
    asks,
    heading,
    is_texted,
    picks_zone,
    says_outcome,
    takes,
)


@pytest.fixture(scope="module")
def portal(portal: Portal) -> Portal:
    officers_morning(portal)
    return portal


def test_who_phones_about_a_case_is_called_about_it(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal, given_name="Noor", family_name="Haddock")
    officer = new_person()
    page = officer.page
    officer.signs_in("Owen Clark", f"{DESK}/open")
    officer.sees("Find and open it first")
    officer.opens(f"/officer/cases/{made.case_id}")
    officer.says_why("The case is being worked on")
    expect(heading(officer)).to_have_text(made.receipt)
    officer.opens(f"{DESK}/open")
    page.get_by_label("Case").select_option(f"Noor Haddock, {made.receipt}")
    officer.finds_no_barrier()
    a_caller(page, "202 555 0411")
    expect(heading(officer)).to_contain_text("Noor Haddock")
    expect(page.locator(".cx-file")).to_contain_text(made.receipt)
    page.get_by_role("button", name="Take it and call").click()
    expect(page.locator(".cx-file__panel")).to_contain_text("February 29, 1980")
    page.get_by_role("button", name="Let it go").click()
    officer.sees("It is back on the desk.")


def a_caller(page: Page, phone: str) -> None:
    page.get_by_label("Phone", exact=True).fill(phone)
    page.get_by_label("About", exact=True).select_option("case")
    picks_zone(page, "Time zone")
    page.get_by_role("button", name="Put them in line").click()


def test_who_was_missed_and_has_no_account_phones_to_be_put_back(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    officer = new_person()
    page = officer.page
    officer.signs_in("Olivia Reyes", f"{DESK}/open")
    page.get_by_label("Name of the person to call").fill("Noor Haddock")
    a_caller(page, "202 555 0414")
    for minutes in (90, 0):
        page.get_by_role("button", name="Take it and call").click()
        says_outcome(officer, "Left a voicemail")
        if minutes:
            minutes_pass(portal, minutes)
            page.reload()
    page.get_by_role("button", name="Put it back in line").click()
    officer.sees("They are back in line.")
    officer.finds_no_barrier()
    expect(page.get_by_role("button", name="Take it and call")).to_be_visible()


def test_a_wrong_number_is_not_called_again(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person, officer = new_person(phone=True), new_person()
    a_proven_phone(portal, "bao", "+12025550412")
    person.signs_in("Bao Nguyen", ASK)
    asks(person)
    is_texted(person)
    person.page.get_by_role("button", name="Yes, I am free").click()
    expect(heading(person)).to_contain_text("We call you by")
    officer.signs_in("Owen Clark", DESK)
    takes(officer, "Bao Nguyen")
    says_outcome(officer, "Wrong number")
    expect(heading(person)).to_have_text("We need another number")
    expect(person.page.get_by_role("button", name="Put it back in line")).to_have_count(0)
    person.finds_no_barrier()
    person.page.get_by_text("Change the phone", exact=True).click()
    number = person.page.get_by_label("New phone number")
    number.fill("202 555 0412")
    person.page.get_by_role("button", name="Use this phone").click()
    person.sees("Someone else answers at this number. Enter another one.")
    number.fill("202 555 0413")
    person.page.get_by_role("button", name="Use this phone").click()
    person.page.get_by_role("button", name="Put it back in line").click()
    person.sees("You are back in line, in your old place.")
    fits(person)
