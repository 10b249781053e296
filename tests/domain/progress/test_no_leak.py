"""Nothing that was not known on the day has a part in its table; nor does who somebody is."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.progress import snapshot
from cx_app.domain.progress.backtest import Method, Waiting
from cx_app.domain.progress.history import Stay, Stratum, from_stays, number
from cx_app.domain.progress.methods import as_shown, kaplan_meier, recent_pace
from cx_app.domain.progress.table import Milestone, fit
from tests.domain.progress.made import NORTH, everything, many_stays

ORIGIN = date(2024, 9, 30)


def bytes_of(stays: list[Stay]) -> bytes:
    return snapshot.dump(fit(from_stays(stays), Milestone.DECISION, ORIGIN))


def until_origin(stay: Stay) -> Stay | None:
    """What was known at the end of the day of origin, by hand."""
    if stay.entered > ORIGIN:
        return None
    open_still = stay.left is None or stay.left > ORIGIN
    return stay._replace(left=None, outcome=None) if open_still else stay


def planted() -> list[Stay]:
    """Facts of the future that would change everything if they were seen."""
    later = ORIGIN + timedelta(days=1)
    decided = Stay(NORTH, later, later, later, "approved", 50_000)
    unheard = Stay(Stratum("X-1", "new", "west"), later, later, None, None, 9_999)
    return [decided, unheard]


def test_future_facts_do_not_change_a_bit() -> None:
    known = [stay for full in everything() if (stay := until_origin(full))]
    assert len(known) < len(everything())
    assert bytes_of([*everything(), *planted()]) == bytes_of(known)


@pytest.mark.parametrize("method", [recent_pace, as_shown, kaplan_meier])
def test_a_method_that_must_not_know_the_future_does_not(method: Method) -> None:
    full = from_stays([*everything(), *planted()])
    cut = from_stays([stay for s in everything() if (stay := until_origin(s))])
    ages = np.arange(0, 200, 7)
    forecasts = []
    for histories in (full, cut):
        place = np.full(len(ages), histories.strata.index(NORTH))
        forecast = method(histories.known_on(number(ORIGIN)), ORIGIN, histories)
        forecasts.append(forecast(Waiting(histories.strata, place, ages), 90))
    assert forecasts[0].tobytes() == forecasts[1].tobytes()


@given(stays=many_stays)
def test_whatever_was_told_is_cut_at_the_day(stays: list[Stay]) -> None:
    known = [stay for full in stays if (stay := until_origin(full))]
    assert bytes_of([*stays, *planted()]) == bytes_of(known)


@given(seed=st.integers(0, 1_000))
def test_the_order_of_events_does_not_change_a_bit(seed: int) -> None:
    some = list(everything()[::50])
    assert bytes_of(Random(seed).sample(some, len(some))) == bytes_of(some)
