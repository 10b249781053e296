"""axe finds nothing on any page, in any state, in either language, at desktop and phone width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from e2e.journeys import fits
from e2e.person import Person

PUBLIC = [
    "/",
    "/help",
    "/help/good-cause",
    "/help/technical-support",
    "/help/who-else",
    "/help/support",
    "/processing-times",
    "/accuracy",
    "/privacy",
    "/accessibility",
    "/feedback",
    "/appointments/request",
    "/appointments/look-up",
    "/sign-form",
    "/sign-in-problem?reason=expired",
    "/signed-out",
    "/no-such-page",
]
PERSONAL = [
    "/account",
    "/account/cases/add",
    "/account/codes/request",
    "/account/address",
    "/account/appointments",
    "/account/appointments/request",
    "/account/appointments/4K7M2QXR9TBC",
    "/account/biometrics",
    "/account/biometrics/0198aaaa-0000-7000-8000-000000000000",
    "/account/messages",
    "/account/activity",
    "/account/settings",
    "/account/representation",
    "/attorney/account",
    "/attorney/representation",
    "/attorney/representation/prepare",
    "/attorney/representation/0198aaaa-0000-7000-8000-000000000000",
    "/attorney/filed/0198aaaa-0000-7000-8000-000000000000",
    "/account/cases/0198aaaa-0000-7000-8000-000000000000",
]
STAFF = [
    "/officer",
    "/officer/codes",
    "/officer/codes/0198aaaa-0000-7000-8000-000000000000",
    "/officer/openings",
    "/officer/offices",
    "/officer/offices/figures",
    "/officer/offices/quality",
    "/officer/offices/quality/0198aaaa-0000-7000-8000-000000000000",
    "/officer/offices/rules",
    "/officer/offices/visits",
    "/officer/offices/0198aaaa-0000-7000-8000-000000000000",
    "/officer/messages",
    "/officer/progress",
    "/officer/support",
    "/officer/feedback",
    "/officer/templates",
    "/officer/templates/case_linked",
    "/officer/appointments",
    "/officer/appointments/4K7M2QXR9TBC",
    "/officer/representatives",
    "/officer/reschedules",
    "/officer/reschedules/0198aaaa-0000-7000-8000-000000000000",
    "/officer/reschedules/centers/0198aaaa-0000-7000-8000-000000000000",
    "/officer/codes/disputes",
    "/officer/codes/addresses",
    "/officer/codes/shared-addresses",
    "/officer/openings/2026-01-05/0198aaaa-0000-7000-8000-000000000000",
    "/officer/cases/0198aaaa-0000-7000-8000-000000000000",
]
DEMO = ["/demo/mailbox", "/demo/clock"]


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_public_pages(person: Person, prefix: str) -> None:
    for path in PUBLIC:
        person.opens(prefix + path if path != "/" else prefix or "/")
        person.finds_no_barrier()
        fits(person)


def test_demo_pages(person: Person) -> None:
    for path in DEMO:
        person.opens(path)
        expect(person.page.locator(".cx-skeleton")).to_have_count(0)
        person.finds_no_barrier()
        fits(person)


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize("phone", [False, True])
def test_personal_pages(new_person: Callable[..., Person], prefix: str, phone: bool) -> None:
    person = new_person(phone=phone)
    person.signs_in("Dolores Reyes-Méndez", prefix + "/account")
    for path in PERSONAL:
        person.opens(prefix + path)
        expect(person.page.locator(".cx-skeleton")).to_have_count(0)
        person.finds_no_barrier()
        fits(person)


def test_a_case_with_history(person: Person) -> None:
    person.signs_in("Dolores Reyes-Méndez", "/account")
    person.page.get_by_role("main").get_by_role("link").first.click()
    expect(person.page.get_by_role("heading", name="What has happened")).to_be_visible()
    person.finds_no_barrier()
    fits(person)


def test_staff_pages(person: Person) -> None:
    person.signs_in("Samira Haddad", "/officer")
    for path in STAFF:
        person.opens(path)
        expect(person.page.locator(".cx-skeleton")).to_have_count(0)
        person.finds_no_barrier()
        fits(person)


def test_mistakes_and_refusals(person: Person) -> None:
    person.signs_in("Tomás Albuquerque", "/account/cases/add")
    person.types_a_code("x", "y", ("1", "1", "1"))
    expect(person.page.locator("#error-summary")).to_be_visible()
    person.finds_no_barrier()
    person.types_a_code("IOE0912000011", "ABCD-EFGH-JKMN", ("1", "1", "1980"))
    expect(person.page.locator("#refusal")).to_be_visible()
    person.finds_no_barrier()
    fits(person)
