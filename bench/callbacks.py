"""A day of 20,000 callbacks with 200 officers, in accelerated time (`bench/callback_day.py`): what
is promised is kept, and a call that a text went ahead of reaches more people.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from bench.callback_day import a_day
from bench.callback_habits import Plan
from bench.callback_report import Report
from bench.runner import measure

SEEDS = (8, 9, 10)


@measure("Callbacks: rules broken in a day of 20,000", target=0, unit="")
def broken() -> Iterable[float]:
    return [float(len(_day(seed, text_ahead=True).broken)) for seed in SEEDS]


@measure("Callbacks: of those who said yes, not called in 30 minutes", target=5, unit="%")
def not_kept() -> Iterable[float]:
    return [100 * (1 - _day(seed, text_ahead=True).share_kept) for seed in SEEDS]


@measure("Callbacks: minutes from a yes to the call, 95 of 100", target=30, unit="min")
def waits() -> Iterable[float]:
    return _day(SEEDS[0], text_ahead=True).waits_after_yes


@measure("Callbacks: rounds that end without a talk, against no texts", target=0.9, unit="x")
def unreached() -> Iterable[float]:
    return [
        (1 - _day(seed, text_ahead=True).share_of_rounds)
        / (1 - _day(seed, text_ahead=False).share_of_rounds)
        for seed in SEEDS
    ]


@measure("Callbacks: calls for one person reached, against no texts", target=0.9, unit="x")
def calls_for_one() -> Iterable[float]:
    return [
        _day(seed, text_ahead=False).share_of_calls / _day(seed, text_ahead=True).share_of_calls
        for seed in SEEDS
    ]


@cache
def _day(seed: int, *, text_ahead: bool) -> Report:
    return a_day(Plan(seed=seed, text_ahead=text_ahead))
