"""Whether words are plain enough to send: as people read them, measured by formula (domain 9.3)."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from textstat.textstat import textstatistics

FEWEST_WORDS: Final = 5
"""The formulas say nothing of less: "Hello" alone would be grade 8."""
HARDEST_GRADE: Final = 8.0
"""English: the US school grade by Flesch and Kincaid."""
EASIEST_SPANISH: Final = 60.0
"""Spanish: Fernández-Huerta's scale, from here up "normal" to "very easy"."""


def too_hard(language: str, text: str) -> str:
    """What was measured, where the words are harder than they may be; else empty."""
    text = text.strip()
    if len(text.split()) < FEWEST_WORDS:
        return ""
    sentence = text if text.endswith((".", "?", "!")) else f"{text}."
    if language == "es":
        score = float(_reader("es").fernandez_huerta(sentence))
        return f"{score:.0f}" if score < EASIEST_SPANISH else ""
    grade = float(_reader("en").flesch_kincaid_grade(sentence))
    return f"{grade:.1f}" if grade > HARDEST_GRADE else ""


@cache
def _reader(language: str) -> Any:
    """One for each language: the library keeps the language in the object."""
    reader = textstatistics()
    reader.set_lang(language)
    return reader
