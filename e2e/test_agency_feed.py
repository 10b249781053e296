"""What the portal decides goes back to the agency, and an officer sees what it does not answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from e2e.journeys import fits
from e2e.made import a_case_with_a_code
from e2e.person import Person
from e2e.portal import Portal

BAO = "IOE0912000033"


@pytest.fixture(scope="module")
def portal(portal: Portal) -> Portal:
    """The agency has answered what the demo's people had asked for before."""
    portal.cx("sample-agency", "--once")
    return portal


def asks_for_a_code(person: Person, name: str, receipt: str, born: tuple[str, str, str]) -> None:
    person.signs_in(name, "/account/codes/request")
    person.page.get_by_label("Receipt number", exact=True).fill(receipt)
    person.types_birth_date(born)
    person.page.get_by_role("main").get_by_role("button", name="Request", exact=False).click()
    person.sees("If these match our records")


def figure(officer: Person, name: str) -> Locator:
    return officer.page.locator(".cx-figures > div", has_text=name).locator("dd")


def looks_again_until(officer: Person, name: str, count: int) -> None:
    for _try in range(40):
        if figure(officer, name).text_content() == str(count):
            return
        officer.page.wait_for_timeout(500)
        officer.page.get_by_role("button", name="Look again").click()
    raise AssertionError(f"{name} never came to {count}")


def shows(officer: Person, what: str) -> None:
    officer.page.get_by_label("Which").select_option(what)
    officer.page.get_by_role("button", name="Show", exact=True).click()


def opens_the_feed(officer: Person, name: str = "Olivia Reyes") -> None:
    officer.signs_in(name, "/officer/feed")
    expect(officer.page.locator(".cx-skeleton")).to_have_count(0)


def test_a_request_is_acknowledged_and_shown(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    asks_for_a_code(new_person(), "Bao Nguyen", BAO, ("11", "30", "1999"))
    officer = new_person()
    opens_the_feed(officer)
    looks_again_until(officer, "Not acknowledged", 1)
    shows(officer, "All not acknowledged")
    expect(officer.page.get_by_role("link", name=BAO)).to_be_visible()
    officer.sees("Not pulled yet")
    officer.finds_no_barrier()

    assert "1 events pulled, 1 answers" in portal.cx("sample-agency", "--once")
    officer.page.get_by_role("button", name="Look again").click()
    expect(figure(officer, "Not acknowledged")).to_have_text("0")
    officer.sees("There is nothing of this kind.")


def test_what_a_silent_agency_passed_over_is_sent_again(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    receipt = passed_over(portal, new_person(), "Chidi Okafor")
    officer = new_person()
    opens_the_feed(officer)
    expect(figure(officer, "Late")).to_have_text("1")
    row = officer.page.get_by_role("row", name=receipt)
    expect(row).to_contain_text("Pulled, no answer")
    row.get_by_role("button", name="Send again").click()
    officer.sees("It goes out again with the next pull.")
    expect(row).to_contain_text("Waits to be pulled again")
    assert "1 events pulled, 1 answers" in portal.cx("sample-agency", "--once")
    officer.page.get_by_role("button", name="Look again").click()
    expect(figure(officer, "Late")).to_have_text("0")


def test_what_the_agency_lacks_is_settled_by_hand_and_stays_on_the_list(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    receipt = passed_over(portal, new_person(), "Inês Albuquerque")
    officer = new_person()
    opens_the_feed(officer)
    officer.page.get_by_role("row", name=receipt).get_by_role("button", name="Settle").click()
    field = officer.page.get_by_label("The agency’s id")
    expect(field).to_be_focused()
    officer.page.get_by_role("button", name="Settle it").click()
    officer.sees("Enter the id that the agency gave you")
    expect(field).to_be_focused()
    officer.finds_no_barrier()
    field.fill("MER-BY-PHONE-7")
    officer.page.get_by_role("button", name="Settle it").click()
    officer.sees("It is settled")
    expect(figure(officer, "Late")).to_have_text("0")

    assert "30 statements" in portal.cx("sample-agency", "--once")
    officer.page.get_by_role("button", name="Look again").click()
    officer.sees("Only the portal knows it")
    officer.page.get_by_role("button", name="Resolve").first.click()
    officer.page.get_by_label("What you found out").fill("They had lost it; it is on file now.")
    officer.finds_no_barrier()
    fits(officer)
    officer.page.get_by_role("button", name="Resolve it").click()
    officer.sees("The agency’s statements and the portal agree.")
    officer.finds_no_barrier()


def test_a_protected_case_is_for_supervisors(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal, protected=True)
    asks_for_a_code(new_person(), "Farid Karimi", made.receipt, made.born)
    supervisor = new_person()
    opens_the_feed(supervisor, "Samira Haddad")
    looks_again_until(supervisor, "Not acknowledged", 1)
    shows(supervisor, "All not acknowledged")
    expect(supervisor.page.get_by_role("link", name=made.receipt)).to_be_visible()

    officer = new_person()
    opens_the_feed(officer, "Owen Clark")
    expect(figure(officer, "Not acknowledged")).to_have_text("0")
    fits(officer)
    officer.finds_no_barrier()


def passed_over(portal: Portal, person: Person, name: str) -> str:
    """A request that the agency pulled and never answered, 30 days ago; its receipt number."""
    made = a_case_with_a_code(portal)
    asks_for_a_code(person, name, made.receipt, made.born)
    for _try in range(40):
        if "1 events pulled, 0 answers" in portal.cx("sample-agency", "--once", "--never", "1"):
            break
        person.page.wait_for_timeout(500)
    person.moves_clock("30 days")
    return made.receipt
