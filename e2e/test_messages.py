"""What was sent to a person: in their own inbox, and as it arrives in the mailbox of the demo."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, expect

from e2e.journeys import fits
from e2e.made import a_case_with_a_code, a_message, no_messages, texts_of
from e2e.person import Person

WOLFGANG = (
    "Wolfgang-Maximilian Alexander von Hohenstein-Schwarzenberg y Montenegro de la Vega",
    "wolfgang",
)
LONG = "Monday, " + "x" * 300


def key() -> str:
    return secrets.token_hex(4)


def a_phone() -> str:
    return f"+1202555{1000 + secrets.randbelow(9000)}"


def reads_all(person: Person) -> None:
    expect(person.page.locator(".cx-skeleton")).to_have_count(0)
    button = person.page.get_by_role("button", name=re.compile("Mark all|Marcar todo"))
    if button.count():
        button.click()
        expect(button).to_have_count(0)


def menu(person: Person) -> Locator:
    nav = person.page.get_by_role("navigation", name="Account")
    return nav.get_by_role("link", name=re.compile("^Messages"))


def newest(person: Person) -> Locator:
    return person.page.locator(".cx-inbox__press").first


def test_a_message_comes_into_an_open_inbox_and_is_read(person: Person, tmp_path: Path) -> None:
    name, subject = WOLFGANG
    person.signs_in(name, "/account/messages")
    reads_all(person)
    before = person.page.evaluate("performance.timeOrigin")
    lines = person.page.locator(".cx-inbox__message").count()
    a_message(person.portal, subject, key(), when=LONG)

    expect(person.page.locator(".cx-inbox__message")).to_have_count(lines + 1)
    person.sees("1 message is unread.")
    expect(menu(person)).to_have_text(re.compile(r"Messages\s*1"))
    expect(newest(person)).to_contain_text("New")
    newest(person).click()
    expect(newest(person)).to_have_attribute("aria-expanded", "true")
    expect(newest(person)).not_to_contain_text("New")
    expect(menu(person)).to_have_text("Messages")
    person.sees("By e-mail")
    person.sees("You got this because it is about your account.")
    expect(person.page.locator(".cx-ways")).to_contain_text("Delivered")
    assert person.page.evaluate("performance.timeOrigin") == before
    person.finds_no_barrier()
    fits(person)

    with person.page.expect_download() as download:
        person.page.get_by_role("link", name="Download appointment.ics").click()
    saved = tmp_path / "appointment.ics"
    download.value.save_as(saved)
    assert download.value.suggested_filename == "appointment.ics"
    [event] = Calendar.from_ical(saved.read_bytes()).events
    assert event["location"] == "1 Federal Plaza"


def test_a_file_of_somebody_else_is_not_there(new_person: Callable[..., Person]) -> None:
    owner, stranger = new_person(), new_person()
    owner.signs_in(WOLFGANG[0], "/account/messages")
    a_message(owner.portal, WOLFGANG[1], key())
    newest(owner).click()
    href = owner.page.get_by_role("link", name="Download").get_attribute("href") or ""
    address = owner.portal.url + href
    assert owner.page.request.get(address).status == 200
    stranger.signs_in("Bao Nguyen")
    refused = stranger.page.request.get(address)
    assert (refused.status, refused.text()) == (404, "There is no such file.")


def test_an_inbox_by_keyboard_and_in_spanish(new_person: Callable[..., Person]) -> None:
    person = new_person(phone=True)
    person.signs_in(WOLFGANG[0], "/es/account/messages")
    reads_all(person)
    a_message(person.portal, WOLFGANG[1], key())
    person.sees("1 mensaje sin leer.")
    newest(person).focus()
    person.page.keyboard.press("Enter")
    person.sees("Cómo lo enviamos")
    person.sees("Le enviamos esto porque se trata de su cuenta.")
    expect(person.page.locator(".cx-ways")).to_contain_text("Se entregó el")
    person.page.keyboard.press("Tab")
    expect(person.page.get_by_role("link", name="Descargar")).to_be_focused()
    person.finds_no_barrier()
    newest(person).focus()
    person.page.keyboard.press("Space")
    expect(newest(person)).to_have_attribute("aria-expanded", "false")
    person.sees("Cambiar cómo le avisamos")


def test_an_empty_inbox_says_so(person: Person) -> None:
    no_messages(person.portal, WOLFGANG[1])
    person.signs_in(WOLFGANG[0], "/account/messages")
    person.sees("You have no messages yet.")
    person.finds_no_barrier()


def test_a_letter_opens_as_pdf(person: Person) -> None:
    made = a_case_with_a_code(person.portal)
    letter = person.page.locator("section", has_text=made.receipt).first
    person.waits_for_mail(letter, made.receipt)
    link = letter.get_by_role("link", name="Open the letter (PDF)")
    expect(link).to_have_attribute("target", "_blank")
    answer = person.page.request.get(person.portal.url + (link.get_attribute("href") or ""))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    person.finds_no_barrier()


def test_a_letter_comes_into_the_open_mailbox(person: Person) -> None:
    person.opens("/demo/mailbox")
    expect(person.page.locator(".cx-skeleton")).to_have_count(0)
    made = a_case_with_a_code(person.portal)
    expect(person.page.locator(".cx-mail", has_text=made.receipt)).to_be_attached()


def test_the_date_in_an_e_mail_is_a_link(person: Person) -> None:
    person.signs_in(WOLFGANG[0])
    a_message(person.portal, WOLFGANG[1], key())
    email = person.page.locator("section", has_text="wolfgang@example.org").first
    person.waits_for_mail(email, "wolfgang@example.org")
    expect(email).to_contain_text("You have a new message")
    expect(email.get_by_role("link", name="/account/messages")).to_be_visible()
    with person.page.expect_download() as download:
        email.get_by_role("link", name="appointment.ics").click()
    [_event] = Calendar.from_ical(download.value.path().read_bytes()).events


@pytest.mark.parametrize("phone_screen", [False, True])
def test_a_text_is_answered_as_from_a_phone(
    new_person: Callable[..., Person], phone_screen: bool
) -> None:
    person, subject, number = new_person(phone=phone_screen), f"nobody-{key()}", a_phone()
    a_message(person.portal, subject, key(), phone=number)
    text = person.page.locator("section", has_text=f"Text to {number}")
    person.waits_for_mail(text, number)
    text.get_by_role("button", name="Answer it").click()
    talk = person.page.locator("section", has=person.page.get_by_role("heading", name=number))
    expect(talk.locator(".cx-status")).to_have_text("Delivered")
    assert texts_of(person.portal, subject) == [[True, False]]

    box = talk.get_by_label(f"Answer as {number}")
    box.fill("please stop")
    box.press("Enter")
    expect(talk).to_contain_text("no more texts")
    expect(talk).to_contain_text("Said STOP")
    expect(box).to_have_value("")
    assert texts_of(person.portal, subject) == [[False, True]]
    person.finds_no_barrier()

    talk.get_by_role("button", name="HELP").click()
    expect(talk).to_contain_text("For help call")
    talk.get_by_role("button", name="START").click()
    expect(talk.get_by_text("Said STOP")).to_have_count(0)
    expect(talk.locator("li")).to_have_count(7)
    assert texts_of(person.portal, subject)[0][1] is False
    fits(person)


def test_what_the_simulator_refuses_shows_as_failed(person: Person) -> None:
    number = "+12025550104"
    a_message(person.portal, f"nobody-{key()}", key(), phone=number)
    text = person.page.locator("section", has_text=f"Text to {number}").first
    person.waits_for_mail(text, number)
    expect(text.locator(".cx-status")).to_have_text("Failed")


def test_the_mailbox_shows_one_kind_at_a_time(person: Person) -> None:
    a_case_with_a_code(person.portal, given_name="Kind", family_name="Chooser")
    person.waits_for_mail(person.page.locator("section", has_text="Kind Chooser"), "kind chooser")
    for kind, name in (("letter", "Letters"), ("email", "E-mails"), ("text", "Texts")):
        button = person.page.get_by_role("button", name=re.compile(f"^{name}"))
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        found = person.page.locator(".cx-mail, .cx-phone-screen")
        expect(found).to_have_count(1 if kind == "letter" else 0)
        person.finds_no_barrier()
    person.page.get_by_role("button", name="Show everything").click()
    expect(person.page.get_by_text("Nothing here matches.")).to_have_count(0)
