"""The public figures: from the newest table alone, by form and office, none of too few cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from cx_app import database as db
from cx_app.language import say_date, using
from cx_app.services.progress.nightly import fit_days
from cx_app.services.progress.processing_times import processing_times, rows, say_length
from cx_app.services.progress.tables import current, forget
from tests.services.progress.test_tables import OFFICE, many, today

pytestmark = pytest.mark.usefixtures("database")


def fits() -> None:
    fit_days(db.read, db.write, [today() - timedelta(days=1)])
    forget()


def test_before_the_first_table_there_is_nothing() -> None:
    forget()
    with db.read() as session:
        assert processing_times(session, "").lines == []
        assert len(list(rows(session))) == 1


def test_the_figure_stands_beside_the_inquiry_date_of_the_agency() -> None:
    many()
    fits()
    with db.read() as session:
        days = current(session).public[OFFICE.form, OFFICE.office]
        whole = processing_times(session, "")
        by_office = processing_times(session, OFFICE.form)
    assert [line.name for line in whole.lines] == [OFFICE.form]
    assert [line.name for line in by_office.lines] == ["All offices", OFFICE.office]
    line = by_office.lines[1]
    assert line.days == f"{days:,}"
    assert line.before == say_date(today() - timedelta(days=420))
    assert by_office.as_of == say_date(today() - timedelta(days=1))
    assert by_office.chart.count(line.took) == 2


def test_what_is_no_form_of_ours_shows_all_forms() -> None:
    many()
    fits()
    with db.read() as session:
        assert processing_times(session, "<script>").form == ""


def test_of_few_cases_nothing_is_said() -> None:
    many(cases=20)
    fits()
    with db.read() as session:
        assert processing_times(session, "").lines == []
        assert len(list(rows(session))) == 1


def test_the_file_says_the_same() -> None:
    many()
    fits()
    with db.read() as session:
        head, *written = [list(row) for row in rows(session)]
        known = current(session).public
    assert head == ["form", "office", "days_of_80_of_100", "inquiry_after_days", "as_of"]
    assert {(form, office): int(days) for form, office, days, *_rest in written} == known
    assert {inquiry for *_rest, inquiry, _as_of in written} == {"420"}


def test_reading_counts_no_cases() -> None:
    many()
    fits()
    said: list[str] = []
    with db.read() as session:
        current(session)
        connection = session.connection()
        event.listen(
            connection, "before_cursor_execute", lambda *args: said.append(str(args[2]).lower())
        )
        processing_times(session, OFFICE.form)
    assert len(said) <= 2
    assert not any("case_event" in one or 'from "case"' in one for one in said)


@pytest.mark.parametrize(
    ("days", "english", "spanish"),
    [
        (3, "1 week", "1 semana"),
        (20, "3 weeks", "3 semanas"),
        (60, "2 months", "2 meses"),
        (320, "10.5 months", "10.5 meses"),
    ],
)
def test_lengths_are_said_to_the_half_month(days: int, english: str, spanish: str) -> None:
    assert say_length(days) == english
    with using("es"):
        assert say_length(days) == spanish
