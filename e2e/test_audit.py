"""Staff look for who opened a case, page through the trail, and a supervisor takes it away."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from e2e.person import Person
from e2e.portal import PROJECT, Portal

RECEIPT = "IOE0912000055"
NARROW = {"width": 320, "height": 700}
ACTS = """
from sqlmodel import select
from cx_app import database
from cx_app.domain.identity import Actor, Role
from cx_app.models import Account
from cx_app.services.audit.record import record
with database.write() as session:
    samira = session.exec(select(Account).where(Account.subject == "owen")).one()
    actor = Actor(samira.id, Role.OFFICER, network="203.0.113.99")
    for number in range(120):
        record(session, actor, "case.search", details={"by": "name", "found": number})
"""


def many_acts(portal: Portal) -> None:
    """More than two pages of searches, from a network of their own."""
    subprocess.run([sys.executable, "-c", ACTS], cwd=PROJECT, env=portal.environment, check=True)


def looks_for(person: Person, **typed: str) -> None:
    for label, value in typed.items():
        person.page.get_by_label(label.replace("_", " "), exact=True).fill(value)
    person.page.get_by_role("button", name="Search").click()


def lines(person: Person) -> Locator:
    return person.page.locator("main tbody tr")


def opens_the_audit(person: Person, name: str) -> None:
    person.signs_in(name, "/officer")
    person.page.get_by_role("link", name="Audit").click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Audit")
    expect(lines(person).first).to_be_visible()


def test_an_officer_finds_who_opened_a_case(new_person: Callable[..., Person]) -> None:
    samira = new_person()
    samira.signs_in("Samira Haddad", "/officer")
    samira.page.get_by_label("Receipt number or A-Number").fill(RECEIPT)
    samira.page.get_by_role("button", name="Search").click()
    samira.page.get_by_role("link", name=RECEIPT).click()
    samira.says_why()
    samira.sees("Openings of this case")

    owen = new_person()
    opens_the_audit(owen, "Owen Clark")
    owen.page.get_by_label("What", exact=True).select_option(label="Open a case as staff")
    looks_for(owen, Whose_case=RECEIPT.lower(), Who="samira")
    expect(owen.page.locator("#found")).to_be_focused()
    opened = lines(owen).first
    expect(opened).to_contain_text("Samira Haddad")
    expect(opened).to_contain_text("Open a case as staff")
    expect(opened).to_contain_text(re.compile(r"[AP]M E[SD]T"))
    opened.get_by_text("Details").click()
    expect(opened.get_by_text("case.open_by_staff, done")).to_be_visible()
    owen.finds_no_barrier()
    assert RECEIPT not in owen.page.url
    expect(owen.page.get_by_role("button", name="Download CSV")).to_have_count(0)

    opened.get_by_role("button", name="All of this session").click()
    owen.sees("One session only.")
    owen.page.get_by_role("button", name="Show all sessions").click()
    expect(owen.page.get_by_text("One session only.")).to_have_count(0)
    opened.get_by_role("link", name=RECEIPT).click()
    owen.says_why()
    expect(owen.page.get_by_role("heading", level=1)).to_have_text(RECEIPT)


def test_pages_by_keyboard_and_a_file_for_a_supervisor(
    new_person: Callable[..., Person], portal: Portal
) -> None:
    new_person().signs_in("Owen Clark", "/officer")
    many_acts(portal)
    samira = new_person()
    opens_the_audit(samira, "Samira Haddad")
    looks_for(samira, Who="owen clark", From_where="203.0.113.99")
    expect(samira.page.get_by_text("Lines 1 to 50 of 120")).to_be_visible()
    older = samira.page.get_by_role("button", name="Older lines")
    newer = samira.page.get_by_role("button", name="Newer lines")
    expect(newer).to_have_attribute("aria-disabled", "true")
    for said in ("Lines 51 to 100 of 120", "Lines 101 to 120 of 120"):
        older.press("Enter")
        expect(samira.page.get_by_text(said)).to_be_visible()
        expect(older).to_be_focused()
    expect(older).to_have_attribute("aria-disabled", "true")
    older.press("Enter")
    newer.press("Enter")
    expect(samira.page.get_by_text("Lines 51 to 100 of 120")).to_be_visible()
    samira.finds_no_barrier()
    samira.page.set_viewport_size(NARROW)
    assert not samira.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    samira.finds_no_barrier()

    with samira.page.expect_download() as started:
        samira.page.get_by_role("button", name="Download CSV").click()
    file = started.value
    assert re.fullmatch(r"audit-\d{4}-\d\d-\d\d\.csv", file.suggested_filename)
    with open(file.path(), newline="", encoding="utf-8-sig") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == 120
    assert {row["Who"] for row in rows} == {"Owen Clark"}
    assert {row["From"] for row in rows} == {"203.0.113.99"}
    looks_for(samira, Who="samira haddad", From_where="")
    expect(lines(samira).filter(has_text="Export the audit")).to_have_count(1)


def test_nothing_found_and_mistakes_say_what_to_do(person: Person) -> None:
    opens_the_audit(person, "Owen Clark")
    looks_for(person, Whose_case="hello")
    expect(person.page.locator("#error-summary")).to_be_focused()
    person.finds_no_barrier()
    looks_for(person, Whose_case="IOE0999999999")
    person.sees("Nothing was recorded that fits all of this.")
    person.finds_no_barrier()


def test_a_protected_case_leaves_no_trace_for_an_officer(
    new_person: Callable[..., Person],
) -> None:
    ada = new_person()
    ada.signs_in("Ada Lindqvist", "/officer")
    ada.page.get_by_label("Receipt number or A-Number").fill("IOE0912000077")
    ada.page.get_by_role("button", name="Search").click()
    ada.page.get_by_role("link", name="IOE0912000077").click()
    ada.says_why()
    ada.sees("Protected: 8 USC 1367")
    ada.opens("/officer/audit")
    looks_for(ada, Whose_case="IOE0912000077")
    expect(lines(ada).first).to_contain_text("IOE0912000077")

    owen = new_person()
    opens_the_audit(owen, "Owen Clark")
    looks_for(owen, Whose_case="IOE0912000077")
    owen.sees("Nothing was recorded that fits all of this.")


def test_the_head_of_the_trail_is_public(person: Person) -> None:
    opens_the_audit(person, "Ada Lindqvist")
    expect(lines(person).filter(has_text="Sealed").first).to_be_visible()
    answer = person.page.request.get(f"{person.portal.url}/audit/head")
    assert answer.json()["line"].startswith("cx-audit-head-1 ")
    assert person.portal.cx("audit", "verify").startswith("Intact: ")
