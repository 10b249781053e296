"""What `assets/portal.js` adds to the pages, in a real browser against the running portal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session, col, select

from cx_app.database import connect
from cx_app.domain.identity import IDLE_LIMIT, SESSION_LIMIT
from cx_app.models import PortalSession
from demo.stories import AMINA, BAO, INES, WOLFGANG
from e2e.person import Person

CODE = "Online access code"


def test_leaving_quickly_clears_the_page_and_ends_the_session(person: Person) -> None:
    person.page.route("https://**/*", lambda route: route.fulfill(body="<h1>Elsewhere</h1>"))
    person.signs_in(AMINA.name)
    entries = person.page.evaluate("history.length")
    person.page.get_by_role("link", name="Leave this site").click()
    expect(person.page.get_by_role("heading", name="Elsewhere")).to_be_visible()
    assert person.page.evaluate("history.length") <= entries
    person.page.goto(person.portal.url + "/account")
    expect(person.page).not_to_have_url(re.compile("/account$"))


@pytest.mark.parametrize("path", ["/officer", "/account/cases/add", "/es/account/codes/request"])
def test_no_form_can_be_filled_in_before_the_app_is_there(person: Person, path: str) -> None:
    """What is typed earlier would be lost, or sent by the browser itself in the address."""
    page = person.page
    page.route("**/assets/*.js", lambda _route: None)
    page.goto(person.portal.url + path, wait_until="domcontentloaded")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".cx-skeleton")).to_be_visible()
    expect(page.locator("main input")).to_have_count(0)


def test_a_code_shows_its_groups_when_the_field_is_left(person: Person) -> None:
    person.signs_in(INES.name, "/account/cases/add")
    mistakes(person)
    code = person.page.get_by_label(CODE)
    for typed, shown in (
        ("abcd efgh jkmn", "ABCD-EFGH-JKMN"),
        ("ABCDEFGHJKMN", "ABCD-EFGH-JKMN"),
        ("abcd–efg", "ABCD-EFG"),
        ("what? ñandú", "what? ñandú"),
        ("", ""),
    ):
        code.fill(typed)
        expect(code).to_have_value(typed)
        code.blur()
        expect(code).to_have_value(shown)


def test_the_error_summary_has_focus_and_leads_to_the_fields(person: Person) -> None:
    person.signs_in(WOLFGANG.name, "/account/cases/add")
    summary = mistakes(person)
    expect(summary).to_be_focused()
    for number, field in enumerate(("receipt", "code", "month")):
        summary.get_by_role("link").nth(number).click()
        expect(person.page.locator(f"#{field}")).to_be_focused()
    expect(summary).to_be_visible()
    expect(person.page).to_have_url(re.compile("/account/cases/add$"))


def test_after_moving_focus_is_on_the_heading(person: Person) -> None:
    person.signs_in(AMINA.name)
    menu = person.page.get_by_role("navigation", name="Account")
    for link, heading in (("Activity", "Activity"), ("My cases", "My cases")):
        menu.get_by_role("link", name=link).click()
        expect(person.page.get_by_role("heading", level=1, name=heading)).to_be_focused()
    person.page.go_back()
    expect(person.page.get_by_role("heading", level=1, name="Activity")).to_be_focused()


def test_printing(person: Person) -> None:
    person.opens("/help")
    person.page.evaluate(
        """() => {
            window.print = () => (document.title = "printed");
            document.querySelector("main").insertAdjacentHTML(
                "beforeend", "<button data-print>Print</button>");
        }"""
    )
    person.page.get_by_role("button", name="Print").click()
    expect(person.page).to_have_title("printed")


def test_before_the_end_staying_is_one_press(person: Person) -> None:
    before = nearly_ended(person, timedelta(seconds=60))
    asked = question(person.page)
    expect(asked).to_be_visible()
    expect(asked).to_have_accessible_description(re.compile(r"Time left: (1:00|0:[0-5]\d)"))
    stay = asked.get_by_role("button", name="Stay signed in")
    expect(stay).to_be_focused()
    person.finds_no_barrier()
    stay.click()
    expect(asked).to_be_hidden()
    ends_later_than(person.page, before)


def test_escape_means_staying(person: Person) -> None:
    before = nearly_ended(person, timedelta(seconds=60))
    expect(question(person.page)).to_be_visible()
    person.page.keyboard.press("Escape")
    expect(question(person.page)).to_be_hidden()
    ends_later_than(person.page, before)


def test_whoever_types_is_not_asked(person: Person) -> None:
    before = nearly_ended(person, timedelta(seconds=121), "/account/cases/add")
    watch_for_question(person.page)
    person.page.get_by_label(CODE).press_sequentially("abcd")
    ends_later_than(person.page, before)
    expect(person.page.get_by_label(CODE)).to_have_value("abcd")
    assert not person.page.evaluate("window.asked")


def test_a_session_at_its_longest_says_so_and_signs_out(person: Person) -> None:
    person.signs_in(BAO.name)
    change_session(person, created_at=datetime.now(UTC) - SESSION_LIMIT + timedelta(seconds=25))
    person.page.reload()
    asked = question(person.page)
    expect(asked).to_be_visible()
    asked.get_by_role("button", name="Stay signed in").click()
    expect(asked).to_be_hidden()
    expect(person.page).to_have_url(re.compile("/signed-out"), timeout=40_000)
    person.page.goto(person.portal.url + "/account")
    expect(person.page).not_to_have_url(re.compile("/account$"))


def test_a_wrong_clock_ends_nothing(new_person: Callable[..., Person]) -> None:
    for wrong in (timedelta(hours=3), timedelta(hours=-3)):
        person = new_person()
        person.page.clock.install(time=datetime.now(UTC) + wrong)
        person.signs_in(BAO.name)
        expect(person.page.get_by_role("link", name="Leave this site")).to_be_visible()
        person.page.clock.run_for("00:10")
        expect(person.page.get_by_role("heading", name="My cases")).to_be_visible()
        expect(question(person.page)).to_be_hidden()


def mistakes(person: Person) -> Locator:
    """What is said about an empty form; when it shows, the page has loaded for certain."""
    person.page.locator("dialog[data-ends-at^='2']").wait_for(state="attached")
    person.page.get_by_role("button", name="Add case").click()
    summary = person.page.locator("#error-summary")
    expect(summary).to_be_visible()
    return summary


def nearly_ended(person: Person, left: timedelta, path: str = "/account") -> str:
    """A page left alone for most of half an hour: it and the server know so. The page's end."""
    person.signs_in(BAO.name, path)
    announced_end(person.page)
    change_session(person, last_active_at=datetime.now(UTC) - IDLE_LIMIT + left)
    end = (datetime.now(UTC) + left).isoformat()
    person.page.evaluate(
        """end => {
            localStorage.clear();
            document.querySelector("dialog").dataset.endsAt = end;
        }""",
        end,
    )
    return end


def watch_for_question(page: Page) -> None:
    page.evaluate(
        """() => new MutationObserver(() => (window.asked = true)).observe(
            document.querySelector("dialog"), {attributeFilter: ["open"]})"""
    )


def question(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Are you still there?")


def announced_end(page: Page) -> str:
    dialog = page.locator("dialog")
    expect(dialog).to_have_attribute("data-ends-at", re.compile("^2"))
    return dialog.get_attribute("data-ends-at") or ""


def ends_later_than(page: Page, before: str) -> None:
    """The server has pushed the end out by about half an hour."""
    expect(page.locator("dialog")).not_to_have_attribute("data-ends-at", before)
    end = datetime.fromisoformat(announced_end(page))
    assert end - datetime.now(UTC) > IDLE_LIMIT - timedelta(minutes=1)


def change_session(person: Person, **values: datetime) -> None:
    """Turn back the times of the newest session, as if they had passed."""
    engines = connect(person.portal.database)
    with Session(engines.writer) as session:
        newest = select(PortalSession).order_by(col(PortalSession.created_at).desc())
        row = session.exec(newest).first()
        assert row is not None
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)
        session.commit()
    engines.dispose()
