"""The record of estimates against cases counted one by one, its alarms, crowds, public figures."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.progress.alarm import Alarm, alarms, error_of, held_of
from cx_app.domain.progress.crowd import CROWD, crowds, hidden_in
from cx_app.domain.progress.estimate import Facts, estimate
from cx_app.domain.progress.history import Stay, Stratum, from_stays
from cx_app.domain.progress.public_page import figure_for, public_figures
from cx_app.domain.progress.receipt import (
    ReceiptError,
    facts_as_json,
    facts_from_json,
    made_again,
    receipt,
)
from cx_app.domain.progress.record import Figures, from_json, together, track_record
from cx_app.domain.progress.table import Milestone, fit
from tests.domain.progress.made import (
    FORM,
    NORTH,
    TODAY,
    everything,
    histories,
    stays,
    strata,
    table,
)

ORIGIN = TODAY - timedelta(days=120)
EMPTY = ((0, 0, 0),) * 10


def figures(cases: int, foreseen: int, came: int, dates: int = 0, held: int = 0) -> Figures:
    return Figures(cases, foreseen, came, dates, held, ((cases, foreseen, came), *EMPTY[1:]))


def test_the_record_is_what_counting_one_by_one_gives() -> None:
    made, horizon = table(ORIGIN), 30
    found = track_record(made, histories(), horizon)
    cases = foreseen = came = dates = held = 0.0
    for stay in everything():
        if stay.stratum != NORTH or stay.entered > ORIGIN or (stay.left and stay.left <= ORIGIN):
            continue
        said = estimate(made, Facts(stay.stratum, stay.received, ORIGIN))
        done = stay.left is not None and stay.left <= ORIGIN + timedelta(days=horizon)
        if said.of_100 is None or said.of_100.within_30 is None:
            continue
        cases, foreseen, came = cases + 1, foreseen + said.of_100.within_30 / 100, came + done
        if said.days and said.days.p80 is not None and said.days.p80 <= horizon:
            dates += 1
            held += stay.left is not None and stay.left <= ORIGIN + timedelta(days=said.days.p80)
    north = found[FORM, "north"]
    assert (north.cases, north.came, north.dates, north.held) == (cases, came, dates, held)
    assert north.foreseen == pytest.approx(foreseen, rel=0.02)
    assert north.cases > 100


def test_a_short_step_has_a_record_of_its_dates() -> None:
    """Nobody waits for 90 days, so no chance of 90 days is said; dates are."""
    quick = NORTH._replace(office="quick")
    short = from_stays(stays(quick, usual=8, end=ORIGIN + timedelta(days=1)))
    found = track_record(fit(short, Milestone.DECISION, ORIGIN), short, 90)
    of_quick = found[quick.form, quick.office]
    assert (of_quick.cases, of_quick.spoken_of) == (0, of_quick.dates)
    assert of_quick.dates >= of_quick.held > 0


def test_nobody_waiting_has_no_record() -> None:
    assert track_record(table(ORIGIN), from_stays([]), 30) == {}


def test_figures_survive_storage_and_add_up() -> None:
    one, other = figures(10, 4, 5, 3, 2), figures(5, 1, 0)
    assert from_json(json.loads(json.dumps(one.as_json()))) == one
    assert together([one, other]) == figures(15, 5, 5, 3, 2)
    assert together([]) == Figures(0, 0, 0, 0, 0, EMPTY)


@pytest.mark.parametrize(
    ("record", "rung"),
    [
        (figures(1_000, 500, 420), []),
        (figures(1_000, 500, 419), [Alarm.CHANCES_OFF]),
        (figures(999, 500, 0), []),
        (figures(1_000, 500, 500, 1_000, 700), []),
        (figures(1_000, 500, 500, 1_000, 699), [Alarm.DATES_EARLY]),
        (figures(1_000, 500, 500, 1_000, 921), [Alarm.DATES_LATE]),
        (figures(1_000, 500, 500, 999, 0), []),
    ],
)
def test_alarms_ring_beyond_their_limits_and_with_enough_cases(
    record: Figures, rung: list[Alarm]
) -> None:
    assert alarms(record) == rung


def test_nothing_said_has_no_error_and_no_share() -> None:
    nothing = figures(0, 0, 0)
    assert (error_of(nothing), held_of(nothing), alarms(nothing)) == (None, None, [])


@given(strata, st.dictionaries(strata, st.integers(0, 12), max_size=6))
def test_protected_cases_hide_only_in_crowds(case: Stratum, others: dict[Stratum, int]) -> None:
    everywhere = crowds(others)
    place = hidden_in(case, everywhere)
    form = sum(n for stratum, n in others.items() if stratum.whole == case.whole)
    if place is None:
        assert form < CROWD
    else:
        assert place.whole == case.whole
        assert everywhere[place] >= CROWD
        assert everywhere[place] <= form


def test_the_public_figure_is_of_completions_of_six_months() -> None:
    day = date(2026, 6, 30)
    old = Stay(NORTH, day - timedelta(days=900), day - timedelta(days=900), day, "approved", 1)
    rows = [old._replace(left=day - timedelta(days=182), cases=500)]
    for took in range(1, 101):
        received = day - timedelta(days=took)
        rows.append(Stay(NORTH, received, received, day, "approved"))
    rows.append(Stay(NORTH, day, day, day + timedelta(days=1), "approved", 500))
    found = public_figures(from_stays(rows), day)
    assert found == {(FORM, "north"): 80, (FORM, ""): 80}
    assert figure_for(found, NORTH) == (80, True)
    assert figure_for(found, NORTH._replace(office="west")) == (80, False)
    assert figure_for(found, Stratum("N-400")) == (None, False)


def test_few_completions_have_no_public_figure() -> None:
    rows = [Stay(NORTH, TODAY, TODAY, TODAY, "approved", 29)]
    assert public_figures(from_stays(rows), TODAY) == {}


@given(
    st.integers(-10, 900),
    strata.map(lambda kind: kind._replace(form=FORM)),
    st.sampled_from([None, "evidence"]),
)
def test_a_receipt_makes_the_same_figures(age: int, kind: Stratum, paused: str | None) -> None:
    facts = Facts(kind, TODAY - timedelta(days=age), TODAY, paused=paused)
    kept = json.loads(json.dumps(receipt(estimate(table(), facts), facts)))
    assert facts_from_json(kept["from"]) == facts
    assert made_again(table(), kept) == kept["said"]


@pytest.mark.parametrize("kept", [None, {}, {"from": 3, "counts": "x"}, {"from": {}, "counts": ""}])
def test_what_is_no_receipt_is_refused(kept: object) -> None:
    with pytest.raises(ReceiptError):
        made_again(table(), kept)


def test_a_receipt_of_another_table_is_refused() -> None:
    facts = Facts(NORTH, TODAY, TODAY)
    kept = {"from": facts_as_json(facts), "counts": "0" * 16, "said": {}}
    with pytest.raises(ReceiptError, match="this table is"):
        made_again(table(), kept)
