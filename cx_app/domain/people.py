"""Names as they are searched: folded, without accents, family name first."""

from __future__ import annotations

import unicodedata
from typing import Final

_APOSTROPHES: Final = frozenset("'’‘ʼʻ`´")
_PLAIN_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
"""Letters that Unicode does not take apart, as people without such a keyboard type them."""


def search_name(name: str) -> str:
    """`Reyes-Méndez Dolores` -> `reyes mendez dolores`; `O'Brien Łucja` -> `obrien lucja`."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    decomposed = unicodedata.normalize("NFKD", folded)
    bare = "".join(
        ch if ch.isalnum() else " "
        for ch in decomposed
        if not unicodedata.combining(ch) and ch not in _APOSTROPHES
    )
    return " ".join(bare.translate(_PLAIN_LETTERS).split())
