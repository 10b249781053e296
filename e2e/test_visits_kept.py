"""From the request to the day at the office: asked, answered, booked, moved, cancelled, came."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from e2e.journeys import fits
from e2e.made import Made, a_case_with_a_code
from e2e.person import Person
from e2e.portal import Portal
from e2e.visits_booked import an_office, visit_at, wants_letters
from e2e.visits_made import Asked, a_request_for_a_visit

KOJO = "Kojo Mensah"
MAIL = "kojo@example.org"


def asks(person: Person, **typed: str) -> tuple[Made, Asked]:
    made = a_case_with_a_code(person.portal, family_name="Keeper")
    person.signs_in(KOJO, "/account/cases/add")
    person.types_a_code(made.receipt, made.code, made.born)
    person.sees("The case is in your account")
    return made, a_request_for_a_visit(person.portal, made, **typed)


def opens(officer: Person, asked: Asked) -> None:
    """Says why where the request does not wait for an officer."""
    officer.opens(asked.path)
    officer.page.locator(".cx-skeleton").first.wait_for(state="detached")
    if officer.page.get_by_role("button", name="Open the request").count():
        officer.chooses("The person, or someone for them, contacted us")
        officer.page.get_by_role("button", name="Open the request").click()
    officer.page.get_by_role("heading", name="Decide").wait_for()


def presses(officer: Person, name: str) -> None:
    officer.page.get_by_role("button", name=name, exact=True).first.click()


def picks_a_time(officer: Person, nth: int) -> None:
    officer.page.locator(".cx-time").nth(nth).click()
    expect(officer.page.locator("#preview-title")).to_be_focused()


def a_minute_passes(officer: Person, asked: Asked) -> None:
    officer.moves_clock("1 minute")
    opens(officer, asked)


def mail_comes(person: Person, text: str) -> None:
    mail = person.page.locator(".cx-mail", has_text=text).first
    person.waits_for_mail(mail, MAIL)


def test_asked_answered_booked_moved_by_an_officer_and_cancelled_with_a_reason(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person, officer = new_person(), new_person()
    made, asked = asks(person)
    wants_letters(portal, made.case_id)
    officer.signs_in("Olivia Reyes", "/officer/appointments")
    opens(officer, asked)
    presses(officer, "Claim")
    presses(officer, "Ask")
    officer.chooses("Are there passport photos?")
    presses(officer, "Ask this")
    officer.sees("Asked. Its person sees it now")
    page = f"/account/appointments/{asked.reference}"
    person.opens(page)
    person.sees("We have a question for you")
    person.page.get_by_label("Your answer").fill("Yes, two of them.")
    person.page.get_by_role("button", name="Send answer").click()
    officer.sees("Yes, two of them.")

    presses(officer, "Claim")
    presses(officer, "Needed")
    officer.chooses("There is no photo that we can use")
    picks_a_time(officer, 2)
    presses(officer, "Book this time")
    officer.sees("Booked. Its person sees it now")
    person.sees("Your visit is booked")
    a_minute_passes(officer, asked)
    mail_comes(person, "You have a time")
    person.waits_for_mail(
        person.page.locator(".cx-mail", has_text="Your visit is on").first, "Keeper"
    )

    person.opens(page)
    presses(officer, "Move the visit")
    expect(officer.page.locator("#panel-title")).to_be_focused()
    presses(officer, "Move the visit")
    officer.page.get_by_role("button", name="Move the visit").last.click()
    officer.sees("Choose why the visit moves, and a time.")
    officer.chooses("The office can’t see them then")
    picks_a_time(officer, 5)
    officer.sees("Your visit has a new time")
    officer.finds_no_barrier()
    fits(officer)
    officer.page.get_by_role("button", name="Move the visit").last.click()
    officer.sees("Moved. Its person sees it now, and is told in a minute.")
    officer.finds_no_barrier()
    person.sees("Another time was picked. (by an officer)")
    person.sees("The office can’t see you at the first time. We are sorry.")
    person.finds_no_barrier()
    officer.page.keyboard.press("z")
    officer.sees("Undone. Nothing has left, and the visit stands as before.")
    expect(person.page.get_by_text("Another time was picked.")).to_have_count(0)

    officer.page.keyboard.press("m")
    officer.chooses("The person asked for another time")
    picks_a_time(officer, 6)
    officer.page.get_by_role("button", name="Move the visit").last.click()
    officer.sees("Moved.")
    a_minute_passes(officer, asked)
    mail_comes(person, "You have a new time")

    person.opens(page)
    officer.page.keyboard.press("c")
    officer.chooses("It is done without a visit")
    officer.sees("We cancelled your visit")
    officer.finds_no_barrier()
    presses(officer, "Cancel this visit")
    officer.sees("Cancelled. Its person sees it now, and is told in a minute.")
    person.sees("We cancelled the visit. What you need is done without a visit.")
    person.sees("The visit was cancelled. (by an officer)")
    person.finds_no_barrier()
    a_minute_passes(officer, asked)
    person.opens("/account/messages")
    person.page.get_by_text("We cancelled your visit").first.wait_for(timeout=30_000)


def test_who_came_is_said_and_said_otherwise_later(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    person, officer = new_person(), new_person()
    _made, asked = asks(person, reason="certified_copy")
    day = visit_at(portal, asked.reference, an_office(portal, "Coming City"), 2)
    person.moves_clock("1 week")
    person.opens(f"/account/appointments/{asked.reference}")
    officer.signs_in("Owen Clark", "/officer/appointments")
    officer.page.get_by_role("navigation", name="Account").get_by_role(
        "link", name="Who comes"
    ).click()
    officer.page.get_by_label("Office").select_option("Coming City")
    officer.page.get_by_label("Day").fill(day)
    officer.page.get_by_role("button", name="Show").click()
    row = officer.page.get_by_role("row", name=asked.shown)
    row.get_by_role("button", name="Did not come").click()
    expect(officer.page.locator("#done")).to_be_focused()
    expect(row).to_contain_text("Did not come")
    person.sees("You did not come to the visit")
    person.finds_no_barrier()
    officer.finds_no_barrier()
    row.get_by_role("button", name="Came").click()
    expect(row.get_by_role("button", name="Did not come")).to_be_visible()
    expect(row.get_by_role("button", name="Came")).to_have_count(0)
    person.sees("You were at the office")
    fits(officer)


def test_a_supervisor_hands_one_and_several_on_whoever_has_them(
    new_person: Callable[..., Person],
) -> None:
    person, officer, supervisor = new_person(), new_person(), new_person()
    made, asked = asks(person)
    officer.signs_in("Olivia Reyes", "/officer/appointments")
    opens(officer, asked)
    expect(officer.page.get_by_label("Hand it to")).to_have_count(0)
    presses(officer, "Claim")
    officer.sees("It is yours for a while.")
    supervisor.signs_in("Samira Haddad", "/officer/appointments")
    opens(supervisor, asked)
    supervisor.sees("Olivia Reyes is at work on it.")
    supervisor.page.get_by_label("Hand it to").select_option("Owen Clark")
    supervisor.page.get_by_role("button", name="Hand it on").click()
    supervisor.sees("It is handed on.")
    supervisor.sees("Owen Clark is at work on it.")
    supervisor.finds_no_barrier()
    officer.sees("Owen Clark has claimed it meanwhile.")

    supervisor.opens("/officer/appointments")
    find = supervisor.page.get_by_label("Reference, receipt number or name")
    find.fill(made.receipt)
    supervisor.page.get_by_role("button", name="Show").click()
    rows = supervisor.page.locator("[data-row]")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("Owen Clark")
    supervisor.page.get_by_role("checkbox", name="Tick ").first.check()
    supervisor.page.get_by_label("for", exact=True).select_option("Olivia Reyes")
    supervisor.page.get_by_role("button", name="Claim").click()
    expect(supervisor.page.locator(".cx-results li")).to_contain_text("Handed on")
    expect(rows.first).to_contain_text("Olivia Reyes")


def test_keys_can_be_changed_and_are_as_they_were_again(new_person: Callable[..., Person]) -> None:
    officer = new_person()
    officer.signs_in("Olivia Reyes", "/officer/appointments")
    page = officer.page
    find = page.get_by_label("Reference, receipt number or name")
    find.wait_for()
    page.keyboard.press("?")
    officer.finds_no_barrier()
    box = page.get_by_label("Search", exact=True)
    box.press("j")
    officer.sees("That key is taken. Choose another one.")
    expect(box).to_have_value("/")
    box.press("s")
    officer.sees("Changed.")
    heading = page.get_by_role("heading", level=1)
    heading.click()
    page.keyboard.press("/")
    expect(find).not_to_be_focused()
    page.keyboard.press("s")
    expect(find).to_be_focused()
    page.reload()
    find.wait_for()
    page.keyboard.press("?")
    expect(box).to_have_value("s")
    page.get_by_role("button", name="Back to the usual keys").click()
    expect(box).to_have_value("/")
    heading.click()
    page.keyboard.press("/")
    expect(find).to_be_focused()
