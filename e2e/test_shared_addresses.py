"""Codes of unrelated cases that go to one address: an alert, who sees what, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from e2e.journeys import fits
from e2e.made import a_case_with_a_code
from e2e.person import Person
from e2e.portal import Portal
from e2e.test_raw_socket import PROBLEM, ROOT, Socket, cookies_of

STREET = "9 Gathering Lane"
PATH = "/officer/codes/shared-addresses"
STATE = f"{ROOT}.cx_app___state___officer___code_shared_addresses____shared_addresses_state"


def count_of(desk: Person, count: int) -> None:
    link = desk.page.get_by_role("link", name=f"Shared addresses {count}")
    expect(link).to_be_visible(timeout=15_000)


def waiting(desk: Person, cases: int) -> Locator:
    """The head of a row: its number. Receipts in the rows of an open address have digits, too."""
    return desk.page.get_by_role("rowheader", name=str(cases), exact=True)


def test_an_alert_comes_is_looked_at_and_settled_and_comes_back_for_more(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    desk, officer, supervisor = new_person(), new_person(), new_person()
    desk.signs_in("Owen Clark", "/officer/codes")
    count_of(desk, 0)
    officer.signs_in("Olivia Reyes", PATH)
    officer.sees("No address waits.")
    officer.finds_no_barrier()
    supervisor.signs_in("Samira Haddad", PATH)

    made = [a_case_with_a_code(portal, street=STREET) for _ in range(2)]
    hidden = a_case_with_a_code(portal, street=STREET.upper(), protected=True)
    expect(waiting(supervisor, 3)).to_be_visible(timeout=15_000)
    officer.sees("No address waits.")
    count_of(desk, 0)
    made.append(a_case_with_a_code(portal, street="9 Gathering Ln."))
    count_of(desk, 1)

    row = officer.page.get_by_role("row").filter(has=officer.page.get_by_text("Look"))
    expect(row.get_by_role("rowheader")).to_have_text("3")
    assert "Gathering" not in officer.page.content()
    row.get_by_role("button", name="Look").focus()
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator("#shared-title")).to_be_focused()
    officer.sees("3 cases at one address")
    expect(officer.page.get_by_text("Gathering")).to_have_count(1)
    for one in made:
        officer.sees(one.receipt)
    assert hidden.receipt not in officer.page.content()
    officer.finds_no_barrier()
    fits(officer)
    officer.page.get_by_role("button", name="Settle").click()
    officer.sees("Choose what you found out.")
    officer.finds_no_barrier()

    supervisor.page.get_by_role("button", name="Look").click()
    supervisor.sees("4 cases at one address")
    protected = supervisor.page.get_by_role("row", name=hidden.receipt)
    expect(protected.get_by_text("Protected")).to_be_visible()
    supervisor.finds_no_barrier()

    officer.chooses("A known shelter, residence hall or the like")
    officer.page.get_by_role("button", name="Settle").click()
    officer.sees("Settled. It shows again when more cases are there.")
    officer.sees("No address waits.")
    officer.finds_no_barrier()
    count_of(desk, 0)
    supervisor.opens(PATH)
    expect(waiting(supervisor, 4)).to_be_visible()

    made.append(a_case_with_a_code(portal, street=STREET))
    count_of(desk, 1)
    officer.opens(PATH)
    officer.page.get_by_role("button", name="Look").click()
    officer.sees("A known shelter, residence hall or the like (")
    officer.page.get_by_role("link", name=made[-1].receipt).click()
    expect(officer.page.get_by_role("heading", level=1)).to_have_text(
        f"Codes of {made[-1].receipt}"
    )
    officer.opens("/officer/audit")
    looked = officer.page.get_by_role("row").filter(has_text="Look at an address that unrelated")
    expect(looked.first).to_contain_text("Olivia Reyes")


def test_nothing_over_the_socket_for_who_is_no_officer(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    for _ in range(3):
        a_case_with_a_code(portal, street="4 Quiet Close")
    stranger = new_person()
    stranger.signs_in("Tomás Albuquerque")
    socket = Socket(portal, cookies_of(stranger))
    list(socket.answers(PROBLEM, {"reference": "first"}))
    for name, payload in (
        ("load", {}),
        ("choose", {"row_id": "x"}),
        ("decide", {"form": {"shared_reason": "nothing_wrong"}}),
    ):
        said = json.dumps(list(socket.answers(f"{STATE}.{name}", payload, PATH)))
        assert "Quiet" not in said
        assert "unrelated" not in said.lower()
    socket.close()
