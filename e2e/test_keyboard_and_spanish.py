"""The same journey without a mouse, and in Spanish on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from cx_app.domain.access_codes import grouped
from e2e.made import a_case_with_a_code
from e2e.person import Person


def test_by_keyboard_alone(new_person: Callable[..., Person]) -> None:
    person = new_person()
    made = a_case_with_a_code(person.portal)
    person.signs_in("Elena Petrova", "/account/cases/add")
    page = person.page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    press_until(person, "receipt")
    page.keyboard.type(made.receipt)
    page.keyboard.press("Tab")
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.type(made.code.lower())
    page.keyboard.press("Tab")
    expect(page.locator("#code")).to_have_value(grouped(made.code))
    for part in made.born:
        page.keyboard.type(part)
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Add case")).to_be_focused()
    page.keyboard.press("Enter")
    person.sees("The case is in your account")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def press_until(person: Person, field: str) -> None:
    for _press in range(12):
        if person.page.evaluate("document.activeElement.id") == field:
            return
        person.page.keyboard.press("Tab")
    raise AssertionError(f"{field} can't be reached by Tab")


def test_in_spanish_on_a_phone(new_person: Callable[..., Person]) -> None:
    person = new_person(phone=True)
    made = a_case_with_a_code(person.portal, language="es")
    person.signs_in("Dolores Reyes-Méndez", "/es/account/cases/add")
    page = person.page
    page.get_by_label("Número de recibo", exact=True).fill(made.receipt)
    page.get_by_label("Código de acceso en línea").fill(made.code)
    for label, value in zip(("Mes", "Día", "Año"), made.born, strict=True):
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Agregar el caso").click()
    expect(page).to_have_url(re.compile("/es/account/cases/[0-9a-f-]{36}"))
    person.sees("El caso está en su cuenta")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide


def test_the_language_switch_stays_on_the_page(person: Person) -> None:
    person.signs_in("Dolores Reyes-Méndez", "/account")
    person.page.get_by_role("link", name=re.compile("IOE|N-400")).first.click()
    expect(person.page).to_have_url(re.compile("/account/cases/[0-9a-f-]{36}"))
    address = person.page.url
    spanish = person.page.get_by_role("link", name="Español")
    spanish.evaluate("link => link.href = '/es/account'")  # as until the server knows of this page
    spanish.click()
    expect(person.page).to_have_url(address.replace("/account", "/es/account"))
    expect(person.page.locator("html")).to_have_attribute("lang", "es")
    person.page.get_by_role("link", name="English").click()
    expect(person.page).to_have_url(address)
