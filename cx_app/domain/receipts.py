"""Receipt numbers, A-Numbers and dates of birth as people type them (OAC-17 to OAC-19)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

RECEIPT: Final = re.compile(r"[A-Z]{3}[0-9]{10}")
MAX_TYPED: Final = 40
EARLIEST_BIRTH_YEAR: Final = 1900


def _compact(typed: str) -> str:
    """Letters and digits of what was typed, in upper case; look-alike widths folded."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(ch for ch in folded if ch.isalnum())


def parse_receipt_number(typed: str) -> str | None:
    """`ioe-09 1234 5678` -> `IOE0912345678`; None when it can't be one (OAC-17).

    The prefix says where a case was received and not where it is (OAC-19), so any three letters
    pass; IOE numbers carry no date to check (OAC-18).
    """
    if len(typed) > MAX_TYPED:
        return None
    compact = _compact(typed)
    return compact if RECEIPT.fullmatch(compact) else None


def parse_a_number(typed: str) -> str | None:
    """Seven to nine digits, with or without the A (OAC-17); returned as nine digits."""
    if len(typed) > MAX_TYPED:
        return None
    digits = _compact(typed).removeprefix("A")
    if digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 9:
        return digits.zfill(9)
    return None


def parse_birth_date(month: str, day: str, year: str, *, today: date) -> date | None:
    """A date from three typed numbers; None when there is no such day or it lies ahead."""
    parts = [unicodedata.normalize("NFKC", part).strip() for part in (year, month, day)]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    try:
        born = date(*(int(part) for part in parts))
    except ValueError:
        return None
    return born if date(EARLIEST_BIRTH_YEAR, 1, 1) <= born <= today else None


def mask(value: str, shown: int = 4) -> str:
    """The last four of a number, for screens and letters where the whole is not needed."""
    return "•" * max(len(value) - shown, 0) + value[-shown:]


def mask_email(email: str) -> str:
    """`maria@example.org` -> `ma•••@example.org`: enough to know one's own."""
    local, _, domain = email.partition("@")
    return f"{local[:2]}•••@{domain}" if domain else "•••"
