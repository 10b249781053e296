"""Events and exposure by age, against counting by hand and one case at a time."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.progress.ages import binned, bins, covered, starts, weekly
from cx_app.domain.progress.counts import Counts, count
from cx_app.domain.progress.history import (
    Ended,
    Stay,
    Stratum,
    from_stays,
    number,
    one_case,
)
from cx_app.domain.progress.method import DAILY, LONGEST, SLICE
from tests.domain.progress.made import BEGIN, TODAY, everything, many_stays

DAY = date(2025, 1, 31)
OFFICE = Stratum("I-90", "", "north")
OTHER = OFFICE._replace(office="south")


def counted(*stays: Stay, past: int = 1) -> Counts:
    return count(from_stays(stays), number(DAY), past)


def before(days: int) -> date:
    return DAY - timedelta(days=days)


def same(one: Counts, other: Counts) -> bool:
    return (one.strata, one.outcomes) == (other.strata, other.outcomes) and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("cases", "seen", "exposure", "events")
    )


def one_by_one(stays: list[Stay], past: int) -> tuple[Counter, Counter]:
    """The definition, day by day of each case: exposure and events by (stratum, slice, age)."""
    exposure, events = Counter(), Counter()
    for stay in stays:
        if stay.cases <= 0 or stay.entered < stay.received:
            continue
        if (stay.left is not None and stay.left < stay.entered) or stay.entered > DAY:
            continue
        day = stay.entered + timedelta(days=stay.entered > stay.received)
        while day <= min(stay.left or DAY, DAY):
            index = min((DAY - day).days // SLICE, past)
            key = (stay.stratum, index, (day - stay.received).days)
            exposure[key] += stay.cases
            day += timedelta(days=1)
        if stay.left is not None and stay.left <= DAY and stay.outcome:
            index = min((DAY - stay.left).days // SLICE, past)
            key = (stay.stratum, index, (stay.left - stay.received).days, stay.outcome)
            events[key] += stay.cases
    return exposure, events


def test_a_case_is_exposed_from_receipt_to_its_decision_both_days_counted() -> None:
    found = counted(Stay(OFFICE, before(10), before(10), before(7), "approved", 5))
    assert found.exposure[0, 0].tolist() == [5, 5, 5, 5]
    assert found.events[0, 0, :, 0].tolist() == [0, 0, 0, 5]
    assert found.cases.tolist() == [5]
    assert found.seen.tolist() == [4]


def test_what_is_open_is_exposed_until_today() -> None:
    found = counted(Stay(OFFICE, before(2), before(2), None, None, 3))
    assert found.exposure[0, 0].tolist() == [3, 3, 3]
    assert found.events.sum() == 0


def test_a_case_that_moves_is_counted_once_and_keeps_its_age() -> None:
    found = counted(
        Stay(OFFICE, before(9), before(9), before(6), None),
        Stay(OTHER, before(9), before(6), before(4), "approved"),
    )
    assert found.exposure[:, 0].tolist() == [[1, 1, 1, 1, 0, 0], [0, 0, 0, 0, 1, 1]]
    assert found.events[1, 0, :, 0].tolist() == [0, 0, 0, 0, 0, 1]
    assert found.cases.tolist() == [0, 1]


def test_slices_of_time() -> None:
    found = counted(Stay(OFFICE, before(SLICE), before(SLICE), before(0), "denied"), past=1)
    assert found.exposure.sum(axis=2).tolist() == [[SLICE, 1]]
    assert found.events.sum(axis=(2, 3)).tolist() == [[1, 0]]


def test_of_two_decisions_the_first_ends_the_wait() -> None:
    ends = [Ended(before(1), "denied"), Ended(before(5), "approved")]
    stay = one_case(OFFICE, before(9), ends)
    assert (stay.left, stay.outcome) == (before(5), "approved")
    assert one_case(OFFICE, before(9)).left is None


@pytest.mark.parametrize(
    "stay",
    [
        Stay(OFFICE, before(5), before(5), before(6), "approved", 7),
        Stay(OFFICE, before(5), before(6), None, None, 7),
    ],
    ids=["decided before receipt", "came before receipt"],
)
def test_what_contradicts_itself_is_set_aside_and_said(stay: Stay) -> None:
    good = Stay(OFFICE, before(5), before(5), None, None)
    histories = from_stays([stay, good])
    assert histories.set_aside == 7
    assert same(count(histories, number(DAY)), count(from_stays([good]), number(DAY)))


def test_no_cases_at_all() -> None:
    assert counted().exposure.size == 0
    late = Stay(OFFICE, DAY + timedelta(days=1), DAY + timedelta(days=1), None, None)
    assert same(counted(late), counted())


def test_a_date_of_another_century_is_followed_no_longer_than_anyone() -> None:
    old = Stay(OFFICE, date(1825, 1, 1), date(1825, 1, 1), before(1), "approved")
    found = counted(old)
    assert found.seen.tolist() == [LONGEST]
    assert found.events.sum() == 0


@given(stays=many_stays, past=st.integers(1, 14))
def test_counts_are_what_counting_one_case_a_day_gives(stays: list[Stay], past: int) -> None:
    found = count(from_stays(stays), number(DAY), past)
    exposure, events = one_by_one(stays, past)
    begins = starts(int(found.seen.max(initial=1)))
    assert found.exposure.sum() == exposure.total()
    assert found.events.sum() == events.total()
    for (stratum, index, age), cases in Counter(exposure).items():
        row = found.strata.index(stratum)
        place = int(np.searchsorted(begins, age, "right")) - 1
        if begins[place] < DAILY:
            assert found.exposure[row, index, place] == cases
    for (stratum, index, age, outcome), cases in events.items():
        row, end = found.strata.index(stratum), found.outcomes.index(outcome)
        place = int(np.searchsorted(begins, age, "right")) - 1
        assert found.events[row, index, place, end] >= cases


@given(stays=many_stays, seed=st.integers(0, 99))
def test_the_order_of_facts_changes_nothing(stays: list[Stay], seed: int) -> None:
    shuffled = Random(seed).sample(stays, len(stays))
    assert same(count(from_stays(stays), number(DAY)), count(from_stays(shuffled), number(DAY)))


@given(stays=many_stays)
def test_grouped_or_one_by_one_makes_no_difference(stays: list[Stay]) -> None:
    single = [s._replace(cases=1) for s in stays for _n in range(min(s.cases, 3))]
    grouped = [s._replace(cases=min(s.cases, 3)) for s in stays]
    assert same(count(from_stays(single), number(DAY)), count(from_stays(grouped), number(DAY)))


@given(days=st.integers(1, 900))
def test_bins_cover_every_day_once(days: int) -> None:
    sizes = binned(np.ones(days, np.int64))
    assert sizes.sum() == days
    assert len(sizes) == bins(days)
    assert days <= covered(bins(days)) < days + 7
    assert (sizes[: min(days, DAILY)] == 1).all()
    assert weekly(sizes)[0] == min(days, 7)


def test_the_query_of_the_docstring_fills_the_columns() -> None:
    """Any database that can group gives the same counts as the cases themselves."""
    cases = everything()[:3_000]
    with sqlite3.connect(":memory:") as database:
        database.execute(
            "CREATE TABLE stays"
            " (form, category, office, state, designation, received, entered, left, outcome)"
        )
        rows = [
            (*s.stratum, *(day and day.isoformat() for day in s[1:4]), s.outcome) for s in cases
        ]
        database.executemany("INSERT INTO stays VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        found = database.execute(
            "SELECT form, category, office, state, designation, received, entered, left, outcome,"
            " COUNT(*) FROM stays GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9"
        ).fetchall()
    database.close()
    as_day = date.fromisoformat
    grouped = [
        Stay(Stratum(*row[:5]), as_day(row[5]), as_day(row[6]), as_day(row[7]), row[8], row[9])
        for row in found
    ]
    assert len(grouped) < len(cases)
    for day in (BEGIN + timedelta(days=100), TODAY):
        assert same(count(from_stays(grouped), number(day)), count(from_stays(cases), number(day)))
