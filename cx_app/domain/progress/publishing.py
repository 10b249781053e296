"""What of a record may be published, so that no two tables can be subtracted into a person (MP-31).

Every count is rounded by itself, and every sum is one of rounded counts: what is left of two tables
is always a count that stands in a third."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from cx_app.domain.progress.record import Figures, rounded, together
from cx_app.domain.progress.scoring import BINS

ENOUGH_DATES: Final = 30
"""Of a group, below which no share of its dates is said: rounding alone would move it too far."""


@dataclass(frozen=True, slots=True)
class Tenth:
    """Cases that were told a chance in this tenth. None: fewer than five."""

    cases: int
    foreseen: int | None
    came: int | None

    @property
    def whole(self) -> bool:
        return self.foreseen is not None and self.came is not None


def as_published(figures: Figures) -> Figures:
    """With counts as they stand in the file. Nothing there counts as nothing in sums."""
    return replace(
        figures,
        cases=rounded(figures.cases) or 0,
        foreseen=rounded(figures.foreseen) or 0,
        came=rounded(figures.came) or 0,
        dates=rounded(figures.dates) or 0,
        held=rounded(figures.held) or 0,
    )


def tenths_of_form(of_form: Iterable[Figures]) -> list[Tenth | None]:
    """Of all offices and months of a form; None where fewer than five cases were told it."""
    found: list[Tenth | None] = []
    for counts in together(of_form).tenths:
        cases, foreseen, came = map(rounded, counts)
        found.append(None if cases is None else Tenth(cases, foreseen, came))
    return found


def tenths_together(forms: Iterable[list[Tenth | None]]) -> list[Tenth | None]:
    """Of several forms: of those whose own figures are there whole."""
    many = list(forms)
    if len(many) == 1:
        return many[0]
    found: list[Tenth | None] = []
    for place in range(BINS):
        whole = [one for form in many if (one := form[place]) is not None and one.whole]
        sums = Tenth(
            cases=sum(one.cases for one in whole),
            foreseen=sum(one.foreseen or 0 for one in whole),
            came=sum(one.came or 0 for one in whole),
        )
        found.append(sums if whole else None)
    return found


def with_enough_dates(published: Iterable[Figures]) -> Figures:
    """The groups of which a share of their dates may be said, together."""
    return together(one for one in published if one.dates >= ENOUGH_DATES)


def held_of_100(enough: Figures) -> int | None:
    """How many of 100 dates held; None where none was stated."""
    return round(100 * min(1, enough.held / enough.dates)) if enough.dates else None
