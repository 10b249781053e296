"""What the portal tells people, and through which channel."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    INBOX = "inbox"
    EMAIL = "email"
    LETTER = "letter"
    SMS = "sms"


class Kind(StrEnum):
    """One kind per promise; a kind has one template per channel and language."""

    ACCEPTANCE_NOTICE = "acceptance_notice"
    CASE_LINKED = "case_linked"
    CASE_FOLLOWED = "case_followed"
    CODE_REQUESTED = "code_requested"
    STATUS_CHANGED = "status_changed"
    CASE_MOVED = "case_moved"
    APPOINTMENT = "appointment"


class OutboxState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"


def may_leave(channel: Channel, *, protected: bool) -> bool:
    """Whether a message about a case may use this channel at all (domain 9.4 b, c).

    For a protected case nothing about it leaves the portal but letters to the safe address.
    """
    return channel in (Channel.INBOX, Channel.LETTER) or not protected
