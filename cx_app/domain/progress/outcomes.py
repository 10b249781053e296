"""How waits of a form end, and when: one number a form, for staff and for checks of the counts.

Never shown for a person: there are no odds of somebody's outcome in the portal
(MP-26)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cx_app.domain.progress.ages import bin_of_day
from cx_app.domain.progress.history import Stratum
from cx_app.domain.progress.table import Table


def incidence(table: Table, form: str, days: Sequence[int]) -> dict[str, list[float | None]]:
    """For each outcome, the share of new cases that end so within so many days of receipt, at the
    recent pace; the outcomes compete. None beyond the ages seen; empty for too few cases."""
    levels = table.curves(Stratum(form))
    if not levels:
        return {}
    counts, curve = table.counts, levels[0]
    rows = [row for row, kind in enumerate(counts.strata) if kind.form == form]
    events = counts.events[rows].sum(axis=(0, 1))
    ends = events.sum(axis=1, keepdims=True)
    by_bin = np.divide(events, ends, out=np.zeros(events.shape), where=ends > 0)
    still = np.exp(-curve.risk).mean(axis=0)
    by_day = by_bin[bin_of_day(len(by_bin))[: curve.last]] * -np.diff(still)[:, None]
    until = by_day.cumsum(axis=0)
    return {
        outcome: [float(until[day - 1, k]) if 0 < day <= curve.last else None for day in days]
        for k, outcome in enumerate(counts.outcomes)
    }
