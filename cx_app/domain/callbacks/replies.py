"""What people type when a text asks whether they are free (domain 1.3-7, TA-13, SMS-5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from cx_app.domain.callbacks.standing import Answer


def _words(listed: str, answer: Answer) -> dict[str, Answer]:
    return dict.fromkeys(listed.split(), answer)


WORDS: Final[Mapping[str, Answer]] = {
    **_words(
        "1 one uno yes y ye yea yeah yep yup si s sip ok okay okey sure claro vale", Answer.YES
    ),
    **_words("free available libre disponible ready listo lista call llame llamen", Answer.YES),
    **_words("2 two dos no n nope nop nah not busy ocupado ocupada cannot cant", Answer.NO),
    **_words("3 three tres later tomorrow luego despues manana tarde tonight", Answer.LATER),
}
SIGNS: Final[Mapping[str, Answer]] = {
    **_words("👍 👌 ✅ ☑ ✔ 🙏", Answer.YES),
    **_words("👎 ❌ ✖ 🚫", Answer.NO),
    "1\u20e3": Answer.YES,
    "2\u20e3": Answer.NO,
    "3\u20e3": Answer.LATER,
}
"""Also as keys with a number on them."""
NUMBERS: Final = ("1", "2", "3")
"""What the text asks for; one at the beginning counts, whatever is said after it."""
LATER_PHRASES: Final = ("mas tarde", "otro dia", "another time", "otra hora", "not now", "ahora no")
SHORTEST_TYPO: Final = 5
"""Shorter words are too much like one another."""
ALIKE: Final = 0.8
LONGEST: Final = 8
"""Words; a longer text is a story that somebody should read, not an answer."""


def answer_in(text: str) -> Answer:
    """The answer in a text that is not STOP, HELP or START. The first line that says anything
    counts, since phones add signatures; a line that says two things says nothing."""
    for line in text[:400].splitlines():
        found = _in_line(line)
        if found is not None:
            return found
    return Answer.OTHER


def _in_line(line: str) -> Answer | None:
    """None for a line without a word or sign."""
    signs = {SIGNS[s] for s in SIGNS if s in line.replace("\ufe0f", "")}
    plain = _plain(line)
    words = plain.split()
    if not words and not signs:
        return None
    numbers = [word for word in words if word in NUMBERS]
    if numbers and words[:1] == numbers and signs <= {WORDS[words[0]]}:
        return WORDS[words[0]]
    if len(words) > LONGEST:
        return Answer.OTHER
    if any(phrase in plain for phrase in LATER_PHRASES):
        return Answer.NO if "now" in words or "ahora" in words else Answer.LATER
    said = signs | {found for word in words if (found := _meant(word)) is not None}
    if Answer.NO in said and Answer.YES in said and words[:1] and _meant(words[0]) is Answer.NO:
        return Answer.NO  # "no, I am not free"
    return said.pop() if len(said) == 1 else Answer.OTHER


def _meant(word: str) -> Answer | None:
    if word in WORDS:
        return WORDS[word]
    squeezed = re.sub(r"([a-z])\1+", r"\1", word)
    if squeezed in WORDS:
        return WORDS[squeezed]
    if len(word) >= SHORTEST_TYPO:
        near = get_close_matches(word, WORDS, n=1, cutoff=ALIKE)
        return WORDS[near[0]] if near else None
    return None


def _plain(line: str) -> str:
    bare = unicodedata.normalize("NFKD", line).casefold()
    letters = "".join(ch for ch in bare if not unicodedata.combining(ch))
    return re.sub(r"[^\w]+", " ", re.sub("['’]", "", letters)).strip()
