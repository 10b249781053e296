"""From the letter to the linked case, and everything that goes wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from e2e.person import Person

AMINA = ("IOE0912000011", ("3", "14", "1991"))
FARID = ("IOE0907000022", ("8", "2", "1987"))
BAO = ("IOE0912000033", ("11", "30", "1999"))
CHIDI = ("IOE0912000044", ("6", "21", "1984"))
INES = ("IOE0912000099", ("4", "25", "2001"))
NO_MATCH = "What you typed does not match a code we can use."


def test_amina_links_her_paper_filing(new_person: Callable[..., Person]) -> None:
    receipt, born = AMINA
    amina = new_person()
    code = amina.reads_code_for(receipt)
    amina.signs_in("Amina Karimi", "/account/cases/add")
    amina.types_a_code("ioe-0912 000 011", code.lower().replace("-", " "), born)

    amina.sees("The case is in your account")
    expect(amina.page).to_have_url(re.compile("/account/cases/[0-9a-f-]{36}"))
    expect(amina.page.get_by_role("heading", level=1)).to_have_text("Case received")
    amina.sees("You are the applicant.")
    case_page = amina.page.url

    amina.opens("/account/messages")
    amina.sees("A case was added to your account")
    amina.opens("/account/activity")
    amina.sees("You added a case with an online access code.")
    letter = amina.page.locator("section", has_text="amina@example.org").first
    amina.waits_for_mail(letter, "amina@example.org")
    expect(letter).to_contain_text("You have a new message")
    expect(letter).not_to_contain_text(receipt)

    used_again(new_person(), code)
    farid_cannot_see(new_person(), case_page)


def used_again(second: Person, code: str) -> None:
    """Her second account is the same person, but the code was good for one use."""
    second.signs_in("Amina Karimi (new e-mail)", "/account/cases/add")
    second.types_a_code(AMINA[0], code, AMINA[1])
    second.sees(NO_MATCH)
    sees_the_first_account_masked(second)


def sees_the_first_account_masked(second: Person) -> None:
    """With a code of its own the second account learns who else of the same party linked it."""
    receipt, born = AMINA
    second.opens("/account/codes/request")
    second.page.get_by_label("Receipt number").fill(receipt)
    second.types_birth_date(born)
    second.page.get_by_role("button", name="Request a new code").click()
    second.sees("If these match our records, we will mail a new code to the address on file.")
    second.waits_for_mail(second.page.locator("pre", has_text=receipt).nth(1), receipt)
    code = second.reads_code_for(receipt)
    second.opens("/account/cases/add")
    second.types_a_code(receipt, code, born)
    second.sees("The case is in your account")
    linked = second.page.get_by_role("listitem").filter(has_text="am•••@example.org")
    expect(linked).to_contain_text("added on")


def farid_cannot_see(farid: Person, case_page: str) -> None:
    farid.signs_in("Farid Karimi")
    farid.page.goto(case_page)
    expect(farid.page.get_by_role("heading", level=1)).to_have_text("We can’t show this case")


def test_five_wrong_codes_pause_and_the_clock_ends_the_pause(person: Person) -> None:
    receipt, born = FARID
    code = person.reads_code_for(receipt)
    person.signs_in("Farid Karimi", "/account/cases/add")
    for _try in range(4):
        person.types_a_code(receipt, "AAAA-BBBB-CCCC", born)
        person.sees(NO_MATCH)
        expect(person.page.locator("#refusal")).to_be_focused()
    person.types_a_code(receipt, "AAAA-BBBB-CCCC", born)
    person.sees("Too many tries. You can try again after")
    person.types_a_code(receipt, code, born)
    person.sees("Too many tries. You can try again after")
    person.moves_clock("20 minutes")
    person.opens("/account/cases/add")
    expect(person.page.get_by_label("Receipt number", exact=True)).to_have_value(receipt)
    person.types_a_code(receipt, code, born)
    person.sees("The case is in your account")


def test_an_expired_code_leads_to_a_new_one(person: Person) -> None:
    receipt, born = BAO
    old = person.reads_code_for(receipt)
    person.signs_in("Bao Nguyen", "/account/cases/add")
    person.types_a_code(receipt, old, born)
    person.sees(NO_MATCH)
    person.page.locator("#refusal").get_by_role("link", name="Request a new code").click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Request a new code")
    person.page.get_by_label("Receipt number").fill(receipt)
    person.types_birth_date(born)
    person.page.get_by_role("button", name="Request a new code").click()
    person.sees("If these match our records, we will mail a new code to the address on file.")

    person.waits_for_mail(person.page.locator("pre", has_text=receipt).nth(1), receipt)
    new = person.reads_code_for(receipt)
    assert new != old
    person.opens("/account/cases/add")
    person.types_a_code(receipt, new, born)
    person.sees("The case is in your account")


def test_asking_for_a_code_answers_alike_whether_or_not_it_matches(person: Person) -> None:
    person.signs_in("Inês Albuquerque", "/account/codes/request")
    person.page.get_by_label("Receipt number").fill("IOE0999999999")
    person.types_birth_date(("1", "1", "1980"))
    person.page.get_by_role("button", name="Request a new code").click()
    person.sees("If these match our records, we will mail a new code to the address on file.")


def test_the_attorneys_code_is_not_the_applicants(new_person: Callable[..., Person]) -> None:
    receipt, born = CHIDI
    chidi = new_person()
    code = chidi.reads_code_for(receipt)
    chidi.signs_in("Chidi Okafor", "/account/cases/add")
    chidi.types_a_code(receipt, code, born)
    chidi.sees(NO_MATCH)

    rosa = new_person()
    rosa.signs_in("Rosa Delgado", "/account/cases/add")
    rosa.types_a_code(receipt, code, born)
    rosa.sees("The case is in your account")
    rosa.sees("You represent a person in this case.")


def test_a_code_that_comes_by_email(person: Person) -> None:
    receipt, born = INES
    code = person.reads_code_for(receipt)
    person.signs_in("Inês Albuquerque", "/account/cases/add")
    person.types_a_code(receipt, code, born)
    person.sees("The case is in your account")


def test_the_receipt_number_alone_shows_the_status(person: Person) -> None:
    person.signs_in("Chidi Okafor", "/account/cases/add")
    person.page.get_by_label("Receipt number of the case to follow").fill("ioe 0912 000 033")
    person.page.get_by_role("button", name="Follow the status").click()
    person.sees("You see the status only")
    expect(person.page.get_by_role("heading", name="What has happened")).to_have_count(0)
    person.page.get_by_role("button", name="Stop following").click()
    expect(person.page).to_have_url(re.compile("/account$"))


def test_a_protected_case_is_one_that_does_not_exist(person: Person) -> None:
    person.signs_in("Chidi Okafor", "/account/cases/add")
    answers = []
    for receipt in ("IOE0912000077", "IOE0999999990"):
        person.page.get_by_label("Receipt number of the case to follow").fill(receipt)
        person.page.get_by_role("button", name="Follow the status").click()
        person.sees("We can’t show a case for that receipt number.")
        answers.append(person.page.locator("#refusal").inner_text())
    assert answers[0] == answers[1]


def test_what_is_typed_survives_a_reload_and_a_sign_out(person: Person) -> None:
    name = "Tomás Albuquerque"
    person.signs_in(name, "/account/cases/add")
    person.types("Receipt number", "IOE0912")
    person.types("Online access code", "ABCD-EF")
    person.page.reload()
    expect(person.page.get_by_label("Receipt number", exact=True)).to_have_value("IOE0912")
    expect(person.page.get_by_label("Online access code")).to_have_value("ABCD-EF")
    person.signs_out()
    person.signs_in(name, "/account/cases/add")
    expect(person.page.get_by_label("Receipt number", exact=True)).to_have_value("IOE0912")


def test_mistakes_are_named_and_linked_to_their_fields(person: Person) -> None:
    person.signs_in("Tomás Albuquerque", "/account/cases/add")
    person.types_a_code("IOE123", "ABCD-EFGH-JKO0", ("2", "30", "1991"))
    summary = person.page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    summary.get_by_role("link").first.click()
    expect(person.page.get_by_label("Receipt number", exact=True)).to_be_focused()
    person.sees("Codes never have 0, O, 1, I or L.")
