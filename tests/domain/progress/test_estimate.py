"""What is said of one case: every refusal at its edge, and what holds for every estimate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cx_app.domain.progress.curve import (
    ended_within,
    share_done_by,
    shown_curve,
    whole_curve,
)
from cx_app.domain.progress.estimate import Estimate, Facts, Status, estimate
from cx_app.domain.progress.history import Stay, Stratum, from_stays
from cx_app.domain.progress.method import (
    GREYED,
    HORIZONS,
    LEAST,
    NARROW,
    QUANTILES,
    STALE,
    TOO_LONG,
)
from cx_app.domain.progress.table import Level, Milestone, Table, fit
from tests.domain.progress.made import (
    NORTH,
    RARE,
    SOUTH,
    TODAY,
    everything,
    many_stays,
    stays,
    table,
)

UNKNOWN = Stratum("N-400", "", "north")
ages = st.integers(0, 700)
kinds = st.sampled_from([NORTH, SOUTH, NORTH._replace(office="new"), Stratum("I-765")])
tables = st.sampled_from([date(2024, 6, 1), date(2024, 11, 15), TODAY])


def case(age: int, stratum: Stratum = NORTH, as_of: date = TODAY) -> Facts:
    return Facts(stratum, as_of - timedelta(days=age), as_of)


def said(age: int, stratum: Stratum = NORTH) -> Estimate:
    return estimate(table(), case(age, stratum))


def quantiles_of(estimate: Estimate) -> list[int | None]:
    found = estimate.days
    assert found is not None
    return [found.p10, found.p50, found.p80, found.p90]


def of_some(cases: int, stratum: Stratum, *more: Stay) -> Table:
    """A table of so many cases that still wait, received a year ago."""
    begun = TODAY - timedelta(days=365)
    return fit(
        from_stays([Stay(stratum, begun, begun, None, None, cases), *more]),
        Milestone.DECISION,
        TODAY,
    )


def test_an_estimate_says_what_it_is_made_of() -> None:
    found = said(60)
    assert found.status is Status.ESTIMATED
    assert (found.level, found.wider_for_few) == (Level.OFFICE, False)
    assert found.cases > NARROW
    assert (found.age, found.data_day, found.snapshot) == (60, TODAY, table().snapshot)
    assert found.on(quantiles_of(found)[1]) == TODAY + timedelta(days=quantiles_of(found)[1] or 0)
    assert found.on(None) is None


def test_the_median_is_near_the_truth_of_a_steady_office() -> None:
    """North takes 90 days in the middle, and that is known of new cases."""
    middle = quantiles_of(said(0))[1]
    assert middle is not None
    assert 80 <= middle <= 100


def test_the_slower_office_is_told_apart() -> None:
    north, south = quantiles_of(said(30))[1], quantiles_of(said(30, SOUTH))[1]
    assert north is not None
    assert south is None or south > north + 20


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (replace(case(60), done=TODAY), Status.DONE),
        (replace(case(60), done=TODAY + timedelta(days=1)), Status.ESTIMATED),
        (replace(case(60), paused="evidence"), Status.PAUSED),
        (replace(case(60), paused="evidence", done=TODAY), Status.DONE),
        (case(60, UNKNOWN), Status.TOO_FEW),
        (case(60, RARE), Status.TOO_FEW),
        (case(-30), Status.ESTIMATED),
        (case(5_000), Status.LONGER_THAN_EXPECTED),
        (case(60, as_of=TODAY + timedelta(days=366)), Status.STALE),
        (case(60, as_of=TODAY - timedelta(days=366)), Status.STALE),
    ],
    ids=str,
)
def test_each_status(facts: Facts, status: Status) -> None:
    found = estimate(table(), facts)
    assert found.status is status
    assert (found.days is None) is (status is not Status.ESTIMATED)
    assert (found.of_100 is None) is (status is not Status.ESTIMATED)


def test_a_pause_says_why_even_from_old_counts() -> None:
    late = case(60, as_of=TODAY + timedelta(days=STALE + 1))
    found = estimate(table(), replace(late, paused="evidence"))
    assert (found.status, found.paused) == (Status.PAUSED, "evidence")


@pytest.mark.parametrize(
    ("old", "status", "greyed"),
    [
        (0, Status.ESTIMATED, False),
        (GREYED, Status.ESTIMATED, False),
        (GREYED + 1, Status.ESTIMATED, True),
        (STALE, Status.ESTIMATED, True),
        (STALE + 1, Status.STALE, False),
        (-1, Status.STALE, False),
    ],
)
def test_old_counts_are_greyed_then_refused(old: int, status: Status, greyed: bool) -> None:
    found = estimate(table(), case(60, as_of=TODAY + timedelta(days=old)))
    assert (found.status, found.greyed) == (status, greyed)


def test_fewer_than_thirty_cases_say_nothing() -> None:
    assert estimate(of_some(LEAST - 1, NORTH), case(10)).status is Status.TOO_FEW
    enough = estimate(of_some(LEAST, NORTH), case(10))
    assert (enough.status, enough.cases) == (Status.BEYOND_HISTORY, LEAST)


@pytest.mark.parametrize(
    ("cases", "level", "wider"),
    [(NARROW - 1, Level.FORM, True), (NARROW, Level.OFFICE, False)],
)
def test_fewer_than_three_hundred_of_the_office_let_the_form_speak(
    cases: int, level: Level, wider: bool
) -> None:
    office = Stratum("I-90", "", "small")
    begun = TODAY - timedelta(days=365)
    other = Stay(Stratum("I-90", "", "large"), begun, begun, None, None, 5_000)
    found = estimate(of_some(cases, office, other), case(10, office))
    assert (found.status, found.level, found.wider_for_few) == (Status.ESTIMATED, level, wider)
    assert found.cases == (cases if level is Level.OFFICE else cases + 5_000)


def test_a_form_without_offices_is_no_wider_than_asked() -> None:
    assert not said(60, Stratum("I-765")).wider_for_few


def test_past_the_93rd_percentile_no_date_is_said() -> None:
    curve = table().curves(NORTH)[-1]
    edge = next(age for age in range(1_000) if share_done_by(curve, age) >= TOO_LONG)
    assert said(edge - 1).status is Status.ESTIMATED
    assert said(edge).status is Status.LONGER_THAN_EXPECTED


def test_an_age_that_nobody_reached_is_beyond_history() -> None:
    early = table(date(2024, 3, 1))
    found = estimate(early, case(80, as_of=date(2024, 3, 1)))
    assert found.status is Status.BEYOND_HISTORY


def test_a_history_of_one_day_and_none_at_all() -> None:
    today = Stay(NORTH, TODAY, TODAY, None, None, 10_000)
    one_day = fit(from_stays([today]), Milestone.DECISION, TODAY)
    assert estimate(one_day, case(0)).status is Status.BEYOND_HISTORY
    none = fit(from_stays([]), Milestone.DECISION, TODAY)
    assert estimate(none, case(0)).status is Status.TOO_FEW


def test_a_pace_that_has_just_changed_is_said_and_widens() -> None:
    """For the last four weeks nobody of the office was decided."""
    stop = TODAY - timedelta(days=28)
    stopped = [
        s._replace(left=None, outcome=None) if s.left and s.left > stop else s for s in everything()
    ]
    found = estimate(fit(from_stays(stopped), Milestone.DECISION, TODAY), case(20))
    assert found.pace_just_changed
    assert not said(20).pace_just_changed


@given(day=tables, age=ages, kind=kinds)
def test_quantiles_grow_are_ahead_and_stay_within_the_ages_seen(
    day: date, age: int, kind: Stratum
) -> None:
    found = estimate(table(day), case(age, kind, day))
    assume(found.status is Status.ESTIMATED)
    stated = [days for days in quantiles_of(found) if days is not None]
    assert quantiles_of(found) == stated + [None] * (len(QUANTILES) - len(stated))
    assert stated == sorted(stated)
    oldest = int(table(day).counts.seen.max()) - 1
    assert all(days >= 1 and age + days <= oldest for days in stated)
    assert found.of_100 is not None
    chances = [found.of_100.within_30, found.of_100.within_90, found.of_100.within_180]
    known = [chance for chance in chances if chance is not None]
    assert known == sorted(known)
    assert all(0 <= chance <= 100 for chance in known)
    for days, chance in zip(HORIZONS, chances, strict=True):
        assert (chance is not None) is (days <= table(day).curves(kind)[-1].last - 1 - age)


@given(day=tables, age=ages, kind=kinds)
def test_a_quantile_is_the_first_day_that_is_enough(day: date, age: int, kind: Stratum) -> None:
    found = estimate(table(day), case(age, kind, day))
    assume(found.status is Status.ESTIMATED)
    curve = table(day).curves(kind)[-1]
    ahead = np.arange(1, curve.last - age)
    chances = ended_within(curve, age, ahead)
    for share, days in zip(QUANTILES, quantiles_of(found), strict=True):
        enough = ahead[chances >= share - 1e-12]
        assert days == (int(enough[0]) if len(enough) else None)
    assert whole_curve(curve, age, len(ahead))[1:] == pytest.approx(chances)


@given(day=tables, age=ages)
def test_only_scores_go_on_beyond_the_ages_seen(day: date, age: int) -> None:
    curve = table(day).curves(NORTH)[-1]
    far = curve.last + 30
    whole, shown = whole_curve(curve, age, far), shown_curve(curve, age, far)
    said = int((~np.isnan(shown)).sum())
    status = estimate(table(day), case(age, NORTH, day)).status
    assert said == (curve.last - age if status is Status.ESTIMATED else 1)
    assert shown[:said] == pytest.approx(whole[:said])
    assert (np.diff(whole) >= 0).all()
    assert whole[-1] > 0


@given(day=tables, age=ages, kind=kinds, later=st.integers(1, 40))
def test_getting_older_without_news_never_brings_a_date_forward(
    day: date, age: int, kind: Stratum, later: int
) -> None:
    now = case(age, kind, day)
    then = replace(now, as_of=now.as_of + timedelta(days=later))
    first, second = estimate(table(day), now), estimate(table(day), then)
    assume(first.status is second.status is Status.ESTIMATED)
    for before, after in zip(quantiles_of(first), quantiles_of(second), strict=True):
        if after is not None:
            assert before is not None
            assert before <= after + later


@given(stays=many_stays, age=st.integers(-10, 900), kind=kinds)
def test_whatever_the_counts_there_is_an_answer(stays: list[Stay], age: int, kind: Stratum) -> None:
    made = fit(from_stays(stays), Milestone.DECISION, TODAY)
    assert estimate(made, case(age, kind)).status in Status


@pytest.mark.parametrize("age", [5, 60, 150])
def test_cases_under_another_designation_change_nothing(age: int) -> None:
    """However many they are, at every level, and though form, category and office are the same
    (MP-29)."""
    own = Stratum("I-821", "initial", "north", designation="A")
    alone = stays(own, a_day=3)
    others = stays(own._replace(designation="B"), usual=30) + stays(own._replace(designation=""))

    def of(known: list[Stay]) -> Estimate:
        return estimate(fit(from_stays(known), Milestone.DECISION, TODAY), case(age, own))

    assert of(alone).status is Status.ESTIMATED
    assert of(alone + others) == of(alone)
    assert of(others).status is Status.TOO_FEW
