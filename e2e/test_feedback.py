"""People say how it went, with and without an account; staff see figures and take the report; what
is not right in a case is said beside it, worked and answered."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.made import a_case_with_a_code
from e2e.made_feedback import answers_of_many, no_answers, nobody_was_asked
from e2e.person import Person
from e2e.test_help import REFERENCE
from e2e.test_visitors import looks_good

FIELDS = "main form :is(fieldset.usa-form-group, .usa-form-group > :is(select, textarea))"


def adds_a_case(person: Person, name: str) -> str:
    """A case of somebody new, in the account of a demo person; its receipt number."""
    made = a_case_with_a_code(person.portal)
    person.signs_in(name, "/account/cases/add")
    person.types_a_code(made.receipt, made.code, made.born)
    expect(person.page).to_have_url(re.compile(r"added=1"))
    return made.receipt


def test_after_a_task_one_is_asked_once_and_answers_by_keyboard(person: Person) -> None:
    nobody_was_asked(person.portal)
    adds_a_case(person, "Kojo Mensah")
    asked = person.page.locator(".cx-feedback")
    expect(asked.get_by_role("heading", name="How did it go?")).to_be_visible()
    looks_good(person)
    person.page.reload()
    expect(asked.get_by_role("heading", name="How did it go?")).to_be_visible()
    asked.get_by_role("radio", name="No, thumbs down").focus()
    person.page.keyboard.press("Space")
    box = asked.get_by_role("checkbox", name="It took too long")
    expect(box).to_be_visible()
    looks_good(person)
    box.focus()
    person.page.keyboard.press("Space")
    person.page.get_by_label("Anything else? (optional)").focus()
    person.page.keyboard.type("Two letters came, and only one had a code.")
    person.page.keyboard.press("Tab")
    expect(asked.get_by_role("button", name="Send")).to_be_focused()
    person.page.keyboard.press("Enter")
    expect(person.page.locator("#feedback-thanks")).to_be_focused()
    looks_good(person)
    person.page.reload()
    expect(person.page.get_by_role("heading", name="About this case")).to_be_visible()
    expect(asked.get_by_role("heading")).to_have_count(0)


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_anybody_says_it_on_a_page_of_its_own(person: Person, prefix: str) -> None:
    english = not prefix
    person.opens(f"{prefix}/feedback")
    send = person.page.get_by_role("button", name="Send" if english else "Enviar", exact=True)
    send.click()
    expect(person.page.locator("#feedback-errors")).to_be_focused()
    looks_good(person)
    person.page.locator("#how_task").select_option("visit")
    for field in ("way-phone", "outcome-not_done", "trust-up"):
        person.page.locator(f"label[for=how_{field}]").click()
    expect(person.page.locator("#how_humanity")).to_be_attached()
    assert person.page.locator(FIELDS).count() <= 15
    person.page.locator("label[for=how_humanity]").click()
    looks_good(person)
    send.click()
    expect(person.page.locator("#feedback-thanks")).to_be_focused()
    looks_good(person)


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize("path", ["/feedback", "/help/support"])
def test_forms_name_the_phone_where_there_are_no_scripts(
    new_person: Callable[..., Person], prefix: str, path: str
) -> None:
    person = new_person(java_script_enabled=False)
    person.opens(prefix + path)
    said = "Without them, call us" if not prefix else "llámenos"
    expect(person.page.locator("noscript p, main p", has_text=said).first).to_be_visible()
    expect(person.page.locator("#phone-hours a")).to_have_attribute("href", "tel:1-555-0100")


def test_from_many_answers_to_figures_and_the_report(
    person: Person, new_person: Callable[..., Person]
) -> None:
    no_answers(person.portal)
    answers_of_many(person.portal, "biometrics", 40, up=30)
    answers_of_many(person.portal, "callback", 25, up=5, way="phone", language="es")
    person.signs_in("Olivia Reyes", "/officer/feedback")
    table = person.page.get_by_role("table", name="By task")
    row = table.get_by_role("row", name=re.compile("Moving biometrics"))
    expect(row).to_contain_text("40")
    expect(row).to_contain_text("75 %")
    expect(person.page.get_by_role("heading", name="In their own words")).to_have_count(0)
    looks_good(person)
    with person.page.expect_download() as saved:
        person.page.get_by_role("button", name="Download CSV").click()
    lines = csv.DictReader(io.StringIO(saved.value.path().read_text("utf-8-sig")))
    [line] = [one for one in lines if one["service_name"] == "Moving biometrics"]
    assert (line["question_1_up"], line["question_1_down"]) == ("30", "10")
    assert line["volume_of_respondents"] == "40"
    supervisor = new_person()
    supervisor.signs_in("Samira Haddad", "/officer/feedback")
    expect(supervisor.page.get_by_role("heading", name="In their own words")).to_be_visible()
    supervisor.page.get_by_label("Quarter").select_option(index=1)
    supervisor.page.get_by_role("button", name="Show").click()
    supervisor.sees("There are too few answers in this quarter to show any.")
    looks_good(supervisor)


def test_what_is_not_right_is_said_beside_it_worked_undone_and_answered(
    person: Person, new_person: Callable[..., Person]
) -> None:
    receipt = adds_a_case(person, "Hana Novak")
    person.page.get_by_role("link", name=re.compile("^This is wrong +The day we got it")).click()
    person.sees("Something in my case is not right")
    expect(person.page.locator("main .cx-facts").first).to_contain_text(receipt)
    looks_good(person)
    person.types("What is not right about it?", "It came in March.")
    person.page.reload()
    expect(person.page.get_by_label("What is not right about it?")).to_have_value(
        "It came in March."
    )
    person.page.get_by_role("button", name="Send", exact=True).click()
    expect(person.page.locator("#sent")).to_be_focused()
    found = REFERENCE.search(person.page.locator("#sent .cx-reference").text_content() or "")
    assert found
    looks_good(person)

    officer = new_person()
    officer.signs_in("Samira Haddad", "/officer/support")
    officer.page.get_by_role("button", name=re.compile("^Corrections")).click()
    officer.page.get_by_role("button", name=f"Look at {found[0]}").click()
    officer.sees("How it stood on their page")
    officer.page.get_by_role("button", name="Take it").click()
    officer.sees("It is yours now.")
    officer.page.get_by_label("What was behind it?").select_option("record")
    officer.page.get_by_label("Answer", exact=True).fill("You are right, it came in March.")
    officer.page.get_by_label("What was changed because of it").fill("The day is March 2 now.")
    officer.page.get_by_role("button", name="Send the answer").click()
    officer.sees("They hear of it in a minute.")
    looks_good(officer)
    officer.page.get_by_role("button", name="Undo").click()
    officer.sees("Undone. Nothing has left")
    expect(officer.page.get_by_label("Answer", exact=True)).to_have_value(
        "You are right, it came in March."
    )
    officer.page.get_by_role("button", name="Send the answer").click()
    officer.sees("They hear of it in a minute.")

    person.opens("/help/support")
    card = person.page.locator("#answers .cx-card", has_text=found[0])
    expect(card).to_contain_text("The day is March 2 now.")
    looks_good(person)
