"""Where protected cases may be counted: only among enough others (MP-28, domain 9.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cx_app.domain.progress.history import Stratum

CROWD: Final = 5
"""Other cases among which a protected one cannot be told apart."""


def hidden_in(stratum: Stratum, others: Mapping[Stratum, int]) -> Stratum | None:
    """The narrowest level of the stratum with a crowd of cases that are not protected; None where
    even the form has none, so that the case is not counted. `others` counts them at every level."""
    levels = (
        stratum,
        stratum._replace(office="", state=""),
        stratum.whole,
    )
    return next((level for level in levels if others.get(level, 0) >= CROWD), None)


def crowds(others: Mapping[Stratum, int]) -> dict[Stratum, int]:
    """Cases at every level, from those of each stratum."""
    found: dict[Stratum, int] = {}
    for stratum, cases in others.items():
        wide = (stratum._replace(office="", state=""), stratum.whole)
        for level in {stratum, *wide}:
            found[level] = found.get(level, 0) + cases
    return found
