"""The queues of a desk or of an office, as its page offers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cx_app.language import _

NO_KEYS: Final[Mapping[Any, str]] = {}


@dataclass(frozen=True, slots=True)
class QueueLine:
    value: str
    label: str
    count: str
    key: str
    """On the keyboard, where the desk has keys."""


def queue_lines(
    counts: Mapping[Any, int],
    words: Mapping[Any, str],
    *,
    keys: Mapping[Any, str] = NO_KEYS,
    counted_to: int | None = None,
) -> list[QueueLine]:
    """In the order of the counts; whoever stops counting says at which number."""
    return [
        QueueLine(
            name,
            words[name],
            f"{count:,}" + ("+" if count == counted_to else ""),
            keys.get(name, ""),
        )
        for name, count in counts.items()
    ]


def said_lines(counts: Mapping[Any, int], words: Mapping[Any, str]) -> list[QueueLine]:
    """Of pages in two languages: all of the words, which are message ids, in their order."""
    return queue_lines(
        {name: counts.get(name, 0) for name in words},
        {name: _(said) for name, said in words.items()},
    )
