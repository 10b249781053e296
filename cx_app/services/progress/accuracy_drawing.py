"""Where things stand on the charts of how right estimates were, in units of the drawings' own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

WIDE, HIGH = 320, 176
LEFT, RIGHT, TOP, FOOT = 42, 318, 24, 152
"""The field of the charts by month."""
SQUARE: Final = 210
EDGE, TOP_EDGE, SIDE = 30, 20, 160
"""Left and upper margin of the reliability diagram, and how long its sides are."""
MOST_LABELS: Final = 4
"""Months whose names do not touch."""
MOST_STEPS: Final = 4
WIDEST_BAR, GAP = 16.0, 1.0
LARGEST, SMALLEST = 6.5, 2.5
"""Radii of the points of the diagram."""


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    kind: str
    """foreseen, or came."""


@dataclass(frozen=True, slots=True)
class Label:
    x: str
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Of the upright axis."""

    y: str
    text: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str


def ticks(top: int) -> list[int]:
    """Round counts from nothing to above the highest, few enough to be read."""
    step, factors = 5, (2, 2, 2.5)
    turn = 0
    while ceil(top / step) > MOST_STEPS:
        step = int(step * factors[turn % 3])
        turn += 1
    return [step * n for n in range(max(1, ceil(top / step)) + 1)]


def scale(highest: int) -> list[Tick]:
    steps = ticks(highest)
    return [Tick(f"{height(n, steps[-1]):.1f}", f"{n:,}") for n in steps]


def bars(pairs: Sequence[tuple[int, int]]) -> list[Bar]:
    """What was foreseen and what came, side by side for each month."""
    top = ticks(highest(pairs))[-1]
    room = (RIGHT - LEFT) / max(1, len(pairs))
    width = min(WIDEST_BAR, 0.38 * room)
    found = []
    for place, pair in enumerate(pairs):
        middle = _middle(place, len(pairs))
        for kind, count, x in (
            ("foreseen", pair[0], middle - width - GAP / 2),
            ("came", pair[1], middle + GAP / 2),
        ):
            y = height(count, top)
            if count:
                found.append(Bar(f"{x:.1f}", f"{y:.1f}", f"{width:.1f}", f"{FOOT - y:.1f}", kind))
    return found


def highest(pairs: Sequence[tuple[int, int]]) -> int:
    return max((max(pair) for pair in pairs), default=0)


def labels(names: Sequence[str]) -> list[Label]:
    step = max(1, ceil(len(names) / MOST_LABELS))
    return [
        Label(f"{_middle(place, len(names)):.1f}", name)
        for place, name in enumerate(names)
        if place % step == 0
    ]


def dots(shares: Sequence[int | None]) -> list[Dot]:
    """Of 100, month by month; none where nothing is said."""
    return [
        Dot(f"{_middle(place, len(shares)):.1f}", f"{height(share, 100):.1f}")
        for place, share in enumerate(shares)
        if share is not None
    ]


def at(said: float, came: float) -> tuple[str, str]:
    """A place of the diagram, both of 100."""
    x, y = EDGE + said * SIDE / 100, TOP_EDGE + SIDE - came * SIDE / 100
    return f"{x:.1f}", f"{y:.1f}"


def radius(cases: int, most: int) -> str:
    """A point's area grows with the cases that it speaks of."""
    return f"{max(SMALLEST, LARGEST * sqrt(cases / max(1, most))):.1f}"


def _middle(place: int, of: int) -> float:
    return LEFT + (place + 0.5) * (RIGHT - LEFT) / max(1, of)


def height(count: int, top: int) -> float:
    """Where a count stands in the field of the charts by month, whose upper edge is `top`."""
    return FOOT - (FOOT - TOP) * count / top
