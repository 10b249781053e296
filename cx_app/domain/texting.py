"""Text messages: what answers mean, how long a text is, which numbers can get one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from typing import Final


class Meaning(StrEnum):
    """What somebody who answers a text wants."""

    STOP = "stop"
    HELP = "help"
    START = "start"
    YES = "yes"
    NO = "no"
    OTHER = "other"


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


STOP_WORDS: Final = _words(
    # FCC list (SMS-1), words of providers (SMS-4), then Spanish ones
    "stop quit end revoke optout cancel unsubscribe stopall remove arret "
    "alto parar pare basta cancelar cancela terminar fin salir baja desuscribir eliminar detener "
    "stpo sotp tsop st0p"  # as thumbs write it
)
PLEAS: Final = _words("stop unsubscribe pare alto parar basta stpo sotp tsop st0p")
"""Clear also in a short sentence around them: "please stop", "por favor pare"."""
STOP_PHRASES: Final = (
    "opt out",
    "stop all",
    "no more texts",
    "do not text",
    "dont text",
    "stop texting",
    "no mas",
    "no me escriba",
    "no me mande",
    "no me envie",
    "no quiero mensajes",
    "no quiero textos",
    "dejen de",
    "deje de escribir",
    "deje de mandar",
    "deje de enviar",
    "dar de baja",
    "darme de baja",
)
"""Beginnings: what follows may be any ending of the last word."""
MORE_LATER: Final = ("mas tarde", "mas adelante", "mas luego")
"""Behind a no they say when, and "no más" is not meant."""
STOP_SIGN: Final = "🛑"
HELP_WORDS: Final = _words("help info ayuda informacion")
START_WORDS: Final = _words("start unstop comenzar empezar reanudar")
YES_WORDS: Final = _words("1 yes y si ok okay")
NO_WORDS: Final = _words("2 no n")

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
GSM_ONE, GSM_MANY = 160, 153
UCS_ONE, UCS_MANY = 70, 67
SHORTEST: Final = 5
"""Letters of a name by which it is still known."""


def meaning(text: str) -> Meaning:
    """What a text asks for. STOP is heard in more ways than any other word: alone, with one word
    behind it, in a short plea, on a line of its own, or as a phrase that says so clearly (SMS-1).
    All else is what the first line says, since phones add signatures. YES never starts texts
    again, since it is an answer to a question (SMS-5)."""
    if _asks_to_stop(text):
        return Meaning.STOP
    words = next(iter(_lines(text)), [])
    if not words:
        return Meaning.OTHER
    for among, found in (
        (HELP_WORDS, Meaning.HELP),
        (START_WORDS, Meaning.START),
        (YES_WORDS, Meaning.YES),
        (NO_WORDS, Meaning.NO),
    ):
        if words[0] in among and len(words) <= 2:
            return found
    return Meaning.OTHER


def _asks_to_stop(text: str) -> bool:
    lines = _lines(text)
    whole = [_squeezed(word) for line in lines for word in line]
    plain = " " + " ".join(whole)
    for later in MORE_LATER:
        plain = plain.replace(later, "")
    if any(f" {phrase}" in plain for phrase in STOP_PHRASES):
        return True
    if STOP_SIGN in text and len(whole) <= 2:
        return True
    first = [_squeezed(word) for word in lines[0]] if lines else []
    return (
        (bool(first) and first[0] in STOP_WORDS and len(first) <= 2)
        or (bool(PLEAS & set(whole)) and len(whole) <= 4)
        or any(PLEAS & set(map(_squeezed, line)) and len(line) <= 2 for line in lines)
    )


def _lines(text: str) -> list[list[str]]:
    """The words of each line that has any."""
    return [words for line in text[:400].splitlines() if (words := _folded(line).split())]


def _squeezed(word: str) -> str:
    """`stooopp` as `stop`; other words as they are, since letters may well be double."""
    short = re.sub(r"(.)\1+", r"\1", word)
    return short if short in PLEAS else word


def is_gsm(text: str) -> bool:
    """Whether a text fits the seven-bit alphabet; one letter outside it more than halves the room.
    Of Spanish, á, í, ó and ú are outside."""
    return all(letter in _BASIC or letter in _EXTENDED for letter in text)


def segments(text: str) -> int:
    """How many messages a carrier makes of a text (GSM 03.38; domain 1.3-10)."""
    if is_gsm(text):
        length = sum(2 if letter in _EXTENDED else 1 for letter in text)
        one, many = GSM_ONE, GSM_MANY
    else:
        length = len(text.encode("utf-16-be")) // 2
        one, many = UCS_ONE, UCS_MANY
    if length <= one:
        return 1
    return -(-length // many)


def fitting(fill: Callable[[str], str], name: str, most: int) -> str:
    """`name` as long as the text that `fill` makes with it takes at most `most` messages: first
    without accents that the seven-bit alphabet lacks, then cut, with a dot. Where not even that
    helps, what is too long is something else, and the name stays whole."""
    plain = "".join(letter if letter in _BASIC else _bare(letter) for letter in name)
    cut = (plain[:end].rstrip(" .-") + "." for end in range(len(plain) - 1, SHORTEST - 1, -1))
    return next((one for one in (name, plain, *cut) if segments(fill(one)) <= most), name)


def _bare(letter: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFKD", letter) if ch in _BASIC)


def _folded(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text[:400]).casefold()
    letters = "".join(ch for ch in bare if not unicodedata.combining(ch)).replace("'", "")
    return re.sub(r"[^\w]+", " ", letters.replace("’", "")).strip()
