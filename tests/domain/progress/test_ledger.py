"""Why an estimate moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.progress import snapshot
from cx_app.domain.progress.estimate import Facts, Status
from cx_app.domain.progress.history import Stratum, from_stays
from cx_app.domain.progress.ledger import PACE_MOVED, Line, Made, Reason, ledger, pace_moved
from cx_app.domain.progress.method import FORMS_ONLY, STALE
from cx_app.domain.progress.table import Milestone, Table, fit
from tests.domain.progress.made import NORTH, SOUTH, TODAY, everything, table

YESTERDAY = TODAY - timedelta(days=1)
CASE = Facts(NORTH, TODAY - timedelta(days=61), YESTERDAY)
NOW = replace(CASE, as_of=TODAY)


def reasons(before: Made, after: Made) -> list[Reason]:
    return [line.reason for line in ledger(before, after)]


def day(made: Table, day: date) -> Table:
    """The same counts, called those of another day."""
    return snapshot.with_id(replace(made, day=day))


OLD, NEW = table(YESTERDAY), table()


def test_nothing_changed() -> None:
    assert ledger(Made(OLD, CASE), Made(OLD, CASE)) == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"received": CASE.received - timedelta(days=20)}, Reason.CORRECTED),
        ({"stratum": SOUTH}, Reason.TRANSFERRED),
        ({"done": YESTERDAY}, Reason.MILESTONE_REACHED),
        ({"paused": "evidence"}, Reason.PAUSED),
    ],
    ids=str,
)
def test_one_change_on_the_case_is_one_line(change: dict[str, object], reason: Reason) -> None:
    after = Made(OLD, replace(CASE, **change))  # type: ignore[arg-type]
    (line,) = ledger(Made(OLD, CASE), after)
    assert line.reason is reason
    assert line.status_before is Status.ESTIMATED
    assert line.status is after.stated.status


def test_a_pause_that_ends() -> None:
    paused = replace(CASE, paused="evidence")
    (line,) = ledger(Made(OLD, paused), Made(OLD, CASE))
    assert (line.reason, line.status) == (Reason.RESUMED, Status.ESTIMATED)
    assert line.half_before is None
    assert line.half is not None


def test_time_alone_moves_dates_later_only() -> None:
    week = replace(CASE, as_of=YESTERDAY + timedelta(days=14))
    (line,) = ledger(Made(OLD, CASE), Made(OLD, week))
    assert line.reason is Reason.TIME_PASSED
    assert line.half
    assert line.half_before
    assert line.half > line.half_before


def test_another_day_of_the_same_pace_is_new_data() -> None:
    assert set(reasons(Made(OLD, CASE), Made(NEW, NOW))) <= {Reason.TIME_PASSED, Reason.NEW_DATA}


def test_a_pace_that_changed_is_called_so() -> None:
    """For four weeks nobody was decided."""
    stop = TODAY - timedelta(days=28)
    halted = [
        s if s.left and s.left <= stop else s._replace(left=None, outcome=None)
        for s in everything()
    ]
    slow = snapshot.with_id(fit(from_stays(halted), Milestone.DECISION, TODAY))
    found = ledger(Made(OLD, CASE), Made(slow, NOW))
    assert found[-1].reason is Reason.PACE_CHANGED
    assert Reason.NEW_DATA not in {line.reason for line in found}


def test_a_pace_that_moved_without_breaking_is_called_so_too() -> None:
    """For one week nobody was decided."""
    stop = TODAY - timedelta(days=7)
    halted = [
        s if s.left and s.left <= stop else s._replace(left=None, outcome=None)
        for s in everything()
    ]
    slower = snapshot.with_id(fit(from_stays(halted), Milestone.DECISION, TODAY))
    assert not slower.curves(NORTH)[-1].pace.just_changed
    assert pace_moved(NEW.curves(NORTH)[-1], slower.curves(NORTH)[-1], 61) < -PACE_MOVED
    assert reasons(Made(NEW, NOW), Made(slower, NOW)) == [Reason.PACE_CHANGED]


def test_enough_cases_of_an_office_that_had_too_few() -> None:
    new = Stratum("I-765", "C09", "new")
    few = [s._replace(stratum=new) for s in everything()[:200]]
    many = [s._replace(stratum=new) for s in everything() if s.stratum == SOUTH]
    tables = [
        snapshot.with_id(fit(from_stays([*everything(), *more]), Milestone.DECISION, TODAY))
        for more in (few, many)
    ]
    facts = replace(NOW, stratum=new)
    assert reasons(Made(tables[0], facts), Made(tables[1], facts)) == [Reason.LEVEL_CHANGED]


def test_another_method() -> None:
    other = replace(table(date(2024, 11, 1)), version=FORMS_ONLY, day=TODAY)
    assert reasons(Made(NEW, NOW), Made(other, NOW)) == [Reason.METHOD_CHANGED]


def test_counts_that_got_too_old_and_came_back() -> None:
    late = replace(CASE, as_of=YESTERDAY + timedelta(days=STALE + 1))
    found = ledger(Made(OLD, CASE), Made(OLD, late))
    assert [found[-1].reason, found[-1].status] == [Reason.COUNTS_TOO_OLD, Status.STALE]
    back = ledger(Made(OLD, late), Made(day(OLD, late.as_of), late))
    assert [back[0].reason, back[0].status_before] == [Reason.COUNTS_BACK, Status.STALE]


facts = st.builds(
    Facts,
    stratum=st.sampled_from([NORTH, SOUTH, Stratum("I-765", "", ""), Stratum("N-400")]),
    received=st.dates(TODAY - timedelta(days=400), TODAY),
    as_of=st.dates(YESTERDAY, TODAY + timedelta(days=60)),
    done=st.none() | st.dates(TODAY - timedelta(days=20), TODAY),
    paused=st.sampled_from([None, "evidence"]),
)
tables = st.sampled_from([table(date(2024, 7, 1)), OLD, NEW])
made = st.builds(Made, tables, facts)


def shown(line: Line) -> tuple[object, ...]:
    return line.status, line.half, line.most


@given(before=made, after=made)
def test_the_lines_lead_from_one_answer_to_the_other(before: Made, after: Made) -> None:
    """What is shown never moves without a line, and no line is about something else."""
    lines = ledger(before, after)
    was, now = before.stated, after.stated
    ends = [
        (said.status, *(said.on(said.days and getattr(said.days, p)) for p in ("p50", "p80")))
        if said.days
        else (said.status, None, None)
        for said in (was, now)
    ]
    if not lines:
        assert ends[0] == ends[1]
        return
    assert (lines[0].status_before, lines[0].half_before, lines[0].most_before) == ends[0]
    assert shown(lines[-1]) == ends[1]
    for one, following in pairwise(lines):
        assert shown(one) == (following.status_before, following.half_before, following.most_before)


@given(before=made, days=st.integers(0, 30))
def test_no_news_never_brings_a_date_forward(before: Made, days: int) -> None:
    later = replace(before.facts, as_of=before.facts.as_of + timedelta(days=days))
    for line in ledger(before, Made(before.table, later)):
        if line.reason is Reason.TIME_PASSED and line.half and line.half_before:
            assert line.half >= line.half_before
