"""Made-up histories for tests: known rules, seeded chance."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
from hypothesis import strategies as st

from cx_app.domain.progress import snapshot
from cx_app.domain.progress.history import Histories, Stay, Stratum, from_stays
from cx_app.domain.progress.table import Milestone, Table, fit

BEGIN = date(2024, 1, 1)
TODAY = date(2025, 3, 31)
FORM = "I-765"
NORTH, SOUTH = Stratum(FORM, "C09", "north"), Stratum(FORM, "C09", "south")
RARE = Stratum("I-821", "", "north")
"""A form that hardly anybody files."""


def stays(
    stratum: Stratum,
    *,
    a_day: float = 12,
    usual: float = 90,
    begin: date = BEGIN,
    end: date = TODAY,
    seed: int = 1,
) -> list[Stay]:
    """Cases received at random until `end`, waiting log-normally around `usual` days. What comes
    after `end` is told too, as a source that knows the future would."""
    chance = np.random.default_rng([seed, len(stratum.office), len(stratum.form)])
    found = []
    for day in range((end - begin).days):
        received = begin + timedelta(days=day)
        for wait in chance.lognormal(np.log(usual), 0.5, chance.poisson(a_day)):
            left = received + timedelta(days=int(wait))
            outcome = "approved" if chance.random() < 0.8 else "denied"
            found.append(Stay(stratum, received, received, left, outcome))
    return found


@cache
def everything() -> tuple[Stay, ...]:
    """A year of two offices of one form, and a form that is rare; the future included."""
    rare = stays(RARE, a_day=0.05, usual=150)
    return (*stays(NORTH), *stays(SOUTH, usual=140), *rare)


@cache
def histories() -> Histories:
    return from_stays(everything())


@cache
def table(day: date = TODAY) -> Table:
    return snapshot.with_id(fit(histories(), Milestone.DECISION, day))


days = st.dates(BEGIN, TODAY)
strata = st.builds(
    Stratum,
    form=st.sampled_from(["I-90", "I-130"]),
    category=st.sampled_from(["", "A1"]),
    office=st.sampled_from(["", "north", "south"]),
    state=st.sampled_from(["", "asked"]),
)


@st.composite
def any_stays(draw: st.DrawFn) -> Stay:
    """Stays as a feed may tell them: contradicting themselves, moved, open, in the future."""
    received, entered = draw(days), draw(days)
    left = draw(st.none() | days)
    outcome = draw(st.sampled_from([None, "approved", "denied", "closed"])) if left else None
    return Stay(draw(strata), received, entered, left, outcome, draw(st.integers(0, 2_000)))


many_stays = st.lists(any_stays(), max_size=25)
