"""Reference numbers of requests: drawn, so that they say nothing, and checked (AP-8, domain 2.4-2).

Crockford's base 32 with his check symbol (modulus 37), of which a slip in one symbol and two that
changed places show. Numbers with 0 or 1, or with a check symbol that is no letter or digit, are not
given out.
"""

from __future__ import annotations

import secrets
import unicodedata
from typing import Final

SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GIVEN: Final = SYMBOLS[2:]
VALUE: Final = {symbol: value for value, symbol in enumerate(SYMBOLS)}
CHECKS: Final = SYMBOLS + "*~$=U"
LENGTH: Final = 12
"""Eleven that are drawn (53 bits) and the check symbol."""
GROUP: Final = 4
MAX_TYPED: Final = 40


def new_reference() -> str:
    while True:
        drawn = "".join(secrets.choice(GIVEN) for _ in range(LENGTH - 1))
        if (check := check_symbol(drawn)) in GIVEN:
            return drawn + check


def check_symbol(drawn: str) -> str:
    value = 0
    for symbol in drawn:
        value = value * len(SYMBOLS) + VALUE[symbol]
    return CHECKS[value % len(CHECKS)]


def parse_reference(typed: str) -> str | None:
    """`4k7m-2qxr-9tbc` as it is kept, in capitals without dashes; None when it can't be one."""
    if len(typed) > MAX_TYPED:
        return None
    folded = unicodedata.normalize("NFKC", typed).upper()
    symbols = "".join(ch for ch in folded if ch.isalnum())
    if len(symbols) != LENGTH or not set(symbols) <= set(GIVEN):
        return None
    return symbols if check_symbol(symbols[:-1]) == symbols[-1] else None


def shown(reference: str) -> str:
    """`4K7M-2QXR-9TBC`, as pages and letters show it."""
    return "-".join(reference[i : i + GROUP] for i in range(0, len(reference), GROUP))
