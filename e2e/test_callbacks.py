"""From asking for a call to the summary of it, on both sides of the line."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.journeys import at_step, comes_to, fits, goes_on
from e2e.made import texts_back
from e2e.made_callbacks import a_proven_phone, minutes_pass, officers_morning
from e2e.person import Person
from e2e.portal import Portal

ASK = "/account/callbacks/ask"
DESK = "/officer/callbacks"
SUMMARY = "We mailed your card on Monday. You need to do nothing."


@pytest.fixture(autouse=True)
def morning(portal: Portal) -> None:
    """Each journey begins when officers have just come to work."""
    officers_morning(portal)


def picks_zone(page: Page, label: str = "Your time zone") -> None:
    page.get_by_label(label).select_option("America/New_York")


def asks(person: Person, *, topic: str = "Something else", texts: bool = True) -> None:
    """The whole form, for the proven phone of the account."""
    person.opens(ASK)
    person.chooses(topic)
    goes_on(person, "Phone and times")
    person.page.locator("label").filter(has_text="•").first.click()
    picks_zone(person.page)
    goes_on(person, "Text before the call")
    person.chooses("Yes, I agree" if texts else "No, just call me")
    goes_on(person, "Check and send")
    person.page.get_by_role("button", name="Send request").click()
    person.sees("We have your request")


def is_texted(person: Person) -> None:
    expect(heading(person)).to_have_text("Are you free now?", timeout=30_000)


def heading(person: Person) -> Locator:
    return person.page.get_by_role("heading", level=1)


def hears(person: Person, words: str) -> None:
    """In the history of the page that is open."""
    expect(person.page.locator(".cx-timeline")).to_contain_text(words, timeout=30_000)


def takes(officer: Person, name: str) -> None:
    """From the desk to the script of the call."""
    officer.opens(DESK)
    officer.page.get_by_role("link", name=name, exact=True).first.click()
    officer.page.get_by_role("button", name="Take it and call").click()
    expect(officer.page.get_by_role("heading", name="1. Call")).to_be_visible()


def says_outcome(officer: Person, outcome: str, summary: str = "") -> None:
    officer.page.locator("label").get_by_text(outcome, exact=True).click()
    if summary:
        officer.page.get_by_label("Summary for the person").fill(summary)
    officer.page.get_by_role("button", name="Record it").click()
    officer.sees("Recorded.")


def test_a_yes_is_called_in_time_and_its_summary_can_be_disputed(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person, phone, officer = new_person(), new_person(phone=True), new_person()
    number = "+12025550401"
    a_proven_phone(portal, "hana", number)
    person.signs_in("Hana Novak", "/account/callbacks")
    person.sees("You have no open request for a call.")
    person.finds_no_barrier()
    asks(person)
    is_texted(person)
    person.finds_no_barrier()

    text = phone.page.locator("section", has_text=f"Text to {number}").first
    phone.waits_for_mail(text, number)
    text.get_by_role("button", name="Answer it").click()
    talk = phone.page.locator(
        "section", has=phone.page.get_by_role("heading", name=number, exact=True)
    )
    talk.get_by_label(f"Answer as {number}").fill("yes please")
    talk.get_by_role("button", name="Send").click()
    expect(heading(person)).to_contain_text("We call you by")
    phrase = person.page.locator(".cx-phrase").inner_text()

    officer.signs_in("Owen Clark", DESK)
    promised = officer.page.get_by_role("row").filter(has_text="Hana Novak")
    expect(promised.locator(".cx-clock")).to_have_text(re.compile(r"(2\d|30):\d\d"))
    officer.finds_no_barrier()
    officer.page.get_by_role("button", name="Take the next call").click()
    officer.page.get_by_role("button", name="Record it").wait_for()
    expect(officer.page.get_by_role("link", name="(202) 555-0401")).to_have_attribute(
        "href", f"tel:{number}"
    )
    expect(officer.page.locator(".cx-file__panel")).to_contain_text(phrase)
    officer.finds_no_barrier()
    expect(heading(person)).to_have_text("An officer is calling you")
    officer.page.get_by_role("button", name="Record it").click()
    officer.sees("Choose what came of the call.")
    says_outcome(officer, "Reached", SUMMARY)

    expect(heading(person)).to_have_text("We spoke with you")
    person.sees(SUMMARY)
    person.page.get_by_role("button", name="This is not right").click()
    person.page.get_by_label("What is not right?").fill("It was not my card.")
    person.page.get_by_role("button", name="Send", exact=True).click()
    person.sees("A supervisor looks at it.")
    person.finds_no_barrier()

    supervisor = new_person()
    supervisor.signs_in("Samira Haddad", f"{DESK}/keep")
    supervisor.sees("It was not my card.")
    supervisor.finds_no_barrier()
    supervisor.chooses("The person is right")
    supervisor.page.get_by_label("Your answer").fill("It was your travel document. We are sorry.")
    supervisor.page.get_by_role("button", name="Answer the person").click()
    supervisor.sees("Answered. The person is told.")
    person.sees("It was your travel document. We are sorry.")


def test_a_no_in_the_portal_is_for_another_day_and_keeps_the_place(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person = new_person(phone=True)
    a_proven_phone(portal, "kojo", "+12025550402")
    person.signs_in("Kojo Mensah", ASK)
    asks(person)
    is_texted(person)
    person.page.get_by_role("button", name="Not now").click()
    expect(heading(person)).to_have_text("In line")
    hears(person, "You said that you are not free now.")
    hears(person, "We try again on another day.")
    person.page.get_by_role("button", name="Yes, I am free").click()
    expect(heading(person)).to_contain_text("We call you by")
    person.page.get_by_role("button", name="Later today or tomorrow").click()
    hears(person, "This did not use up a try.")
    person.finds_no_barrier()
    fits(person)


def test_who_is_silent_twice_gets_a_call_and_is_back_in_line_with_one_click(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person, officer = new_person(), new_person()
    a_proven_phone(portal, "grace", "+12025550403")
    person.signs_in("Grace Mensah", ASK)
    asks(person)
    is_texted(person)
    minutes_pass(portal, 61)
    hears(person, "Time went by without an answer.")
    is_texted(person)
    minutes_pass(portal, 61)
    expect(heading(person)).to_have_text("In line", timeout=30_000)

    officer.signs_in("Owen Clark", DESK)
    takes(officer, "Grace Mensah")
    says_outcome(officer, "Left a voicemail")
    expect(heading(person)).to_have_text("Your request waits for you")
    person.page.get_by_role("button", name="Put it back in line").click()
    person.sees("You are back in line, in your old place.")
    is_texted(person)


def test_stop_ends_the_texts_and_not_the_call(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person, officer = new_person(), new_person()
    number = "+12025550404"
    a_proven_phone(portal, "priya", number)
    person.signs_in("Priya Raman", ASK)
    asks(person)
    is_texted(person)
    texts_back(portal, number, "STOP please")
    expect(heading(person)).to_have_text("In line")
    hears(person, "You said STOP.")
    person.sees("This phone said STOP.")
    reference = urlsplit(person.page.url).path.rstrip("/").rsplit("/", 1)[-1]
    officer.signs_in("Owen Clark", DESK)
    its_link = officer.page.locator(f"a[href$='/{reference}']")
    plain = officer.page.get_by_role("row").filter(has=its_link)
    expect(plain).to_contain_text("Any time today")


def test_in_spanish_from_the_form_to_the_answer(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person = new_person()
    number = "+12025550405"
    a_proven_phone(portal, "dolores", number)
    person.signs_in("Dolores Reyes-Méndez", "/es/account/callbacks/ask")
    person.chooses("Una cita")
    goes_on(person, "Teléfono y horas", "Continuar")
    person.page.locator("label").filter(has_text="•").first.click()
    picks_zone(person.page, "Su zona horaria")
    goes_on(person, "Texto antes de la llamada", "Continuar")
    person.chooses("Sí, estoy de acuerdo")
    goes_on(person, "Revisar y enviar", "Continuar")
    person.finds_no_barrier()
    person.page.get_by_role("button", name="Enviar solicitud").click()
    expect(heading(person)).to_have_text("¿Está libre ahora?", timeout=30_000)
    texts_back(portal, number, "Sí, claro 👍")
    expect(heading(person)).to_contain_text("Le llamamos antes de las")
    hears(person, "Usted dijo que está libre.")
    person.finds_no_barrier()


def test_a_late_yes_is_answered_once_and_asked_again(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person = new_person()
    number = "+12025550406"
    a_proven_phone(portal, "tomas", number)
    person.signs_in("Tomás Albuquerque", ASK)
    asks(person)
    is_texted(person)
    minutes_pass(portal, 430)  # past the last hour at which a text may go
    hears(person, "Time went by without an answer.")
    texts_back(portal, number, "1")
    hears(person, "Your answer came after the hour. You keep your place in line.")
    texts_back(portal, number, "1")
    expect(heading(person)).to_have_text("In line")
    late = person.page.get_by_text("Your answer came after the hour.")
    expect(late).to_have_count(1)


def test_a_missed_half_hour_costs_the_person_nothing(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person, officer = new_person(), new_person()
    a_proven_phone(portal, "ines", "+12025550407")
    person.signs_in("Inês Albuquerque", ASK)
    asks(person)
    is_texted(person)
    person.page.get_by_role("button", name="Yes, I am free").click()
    expect(heading(person)).to_contain_text("We call you by")
    officer.signs_in("Owen Clark", DESK)
    row = officer.page.get_by_role("row").filter(has_text="Inês Albuquerque")
    expect(row).to_be_visible()
    minutes_pass(portal, 31)
    hears(person, "We did not call in time. We are sorry. It did not use up a try.")
    is_texted(person)
    expect(row).to_have_count(0)


def test_the_form_keeps_what_was_typed_and_names_what_is_missing(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person = new_person()
    person.signs_in("Farid Karimi", ASK)
    person.page.get_by_role("button", name="Continue").click()
    person.sees("Choose what the call is about.")
    person.chooses("My address")
    person.types("What should the officer know? (optional)", "I have moved.")
    goes_on(person, "Phone and times")
    person.page.get_by_role("button", name="Continue").click()
    person.sees("Enter a phone number, like 212 555 0101.")
    person.sees("Choose your time zone.")
    person.finds_no_barrier()
    person.types("Phone number", "202 555 0408")
    picks_zone(person.page)
    person.chooses("I use TTY")
    goes_on(person, "Text before the call")
    person.sees("We can’t text this number yet")
    person.finds_no_barrier()
    person.page.reload()
    at_step(person, "Text before the call")
    person.chooses("No, just call me")
    goes_on(person, "Check and send")
    person.sees("I have moved.")
    person.finds_no_barrier()
    person.page.get_by_role("button", name="Send request").click()
    person.sees("We have your request")
    person.page.get_by_role("button", name="Take this request back").click()
    person.page.get_by_role("button", name="Take it back").click()
    expect(heading(person)).to_have_text("You took it back")


def test_all_of_it_by_keyboard(portal: Portal, new_person: Callable[..., Person]) -> None:
    person = new_person()
    page = person.page
    a_proven_phone(portal, "elena", "+12025550409")
    person.signs_in("Elena Petrova", ASK)
    page.get_by_role("radio", name="An appointment").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Continue").press("Enter")
    comes_to(person, "Phone and times")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    picks_zone(page)
    page.get_by_role("button", name="Continue").press("Enter")
    comes_to(person, "Text before the call")
    page.get_by_role("radio", name="Yes, I agree").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Continue").press("Enter")
    comes_to(person, "Check and send")
    page.get_by_role("button", name="Send request").press("Enter")
    is_texted(person)
    page.get_by_role("button", name="Yes, I am free").press("Enter")
    expect(page.locator("#said")).to_be_focused()

    officer = new_person()
    officer.signs_in("Owen Clark", DESK)
    expect(officer.page.get_by_role("row").filter(has_text="Elena Petrova")).to_be_visible()
    officer.page.keyboard.press("t")
    expect(officer.page.get_by_role("heading", name="1. Call")).to_be_visible()
    officer.page.keyboard.press("b")
    officer.sees("It is back on the desk.")
    expect(heading(person)).to_contain_text("We call you by")


def test_who_phones_is_put_in_line_with_consent_spoken_aloud(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    officer = new_person()
    page = officer.page
    officer.signs_in("Olivia Reyes", f"{DESK}/open")
    page.get_by_role("button", name="Put them in line").click()
    officer.sees("Enter a US phone number with 10 digits.")
    officer.finds_no_barrier()
    page.get_by_label("Name of the person to call").fill("Miriam Oakes")
    page.get_by_label("Phone", exact=True).fill("202 555 0410")
    page.get_by_label("About", exact=True).select_option("notice")
    picks_zone(page, "Time zone")
    officer.chooses("They are speaking from this phone now")
    expect(page.locator(".cx-quote")).to_contain_text("You can reply STOP at any time")
    officer.chooses("I read it aloud, and they said yes")
    page.get_by_role("button", name="Put them in line").click()
    expect(heading(officer)).to_contain_text("Miriam Oakes")
    expect(page.locator(".cx-file")).to_contain_text("On the phone, heard by Olivia Reyes")
    officer.finds_no_barrier()


def test_a_supervisor_sets_staffing_and_closes_a_day(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person = new_person()
    page = person.page
    person.signs_in("Samira Haddad", f"{DESK}/keep")
    page.get_by_label("Officers who take calls").fill("many")
    page.get_by_role("button", name="Set this").click()
    person.sees("Enter how many officers take calls: 0 to 2,000.")
    page.get_by_label("Officers who take calls").fill("6")
    page.get_by_role("button", name="Set this").click()
    person.sees("Set. People in line are looked at again with these hours.")
    person.sees("6 officers × 30 min")
    person.finds_no_barrier()
    person.opens(DESK)
    person.sees("6 officers × 30 min")
