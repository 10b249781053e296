"""What people and attackers type: long, odd, right to left, pretending to be code."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from e2e.person import Person

ODD = {
    "control characters": "IOE\x00\x07\x1b0912\u200b345678",
    "emoji": "👩🏽‍🦱" * 12,
    "right to left": "\u202eرقم الإيصال\u202c",
    "SQL": "IOE'; DROP TABLE account; --",
    "HTML": "<img src=x onerror=document.title='broken'>",
    "script": "</script><script>document.title='broken'</script>",
    "template": "{{7*7}} ${7*7} #{7*7}",
}


@pytest.mark.parametrize("typed", ODD.values(), ids=ODD)
def test_odd_input_is_kept_and_explained(person: Person, typed: str) -> None:
    person.signs_in("Tomás Albuquerque", "/account/cases/add")
    title = person.page.title()
    person.types_a_code(typed, typed, ("1", "1", "1990"))
    expect(person.page.locator("#error-summary")).to_be_visible()
    person.page.reload()
    expect(person.page.get_by_label("Receipt number", exact=True)).to_be_visible()
    assert person.page.title() == title
    assert person.page.locator("main img").count() == 0


def test_a_paste_of_ten_megabytes(person: Person) -> None:
    """Fields take no more than they need, however it gets in."""
    person.signs_in("Tomás Albuquerque", "/account/cases/add")
    field = person.page.get_by_label("Receipt number", exact=True)
    field.focus()
    person.page.evaluate(
        "() => document.execCommand('insertText', false, 'I'.repeat(10 * 1024 * 1024))"
    )
    assert len(field.input_value()) <= 60
    field.evaluate(
        "field => { field.removeAttribute('maxlength'); field.value = 'I'.repeat(900000) }"
    )
    person.page.get_by_role("button", name="Add case").click()
    expect(person.page.locator("#error-summary")).to_be_visible()


def test_search_takes_what_looks_like_code_as_words(person: Person) -> None:
    person.signs_in("Olivia Reyes", "/officer")
    person.page.get_by_label("Name").fill("%' OR 1=1 --")
    person.types_birth_date(("1", "9", "1968"))
    person.page.get_by_role("button", name="Search").click()
    person.sees("No case matches.")


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in?next=https://elsewhere.example",
        "/sign-in?next=//elsewhere.example",
        "/sign-in?lang=%00",
        "/sign-in-problem?reason=%3Cscript%3E",
        "/account/cases/..%2f..%2fetc%2fpasswd",
        "/demo/mailbox/not-an-id.pdf",
        "/es/account/cases/%F0%9F%92%A9",
    ],
)
def test_odd_addresses_are_no_errors(person: Person, path: str) -> None:
    answer = person.page.request.get(person.portal.url + path, max_redirects=0)
    assert answer.status < 500
    assert "elsewhere.example" not in answer.headers.get("location", "")
