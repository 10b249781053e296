"""Tables of a day are fitted once and never change; what comes later changes the next."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import select
from typer.testing import CliRunner

from cx_app import database as db
from cx_app.cli.progress import app
from cx_app.domain.business_time import eastern_date
from cx_app.domain.progress import snapshot
from cx_app.domain.progress.estimate import Facts, Status, estimate
from cx_app.domain.progress.history import Stratum
from cx_app.domain.progress.method import FORMS_ONLY, VERSION
from cx_app.domain.progress.milestones import FITTED
from cx_app.domain.progress.receipt import made_again, receipt
from cx_app.domain.progress.table import Milestone
from cx_app.domain.progress.table import fit as fit_table
from cx_app.gateways import clock
from cx_app.models import Case, CaseEvent, ProgressTable
from cx_app.models.bulk import bulk_insert, fresh
from cx_app.services.progress.accuracy import records_due
from cx_app.services.progress.histories import histories
from cx_app.services.progress.nightly import day_due, fit_days, fitted, keep
from cx_app.services.progress.tables import current, forget, newest_table, stored
from tests.services.progress.test_histories import file, noon

pytestmark = pytest.mark.usefixtures("database")
OFFICE = Stratum("I-90", "renewal", "North")
SPAN, CASES = 300, 160


def today() -> date:
    with db.read() as session:
        return eastern_date(clock.business(session))


def many(
    cases: int = CASES, wait: int = 90, stratum: Stratum = OFFICE, series: str = "MSC"
) -> None:
    """Cases of the last ten months, decided after some three months."""
    chance, day, filed, events = Random(5), today(), [], []
    for number in range(cases):
        received = day - timedelta(days=SPAN - number * SPAN // cases)
        decided = received + timedelta(days=int(wait * chance.lognormvariate(0, 0.4)))
        facts = {"category": stratum.category, "office": stratum.office, "received_on": received}
        case = fresh(
            Case,
            receipt_number=f"{series}{number:010d}",
            form=stratum.form,
            updated_at=noon(received),
            **facts,
        )
        filed.append(case)
        for code, on in (("IAF", received), ("DA", decided)):
            if on < day:
                at = {"at": noon(on), "recorded_at": noon(on)}
                told = fresh(
                    CaseEvent,
                    feed_id=f"{code}{series}{number}",
                    case_id=case.id,
                    code=code,
                    **at,
                )
                events.append(told)
    with db.write() as session:
        bulk_insert(session, Case, filed)
        bulk_insert(session, CaseEvent, events)


def fit(*days: date) -> int:
    made = fit_days(db.read, db.write, days or [yesterday()])
    forget()
    return made


def yesterday() -> date:
    return today() - timedelta(days=1)


def rows() -> list[ProgressTable]:
    with db.read() as session:
        return list(session.exec(select(ProgressTable)))


def asked(age: int) -> Facts:
    return Facts(OFFICE, today() - timedelta(days=age), today())


def test_the_day_due_is_the_last_of_which_the_feed_told() -> None:
    with db.read() as session:
        assert day_due(session) is None
    file(("IAF", noon(today() - timedelta(days=9))))
    with db.read() as session:
        assert day_due(session) == today() - timedelta(days=9)
    file(("IAF", noon(today())))
    with db.read() as session:
        assert day_due(session) == yesterday()
    fit()
    with db.read() as session:
        assert day_due(session) is None


def test_a_day_is_fitted_once() -> None:
    many(30)
    assert fit() == len(FITTED)
    first = [(row.snapshot, row.body) for row in rows()]
    file(("DA", noon(yesterday())), received=yesterday(), stratum=OFFICE)
    assert fit() == 0
    assert [(row.snapshot, row.body) for row in rows()] == first


@pytest.mark.parametrize(
    "change", [update(ProgressTable).values(cases=1), delete(ProgressTable)], ids=["edit", "remove"]
)
def test_nobody_changes_a_table(change: object) -> None:
    file(("IAF", noon(yesterday())))
    fit()
    with pytest.raises(DBAPIError, match="never change"), db.write() as session:
        session.execute(change)


def test_what_comes_later_leaves_no_trace_in_the_table_of_a_day() -> None:
    many()
    day = yesterday() - timedelta(days=30)
    with db.read() as session:
        before, _figures = fitted(histories(session, Milestone.DECISION), Milestone.DECISION, day)
    for received in (day + timedelta(days=1), yesterday()):
        file(("DA", noon(yesterday())), received=received, stratum=OFFICE)
    with db.read() as session:
        after, figures = fitted(histories(session, Milestone.DECISION), Milestone.DECISION, day)
    assert after.snapshot == before.snapshot
    assert ("I-90", "North") in [tuple(figure[:2]) for figure in figures]


@pytest.mark.parametrize("others", [4, 5])
def test_the_table_of_few_cases_is_the_same_with_a_protected_one_and_without(others: int) -> None:
    """With five others there is one case more; whose it is cannot be told (MP-28)."""
    for _ in range(others):
        file(received=yesterday() - timedelta(days=30), stratum=OFFICE)

    def table() -> tuple[str, list[int]]:
        with db.read() as session:
            made, _figures = fitted(
                histories(session, Milestone.DECISION), Milestone.DECISION, yesterday()
            )
        return made.snapshot, made.counts.cases.tolist()

    before = table()
    file(
        ("DA", noon(yesterday())),
        received=yesterday() - timedelta(days=30),
        stratum=OFFICE,
        protected=True,
    )
    after = table()
    assert (after == before) is (others < 5)
    assert after[1] == ([others] if others < 5 else [others + 1])


def test_estimates_are_made_again_from_a_receipt_and_the_kept_table() -> None:
    many()
    fit()
    with db.read() as session:
        table, facts = current(session).tables[Milestone.DECISION], asked(40)
        said = estimate(table, facts)
        assert said.status is Status.ESTIMATED
        kept = json.loads(json.dumps(receipt(said, facts)))
        assert made_again(stored(session, said.snapshot), kept) == kept["said"]


def test_current_tables_cost_no_query_until_there_is_reason_to_look() -> None:
    many(30)
    fit()
    with db.read() as session:
        first = current(session)
    with db.read() as session:
        assert current(session) is first
    forget()
    with db.read() as session:
        assert current(session).tables[Milestone.DECISION].snapshot == rows_of(Milestone.DECISION)


def rows_of(milestone: Milestone) -> str:
    return next(row.snapshot for row in rows() if row.milestone == milestone)


def test_the_public_figure_is_what_80_of_100_took() -> None:
    for took in range(1, 101):
        received = yesterday() - timedelta(days=took)
        file(("DA", noon(yesterday())), received=received, stratum=OFFICE)
    fit()
    with db.read() as session:
        assert current(session).public == {("I-90", "North"): 80, ("I-90", ""): 80}


def test_a_history_of_one_day_and_an_empty_one_say_nothing() -> None:
    for _ in range(40):
        file(("EA", noon(yesterday())), received=yesterday(), stratum=OFFICE)
    fit()
    with db.read() as session:
        tables = current(session).tables
    assert estimate(tables[Milestone.DECISION], asked(5)).status is Status.BEYOND_HISTORY
    assert estimate(tables[Milestone.CARD], asked(5)).status is Status.TOO_FEW
    assert np.array_equal(tables[Milestone.DECISION].counts.cases, [40])


def test_the_command_line_fits_asks_and_checks(tmp_path: Path) -> None:
    many()
    cx = CliRunner()
    assert "4 new tables" in cx.invoke(app, ["fit"]).output
    forget()
    options = ["--form", "I-90", "--category", "renewal", "--office", "North"]
    received = (today() - timedelta(days=40)).isoformat()
    asked_now = cx.invoke(app, ["estimate", *options, "--received", received])
    kept = json.loads(asked_now.output)
    assert kept["said"]["status"] == "estimated"
    (tmp_path / "receipt.json").write_text(asked_now.output)
    assert cx.invoke(app, ["recompute", str(tmp_path / "receipt.json")]).exit_code == 0
    table = tmp_path / "table"
    assert cx.invoke(app, ["table", kept["counts"], "--out", str(table)]).exit_code == 0
    kept["said"]["cases"] += 1
    (tmp_path / "other.json").write_text(json.dumps(kept))
    other = cx.invoke(app, ["recompute", str(tmp_path / "other.json"), "--table", str(table)])
    assert (other.exit_code, "the counts give" in other.stderr) == (1, True)


def as_before(day: date) -> ProgressTable:
    """A table of the release that knew the first method only."""
    with db.read() as session:
        known = histories(session, Milestone.DECISION)
    made = replace(fit_table(known, Milestone.DECISION, day), offices={}, version=FORMS_ONLY)
    with db.write() as session:
        keep(session, snapshot.with_id(made), 0, [])
    forget()
    return next(row for row in rows() if row.version == FORMS_ONLY)


def test_a_table_of_an_older_method_is_in_force_until_there_is_a_newer() -> None:
    many()
    before = as_before(yesterday())
    with db.read() as session:
        assert current(session).tables[Milestone.DECISION].snapshot == before.snapshot
        assert newest_table(session, today()) is not None
        assert day_due(session) is not None
        said = estimate(current(session).tables[Milestone.DECISION], asked(40))
        kept = json.loads(json.dumps(receipt(said, asked(40))))
    fit()
    with db.read() as session:
        now = current(session).tables[Milestone.DECISION]
        assert (now.version, now.day) == (VERSION, yesterday())
        assert newest_table(session, today()) == now
        assert made_again(stored(session, before.snapshot), kept) == kept["said"]


def test_what_an_older_method_said_is_still_looked_at_once() -> None:
    """Of a day that both have a table of, the one that was in force then."""
    many(900)
    before = as_before(yesterday() - timedelta(days=95))
    fit(before.day, yesterday())
    with db.read() as session:
        due = [one for one in records_due(session) if one.milestone is Milestone.DECISION]
    assert {one.snapshot for one in due if one.day == before.day} == {before.snapshot}
