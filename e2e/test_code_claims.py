"""Who has a case as the same person: seen, disputed, decided by two; a case removed and taken back;
a new address with its notices."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import expect

from e2e.journeys import fits
from e2e.made import Made, a_case_with_a_code
from e2e.person import Person
from e2e.portal import PROJECT, Portal
from e2e.test_raw_socket import PROBLEM, ROOT, Socket, cookies_of

CASE_PAGE = f"{ROOT}.cx_app___state___account___cases____case_state"
CASES = f"{ROOT}.cx_app___state___account___cases____cases_state"
DISPUTES = f"{ROOT}.cx_app___state___officer___code_disputes____disputes_state"
ADDRESSES = f"{ROOT}.cx_app___state___account___address____address_state"
ADDRESS_DESK = f"{ROOT}.cx_app___state___officer___code_addresses____address_desk_state"
AGAIN = """
import json, sys
from sqlmodel import select
from cx_app import database
from cx_app.gateways import clock
from cx_app.models import Case, Party
from cx_app.services.access_codes.issue import issue
with database.write() as session:
    case = session.exec(select(Case).where(Case.receipt_number == sys.argv[1])).one()
    party = session.exec(select(Party).where(Party.case_id == case.id)).one()
    code = issue(session, case=case, party_id=party.id, now=clock.business(session))
    print(json.dumps(code.code))
"""


def another_code(portal: Portal, made: Made) -> Made:
    """A second letter to the same person."""
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, made.receipt],
        cwd=PROJECT,
        env=portal.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return Made(made.case_id, made.receipt, json.loads(done.stdout))


def adds(person: Person, made: Made, name: str) -> None:
    person.signs_in(name, "/account/cases/add")
    person.types_a_code(made.receipt, made.code, made.born)
    expect(person.page).to_have_url(re.compile("/account/cases/[0-9a-f]"))
    person.sees("Who can see this case")


def test_used_by_another_disputed_and_decided_by_two(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal)
    kojo, grace = new_person(), new_person()
    adds(kojo, made, "Kojo Mensah")
    grace.signs_in("Grace Mensah", "/account/cases/add")
    grace.types_a_code(made.receipt, made.code, made.born)
    grace.sees("Do you think that somebody else used your code?")
    grace.finds_no_barrier()
    second = another_code(portal, made)
    grace.types_a_code(second.receipt, second.code, second.born)
    grace.sees("Another account has this case, too")
    line = grace.page.get_by_role("listitem").filter(has_text="ko•••@example.org")
    expect(line).to_contain_text("added on")
    grace.finds_no_barrier()

    line.get_by_role("button", name="Dispute this account").focus()
    grace.page.keyboard.press("Enter")
    expect(grace.page.get_by_role("heading", name="Dispute an account")).to_be_focused()
    grace.page.get_by_role("button", name="Send", exact=True).click()
    grace.sees("Choose what is wrong.")
    grace.finds_no_barrier()
    grace.chooses("I don’t know this account")
    grace.page.get_by_role("button", name="Send", exact=True).click()
    grace.sees("Two officers will check this.")
    expect(grace.page.locator("#dispute-said")).to_be_focused()
    expect(line.get_by_text("Being checked")).to_be_visible()
    fits(grace)

    kojo.sees("We are checking who may use this case")
    kojo.sees("What has happened")
    kojo.finds_no_barrier()
    kojo.opens("/account/messages")
    kojo.page.get_by_role("button", name="We are checking who may use your case").first.click()
    kojo.sees("Someone asked us to check which accounts may use the case")

    for officer, said in (
        ("Olivia Reyes", "A second officer must agree."),
        ("Owen Clark", "Decided. Both sides are told."),
    ):
        desk = new_person()
        desk.signs_in(officer, "/officer/codes/disputes")
        row = desk.page.get_by_role("row").filter(has_text=made.receipt)
        row.get_by_role("button", name="Look").click()
        expect(desk.page.locator("#dispute-title")).to_be_focused()
        desk.finds_no_barrier()
        desk.page.get_by_role("button", name="Say so").click()
        desk.sees("Choose what you found out.")
        desk.chooses("The account is not this person’s")
        desk.page.get_by_role("button", name="Say so").click()
        desk.sees(said)
        desk.finds_no_barrier()
        fits(desk)
    kojo.opens(f"/account/cases/{made.case_id}")
    expect(kojo.page.get_by_role("heading", level=1)).to_have_text("We can’t show this case")
    kojo.opens("/account/messages")
    kojo.sees("A case is no longer in your account")
    grace.opens("/account/messages")
    grace.sees("We removed the other account from your case")
    grace.opens("/account/activity")
    grace.sees("You disputed that another account has a case of yours.")


def test_removed_and_taken_back_in_two_windows(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal)
    grace = new_person()
    adds(grace, made, "Grace Mensah")
    case_page = grace.page.url
    window = Person(grace.page.context.new_page(), portal)
    window.opens(f"/account/cases/{made.case_id}")
    window.sees("What has happened")

    grace.page.get_by_role("button", name="Remove this case").focus()
    grace.page.keyboard.press("Enter")
    title = grace.page.get_by_role("heading", name="Remove this case from your account?")
    expect(title).to_be_focused()
    grace.sees("You can take this back until")
    grace.finds_no_barrier()
    grace.page.get_by_role("button", name="Keep it").click()
    expect(grace.page.get_by_role("button", name="Remove this case")).to_be_focused()
    grace.page.keyboard.press("Enter")
    grace.page.get_by_role("button", name="Yes, remove it").click()
    expect(grace.page).to_have_url(re.compile(r"/account\?removed=1"))
    removed = grace.page.locator(".usa-alert").filter(has_text=made.receipt)
    expect(removed).to_contain_text("You can take this back until")
    grace.finds_no_barrier()
    fits(grace)
    expect(window.page.get_by_role("heading", level=1)).to_have_text("We can’t show this case")

    removed.get_by_role("button", name="Take it back").click()
    grace.sees("The case is back in your account.")
    expect(removed).to_have_count(0)
    grace.page.goto(case_page)
    grace.sees("What has happened")


def test_a_new_address_its_notices_and_its_confirmation(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal, street="77 Old Mill Road", given_name="Moved")
    kojo, officer = new_person(), new_person()
    adds(kojo, made, "Kojo Mensah")
    kojo.opens("/account/address")
    kojo.page.get_by_role("button", name="Tell us this address").click()
    summary = kojo.page.locator("#error-summary")
    expect(summary).to_be_focused()
    kojo.finds_no_barrier()
    if kojo.page.get_by_label("Whose address is it?").count():
        kojo.page.get_by_label("Whose address is it?").select_option(label="Moved Person")
    kojo.types("Street address", "PO Box 5")
    kojo.page.get_by_label("City").fill("Dover")
    kojo.page.get_by_label("State or territory").select_option("DE")
    kojo.page.get_by_label("ZIP code").fill("1990")
    kojo.page.get_by_role("button", name="Tell us this address").click()
    kojo.sees("Enter where you live, not a P.O. box")
    kojo.sees("Enter the ZIP code: 5 digits")
    kojo.page.reload()
    expect(kojo.page.get_by_label("City")).to_have_value("Dover")
    if kojo.page.get_by_label("Whose address is it?").count():
        kojo.page.get_by_label("Whose address is it?").select_option(label="Moved Person")
    kojo.page.get_by_label("Street address").fill("8 Harbor View " + "Terrace " * 8)
    kojo.page.get_by_label("State or territory").select_option("DE")
    kojo.page.get_by_label("ZIP code").fill("19901")
    kojo.page.get_by_role("button", name="Tell us this address").click()
    kojo.sees("We have your new address and told the agency.")
    kojo.sees("An officer confirms it from")
    kojo.finds_no_barrier()
    fits(kojo)

    letter = kojo.page.locator("pre", has_text="We were told of a new home address for you")
    kojo.waits_for_mail(letter, "77 Old Mill Road")
    old = kojo.page.locator("section, article, li").filter(has_text="77 Old Mill Road")
    expect(old.first).to_be_visible()
    expect(letter.first).not_to_contain_text("Harbor View")
    mail = kojo.page.locator("section", has_text="kojo@example.org").first
    kojo.waits_for_mail(mail, "kojo@example.org")
    expect(mail).to_contain_text("We were told of a change to your contact details")

    officer.signs_in("Owen Clark", "/officer/codes/addresses")
    row = officer.page.get_by_role("row").filter(has_text=made.receipt)
    row.get_by_role("button", name="Look").click()
    officer.sees("77 Old Mill Road")
    officer.sees("8 Harbor View")
    officer.finds_no_barrier()
    officer.chooses("Confirm: the person proved who they are on a call")
    officer.page.get_by_role("button", name="Decide").click()
    officer.sees("The notices need their time.")
    officer.moves_clock("30 days")
    officer.opens("/officer/codes/addresses")
    expect(row.get_by_text("Ready")).to_be_visible()
    row.get_by_role("button", name="Look").click()
    officer.chooses("Confirm: the person proved who they are on a call")
    officer.page.get_by_role("button", name="Decide").click()
    officer.sees("Decided. The person and the agency are told.")
    kojo.opens("/es/account/address")
    kojo.sees("Su nueva dirección está confirmada")
    kojo.finds_no_barrier()


def test_in_spanish_on_a_phone(portal: Portal, new_person: Callable[..., Person]) -> None:
    made = a_case_with_a_code(portal, language="es")
    second = another_code(portal, made)
    hana, grace = new_person(phone=True), new_person()
    hana.signs_in("Hana Novak", "/account/cases/add")
    hana.types_a_code(made.receipt, second.code, made.born)
    hana.sees("Who can see this case")
    third = another_code(portal, made)
    adds(grace, Made(made.case_id, made.receipt, third.code), "Grace Mensah")
    hana.opens(f"/es/account/cases/{made.case_id}")
    hana.page.get_by_role("button", name="Disputar esta cuenta").click()
    hana.chooses("Mi carta se perdió o se la llevaron")
    hana.page.get_by_role("button", name="Enviar", exact=True).click()
    hana.sees("Dos oficiales lo revisarán.")
    hana.finds_no_barrier()
    fits(hana)
    hana.opens("/es/account/address")
    hana.sees("Cuánto tarda")
    hana.finds_no_barrier()
    fits(hana)


def test_nothing_over_the_socket_that_is_not_theirs(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal, family_name="Quillwright")
    grace, stranger = new_person(), new_person()
    adds(grace, made, "Grace Mensah")
    stranger.signs_in("Tomás Albuquerque")
    socket = Socket(portal, cookies_of(stranger))
    list(socket.answers(PROBLEM, {"reference": "first"}))
    path = f"/account/cases/{made.case_id}"
    tries = [
        (f"{CASE_PAGE}.remove_case", {}),
        (f"{CASE_PAGE}.choose_account", {"link_id": made.case_id}),
        (f"{CASE_PAGE}.dispute", {"form": {"ground": "unknown_account"}}),
        (f"{CASES}.take_back", {"link_id": made.case_id}),
        (f"{ADDRESSES}.withdraw", {"change_id": made.case_id}),
        (
            f"{ADDRESSES}.submit",
            {"form": {"street": "1 A", "state": "IL"}},
        ),
        (f"{DISPUTES}.load", {}),
        (f"{DISPUTES}.decide", {"form": {"dispute_reason": "agreed"}}),
        (f"{ADDRESS_DESK}.load", {}),
        (f"{ADDRESS_DESK}.choose", {"row_id": "x"}),
    ]
    for name, payload in tries:
        said = json.dumps(list(socket.answers(name, payload, path)))
        assert made.receipt not in said, name
        assert "Quillwright" not in said, name
    socket.close()
    grace.page.reload()
    grace.sees("What has happened")
