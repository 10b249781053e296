"""What the agency's public page would say of an office: how long most completed cases took."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from cx_app.domain.progress.history import MOVED, Histories, Stratum, number

WINDOW: Final = 182
"""Days of completions that are looked at: six months (MP-5)."""
SHARE: Final = 0.8
LEAST: Final = 30
"""Completions below which nothing is said of an office."""


def public_figures(histories: Histories, day: date) -> dict[tuple[str, str], int]:
    """By form and office, and by form alone (office empty): within how many days of receipt 80 of
    100 of the cases were done that were completed in the six months before the end of `day`."""
    until = number(day)
    over = (histories.outcome != MOVED) & (histories.left <= until)
    recent = histories.take(over & (histories.left > until - WINDOW))
    groups: dict[tuple[str, str], list[int]] = {}
    for index, stratum in enumerate(recent.strata):
        for key in {(stratum.form, stratum.office), (stratum.form, "")}:
            groups.setdefault(key, []).append(index)
    took = recent.left - recent.received
    found = {}
    for key, strata in sorted(groups.items()):
        rows = np.isin(recent.stratum, strata)
        cases = recent.cases[rows]
        if cases.sum() >= LEAST:
            order = np.argsort(took[rows], kind="stable")
            so_far = np.cumsum(cases[order])
            place = int(np.searchsorted(so_far, SHARE * so_far[-1]))
            found[key] = int(took[rows][order][place])
    return found


def figure_for(figures: dict[tuple[str, str], int], stratum: Stratum) -> tuple[int | None, bool]:
    """The figure of the office, or else of the form; and whether it is the office's."""
    if (days := figures.get((stratum.form, stratum.office))) is not None:
        return days, bool(stratum.office)
    return figures.get((stratum.form, "")), False
