"""The queues of a desk, as its page offers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class QueueLine:
    value: str
    label: str
    count: int


def queue_lines(counts: Mapping[Any, int], words: Mapping[Any, str]) -> list[QueueLine]:
    """In the order of the counts."""
    return [QueueLine(name, words[name], count) for name, count in counts.items()]
