"""Sentences that forms under /account share."""

from __future__ import annotations

import re
from datetime import datetime

from cx_app.language import _, say_time


def ask_receipt() -> str:
    return _(
        "Enter the receipt number from your notice: 3 letters and 10 digits, like IOE0912345678."
    )


def ask_code(typed: str) -> str:
    """What is wrong with the shape of a code; the shape is public, so this gives nothing away."""
    if re.search(r"[01OIL]", typed, re.IGNORECASE):
        return _("Codes never have 0, O, 1, I or L. Look at the letter again: it may be 8, Q or J.")
    return _("Enter the 12 letters and digits of the code, like ABCD-EFGH-JKMN.")


def ask_birth_date() -> str:
    return _("Enter your date of birth as month, day and four-digit year.")


def say_locked(until: datetime) -> str:
    return _("Too many tries. You can try again after {time}.", time=say_time(until))


def say_no_match() -> str:
    return _(
        "What you typed does not match a code we can use. Check the letter and try again. "
        "If the code is older than 90 days or was used before, ask for a new one."
    )


def say_no_status() -> str:
    return _(
        "We can’t show a case for that receipt number. Check it against your notice. "
        "If it is right, call us."
    )


def say_no_codes(prefixes: frozenset[str]) -> str:
    return _(
        "Codes are only for receipt numbers that begin with {prefixes}. You can follow this case "
        "by its receipt number instead: choose “Add a paper-filed case”.",
        prefixes=", ".join(sorted(prefixes)),
    )


def say_away() -> str:
    return _(
        "We can’t check this right now. Nothing was counted, and what you typed is kept. "
        "Please try again in a few minutes."
    )
