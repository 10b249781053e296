"""What waits of others say about the next one (TA-24)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Expected:
    half: timedelta
    """Within it, half of them were called."""
    most: timedelta
    """And 8 of 10."""
    of: int


def expected(waits: Sequence[timedelta], least: int) -> Expected | None:
    """None of fewer than `least` waits."""
    if not waits or len(waits) < least:
        return None
    in_order = sorted(waits)
    return Expected(_share(in_order, 5), _share(in_order, 8), len(in_order))


def _share(in_order: Sequence[timedelta], of_ten: int) -> timedelta:
    """The shortest time within which so many of ten were called."""
    return in_order[-(-len(in_order) * of_ten // 10) - 1]
