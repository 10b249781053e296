"""What is kept for somebody who moves an appointment: an old link, a held time, a notice by mail,
and who else may see it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from e2e.journeys import fits
from e2e.made_biometrics import LAST_OF_ALL, an_appointment, center_closed, stands
from e2e.person import Person
from e2e.test_biometrics import GRACE, HANA, WHEN, chooses_travel, confirms, holds


def test_an_old_link_shows_what_stands_now(
    person: Person, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(person.portal, "grace")
    person.signs_in(GRACE, one.path)
    chooses_travel(person)
    moved = holds(person)
    confirms(person.page)
    expect(person.page.locator("#done")).to_be_focused()
    later = new_person()
    later.signs_in(GRACE, one.path)
    expect(later.page.locator(WHEN)).to_have_text(moved)
    expect(later.page.get_by_role("button", name="Move my appointment")).to_have_count(0)
    later.sees("online 1 more time")
    assert stands(person.portal, one) == (["active", "moved"], ["move"])


def test_who_cannot_print_asks_for_it_by_mail(
    person: Person, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(person.portal, "grace")
    person.signs_in(GRACE, one.path)
    chooses_travel(person)
    holds(person)
    confirms(person.page)
    expect(person.page.locator("#done")).to_be_focused()
    person.sees("Public libraries print")
    person.page.get_by_role("button", name="I can’t print: mail it to me").click()
    expect(person.page.locator("#said")).to_contain_text("We will mail the notice")
    person.sees("A printed notice is on its way to the address on file.")
    person.finds_no_barrier()
    postman = new_person()
    letter = postman.page.locator("pre", has_text="This notice replaces the notice for")
    postman.waits_for_mail(letter.first, one.receipt)


def test_a_hold_warns_before_it_ends_and_lets_go_by_itself(person: Person) -> None:
    one = an_appointment(person.portal, "grace")
    page = person.page
    person.signs_in(GRACE, one.path)
    before = page.locator(WHEN).text_content() or ""
    chooses_travel(person)
    holds(person)
    warning = page.locator("[data-held-said]")
    expect(page.locator("[data-held-left]")).to_have_text(re.compile(r"9:\d\d|10:00"))
    expect(warning).to_be_empty()
    runs_out_in(page, 100)
    expect(warning).to_contain_text("Not much time left:")
    expect(warning).to_be_visible()
    person.finds_no_barrier()
    page.get_by_role("button", name="I need more time").click()
    expect(page.get_by_role("button", name="I need more time")).to_have_count(0)
    runs_out_in(page, 2)
    expect(page.locator("#problem")).to_contain_text("is free again")
    expect(page.locator(WHEN)).to_have_text(before)


def runs_out_in(page: Page, seconds: int) -> None:
    """As if the hold had been made so long before."""
    page.locator("[data-held-until]").evaluate(
        "(held, s) => { held.dataset.heldUntil = new Date(Date.now() + s * 1000).toISOString() }",
        seconds,
    )


def test_a_held_time_is_there_again_after_the_page_was_loaded_anew(person: Person) -> None:
    one = an_appointment(person.portal, "grace")
    person.signs_in(GRACE, one.path)
    chooses_travel(person)
    chosen = holds(person)
    person.page.reload()
    expect(person.page.locator(".cx-compare__to strong")).to_have_text(chosen)
    confirms(person.page)
    expect(person.page.locator("#done")).to_be_focused()
    assert stands(person.portal, one) == (["active", "moved"], ["move"])


def test_whoever_has_the_case_sends_a_stranger_away(
    person: Person, new_person: Callable[..., Person]
) -> None:
    one = an_appointment(person.portal, "grace", a_number="076543231")
    stranger = new_person()
    stranger.signs_in(HANA, "/account/biometrics")
    stranger.page.get_by_label("Receipt number", exact=True).fill(one.receipt)
    stranger.page.get_by_label("A-Number", exact=True).fill("A076543231")
    stranger.types_birth_date(one.born)
    stranger.page.get_by_role("button", name="Find my appointment").click()
    expect(stranger.page).to_have_url(re.compile(one.path))
    person.signs_in(GRACE, "/account/messages")
    person.page.get_by_text("An account found your appointment").first.click()
    person.sees(one.receipt)
    person.opens(one.path)
    expect(person.page.locator("#matches")).to_contain_text("•••@")
    person.finds_no_barrier()
    fits(person)
    person.page.locator("#matches").get_by_role("button", name="End this").click()
    expect(person.page.locator("#said")).to_be_focused()
    expect(person.page.locator("#matches")).to_have_count(0)
    stranger.opens(one.path)
    stranger.sees("We can’t show this appointment")


def test_whose_center_closed_without_another_time_chooses_one_and_it_does_not_count(
    person: Person,
) -> None:
    one = an_appointment(person.portal, "grace", ahead=LAST_OF_ALL)
    center_closed(person.portal, one)
    person.signs_in(GRACE, "/account/biometrics")
    person.page.get_by_role("link", name="Choose a new time").click()
    person.sees("The center closed: choose a new time")
    person.sees("There is no appointment now.")
    person.finds_no_barrier()
    fits(person)
    person.opens("/account/messages")
    person.page.get_by_text("does not take place").first.click()
    person.sees("Do not go.")
    person.opens(one.path)
    chosen = holds(person)
    expect(person.page.locator(".cx-compare__from strong")).to_have_text("No appointment")
    person.finds_no_barrier()
    confirms(person.page)
    expect(person.page.locator("#done")).to_be_focused()
    expect(person.page.locator(WHEN)).to_have_text(chosen)
    person.sees("online 2 more times")
    assert stands(person.portal, one) == (["active", "cancelled"], ["cancellation", "move"])
