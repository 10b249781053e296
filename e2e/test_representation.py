"""Representation from the first form to its end: both sides at their browsers, and an officer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.journeys import ends_it_in_spanish, fits, presses, searches
from e2e.made import a_case_with_a_code
from e2e.made_representation import a_client, asked_by_rosa
from e2e.person import CODE, Person

ROSA = "Rosa Delgado"
CLIENT = "Wolfgang-Maximilian Alexander von Hohenstein-Schwarzenberg y Montenegro de la Vega"
SIGN_HERE = "Type your full name to sign"
FIRMA_AQUI = "Escriba su nombre completo para firmar"


def loaded(person: Person) -> None:
    expect(person.page.locator(".cx-skeleton")).to_have_count(0)


def test_both_sign_and_the_client_ends_it_while_the_attorney_works(
    new_person: Callable[..., Person],
) -> None:
    attorney, client = new_person(), new_person(phone=True)
    made = a_client(attorney.portal, "Ximena", "Xirau", "wolfgang")
    attorney.signs_in(ROSA, "/attorney")
    presses(attorney, "link", "Forms G-28")
    presses(attorney, "link", "Prepare a Form G-28")
    presses(attorney, "button", "Save and read it")
    attorney.sees("Enter your client’s name.")
    attorney.finds_no_barrier()
    page = attorney.page
    page.get_by_label("Receipt number").fill(made.receipt)
    attorney.types_birth_date(made.born)
    page.get_by_label("Your client’s full name").fill(made.name)
    presses(attorney, "button", "Save and read it")
    expect(page.get_by_role("heading", level=1, name=f"Form G-28 for {made.name}")).to_be_visible()
    attorney.finds_no_barrier()
    page.get_by_label(SIGN_HERE).fill("Somebody Else")
    page.get_by_label(SIGN_HERE).press("Enter")
    attorney.sees("Type your name as your account has it: Rosa Delgado")
    page.get_by_label(SIGN_HERE).fill(ROSA)
    page.get_by_label(SIGN_HERE).press("Enter")
    attorney.sees("Signed. The form waits for your client.")
    attorney.finds_no_barrier()

    client.signs_in(CLIENT, "/es/account/settings")
    presses(client, "link", "Léalo y después fírmelo o diga que no")
    client.page.get_by_role("button", name="Leer el formulario Rosa Delgado").press("Enter")
    client.finds_no_barrier()
    client.page.get_by_label(FIRMA_AQUI).press("Enter")
    client.sees("Escriba su nombre completo. Es su firma.")
    client.page.get_by_label(FIRMA_AQUI).fill(made.name)
    client.page.get_by_label(FIRMA_AQUI).press("Enter")
    client.sees("Usted firmó. Rosa Delgado le representa ahora.")

    attorney.opens("/attorney")
    searches(attorney, made.receipt)
    presses(attorney, "link", made.listed)
    attorney.sees("You represent a person in this case.")

    client.opens("/es/account/settings")
    row = client.page.get_by_role("listitem").filter(has_text=made.receipt)
    expect(row.get_by_role("heading", name=ROSA)).to_be_visible()
    client.finds_no_barrier()
    ends_it_in_spanish(client, row)
    expect(page.get_by_role("heading", level=1, name="We can’t show this case")).to_be_visible()
    fits(client)


def test_the_attorney_is_told_in_words_that_it_is_over(
    new_person: Callable[..., Person],
) -> None:
    """The client ends it while the attorney is being asked whether to withdraw."""
    attorney, client = new_person(), new_person()
    made = a_client(attorney.portal, "Yolanda", "Ybarra", "wolfgang")
    asked_by_rosa(attorney.portal, made)
    client.signs_in(CLIENT, "/account/representation")
    card = client.page.locator(".cx-card").filter(has_text=made.receipt)
    card.get_by_role("button", name="Read the form").click()
    client.page.get_by_label(SIGN_HERE).fill(made.name)
    client.page.get_by_role("button", name="Sign the form").click()
    client.sees("You signed. Rosa Delgado represents you now.")
    attorney.signs_in(ROSA, "/attorney/representation")
    attorney.page.get_by_role("button", name="You represent").click()
    attorney.page.get_by_label("Name or receipt number").fill("ybarra")
    attorney.page.get_by_label("Name or receipt number").press("Enter")
    attorney.page.get_by_role("button", name=f"Withdraw {made.listed}").click()
    dialog = attorney.page.get_by_role("dialog")
    expect(dialog.get_by_text(made.receipt)).to_be_visible()
    client.opens("/account/settings")
    row = client.page.get_by_role("listitem").filter(has_text=made.receipt)
    row.get_by_role("button", name="End this").click()
    client.page.get_by_role("dialog").get_by_role("button", name="End it now").click()
    client.sees("Rosa Delgado no longer represents you in this case.")
    dialog.get_by_role("button", name="Withdraw").click()
    attorney.sees(f"You no longer represent {made.listed}.")
    attorney.sees("No client fits. Search for less.")


def test_a_client_without_an_account_signs_with_what_came_by_mail(
    new_person: Callable[..., Person],
) -> None:
    client = new_person()
    made = a_client(client.portal, "Zoraida", "Zapata")
    asked_by_rosa(client.portal, made)
    letter = client.page.locator(".cx-mail", has_text=made.receipt).first
    client.waits_for_mail(letter, made.receipt)
    passcode = CODE.search(letter.text_content() or "")
    assert passcode
    client.opens("/es")
    presses(client, "link", "Firmar un formulario con una clave")
    page = client.page
    page.get_by_label("Clave").fill("2222-3333-4444")
    for label, value in zip(("Mes", "Día", "Año"), made.born, strict=True):
        page.get_by_label(label).fill(value)
    presses(client, "button", "Leer el formulario")
    client.sees("Esa clave y esa fecha de nacimiento no abren ningún formulario.")
    client.finds_no_barrier()
    page.get_by_label("Clave").fill(passcode[0])
    for label, value in zip(("Mes", "Día", "Año"), made.born, strict=True):
        page.get_by_label(label).fill(value)
    presses(client, "button", "Leer el formulario")
    expect(page.get_by_text(made.receipt)).to_be_visible()
    client.finds_no_barrier()
    fits(client)
    page.get_by_label(FIRMA_AQUI).fill(made.name)
    page.get_by_label(FIRMA_AQUI).press("Enter")
    client.sees("Usted firmó. Rosa Delgado le representa ahora.")
    expect(page.get_by_text(made.receipt)).to_have_count(0)


def test_an_officer_accepts_a_representative_and_takes_it_back(
    new_person: Callable[..., Person],
) -> None:
    attorney, officer = new_person(), new_person()
    attorney.signs_in("Marcus Webb", "/attorney")
    presses(attorney, "link", "Ask for a representative account")
    page = attorney.page
    loaded(attorney)
    presses(attorney, "button", "Send the application")
    attorney.sees("Choose what you are.")
    attorney.finds_no_barrier()
    page.get_by_label("Your full name").fill("Marcus Webb")
    attorney.chooses("An attorney")
    page.get_by_label("Bar number").fill("998877")
    page.get_by_label("State of the bar").select_option("MD")
    page.get_by_label("Street address").fill("9 Court Square")
    page.get_by_label("City").fill("Baltimore")
    page.get_by_label("State or territory").select_option("MD")
    page.get_by_label("ZIP code").fill("21202")
    attorney.chooses("I swear, under penalty of perjury")
    presses(attorney, "button", "Send the application")
    attorney.sees("An officer is checking your application")
    attorney.finds_no_barrier()

    officer.signs_in("Owen Clark", "/officer/representatives")
    officer.page.get_by_role("button", name="Look at Marcus Webb").press("Enter")
    officer.sees("998877 (MD)")
    officer.finds_no_barrier()
    presses(officer, "button", "Record this")
    officer.sees("Choose what you found out.")
    officer.chooses("The public list has them under this name")
    presses(officer, "button", "Record this")
    officer.sees("Accepted. They hear of it")
    attorney.sees("Your account is accepted")
    officer.sees("Nothing has left yet.")
    officer.finds_no_barrier()
    presses(officer, "button", "Undo the decision about Marcus Webb")
    officer.sees("Undone. Nothing has left, and it waits for a decision again.")
    expect(page.get_by_role("heading", name="Demonstration sign-in")).to_be_visible()
    officer.chooses("The public list has them under this name")
    presses(officer, "button", "Record this")
    officer.sees("Accepted. They hear of it")
    attorney.picks("Marcus Webb")
    attorney.sees("Your account is accepted")
    attorney.opens("/attorney/representation")
    attorney.sees("There is no form here.")

    officer.page.get_by_role("button", name="Accepted").click()
    officer.page.get_by_role("button", name="Look at Marcus Webb").press("Enter")
    officer.sees("This account is accepted")
    officer.chooses("The list of disciplined representatives names them")
    presses(officer, "button", "Record this")
    officer.sees("Suspended. They are signed out")
    fits(officer)
    attorney.signs_in("Marcus Webb", "/attorney/account")
    attorney.sees("Your representative account is suspended")


def test_a_supervisor_names_a_representative_for_a_protected_person(person: Person) -> None:
    made = a_case_with_a_code(person.portal, protected=True, family_name="Uribe")
    person.signs_in("Samira Haddad", f"/officer/cases/{made.case_id}")
    person.says_why()
    person.sees("Nobody is named.")
    person.page.get_by_label("Full name of the representative").fill(ROSA)
    person.page.get_by_label("Bar number and state, or organization").fill("123456 (IL)")
    presses(person, "button", "Name them")
    person.sees("No accepted account has this name with this bar number or organization.")
    person.finds_no_barrier()
    person.page.get_by_label("Bar number and state, or organization").fill("123456 (MD)")
    presses(person, "button", "Name them")
    person.sees("Named. They can ask this person to sign")
    fits(person)
    person.page.get_by_role("button", name=f"Take out {ROSA}").press("Enter")
    person.sees("Nobody is named.")


@pytest.mark.parametrize("path", ["/attorney/representation", "/attorney/representation/prepare"])
def test_no_barrier_on_either_screen(new_person: Callable[..., Person], path: str) -> None:
    person = new_person(phone=True)
    person.signs_in(ROSA, "/es" + path)
    loaded(person)
    person.finds_no_barrier()
    fits(person)
