"""How right the estimates of a day were: what was said against what came (domain 5.2-9).

Every case that waited on the day of a table is asked about, as a person would be; then what came is
counted. Of cases for which nothing was said, nothing is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from cx_app.domain.progress.ages import Floats, Ints
from cx_app.domain.progress.backtest import Waiting, grouped
from cx_app.domain.progress.curve import shown_curve
from cx_app.domain.progress.history import Histories, number
from cx_app.domain.progress.scoring import ALMOST, BINS, quantile, stated
from cx_app.domain.progress.table import Table

ROUNDED: Final = 5
HORIZONS: Final = (30, 90)
"""Days after which estimates are looked at."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Whole cases."""

    cases: int
    """Waiting on the day, with a chance said for the horizon."""
    foreseen: int
    """How many of them should have been done within it."""
    came: int
    """How many were."""
    dates: int
    """With an 80 % date within the horizon."""
    held: int
    """Done by that date."""
    tenths: tuple[tuple[int, int, int], ...]
    """By tenths of the chance said: cases, foreseen, came."""

    @property
    def spoken_of(self) -> int:
        """Cases of which something was said: a short step has dates long before the horizon, and
        no chance for it."""
        return max(self.cases, self.dates)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(kept: Mapping[str, Any]) -> Figures:
    tenths = tuple((int(a), int(b), int(c)) for a, b, c in kept["tenths"])
    return Figures(
        cases=int(kept["cases"]),
        foreseen=int(kept["foreseen"]),
        came=int(kept["came"]),
        dates=int(kept["dates"]),
        held=int(kept["held"]),
        tenths=tenths,
    )


def track_record(
    table: Table, histories: Histories, horizon: int
) -> dict[tuple[str, str], Figures]:
    """By form and office, of everything that is known now. A case is of the stratum in which it
    waited on that day."""
    origin = number(table.day)
    here = histories.take((histories.entered <= origin) & (histories.left > origin))
    if not len(here.cases):
        return {}
    every_day = np.arange(origin, int(min(here.left.max(), origin + horizon + 1)) + 1)
    waiting, happened = grouped(here, every_day, origin, horizon)
    said = forecast(table, waiting, horizon)
    so_far = happened.done.cumsum(axis=1)
    groups: dict[tuple[str, str], list[int]] = {}
    for row, kind in enumerate(waiting.stratum):
        stratum = waiting.strata[kind]
        groups.setdefault((stratum.form, stratum.office), []).append(row)
    by = quantile(np.fmax.accumulate(said, axis=1), 0.8)
    found = {
        key: _figures(said[rows], by[rows], so_far[rows], happened.cases[rows], horizon)
        for key, rows in groups.items()
    }
    return {key: figures for key, figures in found.items() if figures.spoken_of}


def forecast(table: Table, waiting: Waiting, horizon: int) -> Floats:
    found = np.full((len(waiting.age), horizon + 1), np.nan)
    found[:, 0] = 0.0
    for row, (kind, age) in enumerate(zip(waiting.stratum, waiting.age, strict=True)):
        levels = table.curves(waiting.strata[kind])
        if levels:
            found[row] = shown_curve(levels[-1], int(age), horizon)
    return found


def _figures(said: Floats, by: Ints, so_far: Floats, cases: Floats, horizon: int) -> Figures:
    spoken = ~np.isnan(said[:, horizon])
    chance, told, came = stated(said[spoken, horizon]), cases[spoken], so_far[spoken, horizon]
    tenth = np.minimum((chance * BINS + ALMOST).astype(np.int64), BINS - 1)
    columns = [np.bincount(tenth, what, BINS) for what in (told, chance * told, came)]
    dated = by <= horizon
    held = so_far[np.flatnonzero(dated), by[dated]].sum()
    return Figures(
        cases=round(float(told.sum())),
        foreseen=round(float((chance * told).sum())),
        came=round(float(came.sum())),
        dates=round(float(cases[dated].sum())),
        held=round(float(held)),
        tenths=tuple((round(a), round(b), round(c)) for a, b, c in zip(*columns, strict=True)),
    )


def together(many: Iterable[Figures]) -> Figures:
    parts = list(many) or [Figures(0, 0, 0, 0, 0, ((0, 0, 0),) * BINS)]
    tenths = np.sum([part.tenths for part in parts], axis=0)
    return Figures(
        cases=sum(part.cases for part in parts),
        foreseen=sum(part.foreseen for part in parts),
        came=sum(part.came for part in parts),
        dates=sum(part.dates for part in parts),
        held=sum(part.held for part in parts),
        tenths=tuple((int(a), int(b), int(c)) for a, b, c in tenths),
    )


def rounded(cases: int) -> int | None:
    """As it may be published: to the nearest 5; None for fewer than 5 (MP-31)."""
    return None if cases < ROUNDED else ROUNDED * round(cases / ROUNDED)
