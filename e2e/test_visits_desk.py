"""The officers' desk of visits: deciding by keyboard, undoing, two officers, several at once."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from e2e.made import Made, a_case_with_a_code
from e2e.person import Person
from e2e.visits_made import Asked, a_request_for_a_visit, many_requests

KOJO = "Kojo Mensah"


def asks_for_a_visit(person: Person, **typed: str) -> tuple[Made, Asked]:
    made = a_case_with_a_code(person.portal, family_name="Visitor")
    person.signs_in(KOJO, "/account/cases/add")
    person.types_a_code(made.receipt, made.code, made.born)
    person.sees("The case is in your account")
    return made, a_request_for_a_visit(person.portal, made, **typed)


def finds(officer: Person, typed: str) -> None:
    officer.page.get_by_label("Reference, receipt number or name").fill(typed)
    officer.page.get_by_role("button", name="Show").click()


def claims(officer: Person, asked: Asked) -> None:
    officer.opens(asked.path)
    officer.page.get_by_role("button", name="Claim").click()
    officer.sees("It is yours for a while.")


def tabs_to(person: Person, place: Locator) -> None:
    """By the one key alone."""
    for _stop in range(25):
        person.page.keyboard.press("Tab")
        if place.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError("the key does not lead there")


def test_from_the_queue_to_a_booked_visit_by_keyboard_alone(
    new_person: Callable[..., Person],
) -> None:
    person, officer = new_person(), new_person()
    made, asked = asks_for_a_visit(person)
    officer.signs_in("Olivia Reyes", "/officer/appointments")
    page = officer.page
    expect(page.get_by_role("button", name="Unassigned")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Reference, receipt number or name")).to_be_focused()
    page.keyboard.type(made.receipt)
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    officer.finds_no_barrier()
    expect(page.locator("#visits")).to_be_focused()
    page.keyboard.press("j")
    link = page.get_by_role("link", name=asked.shown)
    expect(link).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name=f"Tick {asked.shown}")).to_be_checked()
    page.keyboard.press("c")
    expect(page.locator(".cx-results li")).to_contain_text("Claimed")
    expect(page.locator("#taken")).to_be_focused()
    page.keyboard.press("j")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("ADIT stamp")
    officer.sees("Has the case by an access code")
    officer.finds_no_barrier()

    page.keyboard.press("b")
    officer.sees("It is back in the queue.")
    expect(page.locator("#answer")).to_be_focused()
    page.keyboard.press("a")
    officer.sees("It is yours for a while.")
    page.keyboard.press("1")
    expect(page.locator("#panel-title")).to_be_focused()
    officer.sees("wished: morning")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tabs_to(officer, page.locator(".cx-time").nth(2))
    page.keyboard.press("Enter")
    expect(page.locator("#preview-title")).to_be_focused()
    officer.sees("Your visit is booked")
    officer.finds_no_barrier()
    tabs_to(officer, page.get_by_role("button", name="Book this time"))
    page.keyboard.press("Enter")
    officer.sees("Booked. Its person sees it now, and is told in a minute.")
    officer.sees("Nothing has left yet.")
    officer.finds_no_barrier()

    expect(page.locator("#answer")).to_be_focused()
    page.keyboard.press("z")
    officer.sees("Undone. Nothing has left")
    expect(page.get_by_role("button", name="Needed", exact=True)).to_be_visible()
    expect(page.locator("#answer")).to_be_focused()
    page.keyboard.press("b")
    officer.sees("It is back in the queue.")


def test_a_question_is_asked_in_spanish_answered_and_settled_by_mail(
    new_person: Callable[..., Person],
) -> None:
    person, officer = new_person(), new_person()
    _made, asked = asks_for_a_visit(person, language="es")
    officer.signs_in("Olivia Reyes", "/officer")
    claims(officer, asked)
    officer.page.get_by_role("button", name="Ask", exact=True).click()
    officer.chooses("Are there passport photos?")
    officer.sees("¿Tiene dos fotos de pasaporte")
    officer.sees("Do you have two passport photos")
    officer.finds_no_barrier()
    officer.page.get_by_role("button", name="Ask this").click()
    officer.sees("Asked. Its person sees it now")
    officer.sees("Question asked")

    person.opens(f"/account/appointments/{asked.reference}")
    person.page.get_by_label("Your answer").fill("Yes, two of them.")
    person.page.get_by_role("button", name="Send answer").click()
    officer.page.get_by_text("Yes, two of them.").first.wait_for()

    officer.page.get_by_role("button", name="Claim").click()
    officer.page.get_by_role("button", name="Not needed").click()
    officer.chooses("The stamp goes by mail")
    officer.sees("Su sello llega por correo.")
    officer.page.get_by_role("button", name="No visit needed").click()
    officer.sees("It goes by mail only when all three are verified.")
    for checked in ("I verified who they are", "a carrier delivers", "a photo that we can use"):
        officer.chooses(checked)
    officer.page.get_by_role("button", name="No visit needed").click()
    officer.sees("No visit needed. Its person sees it now")
    officer.moves_clock("1 minute")
    person.opens("/account/messages")
    person.page.get_by_text("You do not need to come to the office").first.wait_for(timeout=30_000)


def test_who_calls_with_the_answer_need_not_write_it(new_person: Callable[..., Person]) -> None:
    person, officer = new_person(), new_person()
    _made, asked = asks_for_a_visit(person, reason="lost_packet")
    officer.signs_in("Olivia Reyes", "/officer")
    claims(officer, asked)
    officer.page.keyboard.press("3")
    officer.chooses("Which case is it about?")
    officer.page.get_by_role("button", name="Ask this").click()
    officer.sees("Nothing has left yet.")
    officer.moves_clock("1 minute")
    officer.opens(asked.path)
    person.opens(f"/account/appointments/{asked.reference}")
    person.sees("We have a question for you")

    officer.sees("We wait for an answer.")
    officer.page.keyboard.press("5")
    expect(officer.page.locator("#panel-title")).to_be_focused()
    officer.finds_no_barrier()
    officer.page.get_by_role("button", name="It goes on").click()
    officer.sees("Write down what they answered.")
    officer.page.get_by_label("In their words").fill("The one of my card.")
    officer.page.get_by_role("button", name="It goes on").click()
    officer.sees("Written down. It waits for an officer again.")
    officer.finds_no_barrier()
    person.sees("The question was answered. (by an officer)")
    person.sees("The one of my card.")


def test_two_officers_and_one_request(new_person: Callable[..., Person]) -> None:
    person, officer, colleague = new_person(), new_person(), new_person()
    _made, asked = asks_for_a_visit(person, reason="certified_copy")
    officer.signs_in("Olivia Reyes", asked.path)
    colleague.signs_in("Owen Clark", asked.path)
    colleague.page.get_by_role("button", name="Claim").wait_for()
    officer.page.get_by_role("button", name="Claim").click()
    officer.sees("It is yours for a while.")
    colleague.sees("Olivia Reyes is at work on it.")
    expect(colleague.page.get_by_role("button", name="Claim")).to_have_count(0)
    officer.page.get_by_role("button", name="Log a call").click()
    officer.chooses("No answer")
    officer.page.get_by_role("button", name="Log the call").click()
    colleague.sees("Called: No answer")


def test_not_needed_for_somebody_who_travels_soon_takes_two_officers(
    new_person: Callable[..., Person],
) -> None:
    person, officer, colleague = new_person(), new_person(), new_person()
    _made, asked = asks_for_a_visit(person, reason="emergency_parole")
    officer.signs_in("Olivia Reyes", asked.path)
    officer.sees("Travels in 6 days")
    officer.page.get_by_role("button", name="Claim").click()
    officer.page.get_by_role("button", name="Not needed").click()
    officer.chooses("What this visit is for does not apply")
    officer.page.get_by_role("button", name="No visit needed").click()
    officer.sees("a second officer has to agree")
    officer.sees("You proposed it: a colleague decides.")
    officer.finds_no_barrier()
    colleague.signs_in("Owen Clark", asked.path)
    colleague.sees("No visit although they travel soon")
    colleague.page.get_by_role("button", name="Claim").click()
    colleague.page.get_by_role("button", name="Agree", exact=True).click()
    colleague.sees("You agreed.")
    officer.page.get_by_text("No visit needed").first.wait_for()


def test_several_are_claimed_at_once_each_with_its_result_and_counts_follow(
    new_person: Callable[..., Person],
) -> None:
    officer, colleague = new_person(), new_person()
    many_requests(officer.portal, 45, "Nadia")
    officer.signs_in("Olivia Reyes", "/officer/appointments")
    colleague.signs_in("Owen Clark", "/officer/appointments")
    finds(officer, "Nadia")
    finds(colleague, "Nadia")
    rows = officer.page.locator("[data-row]")
    expect(rows).to_have_count(40)
    expect(colleague.page.locator("[data-row]", has_text="Nadia")).to_have_count(40)
    officer.page.get_by_role("button", name="Next page").click()
    expect(rows).to_have_count(5)
    expect(officer.page.locator("#visits")).to_be_focused()
    officer.page.get_by_role("button", name="Previous page").click()
    expect(rows).to_have_count(40)

    ticks = officer.page.get_by_role("checkbox", name="Tick ")
    ticks.nth(0).check()
    ticks.nth(1).check()
    mine = colleague.page.get_by_role("checkbox", name="Tick ")
    mine.nth(0).check()
    colleague.page.get_by_role("button", name="Claim").click()
    expect(colleague.page.locator(".cx-results li")).to_have_count(1)
    officer.page.get_by_role("button", name="Claim").click()
    results = officer.page.locator(".cx-results li")
    expect(results).to_have_count(2)
    expect(results.filter(has_text="A colleague is at work on it.")).to_have_count(1)
    expect(results.filter(has_text="Claimed")).to_have_count(1)
    officer.finds_no_barrier()
    before = colleague.page.get_by_role("button", name="Unassigned").inner_text()
    ticks.nth(5).check()
    officer.page.get_by_role("button", name="Claim").click()
    expect(colleague.page.get_by_role("button", name="Unassigned")).not_to_have_text(before)


def test_keys_can_be_switched_off(new_person: Callable[..., Person]) -> None:
    officer = new_person()
    officer.signs_in("Olivia Reyes", "/officer/appointments")
    page = officer.page
    find = page.get_by_label("Reference, receipt number or name")
    find.wait_for()
    page.keyboard.press("?")
    page.get_by_label("Keys are on, in this browser").uncheck()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("/")
    expect(find).not_to_be_focused()
    page.get_by_label("Keys are on, in this browser").check()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("/")
    expect(find).to_be_focused()
