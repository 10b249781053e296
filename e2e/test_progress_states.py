"""myProgress from a portal's first day to counts that grew too old: what is said when little or
nothing can honestly be said. The portal is theirs, and its days go by from journey to journey."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from cx_app.services.progress.words import REASONS
from e2e.made_progress import (
    a_night_passes,
    days_pass,
    it_moved_for_every_reason,
    nothing_is_counted,
    rosa_represents,
)
from e2e.person import Person
from e2e.portal import Portal
from e2e.test_progress import DOLORES, opens_case
from e2e.test_visitors import looks_good

CASE = "IOE0912000055"


@pytest.fixture(scope="module")
def portal(portal: Portal) -> Portal:
    nothing_is_counted(portal)
    return portal


def answers(person: Person, english: str, spanish: str) -> Locator:
    """What the page of a case says in both languages; it stays on the English one."""
    for prefix, title in (("/es", spanish), ("", english)):
        person.page.goto(f"{person.portal.url}{prefix}/account")
        progress = opens_case(person, CASE)
        expect(progress.locator(".cx-progress__title")).to_have_text(title)
        looks_good(person)
    return progress


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_before_the_first_quarter_is_over_there_is_no_record_yet(
    person: Person, prefix: str
) -> None:
    person.opens(f"{prefix}/accuracy")
    person.sees("Aún no hay datos." if prefix else "There is no record yet.")
    expect(person.page.get_by_role("img")).to_have_count(0)
    expect(person.page.get_by_role("button", name="Show")).to_have_count(0)
    looks_good(person)


def test_before_the_first_night_nothing_is_counted(
    person: Person, new_person: Callable[..., Person]
) -> None:
    person.signs_in(DOLORES, "/account")
    progress = answers(person, "No counts yet", "Aún no hay datos")
    for step in progress.locator('[data-mark="ahead"]').all():
        expect(step).to_contain_text("no date: past cases are not counted yet")
    expect(progress.locator("#inquiry")).to_be_visible()
    samira = new_person()
    samira.signs_in("Samira Haddad", "/officer/progress")
    samira.sees("Nothing has been counted yet.")
    looks_good(samira)


def test_after_the_first_night_there_is_an_estimate_without_a_record(person: Person) -> None:
    a_night_passes(person.portal)
    person.signs_in(DOLORES, "/account")
    progress = answers(person, "How long still?", "¿Cuánto falta?")
    progress.get_by_text("How sure is this?").click()
    expect(progress.get_by_text("There is no record yet of how right").last).to_be_visible()
    expect(progress.get_by_text("Why it moved")).to_have_count(0)


def test_every_reason_for_a_move_is_said(person: Person) -> None:
    it_moved_for_every_reason(person.portal, CASE)
    person.signs_in(DOLORES, "/account")
    progress = opens_case(person, CASE)
    progress.get_by_text("Why it moved").focus()
    person.page.keyboard.press("Enter")
    lines = progress.locator(".cx-timeline li")
    expect(lines).to_have_count(len(REASONS))
    for line, reason in zip(lines.all(), REASONS.values(), strict=True):
        expect(line).to_contain_text(reason)
    looks_good(person)


def test_a_no_to_a_representative_closes_what_they_have_open(
    person: Person, new_person: Callable[..., Person]
) -> None:
    rosa, path = new_person(), rosa_represents(person.portal, CASE)
    rosa.signs_in("Rosa Delgado", path)
    seen = rosa.page.locator("#progress")
    expect(seen.locator(".cx-progress__title")).to_have_text("How long still?")
    expect(seen.get_by_text("Tell me when it moves")).to_have_count(0)
    person.signs_in(DOLORES, "/account")
    progress = opens_case(person, CASE)
    progress.get_by_text("Tell me when it moves").click()
    person.chooses("Let my representative see this, too")
    looks_good(person)
    progress.get_by_role("button", name="Keep this").click()
    expect(progress.get_by_text("We will not send you messages about it.")).to_be_visible()
    expect(seen).to_have_count(0)
    rosa.sees(CASE)
    person.chooses("Let my representative see this, too")
    progress.get_by_role("button", name="Keep this").click()
    expect(seen.locator(".cx-progress__title")).to_have_text("How long still?")


def test_counts_that_are_old_are_greyed_and_those_that_are_too_old_say_nothing(
    person: Person,
) -> None:
    """And who asked to hear when it moves, hears that it went away: in their own language."""
    person.signs_in(DOLORES, "/account")
    progress = opens_case(person, CASE)
    progress.get_by_text("Tell me when it moves").click()
    person.chooses("Two weeks or more")
    progress.get_by_role("button", name="Keep this").click()
    expect(progress.get_by_text("We will send you a message")).to_be_visible()
    days_pass(person.portal, 20)
    progress = answers(person, "How long still?", "¿Cuánto falta?")
    expect(progress.locator(".cx-progress__note").first).to_contain_text("days old")
    expect(progress.locator(".cx-path")).to_have_class("cx-path cx-path--old")
    picture = progress.get_by_role("img", name="50 of 100 decided by")
    expect(picture).to_have_class("cx-estimate cx-estimate--old")
    days_pass(person.portal, 30)
    progress = answers(person, "Our counts are too old", "Nuestros datos son muy viejos")
    expect(progress.get_by_role("img")).to_have_count(0)
    for step in progress.locator('[data-mark="ahead"]').all():
        expect(step).to_contain_text("no date")
    expect(progress.locator("#inquiry")).to_be_visible()
    progress.get_by_text("Why it moved").click()
    expect(progress.get_by_text("Our counts became too old.").first).to_be_visible()
    a_night_passes(person.portal)
    person.opens("/account/messages")
    person.page.get_by_role("button", name="El cálculo para su caso cambió").click()
    person.sees("cambió tanto como usted eligió, o más")
