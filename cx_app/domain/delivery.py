"""What providers report about a message they took. Status only moves forward."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Delivery(StrEnum):
    """How far a message is known to have come."""

    NONE = ""
    ACCEPTED = "accepted"
    """The provider has it."""
    UNDER_WAY = "under_way"
    """The mail server or the carrier was reached, or asked to come again later."""
    DELIVERED = "delivered"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a message failed or was not sent; the same words for screens, audit and figures."""

    NO_ADDRESS = "no_address"
    NO_VERIFIED_EMAIL = "no_verified_email"
    NO_SAFE_EMAIL = "no_safe_email"
    NO_VERIFIED_PHONE = "no_verified_phone"
    NO_CONSENT = "no_consent"
    OPTED_OUT = "opted_out"
    PROTECTED_CASE = "protected_case"
    NOT_WANTED = "not_wanted"
    TOO_LATE = "too_late"
    CODE_GONE = "code_gone"
    NO_TEMPLATE = "no_template"
    BOUNCED = "bounced"
    """There is no such mailbox or number."""
    BLOCKED = "blocked"
    """The other side refused it."""
    LANDLINE = "landline"
    UNREACHABLE = "unreachable"
    COMPLAINED = "complained"
    """Marked as unwanted mail."""
    MALFORMED = "malformed"
    PROVIDER_AWAY = "provider_away"
    REFUSED = "refused"
    BROKEN = "broken"
    """We could not make the message."""
    DOES_NOT_FIT = "does_not_fit"
    """A letter whose name, address or words do not fit, or have signs that we cannot print."""
    SPOILT = "spoilt"
    """The letter was damaged before it left."""
    RETURNED = "returned"
    """The post brought the letter back."""
    OTHER = "other"


ORDER: Final = (Delivery.NONE, Delivery.ACCEPTED, Delivery.UNDER_WAY)
FINAL: Final = frozenset({Delivery.DELIVERED, Delivery.FAILED})
LOSES_CONTACT: Final = frozenset(
    {Reason.BOUNCED, Reason.LANDLINE, Reason.COMPLAINED, Reason.MALFORMED, Reason.OPTED_OUT}
)
"""After these the same address or number is not tried again until it is verified anew."""


def moves(now: Delivery, report: Delivery) -> bool:
    """Whether a report tells more than is known. Reports come late, twice and in any order; a
    final status stays, whatever comes after it."""
    if now in FINAL:
        return False
    return report in FINAL or ORDER.index(report) > ORDER.index(now)
