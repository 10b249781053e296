"""A representative finds their clients, and nobody else finds the page of a representative."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.journeys import fits
from e2e.made_represented import clients_of_rosa
from e2e.person import Person

ROSA = "Rosa Delgado"


def test_a_representative_sees_whose_turn_it_is_and_opens_a_case(person: Person) -> None:
    clients_of_rosa(person.portal, ("Quispe", "FBA"), ("Quinto", "IAF"))
    person.signs_in(ROSA, "/account")
    person.page.get_by_role("link", name="Clients", exact=True).click()
    page = person.page
    expect(page.get_by_role("heading", level=1, name="Clients")).to_be_visible()
    page.get_by_label("Name or receipt number").fill("quilla")
    page.get_by_label("Name or receipt number").press("Enter")
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="Quispe, Quilla")).to_be_visible()
    expect(rows.filter(has_text="Quinto, Quilla")).to_be_visible()
    page.get_by_role("button", name="Your client’s turn").press("Enter")
    expect(rows.filter(has_text="Quinto, Quilla")).to_have_count(0)
    turn = rows.filter(has_text="Quispe, Quilla")
    expect(turn.get_by_text("Your client", exact=True)).to_be_visible()
    person.finds_no_barrier()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download this list").click()
    sheet = saved.value.path().read_text()
    assert "Quispe, Quilla" in sheet
    assert "Quinto" not in sheet
    turn.get_by_role("link", name="Quispe, Quilla").press("Enter")
    person.sees("You represent a person in this case.")


@pytest.mark.parametrize("phone", [False, True])
def test_among_ones_own_cases_clients_are_named_and_come_in_pages(
    new_person: Callable[..., Person], phone: bool
) -> None:
    person = new_person(phone=phone)
    clients_of_rosa(person.portal, *((f"Quintanilla {n}", "IAF") for n in range(21)))
    person.signs_in(ROSA, "/account")
    cards = person.page.locator(".cx-card", has_text="Client:")
    expect(cards).to_have_count(20)
    expect(cards.first).to_contain_text("Client: Quilla Quintanilla")
    expect(person.page.get_by_role("link", name="See all your clients")).to_be_visible()
    person.finds_no_barrier()
    fits(person)
    person.page.get_by_role("button", name="Show more cases").press("Enter")
    expect(cards.nth(20)).to_be_visible()


def test_what_changed_since_the_last_visit_is_marked(person: Person) -> None:
    person.signs_in(ROSA, "/attorney")
    expect(person.page.locator(".cx-skeleton")).to_have_count(0)
    clients_of_rosa(person.portal, ("Quebrada", "IAF"))
    person.opens("/attorney")
    person.page.get_by_role("button", name="Changed").click()
    row = person.page.get_by_role("row").filter(has_text="Quebrada, Quilla")
    expect(row).to_be_visible()
    expect(row.get_by_text("Changed", exact=True)).to_be_visible()


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize("phone", [False, True])
def test_no_barrier_in_either_language_on_either_screen(
    new_person: Callable[..., Person], prefix: str, phone: bool
) -> None:
    person = new_person(phone=phone)
    clients_of_rosa(person.portal, ("Quiroga", "FJ"))
    person.signs_in(ROSA, prefix + "/attorney")
    expect(person.page.locator(".cx-skeleton")).to_have_count(0)
    person.finds_no_barrier()
    person.page.set_viewport_size({"width": 320, "height": 700})
    assert not person.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_somebody_else_is_shown_the_way_to_their_own_cases(person: Person) -> None:
    person.signs_in("Dolores Reyes-Méndez", "/attorney")
    person.sees("This page is for representatives and their paralegals.")
    expect(person.page.get_by_role("link", name="Clients", exact=True)).to_have_count(0)
    person.finds_no_barrier()
    person.page.get_by_role("link", name="Go to my cases").click()
    expect(person.page.get_by_role("heading", level=1, name="My cases")).to_be_visible()
