"""Signing in and out, in every tab."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from e2e.person import Person


def test_a_person_signs_in_and_out(person: Person) -> None:
    person.opens("/")
    person.page.get_by_role("main").get_by_role("link", name="Sign in").click()
    person.picks("Dolores Reyes-Méndez")
    expect(
        person.page.get_by_role("heading", name=re.compile("My cases|Mis casos"))
    ).to_be_visible()
    expect(person.page.get_by_text("Dolores Reyes-Méndez")).to_be_visible()
    person.signs_out()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("You are signed out")


def test_the_language_goes_along(person: Person) -> None:
    person.opens("/es")
    person.page.get_by_role("main").get_by_role("link", name="Iniciar sesión").click()
    expect(person.page.locator("html")).to_have_attribute("lang", "es")
    expect(person.page.get_by_role("heading", level=1)).to_contain_text("Inicio de sesión")
    person.picks("Dolores Reyes-Méndez")
    expect(person.page).to_have_url(re.compile("/es/account$"))
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Mis casos")


def test_a_page_that_needs_a_person_sends_back_to_itself(person: Person) -> None:
    person.signs_in(
        "Wolfgang-Maximilian Alexander von Hohenstein-Schwarzenberg y Montenegro de la Vega",
        "/account/cases/add",
    )
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Add a paper-filed case")


def test_giving_up_at_the_provider_is_explained(person: Person) -> None:
    person.page.goto(person.portal.url + "/sign-in")
    person.page.get_by_role("button", name=re.compile("Go back|Cancel")).click()
    person.sees("You left the sign-in page before you were done")
    expect(person.page.get_by_role("link", name="Try again")).to_be_visible()


def test_a_used_state_comes_back_to_an_explanation(person: Person) -> None:
    person.page.goto(person.portal.url + "/sign-in/callback?state=unknown&code=x")
    person.sees("The sign-in took too long or was opened twice")


def test_signed_out_in_one_tab_refused_in_the_other(person: Person) -> None:
    person.signs_in("Dolores Reyes-Méndez", "/account/cases/add")
    other = Person(person.page.context.new_page(), person.portal)
    other.opens("/account")
    other.signs_out()
    person.page.get_by_label("Receipt number", exact=True).fill("IOE0912000055")
    person.page.get_by_role("button", name="Add case").click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Demonstration sign-in")


def test_signing_out_on_all_devices(new_person: Callable[..., Person]) -> None:
    here, there = new_person(), new_person(phone=True)
    for one in (here, there):
        one.signs_in("Dolores Reyes-Méndez")
    here.opens("/account/activity")
    here.page.get_by_role("button", name="Sign out on all devices").click()
    expect(here.page).to_have_url(re.compile("/signed-out"))
    there.page.get_by_role("link", name=re.compile("^(Messages|Mensajes)")).click()
    expect(there.page.get_by_role("heading", level=1)).to_have_text("Demonstration sign-in")


def test_somebody_else_in_the_same_browser_sees_nothing_left(person: Person) -> None:
    person.signs_in("Dolores Reyes-Méndez")
    person.sees("IOE0912000055")
    person.signs_out()
    person.signs_in(
        "Wolfgang-Maximilian Alexander von Hohenstein-Schwarzenberg y Montenegro de la Vega"
    )
    expect(person.page.get_by_role("heading", name="Add your first case")).to_be_visible()
    expect(person.page.get_by_text("IOE0912000055")).to_have_count(0)


def test_people_are_no_staff(new_person: Callable[..., Person]) -> None:
    person = new_person()
    person.signs_in("Bao Nguyen")
    person.page.goto(person.portal.url + "/officer")
    expect(person.page).to_have_url(re.compile("/account$"))


def test_an_address_that_leads_nowhere(person: Person) -> None:
    person.page.goto(person.portal.url + "/no-such-page")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("We can’t find that page")


def test_a_deep_link_in_spanish_is_spanish_before_any_script(person: Person) -> None:
    address = "/es/account/cases/0198aaaa-0000-7000-8000-000000000000"
    served = person.page.request.get(person.portal.url + address)
    assert served.status == 200
    assert '<html lang="es"' in served.text()
    assert served.headers["cache-control"] == "no-store"
