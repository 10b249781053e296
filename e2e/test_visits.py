"""Somebody asks for a visit: step by step, answered, booked, moved after a closure, cancelled."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from e2e.journeys import at_step, comes_to, fits, goes_on
from e2e.made_visits import (
    Somebody,
    office_closes,
    officer_asks,
    officer_books,
    officer_finds_unneeded,
    somebody,
)
from e2e.person import Person
from e2e.portal import Portal
from e2e.test_raw_socket import ROOT, Socket, cookies_of

FORM = "/account/appointments/request"
STATE = f"{ROOT}.cx_app___state___account___appointments____appointment_state"


def fills_in(person: Person, one: Somebody, reason: str = "Proof that I am") -> None:
    """All steps, up to the last one."""
    person.opens(FORM)
    person.page.locator(f"label[for='whom-{one.party}']").click()
    person.chooses(reason)
    goes_on(person, "About you")
    person.page.get_by_label("Phone").fill("212 555 0101")
    goes_on(person, "Office and times")
    person.page.get_by_label("ZIP code of your home").fill("79901")
    person.page.locator("#wish1_day").select_option(index=3)
    person.page.locator("#wish1_half").select_option("morning")
    goes_on(person, "Anything else")
    goes_on(person, "Check and send")


def sends(person: Person) -> str:
    """The reference number."""
    person.chooses("What I say here is true")
    expect(person.page.locator("#attested")).to_be_checked()
    person.page.get_by_role("button", name="Send request").click()
    expect(person.page).to_have_url(re.compile("sent=1"))
    shown = person.page.locator(".cx-reference")
    expect(shown).to_be_visible()
    return (shown.text_content() or "").replace("-", "")


def test_asked_answered_booked_moved_and_cancelled(portal: Portal, person: Person) -> None:
    one = somebody(portal, "Hana Novak", "hana")
    person.signs_in(one.name, "/account/appointments")
    person.sees("Visits to an office that you asked for")
    person.finds_no_barrier()
    fills_in(person, one)
    reference = sends(person)
    person.sees("This is a request, not an appointment")
    person.sees("An officer answers by")
    person.finds_no_barrier()

    officer_asks(portal, reference, "Is your Form I-90 still pending?")
    person.sees("We have a question for you")
    person.sees("Is your Form I-90 still pending?")
    person.finds_no_barrier()
    person.page.get_by_role("button", name="Send answer").click()
    person.sees("Write an answer.")
    person.page.get_by_label("Your answer").fill("Yes, it is.")
    person.page.get_by_role("button", name="Send answer").click()
    expect(person.page.locator("#said")).to_be_focused()

    officer_books(portal, reference)
    person.sees("Your visit is booked")
    person.finds_no_barrier()
    with person.page.expect_download() as letter:
        person.page.get_by_role("link", name="Letter to print (PDF)").click()
    assert Path(letter.value.path()).read_bytes().startswith(b"%PDF")
    with person.page.expect_download() as date:
        person.page.get_by_role("link", name="Put it in my calendar").click()
    assert b"BEGIN:VEVENT" in Path(date.value.path()).read_bytes()

    office_closes(portal, reference)
    person.sees("The office closed on the day of your visit")
    person.finds_no_barrier()
    person.page.locator(".cx-times").get_by_role("button").nth(1).click()
    expect(person.page.locator("#picked")).to_be_focused()
    person.page.get_by_role("button", name="Book this time").click()
    person.sees("Your new time is booked.")

    person.page.get_by_role("button", name="Cancel this visit").click()
    person.finds_no_barrier()
    person.page.get_by_role("button", name="Cancel the visit").click()
    person.sees("Your visit is cancelled.")
    person.sees("The visit was cancelled. (by you)")
    fits(person)
    person.opens("/account/messages")
    person.sees("Your visit is booked")
    person.sees("Your visit is cancelled")


def test_nothing_typed_is_lost_and_two_clicks_send_one_request(
    portal: Portal, person: Person
) -> None:
    one = somebody(portal, "Inês Albuquerque", "ines")
    person.signs_in(one.name, FORM)
    person.page.get_by_role("button", name="Continue").click()
    person.sees("Choose what the visit is for.")
    person.finds_no_barrier()
    fits(person)
    fills_in(person, one)
    person.page.go_back()
    at_step(person, "Anything else")
    person.page.get_by_label("Anything that the officer should know").fill("My letter ends soon.")
    goes_on(person, "Check and send")
    person.page.reload()
    at_step(person, "Check and send")
    person.sees("My letter ends soon.")
    person.page.get_by_role("button", name="Send request").click()
    person.sees("Tick the box: say that it is true.")
    person.finds_no_barrier()
    person.chooses("What I say here is true")
    expect(person.page.locator("#attested")).to_be_checked()
    person.page.get_by_role("button", name="Send request").dblclick()
    expect(person.page).to_have_url(re.compile("sent=1"))
    person.opens("/account/appointments")
    expect(person.page.locator(".cx-cards > li")).to_have_count(1)

    fills_in(person, one)
    person.chooses("What I say here is true")
    expect(person.page.locator("#attested")).to_be_checked()
    person.page.get_by_role("button", name="Send request").click()
    expect(person.page.locator("#refusal")).to_be_focused()
    person.page.get_by_role("link", name="See the open request").click()
    person.sees("We have your request")


def test_not_needed_taken_back_expired_and_opened_again(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = somebody(portal, "Grace Mensah", "grace")
    person = new_person(phone=True)
    person.signs_in(one.name, "/account")
    fills_in(person, one)
    unneeded = sends(person)
    officer_finds_unneeded(portal, unneeded)
    person.sees("You need no visit")
    person.finds_no_barrier()
    fills_in(person, one, "An immigration judge")
    sends(person)
    person.page.get_by_role("button", name="Take this request back").click()
    person.page.get_by_role("button", name="Take it back").click()
    person.sees("You took the request back.")
    fills_in(person, one, "Deferred action")
    expires = sends(person)
    officer_asks(portal, expires, "Which papers do you have?")
    for _week in range(3):
        person.moves_clock("1 week")
    person.opens(f"/account/appointments/{expires}")
    person.sees("We asked you something and got no answer in time.")
    person.finds_no_barrier()
    person.page.get_by_role("button", name="Open it again").click()
    person.sees("Your request is open again.")
    person.finds_no_barrier()


def test_in_spanish_and_by_keyboard_alone(portal: Portal, person: Person) -> None:
    one = somebody(portal, "Kojo Mensah", "kojo")
    person.signs_in(one.name, "/es" + FORM)
    keyboard = person.page.keyboard
    person.page.locator(f"#whom-{one.party}").focus()
    keyboard.press("Space")
    person.page.locator("#reason-judge_grant").focus()
    keyboard.press("Space")
    person.finds_no_barrier()
    keyboard.press("Enter")
    comes_to(person, "Sobre usted")
    keyboard.press("Tab")
    keyboard.type("212 555 0101")
    keyboard.press("Enter")
    comes_to(person, "Oficina y horarios")
    person.page.locator("#zip").fill("79901")
    keyboard.press("Enter")
    comes_to(person, "Algo más")
    person.page.locator("#needs_more_time").focus()
    keyboard.press("Space")
    keyboard.press("Enter")
    comes_to(person, "Revisar y enviar")
    person.sees("Más tiempo")
    person.page.locator("#attested").focus()
    keyboard.press("Space")
    expect(person.page.locator("#attested")).to_be_checked()
    keyboard.press("Enter")
    person.sees("Tenemos su solicitud")
    person.finds_no_barrier()
    fits(person)


def test_somebody_else_learns_nothing_by_any_event(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    one = somebody(portal, "Chidi Okafor", "chidi")
    person, other = new_person(), new_person()
    person.signs_in(one.name, "/account")
    fills_in(person, one)
    reference = sends(person)
    other.signs_in("Tomás Albuquerque", f"/account/appointments/{reference}")
    other.sees("It is not among the requests that you can see here.")
    path = f"/account/appointments/{reference}"
    socket = Socket(portal, cookies_of(other))
    for name in ("load", "withdraw", "cancel", "reopen", "rebook"):
        said = str(list(socket.answers(f"{STATE}.{name}", {}, path)))
        assert "Chidi" not in said
    person.page.reload()
    person.sees("We have your request")


def test_what_can_t_be_right_is_named_with_what_to_do(portal: Portal, person: Person) -> None:
    one = somebody(portal, "Farid Karimi", "farid")
    person.signs_in(one.name, FORM)
    page = person.page
    page.get_by_text("Urgent travel").first.wait_for()
    if page.locator(f"label[for='whom-{one.party}']").count():
        page.locator(f"label[for='whom-{one.party}']").click()
    person.chooses("Urgent travel")
    for part, value in zip(("month", "day", "year"), ("4", "28", "2020"), strict=True):
        page.locator(f"#travel_{part}").fill(value)
    page.get_by_role("button", name="Continue").click()
    person.sees("This day has passed. Enter the day on which you will travel.")
    person.finds_no_barrier()
    person.chooses("Deferred action")
    goes_on(person, "About you")
    page.get_by_label("Phone").fill("212 555 0101")
    goes_on(person, "Office and times")
    page.get_by_label("ZIP code of your home").fill("00000")
    page.get_by_role("button", name="Continue").click()
    person.sees("We don’t know this ZIP code. Enter 5 digits, like 62704.")
    person.finds_no_barrier()
    page.get_by_label("ZIP code of your home").fill("79901")
    page.locator("#wish1_day").select_option(index=3)
    page.get_by_role("button", name="Continue").click()
    person.sees("Choose morning or afternoon.")
    page.locator("#wish1_half").select_option("morning")
    goes_on(person, "Anything else")
    page.get_by_label("Anything that the officer should know").evaluate(
        "box => box.removeAttribute('maxlength')"
    )
    page.get_by_label("Anything that the officer should know").fill("x" * 1001)
    page.get_by_role("button", name="Continue").click()
    person.sees("This is too long. Use at most 1,000 characters.")
    person.finds_no_barrier()
    page.get_by_label("Anything that the officer should know").fill("x" * 1000)
    goes_on(person, "Check and send")
