"""A representation from its first form to its end, and what is done for the client in between: both
sides at their browsers, the client in Spanish, and the officer who reads who asked for whom."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from e2e.journeys import acts_for, ends_it_in_spanish, fits, presses, searches
from e2e.made import a_case_with_a_code
from e2e.made_biometrics import an_appointment
from e2e.made_representation import a_client, asked_by_rosa
from e2e.made_represented import a_code_of_rosa_s, news_for_the_client
from e2e.person import Person
from e2e.test_representation import CLIENT as WOLFGANG
from e2e.test_representation import FIRMA_AQUI, SIGN_HERE

ROSA = "Rosa Delgado"
CLIENT = "Xenia Ferreira"


def prepares_and_signs(attorney: Person, receipt: str, born: tuple[str, str, str]) -> None:
    page = attorney.page
    page.get_by_label("Receipt number").fill(receipt)
    attorney.types_birth_date(born)
    page.get_by_label("Your client’s full name").fill(CLIENT)
    presses(attorney, "button", "Save and read it")
    page.get_by_label(SIGN_HERE).fill(ROSA)
    page.get_by_label(SIGN_HERE).press("Enter")
    attorney.sees("Signed. The form waits for your client.")


def signs_in_spanish(client: Person, receipt: str) -> None:
    client.opens("/es/account/representation")
    card = client.page.locator(".cx-card").filter(has_text=receipt)
    card.get_by_role("button", name="Leer el formulario").press("Enter")
    client.page.get_by_label(FIRMA_AQUI).fill(CLIENT)
    client.page.get_by_label(FIRMA_AQUI).press("Enter")
    client.sees("Usted firmó. Rosa Delgado le representa ahora.")


def moves_the_appointment(attorney: Person) -> str:
    """The new time, in words."""
    page = attorney.page
    attorney.chooses("Travel that was planned before")
    page.locator(".cx-times__one").first.press("Enter")
    expect(page.get_by_role("heading", name="Check and confirm")).to_be_focused()
    acts_for(attorney, CLIENT)
    chosen = page.locator(".cx-compare__to strong").text_content() or ""
    page.get_by_role("button", name="Move my appointment").press("Enter")
    expect(page.locator("#done")).to_be_focused()
    return chosen


def asks_for_a_visit(attorney: Person) -> str:
    """The path of the request; on each page of the form stands for whom it is."""
    page = attorney.page
    attorney.opens("/account/appointments/request")
    attorney.chooses_among("Who needs the visit?", CLIENT)
    acts_for(attorney, CLIENT)
    attorney.chooses("Proof that I am")
    for step, field, value in (
        ("About you", "Phone", "212 555 0188"),
        ("Office and times", "ZIP code of your home", "79901"),
    ):
        page.get_by_role("button", name="Continue").press("Enter")
        expect(page.locator("#step")).to_have_text(step)
        acts_for(attorney, CLIENT)
        page.get_by_label(field).fill(value)
    page.locator("#wish1_day").select_option(index=3)
    page.locator("#wish1_half").select_option("morning")
    for step in ("Anything else", "Check and send"):
        page.get_by_role("button", name="Continue").press("Enter")
        expect(page.locator("#step")).to_have_text(step)
        acts_for(attorney, CLIENT)
    attorney.finds_no_barrier()
    attorney.chooses("What I say here is true")
    expect(page.locator("#attested")).to_be_checked()
    page.get_by_role("button", name="Send request").press("Enter")
    expect(page).to_have_url(re.compile("sent=1"))
    acts_for(attorney, CLIENT)
    return page.url.split("/")[-1].split("?")[0]


def test_prepared_signed_acted_for_seen_and_ended_while_the_attorney_works(
    new_person: Callable[..., Person],
) -> None:
    attorney, client, officer = new_person(), new_person(phone=True), new_person()
    comes = an_appointment(attorney.portal, "wolfgang", given_name="Xenia", language="es")
    attorney.signs_in(ROSA, "/attorney/representation/prepare")
    prepares_and_signs(attorney, comes.receipt, comes.born)
    client.signs_in(WOLFGANG, "/es/account")
    signs_in_spanish(client, comes.receipt)

    attorney.opens("/attorney")
    searches(attorney, comes.receipt)
    presses(attorney, "link", "Ferreira, Xenia")
    acts_for(attorney, CLIENT)
    presses(attorney, "link", "See or move this appointment")
    acts_for(attorney, CLIENT)
    chosen = moves_the_appointment(attorney)
    reference = asks_for_a_visit(attorney)
    officer.signs_in("Olivia Reyes", f"/officer/appointments/{reference}")
    officer.sees(f"{ROSA}, who represents {CLIENT}")
    officer.sees("A representative of record asked")

    client.opens("/es/account/settings")
    row = client.page.get_by_role("listitem").filter(has_text=comes.receipt)
    row.get_by_text("Lo que hizo por usted").press("Enter")
    expect(row.get_by_text("Cambió su cita de datos biométricos.")).to_be_visible()
    expect(row.get_by_text("Pidió una visita a una oficina.")).to_be_visible()
    client.finds_no_barrier()
    fits(client)

    attorney.opens(comes.path)
    expect(attorney.page.locator("#present-when")).to_have_text(chosen)
    ends_it_in_spanish(client, row)
    attorney.sees("We can’t show this appointment")
    expect(attorney.page.locator(".cx-acting")).to_have_count(0)
    officer.opens(f"/officer/appointments/{reference}")
    officer.sees("Asked as a representative, and has no Form G-28 in force for this person")

    attorney.opens("/attorney/representation")
    attorney.page.get_by_role("button", name="Former clients").press("Enter")
    searches(attorney, comes.receipt)
    attorney.page.get_by_role("link", name=f"Read it Ferreira, Xenia {comes.receipt}").press(
        "Enter"
    )
    attorney.sees("You no longer represent this person in this case.")
    attorney.sees("Another time for a biometrics appointment")
    expect(attorney.page.get_by_text("Request for a visit")).to_be_visible()
    attorney.finds_no_barrier()
    fits(attorney)


def test_a_client_shares_messages_and_stops_while_the_attorney_reads(
    new_person: Callable[..., Person],
) -> None:
    attorney, client = new_person(), new_person()
    made = a_client(attorney.portal, "Uxue", "Urrutia", "wolfgang")
    asked_by_rosa(attorney.portal, made)
    client.signs_in(WOLFGANG, "/account/representation")
    card = client.page.locator(".cx-card").filter(has_text=made.receipt)
    card.get_by_role("button", name="Read the form").click()
    client.page.get_by_label(SIGN_HERE).fill(made.name)
    client.page.get_by_role("button", name="Sign the form").click()
    client.sees("You signed. Rosa Delgado represents you now.")
    news_for_the_client(client.portal, made.case_id)

    attorney.signs_in(ROSA, f"/account/cases/{made.case_id}")
    acts_for(attorney, made.name)
    shared = attorney.page.get_by_role("heading", name="What we wrote to your client")
    expect(shared).to_have_count(0)
    client.opens("/account/settings")
    row = client.page.get_by_role("listitem").filter(has_text=made.receipt)
    row.get_by_role("button", name="Share messages with them").press("Enter")
    client.sees("They can read our messages to you about this case now.")
    client.finds_no_barrier()
    expect(shared).to_be_visible()
    attorney.finds_no_barrier()
    fits(attorney)
    row.get_by_role("button", name="Stop sharing messages").press("Enter")
    client.sees("They can’t read our messages to you any more.")
    expect(shared).to_have_count(0)

    attorney.page.get_by_role("link", name=f"Withdraw from this case {made.name}").press("Enter")
    dialog = attorney.page.get_by_role("dialog")
    expect(dialog.get_by_text(made.receipt)).to_be_visible()
    attorney.finds_no_barrier()
    dialog.get_by_role("button", name="Withdraw").press("Enter")
    attorney.sees(f"You no longer represent {made.listed}.")


def test_their_own_code_is_added_and_a_new_one_asked_for_with_the_client_s_name(
    new_person: Callable[..., Person],
) -> None:
    attorney = new_person()
    made = a_case_with_a_code(attorney.portal, family_name="Ulloa", represented=True)
    code = a_code_of_rosa_s(attorney.portal, made.case_id)
    attorney.signs_in(ROSA, "/account/cases/add")
    attorney.types_a_code(made.receipt, code, made.born)
    attorney.sees("The case is in your account")
    expect(attorney.page.locator(".cx-acting")).to_contain_text("Ulloa")
    attorney.opens("/account/codes/request")
    attorney.types("Receipt number", made.receipt)
    expect(attorney.page.locator(".cx-acting")).to_contain_text("Ulloa")
    attorney.finds_no_barrier()
