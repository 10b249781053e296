"""Names as they are searched: folded, without accents, family name first."""

from __future__ import annotations

import unicodedata


def search_name(name: str) -> str:
    """`Reyes-Méndez Dolores` -> `reyes mendez dolores`."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return " ".join("".join(ch if ch.isalnum() else " " for ch in bare).split())
