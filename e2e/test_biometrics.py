"""Moving a biometrics appointment at the screen: the happy path with its notice, every refusal, two
windows, a hold that ends, another cause, without a code, by keyboard, in Spanish on a phone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from e2e.journeys import fits
from e2e.made_biometrics import DAY, Comes, an_appointment, stands
from e2e.person import Person

HOUR = 3600.0
WHEN = "#present-when"
GROUPED = re.compile(r"^(\d{4} ){3}\d{4}$")
"""A number as it is printed."""
KOJO, GRACE, HANA, ROSA = "Kojo Mensah", "Grace Mensah", "Hana Novak", "Rosa Delgado"


def chooses_travel(person: Person) -> None:
    person.chooses("Travel that was planned before")
    expect(person.page.locator(".cx-times__one").first).to_be_visible()


def holds(person: Person, which: int = 0) -> str:
    """The time that is held now, in words."""
    times = person.page.locator(".cx-times__one")
    if times.count() <= which:  # late in the week the first ones are few
        person.page.get_by_role("button", name="Later weeks").first.click()
        expect(times.nth(which)).to_be_visible()
    times.nth(which).click()
    expect(person.page.get_by_role("heading", name="Check and confirm")).to_be_focused()
    return person.page.locator(".cx-compare__to strong").text_content() or ""


def confirms(page: Page) -> None:
    page.get_by_role("button", name="Move my appointment").click()


def test_moved_with_its_notice_in_hand(person: Person) -> None:
    one = an_appointment(person.portal, "kojo")
    person.signs_in(KOJO, one.path)
    before = person.page.locator(WHEN).text_content() or ""
    expect(person.page.get_by_role("link", name="Show it on a map")).to_be_visible()
    expect(person.page.locator("#left")).to_contain_text("8 days")
    chooses_travel(person)
    person.finds_no_barrier()
    chosen = holds(person)
    expect(person.page.locator(".cx-compare__from strong")).to_have_text(before)
    expect(person.page.locator(WHEN)).to_have_text(before)
    expect(person.page.locator("[data-held-left]")).to_have_text(re.compile(r"[89]:\d\d|10:00"))
    person.finds_no_barrier()
    confirms(person.page)
    expect(person.page.locator("#done")).to_be_focused()
    expect(person.page.locator(WHEN)).to_have_text(chosen)
    person.finds_no_barrier()
    fits(person)
    pdf = notice_file(person, one)
    front = front_of(pdf)
    assert "This notice replaces the notice for" in front
    assert one.receipt in front
    assert chosen.split(",")[1].strip() in front
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    number = person.page.locator("dd", has_text=GROUPED).first.text_content() or ""
    assert bars_on(pdf) == [number.replace(" ", "")] * 2
    calendar = person.page.request.get(
        f"{person.portal.url}/downloads/biometrics/{one.appointment_id}/appointment.ics"
    )
    assert b"BEGIN:VEVENT" in calendar.body()
    assert stands(person.portal, one) == (["active", "moved"], ["move"])
    person.opens("/account/messages")
    person.sees("Your biometrics appointment has a new time")


def notice_file(person: Person, one: Comes) -> bytes:
    answer = person.page.request.get(
        f"{person.portal.url}/downloads/biometrics/{one.appointment_id}/notice.pdf"
    )
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def front_of(pdf: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def notice_of(person: Person, one: Comes) -> str:
    return front_of(notice_file(person, one))


def bars_on(pdf: bytes) -> list[str]:
    """What a scanner at the door reads, page by page."""
    pictures = [page.render(scale=3).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize(
    ("form", "ahead", "closed", "title"),
    [
        ("I-600A", 10 * DAY, False, "Not online for this form"),
        ("I-90", 12 * HOUR, False, "Too close to move it online"),
        ("I-485", -60.0, False, "The time of this appointment has passed"),
        ("N-400", 2 * DAY, True, "This case is closed"),
    ],
)
def test_what_the_rules_refuse(
    person: Person, form: str, ahead: float, closed: bool, title: str
) -> None:
    one = an_appointment(person.portal, "kojo", form=form, ahead=ahead, closed=closed)
    person.signs_in(KOJO, one.path)
    expect(person.page.locator("#rule")).to_contain_text(title)
    if not closed:
        expect(person.page.locator("#rule")).to_contain_text("1-555-0100")
        expect(person.page.locator("#rule")).to_contain_text("deny it")
    expect(person.page.get_by_text("Why can’t you come?")).to_have_count(0)
    person.finds_no_barrier()


def test_n_400_in_two_days_for_travel_is_allowed_twice_and_each_notice_names_the_one_before(
    person: Person,
) -> None:
    one = an_appointment(person.portal, "grace", ahead=2 * DAY)
    person.signs_in(GRACE, one.path)
    chooses_travel(person)
    holds(person)
    confirms(person.page)
    expect(person.page.locator("#done")).to_be_focused()
    person.sees("online 1 more time")
    first = bars_on(notice_file(person, one))[0]
    person.page.get_by_role("button", name="Move it again").click()
    chooses_travel(person)
    holds(person)
    confirms(person.page)
    expect(person.page.locator("#done")).to_be_focused()
    second = notice_file(person, one)
    assert bars_on(second)[0] != first
    grouped = " ".join(first[at : at + 4] for at in range(0, len(first), 4))
    assert f"This notice replaces the notice {grouped}" in front_of(second)
    person.opens(one.path)
    expect(person.page.locator("#rule")).to_contain_text("Moved as often as online allows")
    expect(person.page.locator("#rule")).to_contain_text("1-555-0100")


def test_more_than_twelve_hours_are_allowed_until_they_are_over(
    person: Person, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(person.portal, "grace", form="I-90", ahead=12 * HOUR + 900)
    person.signs_in(GRACE, one.path)
    person.sees("Why can’t you come?")
    expect(person.page.locator("#left")).to_contain_text("minutes")
    new_person().moves_clock("20 minutes")
    person.opens(one.path)
    expect(person.page.locator("#rule")).to_contain_text("Too close to move it online")
    person.sees("still in time until")


def test_two_windows_make_one_move(person: Person) -> None:
    one = an_appointment(person.portal, "grace")
    person.signs_in(GRACE, one.path)
    other = Person(person.page.context.new_page(), person.portal)
    other.opens(one.path)
    chooses_travel(person)
    holds(person, 1)
    chooses_travel(other)
    holds(other, 2)
    confirms(person.page)
    expect(person.page.locator("#problem")).to_contain_text("is free again")
    confirms(other.page)
    expect(other.page.locator("#done")).to_be_focused()
    moved = other.page.locator(WHEN).text_content() or ""
    expect(person.page.locator(WHEN)).to_have_text(moved)
    assert stands(person.portal, one) == (["active", "moved"], ["move"])


def test_a_double_press_is_one_move(person: Person) -> None:
    one = an_appointment(person.portal, "grace")
    person.signs_in(GRACE, one.path)
    chooses_travel(person)
    holds(person)
    person.page.get_by_role("button", name="Move my appointment").dblclick()
    expect(person.page.locator("#done")).to_be_visible()
    assert stands(person.portal, one) == (["active", "moved"], ["move"])


def test_more_time_once_and_then_the_hold_ends(person: Person) -> None:
    one = an_appointment(person.portal, "grace")
    person.signs_in(GRACE, one.path)
    before = person.page.locator(WHEN).text_content() or ""
    chooses_travel(person)
    holds(person)
    person.page.get_by_role("button", name="I need more time").click()
    expect(person.page.locator("[data-held-left]")).to_have_text(re.compile(r"1[89]:\d\d|20:00"))
    person.sees("there is no more after this")
    clock = Person(person.page.context.new_page(), person.portal)
    clock.moves_clock("20 minutes")
    confirms(person.page)
    expect(person.page.locator("#problem")).to_be_focused()
    expect(person.page.locator("#problem")).to_contain_text("is free again")
    expect(person.page.locator(WHEN)).to_have_text(before)


def test_another_reason_goes_to_an_officer_and_can_be_taken_back(person: Person) -> None:
    one = an_appointment(person.portal, "hana")
    person.signs_in(HANA, one.path)
    before = person.page.locator(WHEN).text_content() or ""
    person.chooses("Another reason")
    person.page.get_by_role("button", name="Send to an officer").click()
    expect(person.page.locator("#words")).to_be_focused()
    person.finds_no_barrier()
    person.page.locator("#words").fill("My brother is in court that day, and I must be there.")
    person.page.get_by_role("button", name="Send to an officer").click()
    expect(person.page.locator("#said")).to_be_focused()
    expect(person.page.locator("#request")).to_contain_text("My brother is in court")
    expect(person.page.locator(WHEN)).to_have_text(before)
    person.finds_no_barrier()
    person.page.get_by_role("button", name="Take the request back").click()
    expect(person.page.locator("#said")).to_contain_text("as it was")
    chooses_travel(person)
    assert stands(person.portal, one)[1] == ["reschedule_request", "withdrawal"]


def test_without_a_code(person: Person) -> None:
    one = an_appointment(person.portal, a_number="076543210")
    person.signs_in(HANA, "/account/biometrics")
    page = person.page
    page.get_by_label("Receipt number", exact=True).fill(one.receipt)
    page.get_by_label("A-Number", exact=True).fill("A076543211")
    person.types_birth_date(one.born)
    page.get_by_role("button", name="Find my appointment").click()
    expect(page.locator("#refusal")).to_contain_text("does not match an appointment")
    person.finds_no_barrier()
    page.get_by_label("A-Number", exact=True).fill("A076543210")
    page.get_by_role("button", name="Find my appointment").click()
    expect(page).to_have_url(re.compile(one.path))
    chooses_travel(person)
    expect(page.get_by_text("miles from home")).to_have_count(0)
    holds(person)
    confirms(page)
    expect(page.locator("#done")).to_be_focused()
    person.sees("A printed notice is on its way to the address on file.")
    assert stands(person.portal, one) == (["active", "moved"], ["move"])


def test_a_family_comes_together(person: Person) -> None:
    first = an_appointment(person.portal, "hana", household="F", a_number="076543220")
    an_appointment(person.portal, "hana", household="F", given_name="Rita", a_number="076543221")
    person.signs_in(HANA, first.path)
    chooses_travel(person)
    chosen = holds(person, 3)
    confirms(person.page)
    person.page.get_by_role("link", name="Move it next to this one Rita Ferreira").click()
    chooses_travel(person)
    beside = person.page.locator(".cx-times__one", has_text="next to your family’s")
    expect(beside).to_contain_text(chosen)


def test_a_representative_acts_for_their_client(person: Person) -> None:
    one = an_appointment(person.portal, "kojo", representative="rosa")
    person.signs_in(ROSA, one.path)
    expect(person.page.locator(".cx-acting")).to_contain_text("Lena Ferreira")
    chooses_travel(person)
    holds(person)
    confirms(person.page)
    expect(person.page.locator("#done")).to_be_focused()


def test_at_a_center_near_another_zip_code_in_the_morning(person: Person) -> None:
    one = an_appointment(person.portal, "kojo")
    person.signs_in(KOJO, one.path)
    chooses_travel(person)
    page = person.page
    near = page.get_by_label("Look near another ZIP code (optional)")
    near.fill("00000")
    page.get_by_role("button", name="Show centers").click()
    expect(page.get_by_text("Enter a ZIP code in the United States")).to_be_visible()
    expect(near).to_be_focused()
    person.finds_no_barrier()
    near.fill("96814")
    page.get_by_role("button", name="Show centers").click()
    expect(page.get_by_role("heading", name="Where", exact=True)).to_be_focused()
    centers = page.get_by_role("list", name="Where").get_by_role("button")
    elsewhere = centers.filter(has_text="Honolulu")
    expect(elsewhere).to_contain_text("from there")
    elsewhere.click()
    expect(elsewhere).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Mornings").click()
    times = page.locator(".cx-times__one")
    expect(times.first).to_contain_text("AM")
    expect(times.filter(has_text="PM")).to_have_count(0)
    person.finds_no_barrier()
    fits(person)
    chosen = holds(person)
    confirms(page)
    expect(page.locator("#done")).to_be_focused()
    expect(page.locator(WHEN)).to_have_text(chosen)
    assert stands(person.portal, one) == (["active", "moved"], ["move"])


def test_by_keyboard_alone(person: Person) -> None:
    one = an_appointment(person.portal, "grace")
    person.signs_in(GRACE, one.path)
    page = person.page
    expect(page.get_by_text("Why can’t you come?")).to_be_visible()
    for _press in range(40):
        if (page.evaluate("document.activeElement.id") or "").startswith("cause-"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".cx-times__one").first).to_be_visible()
    for _press in range(40):
        page.keyboard.press("Tab")
        if "cx-times__one" in (page.evaluate("document.activeElement.className") or ""):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check and confirm")).to_be_focused()
    for _press in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Move my appointment":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_be_focused()


def test_in_spanish_on_a_phone(new_person: Callable[..., Person]) -> None:
    person = new_person(phone=True)
    one = an_appointment(person.portal, "grace", language="es")
    person.signs_in(GRACE, "/es" + one.path)
    person.chooses("Un viaje planeado antes")
    expect(person.page.locator(".cx-times__one").first).to_be_visible()
    person.finds_no_barrier()
    fits(person)
    person.page.locator(".cx-times__one").first.click()
    person.page.get_by_role("button", name="Cambiar mi cita").click()
    expect(person.page.locator("#done")).to_contain_text("Su cita está cambiada")
    fits(person)
    front = notice_of(person, one)
    assert "Aviso de cita de datos biométricos" in front


def test_nobody_else_finds_it(person: Person) -> None:
    one = an_appointment(person.portal, "kojo")
    person.signs_in(HANA, one.path)
    person.sees("We can’t show this appointment")
    person.finds_no_barrier()
    answer = person.page.request.get(
        f"{person.portal.url}/downloads/biometrics/{one.appointment_id}/notice.pdf"
    )
    assert answer.status == 404


def test_the_case_leads_there(person: Person) -> None:
    one = an_appointment(person.portal, "kojo")
    person.signs_in(KOJO, "/account")
    person.page.locator(f'a[href$="{one.path}"]').first.click()
    expect(person.page).to_have_url(re.compile(one.path))
