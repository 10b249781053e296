"""Finding a text by words that may be misspelt, without accents, or only begun.

A few dozen short texts are searched, so everything is compared with everything: no index is kept
that could be stale, and it is the same whichever database is used (docs/adr/0037).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

MAX_TYPED: Final = 100
MAX_WORDS: Final = 8
ALIKE: Final = 0.78
"""From here up two words are taken for one that was misspelt: `resheduel` and `reschedule`."""
CLOSE: Final = 6
"""So many similar words are looked at for each that was typed."""
SHORTEST_GUESS: Final = 4
"""Letters. A shorter word is similar to too many others."""
EXACT: Final = 1.0
BEGUN: Final = 0.8
GUESSED: Final = 0.6
ENOUGH: Final = 0.34
"""Of what the rarest of the typed words would count; a text with less is not shown."""


@dataclass(frozen=True, slots=True)
class Text:
    """`fields` are (weight, words) pairs; a word counts where it weighs most."""

    key: str
    fields: Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Index:
    """Made once for each language."""

    weights: Mapping[str, Mapping[str, float]]
    """By key of the text and by word."""
    rare: Mapping[str, float]
    """How much a word tells: one that is in every text tells nothing."""


def index(texts: Sequence[Text]) -> Index:
    weights: dict[str, dict[str, float]] = {}
    for text in texts:
        mine = weights.setdefault(text.key, {})
        for weight, written in text.fields:
            for word in words(written):
                mine[word] = max(mine.get(word, 0.0), weight)
    seen: dict[str, int] = {}
    for mine in weights.values():
        for word in mine:
            seen[word] = seen.get(word, 0) + 1
    rare = {word: math.log((len(texts) + 1) / count) for word, count in seen.items()}
    return Index(weights, rare)


def find(typed: str, known: Index) -> list[str]:
    """Keys of the texts, the one that fits best first."""
    asked = list(dict.fromkeys(words(typed[:MAX_TYPED])))[:MAX_WORDS]
    readings = [_readings(word, known) for word in asked]
    best = max((max(one.values()) for one in readings if one), default=0.0)
    if best == 0.0:
        return []
    scores = {
        key: sum(
            max((mine.get(word, 0.0) * worth for word, worth in one.items()), default=0.0)
            for one in readings
        )
        for key, mine in known.weights.items()
    }
    enough = {key: score for key, score in scores.items() if score >= ENOUGH * best}
    return sorted(enough, key=lambda key: (-enough[key], key))


def words(written: str) -> list[str]:
    """`¿Mañana, 10:30?` is `manana`, `10`, `30`."""
    plain = unicodedata.normalize("NFKD", written.casefold())
    return re.findall(r"[a-z0-9]+", "".join(ch for ch in plain if not unicodedata.combining(ch)))


def _readings(word: str, known: Index) -> dict[str, float]:
    """Known words that somebody may have meant, and how much each is worth."""
    found: dict[str, float] = {}
    if word in known.rare:
        found[word] = EXACT
    if len(word) >= SHORTEST_GUESS:
        for other in known.rare:
            if other not in found and (other.startswith(word) or _is_longer_form(word, other)):
                found[other] = BEGUN
        if not found:
            close = get_close_matches(word, known.rare, n=CLOSE, cutoff=ALIKE)
            found |= dict.fromkeys(close, GUESSED)
    return {other: worth * known.rare[other] for other, worth in found.items()}


def _is_longer_form(word: str, other: str) -> bool:
    """`appointments` of `appointment`."""
    return len(other) >= SHORTEST_GUESS and word.startswith(other) and len(word) <= len(other) + 2
