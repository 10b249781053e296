"""From the printed letter to the linked case, and what the mailroom does with a batch."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from e2e.journeys import fits
from e2e.made import Made, a_case_with_a_code
from e2e.person import CODE, Person
from e2e.portal import Portal

NUMBER = re.compile(r"Letter number ((?:\d{4} ){3}\d{4})")


def batch_with(page: Page, receipt: str) -> tuple[str, list[str]]:
    """Downloads batch after batch until one holds the letter: its number, and its pages."""
    for card in page.locator(".cx-card", has=page.get_by_role("heading", level=3)).all():
        with page.expect_download() as download:
            card.get_by_role("button", name="Download PDF").click()
        content = Path(download.value.path()).read_bytes()
        sides = [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(content)).pages]
        if any(receipt in side for side in sides):
            return (card.get_by_role("heading").text_content() or "").removeprefix("Batch "), sides
    raise AssertionError("no batch holds the letter")


ORDERED = re.compile("No letter waits to be printed|The letters that wait are made now")
"""In the demo nobody waits for the morning: mostly none is left."""


def printed(supervisor: Person, made: Made) -> tuple[str, str, str]:
    """(batch, letter number, code) as the paper says."""
    supervisor.opens("/demo/mailbox")
    supervisor.waits_for_mail(
        supervisor.page.locator("pre", has_text=made.receipt).first, made.receipt
    )
    supervisor.opens("/officer/mailroom")
    expect(supervisor.page.get_by_role("heading", level=3).first).to_be_visible()
    batch, sides = batch_with(supervisor.page, made.receipt)
    [front] = [s for s in sides[::2] if made.receipt in s]
    number, code = NUMBER.search(front), CODE.search(front)
    assert number is not None
    assert code is not None
    return batch, number[1], code[0]


def confirms(page: Page, batch: str, letters: str, sheets: str) -> None:
    page.get_by_label(f"Letters counted, batch {batch}").fill(letters)
    page.get_by_label(f"Sheets counted, batch {batch}").fill(sheets)
    page.get_by_role("button", name=f"Confirm mailing of batch {batch}").click()


def letters_in(page: Page, batch: str) -> str:
    card = page.locator(".cx-card", has=page.get_by_role("heading", name=f"Batch {batch}"))
    said = re.search(r"(\d+) letters?,", card.text_content() or "")
    assert said is not None
    return said[1]


def test_the_code_on_the_paper_opens_the_case(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal)
    supervisor = new_person()
    supervisor.signs_in("Samira Haddad", "/officer/mailroom")
    _batch, _number, code = printed(supervisor, made)
    tomas = new_person()
    tomas.signs_in("Tomás Albuquerque", "/account/cases/add")
    tomas.types_a_code(made.receipt, code, made.born)
    expect(tomas.page).to_have_url(re.compile("/account/cases/"))


def test_wrong_counts_then_right_ones_then_the_file_is_gone(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    made = a_case_with_a_code(portal)
    supervisor = new_person()
    supervisor.signs_in("Samira Haddad", "/officer/mailroom")
    batch, _number, _code = printed(supervisor, made)
    page = supervisor.page
    count = letters_in(page, batch)
    confirms(page, batch, "9999", count)
    supervisor.sees("The letters do not match")
    supervisor.finds_no_barrier()
    confirms(page, batch, count, count)
    supervisor.sees("It is recorded as mailed.")
    expect(page.get_by_role("row", name=re.compile(batch))).to_be_visible()
    expect(page.get_by_role("button", name=f"Download PDF of batch {batch}")).to_have_count(0)
    supervisor.finds_no_barrier()
    fits(supervisor)


def test_spoilt_and_returned_letters_by_keyboard_alone(
    portal: Portal, new_person: Callable[..., Person]
) -> None:
    spoilt, returned = a_case_with_a_code(portal), a_case_with_a_code(portal)
    supervisor = new_person()
    supervisor.signs_in("Samira Haddad", "/officer/mailroom")
    _batch, number, _code = printed(supervisor, spoilt)
    page = supervisor.page
    field = page.get_by_label("Spoilt letter", exact=True)
    field.focus()
    page.keyboard.type(number.replace(" ", "") + "\n")  # as a scanner does
    supervisor.sees("A new letter goes out with the next batch.")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    batch, number, _code = printed(supervisor, returned)
    count = letters_in(page, batch)
    confirms(page, batch, count, count)
    supervisor.sees("It is recorded as mailed.")
    field = page.get_by_label("Returned letter", exact=True)
    field.focus()
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for typed in (wrong, number, number):
        page.keyboard.type(typed + "\n")
    scans = page.get_by_role("list", name="Returned letters scanned").get_by_role("listitem")
    expect(scans).to_have_count(3)
    said = scans.all_text_contents()
    assert "Scanned before" in said[0]
    assert "Recorded as returned" in said[1]
    assert "Not a letter number" in said[2]
    expect(field).to_be_focused()
    supervisor.finds_no_barrier()
    fits(supervisor)


def test_a_batch_is_ordered_by_keyboard(portal: Portal, new_person: Callable[..., Person]) -> None:
    supervisor = new_person()
    supervisor.signs_in("Samira Haddad", "/officer/mailroom")
    button = supervisor.page.get_by_role("button", name="Make a batch now")
    button.focus()
    supervisor.page.keyboard.press("Enter")
    said = supervisor.page.get_by_role("status").filter(has_text=ORDERED)
    expect(said).to_be_visible()
    expect(button).to_be_visible()  # made, or nothing was there to make
    supervisor.finds_no_barrier()
    fits(supervisor)


def test_officers_find_no_mailroom(portal: Portal, new_person: Callable[..., Person]) -> None:
    officer = new_person()
    officer.signs_in("Olivia Reyes", "/officer")
    expect(officer.page.get_by_role("link", name="Mailroom")).to_have_count(0)
    officer.page.goto(f"{portal.url}/officer/mailroom")
    officer.page.wait_for_load_state("networkidle")
    assert "Batch " not in (officer.page.locator("main").text_content() or "")
    assert json.dumps(portal.cx("mailroom", "status"))
