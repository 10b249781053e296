"""An officer finds and opens a case, and its person can see that."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from e2e.person import Person


def finds(officer: Person, number: str) -> None:
    officer.page.get_by_label("Receipt number or A-Number").fill(number)
    officer.page.get_by_role("button", name="Search").click()


def test_opening_a_case_is_seen_by_its_person(new_person: Callable[..., Person]) -> None:
    officer = new_person()
    officer.signs_in("Olivia Reyes", "/officer")
    finds(officer, "ioe-0912-000-055")
    officer.page.get_by_role("link", name="IOE0912000055").click()
    officer.says_why()
    expect(officer.page.get_by_role("heading", level=1)).to_have_text("IOE0912000055")
    officer.sees("Dolores Reyes-Méndez")
    officer.finds_no_barrier()

    dolores = new_person()
    dolores.signs_in("Dolores Reyes-Méndez", "/account/activity")
    dolores.sees("An officer opened this case because you or someone for you contacted us.")
    expect(dolores.page.get_by_role("main").get_by_text("Olivia")).to_have_count(0)


def test_search_by_name_and_date_of_birth(person: Person) -> None:
    person.signs_in("Owen Clark", "/officer")
    person.page.get_by_label("Name").fill("mendez dolores")
    person.types_birth_date(("1", "9", "1968"))
    person.page.get_by_role("button", name="Search").click()
    expect(person.page.get_by_role("link", name="IOE0912000055")).to_be_visible()
    person.finds_no_barrier()


def test_a_search_by_too_little_says_what_is_missing(person: Person) -> None:
    person.signs_in("Owen Clark", "/officer")
    finds(person, "Dolores")
    person.sees("Enter a receipt number (IOE0912345678), an A-Number, or a name")


def test_protected_cases_are_for_supervisors(new_person: Callable[..., Person]) -> None:
    officer = new_person()
    officer.signs_in("Owen Clark", "/officer")
    finds(officer, "IOE0912000077")
    officer.sees("No case matches.")

    supervisor = new_person()
    supervisor.signs_in("Samira Haddad", "/officer")
    finds(supervisor, "IOE0912000077")
    supervisor.page.get_by_role("link", name="IOE0912000077").click()
    supervisor.says_why("Quality or legal review")
    supervisor.sees("Protected: 8 USC 1367")
