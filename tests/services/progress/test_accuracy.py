"""How right estimates were: kept once, rounded, and nothing of few."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.api.published import Rows, written_of
from cx_app.domain.progress.milestones import FITTED, path_of
from cx_app.domain.progress.record import Figures, from_json, rounded
from cx_app.domain.progress.table import Milestone
from cx_app.models import ProgressRecord
from cx_app.services.progress import published
from cx_app.services.progress.accuracy import keep_records, records_due, track_of
from cx_app.services.progress.published import COLUMNS, Accuracy, accuracy
from cx_app.services.progress.tables import current
from tests.services.progress.test_histories import file, noon
from tests.services.progress.test_tables import OFFICE, fit, many, yesterday

pytestmark = pytest.mark.usefixtures("database")
DAY = date(2026, 3, 31)


def kept() -> list[ProgressRecord]:
    with db.read() as session:
        return list(session.exec(select(ProgressRecord)))


def a_record() -> None:
    """Of a day so long ago that both horizons are over."""
    many(900)
    fit(yesterday() - timedelta(days=95), yesterday())
    keep_records(db.read, db.write)


def test_a_day_is_looked_at_when_its_horizon_is_over() -> None:
    many()
    fit(yesterday() - timedelta(days=89), yesterday() - timedelta(days=29), yesterday())
    with db.read() as session:
        due = records_due(session)
    assert {one.horizon for one in due} == {30}
    assert [one.milestone for one in due] == sorted(FITTED)


def test_a_record_is_kept_once_and_a_later_correction_does_not_change_it() -> None:
    a_record()
    before = {row.id: row.figures for row in kept()}
    assert {row.horizon for row in kept()} == {30, 90}
    file(("DA", noon(yesterday())), received=yesterday() - timedelta(days=100), stratum=OFFICE)
    assert keep_records(db.read, db.write) == 0
    assert {row.id: row.figures for row in kept()} == before


def test_the_record_counts_what_came_of_those_that_waited() -> None:
    a_record()
    row = next(row for row in kept() if row.horizon == 90 and row.milestone == "decision")
    figures = from_json(row.figures)
    assert (row.form, row.office) == ("I-90", "North")
    assert 0 < figures.came <= figures.cases
    assert 0 <= figures.held <= figures.dates <= 900
    assert sum(cases for cases, _foreseen, _came in figures.tenths) == figures.cases
    with db.read() as session:
        assert track_of(session, "I-90", Milestone.DECISION, current(session)) == figures


def test_what_is_published_is_rounded_and_the_same_on_the_page_and_in_the_file() -> None:
    a_record()
    with db.read() as session:
        page = accuracy(session, "")
    [head, *rows] = list(csv.reader(io.StringIO(written_of(published.rows))))
    assert tuple(head) == COLUMNS
    row = next(row for row in rows if row[1] == "90" and row[-1] == "decision")
    assert [page.offices[0].cases, page.offices[0].came] == [row[4], row[6]]
    assert all(int(count) % 5 == 0 for row in rows for count in row[4:-1] if count)
    assert page.forms == ["I-90"]
    assert page.months[0].came in page.chart
    assert all(label.text.split()[0] in page.chart for label in page.labels)


def test_groups_of_fewer_than_five_are_not_there() -> None:
    a_record()
    with db.write() as session:
        row = session.exec(
            select(ProgressRecord).where(
                ProgressRecord.horizon == 90, ProgressRecord.milestone == "decision"
            )
        ).one()
        few = {**row.figures, "cases": 4}
        values = row.model_dump(exclude={"id", "office", "figures"})
        session.add(ProgressRecord(**values, office="Tiny", figures=few))
    assert "Tiny" not in written_of(published.rows)
    with db.read() as session:
        assert not any("Tiny" in line.name for line in accuracy(session, "").offices)


def test_an_unknown_form_is_all_of_them_and_without_a_record_there_is_nothing() -> None:
    with db.read() as session:
        assert accuracy(session, "'; --").months == []
    a_record()
    with db.read() as session:
        assert accuracy(session, "no such form").form == ""


def test_steps_have_a_record_of_their_own() -> None:
    """Of each step the page shows what the file has; who is past one still waits for the next."""
    received, taken = (yesterday() - timedelta(days=n) for n in (130, 110))
    for _ in range(12):
        file(("FNB", noon(taken)), received=received, stratum=OFFICE)
    a_record()
    [_head, *rows] = list(csv.reader(io.StringIO(written_of(published.rows))))
    with db.read() as session:
        pages = {one.value: accuracy(session, "", one.value) for one in accuracy(session, "").steps}
        assert accuracy(session, "", "no such step").step == "decision"
    assert {"biometrics", "decision"} <= set(pages) <= set(path_of("I-90"))
    for step, page in pages.items():
        of_step = [row for row in rows if row[1] == "90" and row[-1] == step]
        assert [line.cases for line in page.offices] == [row[4] for row in of_step]
        assert page.step == step
    assert pages["biometrics"].diagram != pages["decision"].diagram


@pytest.mark.parametrize(
    ("cases", "shown"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)]
)
def test_counts_are_rounded_to_five(cases: int, shown: int | None) -> None:
    assert rounded(cases) == shown


def record_of(
    office: str, figures: Figures, *, form: str = "I-90", day: date = DAY, horizon: int = 90
) -> None:
    with db.write() as session:
        kept = {"version": "1", "snapshot": "x", "figures": figures.as_json()}
        session.add(ProgressRecord(day=day, horizon=horizon, form=form, office=office, **kept))


def of(cases: int, foreseen: int, came: int, dates: int = 0, held: int = 0) -> Figures:
    """All of them were told between 40 and 50 of 100."""
    tenths = tuple((cases, foreseen, came) if n == 4 else (0, 0, 0) for n in range(10))
    return Figures(cases, foreseen, came, dates, held, tenths)


def page(form: str = "") -> Accuracy:
    with db.read() as session:
        return accuracy(session, form)


def in_file(rows: Rows) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written_of(rows))))


def number(said: str) -> int:
    return 0 if said == "fewer than 5" else int(said.replace(",", ""))


def test_in_the_first_quarter_there_is_no_record_yet() -> None:
    """What is known of 30 days is no record of 90."""
    record_of("North", of(100, 40, 40), horizon=30)
    assert (page().forms, page().months) == ([], [])


def test_two_tables_cannot_be_subtracted_into_a_group_that_is_not_told() -> None:
    """Every sum of the page is one of counts that stand in the file, so that what is left of two
    of them stands there, too: of a count that is not told, nothing."""
    record_of("North", of(102, 48, 52, 101, 82))
    record_of("South", of(23, 9, 3, 7, 3))
    record_of("North", of(52, 24, 21, 33, 27), form="I-131")
    told = [row for row in in_file(published.rows) if row["days_ahead"] == "90"]
    names = {"cases": "cases", "foreseen": "foreseen", "came": "done"}
    names |= {"dates": "dates_stated", "held": "dates_held"}
    for form in ("", "I-90", "I-131"):
        shown, rows = page(form), [row for row in told if form in ("", row["form"])]
        for name, column in names.items():
            whole = sum(int(row[column] or 0) for row in rows)
            assert number(getattr(shown.months[0], name)) == whole
            assert sum(number(getattr(line, name)) for line in shown.offices) == whole
    left = number(page("I-90").months[0].came) - number(page("I-90").offices[0].came)
    assert (left, page("I-90").offices[1].came) == (0, "fewer than 5")


def test_the_diagram_of_all_forms_is_made_of_what_its_forms_tell() -> None:
    record_of("North", of(200, 90, 80))
    record_of("South", of(48, 24, 21), form="I-131")
    record_of("South", of(21, 9, 2), form="I-765")
    told = {row["form"]: row for row in in_file(published.chance_rows)}
    assert [told["I-765"][name] for name in ("cases", "foreseen", "done")] == ["20", "10", ""]
    assert {(row["said_from"], row["said_to"]) for row in told.values()} == {("40", "50")}
    [line] = page("I-131").tenths
    assert (line.cases, line.foreseen, line.came) == ("50", "50", "40")
    [line] = page().tenths
    assert (line.cases, line.foreseen, line.came) == ("250", "46", "40")
    [line] = page("I-765").tenths
    assert (line.came, line.x, page("I-765").drawn) == ("fewer than 5", "", False)


def test_misses_are_told_and_few_dates_are_no_share() -> None:
    record_of("North", of(200, 90, 80, 100, 70))
    record_of("South", of(20, 9, 8, 6, 4))
    assert "100 dates" in page().held
    assert "70 held and 30 did not" in page().held
    assert page().dots_said.endswith("70 held.")
    assert len(page().dots) == 1


def test_a_form_that_is_told_less_long_has_the_same_months_as_all_of_them() -> None:
    """So that its figures are always part of theirs."""
    months = [date(2025 + n // 12, n % 12 + 1, 28) for n in range(14)]
    for day in months:
        record_of("North", of(100, 40, 40), day=day)
    record_of("North", of(100, 40, 40), form="I-131", day=months[0])
    record_of("North", of(100, 40, 40), form="I-131", day=months[-1])
    assert len(page().months) == published.MONTHS
    assert len(page("I-131").months) == 1
    assert number(page().offices[0].cases) == 100
