"""Asking for a new code, from the expired letter to the linked case, and the officer's part."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from playwright.sync_api import expect

from e2e.made import Made, a_case_with_a_code
from e2e.person import Person
from e2e.portal import Portal

KOJO = "Kojo Mensah"
UNIFORM = "If these match our records, we will mail a new code to the address on file."


def asks(person: Person, made: Made) -> None:
    person.page.get_by_label("Receipt number").fill(made.receipt)
    person.types_birth_date(made.born)
    person.page.get_by_role("button", name="Request a new code").click()
    person.sees(UNIFORM)


def opens_codes_of(officer: Person, made: Made) -> None:
    officer.signs_in("Olivia Reyes", "/officer/codes")
    officer.page.get_by_role("link", name=made.receipt).click()
    expect(officer.page.get_by_role("heading", level=1)).to_have_text(f"Codes of {made.receipt}")


def test_an_expired_code_becomes_a_new_letter_and_a_linked_case(
    new_person: Callable[..., Person],
) -> None:
    person = new_person(phone=True)
    made = a_case_with_a_code(person.portal, issued_days_ago=120)
    person.signs_in(KOJO, "/account/codes/request")
    asks(person, made)
    expect(person.page.locator("#asked")).to_be_focused()
    person.sees("If it matches our records, the code should be there by")
    person.finds_no_barrier()

    person.opens("/account/codes/request")
    asks(person, made)
    person.sees("You asked for a code for this case on")

    person.waits_for_mail(person.page.locator("pre", has_text=made.receipt).nth(1), made.receipt)
    new = person.reads_code_for(made.receipt)
    assert new.replace("-", "") != made.code
    person.opens("/account/cases/add")
    person.types_a_code(made.receipt, new, made.born)
    person.sees("The case is in your account")
    person.sees("Used to add the case")
    person.page.get_by_text("What has happened", exact=False).first.click()
    person.finds_no_barrier()


def test_attorney_and_applicant_each_get_their_own(new_person: Callable[..., Person]) -> None:
    client, attorney = new_person(), new_person()
    made = a_case_with_a_code(client.portal, represented=True)
    attorney.signs_in("Rosa Delgado", "/account/cases/add")
    attorney.types_a_code(made.receipt, made.code, made.born)
    attorney.sees("What you typed does not match a code we can use.")
    attorney.opens("/account/codes/request")
    asks(attorney, made)
    letter = attorney.page.locator("pre", has_text=made.receipt).nth(1)
    attorney.waits_for_mail(letter, made.receipt)
    own = attorney.reads_code_for(made.receipt)

    client.signs_in(KOJO, "/account/cases/add")
    client.types_a_code(made.receipt, own, made.born)
    client.sees("What you typed does not match a code we can use.")
    client.types_a_code(made.receipt, made.code, made.born)
    client.sees("The case is in your account")

    attorney.opens("/account/cases/add")
    attorney.types_a_code(made.receipt, own, made.born)
    attorney.sees("You represent a person in this case.")
    attorney.sees("Your online access codes")


def test_an_officer_approves_and_the_open_page_of_the_case_follows(
    new_person: Callable[..., Person],
) -> None:
    person, officer = new_person(), new_person()
    made = a_case_with_a_code(person.portal, moved_days_ago=4)
    person.signs_in("Inês Albuquerque", "/account/cases/add")
    person.types_a_code(made.receipt, made.code, made.born)
    person.sees("The case is in your account")
    person.opens("/account/codes/request")
    asks(person, made)
    person.page.get_by_text("An officer looks at it first").first.wait_for()
    person.opens(f"/account/cases/{made.case_id}")
    person.sees("An officer looks at it first")

    opens_codes_of(officer, made)
    officer.sees("The address changed in the last 30 days")
    officer.page.get_by_role("button", name="Decide").click()
    expect(officer.page.locator("#deciding")).to_be_focused()
    officer.finds_no_barrier()
    officer.page.get_by_role("button", name="Approve").click()
    officer.sees("Say how identity and address were confirmed.")
    officer.chooses("Identity and address confirmed by a call")
    officer.page.get_by_role("button", name="Approve").click()
    officer.sees("Approved: a new code goes out to the address on file in a minute.")
    expect(officer.page.get_by_text(made.code)).to_have_count(0)
    expect(person.page.get_by_text("Approved, the letter is being made").first).to_be_visible()

    officer.moves_clock("1 minute")
    person.page.get_by_text("The letter is printed").first.wait_for(timeout=30_000)
    person.opens("/account/messages")
    person.sees("A new online access code is on its way")


def test_a_decision_is_undone_before_anything_leaves(new_person: Callable[..., Person]) -> None:
    person, officer, colleague = new_person(), new_person(), new_person()
    made = a_case_with_a_code(person.portal, moved_days_ago=4)
    person.signs_in("Inês Albuquerque", "/account/cases/add")
    person.types_a_code(made.receipt, made.code, made.born)
    person.sees("The case is in your account")
    person.opens("/account/codes/request")
    asks(person, made)
    person.page.get_by_text("An officer looks at it first").first.wait_for()
    person.opens(f"/account/cases/{made.case_id}")

    opens_codes_of(officer, made)
    colleague.signs_in("Owen Clark", "/officer/codes")
    colleague.page.get_by_role("link", name=made.receipt).click()
    officer.page.get_by_role("button", name="Decide").click()
    officer.chooses("Who asked could not be confirmed")
    officer.page.get_by_role("button", name="Refuse").click()
    officer.sees("Nothing has left yet.")
    person.sees("No code was sent")
    colleague.sees("Olivia Reyes decided.")
    expect(colleague.page.get_by_role("button", name="Undo")).to_have_count(0)
    officer.finds_no_barrier()

    officer.page.get_by_role("button", name="Take another minute").focus()
    officer.page.keyboard.press("Enter")
    officer.sees("Nothing leaves for another minute.")
    expect(officer.page.locator("#answer")).to_be_focused()
    officer.page.get_by_role("button", name="Undo").focus()
    officer.page.keyboard.press("Enter")
    officer.sees("Undone. Nothing has left, and it waits for a decision again.")
    expect(officer.page.locator("#answer")).to_be_focused()
    expect(officer.page.get_by_role("button", name="Decide")).to_be_visible()
    expect(person.page.get_by_text("An officer looks at it first").first).to_be_visible()
    officer.moves_clock("1 minute")
    person.opens("/account/messages")
    person.page.get_by_role("heading", level=1).wait_for()
    expect(person.page.get_by_text("We did not send a new code")).to_have_count(0)


def test_a_refusal_shows_nothing_to_a_stranger(new_person: Callable[..., Person]) -> None:
    stranger, officer, colleague = new_person(), new_person(), new_person()
    made = a_case_with_a_code(stranger.portal, moved_days_ago=4)
    stranger.signs_in("Bao Nguyen", "/account/codes/request")
    asks(stranger, made)
    shown = stranger.page.locator("section", has_text=made.receipt).last.inner_text()

    opens_codes_of(officer, made)
    officer.page.get_by_role("button", name="Decide").click()
    colleague.signs_in("Owen Clark", "/officer/codes")
    colleague.page.get_by_role("link", name=made.receipt).click()
    colleague.page.get_by_role("button", name="Decide").click()
    colleague.chooses("Who asked could not be confirmed")
    colleague.page.get_by_role("button", name="Refuse").click()
    colleague.sees("Refused: no code goes out. Its people are told in a minute.")
    officer.sees("A colleague has decided about this request meanwhile.")

    stranger.page.reload()
    again = stranger.page.locator("section", has_text=made.receipt).last
    expect(again).to_be_visible()
    assert again.inner_text() == shown


def test_a_code_is_replaced_at_the_desk_by_keyboard(new_person: Callable[..., Person]) -> None:
    officer = new_person()
    made = a_case_with_a_code(officer.portal)
    officer.signs_in("Olivia Reyes", f"/officer/codes/{made.case_id}")
    officer.says_why()
    page = officer.page
    page.get_by_role("button", name="End or replace").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ending")).to_be_focused()
    officer.finds_no_barrier()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_label("Why", exact=True).select_option("letter_lost")
    page.get_by_role("button", name="Do it").focus()
    page.keyboard.press("Enter")
    officer.sees("A new code takes its place.")
    officer.sees("In the place of another")


def test_numbers_that_get_no_codes_are_told_so(person: Person) -> None:
    person.signs_in("Tomás Albuquerque", "/account/codes/request")
    person.page.get_by_label("Receipt number").fill("LIN0912345678")
    person.types_birth_date(("1", "1", "1980"))
    person.page.get_by_role("button", name="Request a new code").click()
    person.page.get_by_text(
        "Codes are only for receipt numbers that begin with IOE."
    ).first.wait_for()
    expect(person.page.locator("#error-summary")).to_be_focused()


def test_without_its_counters_the_portal_tries_nothing(person: Person) -> None:
    made = a_case_with_a_code(person.portal)
    person.signs_in("Tomás Albuquerque", "/account/cases/add")
    with counters_away(person.portal):
        person.types_a_code(made.receipt, made.code, made.born)
        person.sees("We can’t check this right now. Nothing was counted")
        expect(person.page.locator("#refusal")).to_be_focused()
        expect(person.page.get_by_label("Online access code")).not_to_have_value("")
    person.page.get_by_role("button", name="Add case").click()
    person.sees("The case is in your account")


@contextmanager
def counters_away(portal: Portal) -> Iterator[None]:
    renames(portal, "attempt", "elsewhere")
    try:
        yield
    finally:
        renames(portal, "elsewhere", "attempt")


def renames(portal: Portal, table: str, name: str) -> None:
    with closing(sqlite3.connect(portal.data_dir / "portal.db", timeout=30)) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO {name}")
        connection.commit()


@pytest.mark.parametrize("phone", [False, True])
def test_in_spanish(new_person: Callable[..., Person], phone: bool) -> None:
    person = new_person(phone=phone)
    made = a_case_with_a_code(person.portal, language="es")
    person.signs_in("Inês Albuquerque", "/es/account/codes/request")
    page = person.page
    page.get_by_label("Número de recibo").fill(made.receipt)
    for label, value in zip(("Mes", "Día", "Año"), made.born, strict=True):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Pedir un código nuevo").click()
    person.sees("Si coincide con nuestros registros, el código debería llegar a más tardar el")
    person.finds_no_barrier()
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_the_desk_has_no_barrier(person: Person) -> None:
    person.signs_in("Samira Haddad", "/officer/codes")
    for tab in ("Protected", "Several match", "Wrong codes", "Returned mail"):
        button = person.page.get_by_role("button", name=tab)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(person.page.locator("tbody tr").first).to_be_visible()
        person.finds_no_barrier()
    person.page.locator("tbody a").first.click()
    person.sees("What has happened")
    person.finds_no_barrier()
    person.page.set_viewport_size({"width": 320, "height": 700})
    wide = person.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide
