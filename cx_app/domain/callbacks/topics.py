"""What people want to be called about, and what of it is urgent (TA-9)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class CallbackTopic(StrEnum):
    CASE = "case"
    NOTICE = "notice"
    """A letter or notice from us."""
    APPOINTMENT = "appointment"
    DOCUMENT = "document"
    """A card or paper that did not come, or has a mistake."""
    ADDRESS = "address"
    ACCOUNT = "account"
    TRAVEL = "travel"
    SAFETY = "safety"
    OTHER = "other"


class Asker(StrEnum):
    """Who a callback is for."""

    SELF = "self"
    REPRESENTATIVE = "representative"
    CALLER = "caller"
    """Somebody who phoned; an officer opened it for them."""


URGENT: Final = 1
REGULAR: Final = 2


def urgency(topic: CallbackTopic, urgent: frozenset[CallbackTopic]) -> int:
    """The smaller goes first."""
    return URGENT if topic in urgent else REGULAR
