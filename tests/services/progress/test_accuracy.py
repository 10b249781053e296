"""How right estimates were: kept once, rounded, and nothing of few."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.api.published import written_of
from cx_app.domain.progress.milestones import FITTED, path_of
from cx_app.domain.progress.record import from_json, rounded
from cx_app.domain.progress.table import Milestone
from cx_app.models import ProgressRecord
from cx_app.services.progress import published
from cx_app.services.progress.accuracy import keep_records, records_due, track_of
from cx_app.services.progress.published import COLUMNS, accuracy
from cx_app.services.progress.tables import current
from tests.services.progress.test_histories import file, noon
from tests.services.progress.test_tables import OFFICE, fit, many, yesterday

pytestmark = pytest.mark.usefixtures("database")


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
