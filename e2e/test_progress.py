"""myProgress as people meet it: every answer, in both languages, by keyboard and screen reader."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from e2e.journeys import fits
from e2e.person import Person

PRIYA, DOLORES = "Priya Raman", "Dolores Reyes-Méndez"
ANSWERS = {
    "IOE0914000011": ("Longer than expected", "Más de lo esperado"),
    "IOE0914000022": ("How long still?", "¿Cuánto falta?"),
    "IOE0914000033": (
        "Not enough cases that waited so long",
        "Muy pocos casos con tanta espera",
    ),
    "IOE0914000044": ("Your case does not move now", "Su caso no avanza ahora"),
    "IOE0914000055": ("Your case does not move now", "Su caso no avanza ahora"),
    "IOE0914000066": ("Not enough cases like yours", "Muy pocos casos como el suyo"),
    "IOE0914000077": ("No estimate for this form", "Sin cálculo para este formulario"),
    "IOE0914000088": ("How long still?", "¿Cuánto falta?"),
}


def opens_case(person: Person, receipt: str) -> Locator:
    person.page.locator(".cx-card", has_text=receipt).get_by_role("link").first.click()
    expect(person.page.get_by_text(receipt, exact=True).first).to_be_visible()
    progress = person.page.locator("#progress")
    expect(progress).to_be_visible()
    return progress


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_every_answer_is_there(person: Person, prefix: str) -> None:
    person.signs_in(PRIYA, f"{prefix}/account")
    for receipt, titles in ANSWERS.items():
        progress = opens_case(person, receipt)
        expect(progress.locator(".cx-progress__title")).to_have_text(titles[bool(prefix)])
        for step in progress.locator('[data-mark="ahead"]').all():
            expect(step.locator(".cx-path__when")).not_to_be_empty()
        person.finds_no_barrier()
        person.page.goto(f"{person.portal.url}{prefix}/account")


def test_an_estimate_is_read_without_seeing_it(person: Person) -> None:
    person.signs_in(DOLORES, "/account")
    progress = opens_case(person, "IOE0912000055")
    expect(progress.get_by_text("Of 100 cases like yours that still waited after")).to_be_visible()
    expect(progress.locator('[data-mark="done"]').first).to_contain_text("Received, done")
    picture = progress.get_by_role("img", name="50 of 100 decided by")
    says_the_same(person, progress, picture, "The same as a table")
    fits(person)


def test_a_step_ahead_is_read_without_seeing_it(person: Person) -> None:
    """Its picture says what its table says; what stands behind it is under the same heading."""
    person.signs_in(DOLORES, "/account")
    progress = opens_case(person, "IOE0912000055")
    step = progress.locator('[data-mark="ahead"]', has_text="Interview, ahead")
    expect(step.get_by_text("Of 100 cases like yours that still waited for this")).to_be_visible()
    says_the_same(person, step, step.get_by_role("img"), "More about this step")
    for behind in ("It counts 1,9", "The counts go up to", "The public page has no figure"):
        expect(step.get_by_text(behind)).to_be_visible()
    decision = progress.locator('[data-mark="ahead"]', has_text="Decision, ahead")
    expect(decision.locator("svg")).to_be_visible()
    expect(decision.get_by_role("img")).to_have_count(0)
    person.finds_no_barrier()
    fits(person)


def says_the_same(person: Person, place: Locator, picture: Locator, table: str) -> None:
    """By keyboard: the table beside a picture says what the picture says to a screen reader."""
    label = picture.get_attribute("aria-label") or ""
    details = place.locator("details", has_text=table)
    details.locator("summary").focus()
    person.page.keyboard.press("Enter")
    rows = details.locator("tbody tr")
    expect(rows).to_have_count(7)
    for row in rows.all():
        what, when = row.get_by_role("rowheader").inner_text(), row.get_by_role("cell").inner_text()
        assert f"{what}: {when}." in label


def test_whoever_waits_too_long_is_led_to_the_agency(person: Person) -> None:
    """By the agency's own day and link; no date of ours stands there."""
    person.signs_in(PRIYA, "/account")
    progress = opens_case(person, "IOE0914000011")
    expect(progress.locator("#inquiry")).to_contain_text("You can ask the agency about your case")
    expect(progress.get_by_role("img")).to_have_count(0)
    link = progress.get_by_role("link", name="Ask about a case")
    link.focus()
    person.page.keyboard.press("Enter")
    person.sees("Help")


def test_an_estimate_speaks_of_cases_under_the_same_designation(person: Person) -> None:
    person.signs_in(PRIYA, "/account")
    progress = opens_case(person, "IOE0914000088")
    progress.get_by_text("How sure is this?").click()
    expect(progress.get_by_text("All of them are under the same program.")).to_be_visible()
    fits(person)


def test_a_receipt_is_made_again(person: Person, tmp_path: Path) -> None:
    person.signs_in(DOLORES, "/account")
    progress = opens_case(person, "IOE0912000055")
    progress.get_by_text("How sure is this?").click()
    sure = progress.locator("details", has_text="How sure is this?")
    expect(sure.get_by_text("It counts 1,9")).to_be_visible()
    expect(progress.get_by_text("The public page says")).to_be_visible()
    receipt = json.loads(progress.locator(".cx-receipt").inner_text())
    assert "IOE0912000055" not in json.dumps(receipt)
    kept = tmp_path / "receipt.json"
    kept.write_text(json.dumps(receipt))
    said = person.portal.cx("progress", "recompute", str(kept))
    assert "decision: the same figures" in said
    steps = [step["milestone"] for step in receipt.get("steps", [])]
    assert all(f"{step}: the same figures" in said for step in steps)
    assert f'"p50": {receipt["said"]["days"]["p50"]}' in said


def test_why_it_moved_is_listed(person: Person) -> None:
    person.signs_in(PRIYA, "/account")
    progress = opens_case(person, "IOE0914000022")
    expect(progress.get_by_text("The pace of these cases has just changed.")).to_be_visible()
    progress.get_by_text("Why it moved").click()
    expect(progress.get_by_text("Cases like yours go at another pace now.").first).to_be_visible()
    person.finds_no_barrier()


def test_somebody_asks_to_be_told(person: Person) -> None:
    person.signs_in(PRIYA, "/account")
    progress = opens_case(person, "IOE0914000022")
    progress.get_by_text("Tell me when it moves").focus()
    keys = person.page.keyboard
    keys.press("Enter")
    expect(progress.get_by_label("Never")).to_be_checked()
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(progress.get_by_label("A month or more")).to_be_checked()
    keys.press("Tab")
    expect(progress.get_by_role("button", name="Keep this")).to_be_focused()
    keys.press("Enter")
    expect(progress.get_by_text("We will send you a message")).to_be_visible()
    person.finds_no_barrier()
    person.page.reload()
    progress.get_by_text("Tell me when it moves").click()
    expect(progress.get_by_label("A month or more")).to_be_checked()


def test_a_supervisor_stops_a_form_and_open_pages_follow(
    new_person: Callable[..., Person],
) -> None:
    priya, samira = new_person(), new_person()
    priya.signs_in(PRIYA, "/account")
    title = opens_case(priya, "IOE0914000033").locator(".cx-progress__title")
    samira.signs_in("Samira Haddad", "/officer/progress")
    samira.page.get_by_label("Form", exact=True).select_option("I-130")
    samira.page.get_by_label("Why").fill("The record is odd")
    samira.page.get_by_role("button", name="Stop it").click()
    expect(title).to_have_text("Estimates for this form are stopped")
    samira.sees("The record is odd")
    samira.finds_no_barrier()
    samira.page.get_by_role("button", name="Let it go on I-130").click()
    expect(title).to_have_text("Not enough cases that waited so long")


def file_of(person: Person, name: str) -> list[dict[str, str]]:
    """What the link on the page leads to."""
    link = person.page.locator(f'main a[href="/{name}"]')
    link.focus()
    expect(link).to_be_focused()
    return list(
        csv.DictReader(io.StringIO(person.page.request.get(f"{person.portal.url}/{name}").text()))
    )


def test_everybody_sees_how_right_estimates_were(person: Person) -> None:
    person.opens("/accuracy")
    ninety = [row for row in file_of(person, "accuracy.csv") if row["days_ahead"] == "90"]
    for form, step in (("I-131", "decision"), ("I-765", "card")):
        rows = [row for row in ninety if (row["form"], row["milestone"]) == (form, step)]
        chooses(person, form, step)
        shows_what_the_file_has(person, rows)


def test_all_forms_together_are_the_sums_of_the_file(person: Person) -> None:
    """So that no two tables can be subtracted into something that neither says."""
    person.opens("/accuracy")
    told = file_of(person, "accuracy.csv")
    rows = [row for row in told if (row["days_ahead"], row["milestone"]) == ("90", "decision")]
    names = ("cases", "foreseen", "done", "dates_stated", "dates_held")
    table = person.page.get_by_role("region", name="Cases done within 90 days of the end")
    months = sorted({row["month"] for row in rows})[-12:]
    expect(table.locator("tbody tr")).to_have_count(len(months))
    for line, month in zip(table.locator("tbody tr").all(), months, strict=True):
        of_month = [row for row in rows if row["month"] == month]
        sums = [sum(int(row[name] or 0) for row in of_month) for name in names]
        said = [f"{count:,}" if count else "fewer than 5" for count in sums]
        expect(line.get_by_role("cell")).to_have_text(said)


def test_the_diagram_is_that_of_its_file_and_said_without_seeing_it(person: Person) -> None:
    person.opens("/accuracy")
    told = file_of(person, "accuracy-chances.csv")
    rows = [row for row in told if (row["form"], row["milestone"]) == ("I-765", "decision")]
    chooses(person, "I-765", "decision")
    table = person.page.get_by_role("region", name="Of 100 cases: what we said")
    expect(table.locator("tbody tr")).to_have_count(len(rows))
    label = person.page.get_by_role("img", name="What we said against").get_attribute("aria-label")
    for line, row in zip(table.locator("tbody tr").all(), rows, strict=True):
        cases = int(row["cases"])
        of_100 = [
            str(round(100 * min(1, int(row[name]) / cases))) if row[name] else "fewer than 5"
            for name in ("foreseen", "done")
        ]
        expect(line.get_by_role("cell")).to_have_text([f"{cases:,}", *of_100])
        if "fewer than 5" not in of_100:
            assert f"Said {of_100[0]} of 100, came {of_100[1]}." in (label or "")


def test_charts_name_their_axes_and_their_units(person: Person) -> None:
    person.opens("/accuracy")
    charts = person.page.locator("main figure svg")
    expect(charts).to_have_count(3)
    for chart, named, end in zip(
        charts.all(),
        ("Cases", "Of 100 dates", "Came, of 100We said, of 100"),
        ("0", "100", "100"),
        strict=True,
    ):
        assert "".join(chart.locator(".cx-axis--name").all_text_contents()) == named
        expect(chart.locator("text", has_text=re.compile(f"^{end}$")).first).to_be_visible()
    held = person.page.get_by_role("img", name="Of 100 dates, how many held.")
    assert "held." in (held.get_attribute("aria-label") or "")


def test_a_step_of_a_form_without_a_record_says_so(person: Person) -> None:
    person.opens("/accuracy")
    chooses(person, "I-131", "interview")
    person.sees("Of this step of this form there is no record yet.")
    person.finds_no_barrier()
    chooses(person, "I-131", "decision")
    expect(person.page.get_by_role("img").first).to_be_visible()


def chooses(person: Person, form: str, step: str) -> None:
    person.page.get_by_label("Step", exact=True).select_option(step)
    person.page.get_by_label("Form", exact=True).select_option(form)
    person.page.get_by_role("button", name="Show").click()
    expect(person.page.locator("#shown")).to_be_focused()
    expect(person.page.locator("#shown")).to_contain_text(form)


def shows_what_the_file_has(person: Person, rows: list[dict[str, str]]) -> None:
    assert rows
    table = person.page.get_by_role("region", name="Cases done within 90 days of the end")
    lines = table.locator("tbody tr")
    expect(lines).to_have_count(len(rows))
    for line, row in zip(lines.all(), rows, strict=True):
        names = ("cases", "foreseen", "done", "dates_stated", "dates_held")
        cells = [row[name] or "fewer than 5" for name in names]
        expect(line.get_by_role("cell")).to_have_text(cells)
    assert "foreseen" in (person.page.get_by_role("img").first.get_attribute("aria-label") or "")
    person.finds_no_barrier()
    fits(person)


def test_a_look_that_finds_nothing_new_sends_nothing_of_the_case(person: Person) -> None:
    """However long a page has become, pressing again costs one line."""
    person.signs_in(DOLORES, "/account")
    opens_case(person, "IOE0912000055")
    told = "checked_rx_state_"
    with person.sockets[-1].expect_event("framereceived", lambda said: told in str(said)) as frame:
        person.page.get_by_role("button", name="Check again").click()
    assert "page_rx_state_" not in str(frame.value)
