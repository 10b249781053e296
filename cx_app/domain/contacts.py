"""Addresses and numbers as people type them, and the codes that prove them."""

from __future__ import annotations

import re
import secrets
from enum import StrEnum
from typing import Final

import phonenumbers

OURS: Final = frozenset({"US", "PR", "VI", "GU", "AS", "MP"})
"""The United States and its territories: texts go nowhere else (domain 1.3-11)."""
TEXTABLE: Final = frozenset(
    {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        phonenumbers.PhoneNumberType.VOIP,
    }
)
"""American numbers don't show which of the two they are; toll-free and paid ones are neither."""
ZONES: Final = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "Pacific/Pago_Pago",
)
"""The clocks of the United States and its territories, for people to choose from (domain 1.3-9)."""
CODE_DIGITS: Final = 6
MAX_TYPED: Final = 254
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


class Refusal(StrEnum):
    """Why an address, a number or a code was not taken."""

    MALFORMED = "malformed"
    NOT_US = "not_us"
    LANDLINE = "landline"
    TOO_MANY = "too_many"
    """Codes within the hour: for this account, or for this address or number."""
    STOPPED = "stopped"
    """The number said STOP; only START from that phone takes it back."""
    WRONG_CODE = "wrong_code"
    EXPIRED = "expired"
    NOT_VERIFIED = "not_verified"
    OLD_WORDING = "old_wording"


def parse_email(typed: str) -> str | None:
    """The address as it is written to; None for what no mail server takes."""
    address = typed.strip()
    local, at, domain = address.rpartition("@")
    if not at or len(address) > MAX_TYPED or len(local) > 64 or not _LOCAL.fullmatch(local):
        return None
    try:
        domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        return None
    labels = domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return f"{local}@{domain}" if labels[-1].isalpha() or labels[-1].startswith("xn--") else None


def parse_phone(typed: str) -> str | Refusal:
    """A number as E.164, or why it can't get texts: not a number, or not in the United States."""
    if len(typed) > 40:
        return Refusal.MALFORMED
    try:
        number = phonenumbers.parse(typed, "US")
    except phonenumbers.NumberParseException:
        return Refusal.MALFORMED
    if number.country_code != 1:
        return Refusal.NOT_US if phonenumbers.is_possible_number(number) else Refusal.MALFORMED
    if not phonenumbers.is_valid_number(number) or (
        phonenumbers.number_type(number) not in TEXTABLE
    ):
        return Refusal.MALFORMED
    if phonenumbers.region_code_for_number(number) not in OURS:
        return Refusal.NOT_US
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def typed_code(typed: str) -> str:
    """The digits of what was typed; spaces and dashes do not matter."""
    return "".join(ch for ch in typed[:40] if ch.isascii() and ch.isdigit())


def mask_phone(number: str) -> str:
    """`•••-•••-0101`."""
    return f"•••-•••-{number[-4:]}"
