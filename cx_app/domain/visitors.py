"""People who ask without an account prove an e-mail address or a number of theirs (VIS-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from cx_app.domain.contacts import Refusal, parse_email, parse_phone
from cx_app.domain.messages import Channel


class Counted(StrEnum):
    """What is counted, against what (VIS-2)."""

    CODES_TO = "code_to"
    """Codes to one address or number, whoever asks for them."""
    CODES_FROM = "code_from"
    """Codes asked for from one network."""
    LOOKS_BY = "look_by"
    """Reference numbers that did not fit, typed by whoever has proven one contact."""
    LOOKS_FROM = "look_from"
    SAYS = "say_by"
    """What one person says of the portal (CX-10)."""
    SAYS_FROM = "say_from"
    ASKS = "ask_by"
    """Held only, so that requests of one person to support come one after the other (SUP-3)."""


@dataclass(frozen=True, slots=True)
class VisitorRules:
    lasts: timedelta
    """Of a pass, from its proof on."""
    window: timedelta
    """Within it things are counted."""
    limits: dict[Counted, int]


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a visitor can be reached, as it is kept and looked up."""

    channel: Channel
    value: str


def read_contact(typed: str) -> Contact | Refusal:
    """An e-mail address, or else a number: one field takes both, since people know which it is."""
    if "@" in typed:
        address = parse_email(typed)
        return Contact(Channel.EMAIL, address.casefold()) if address else Refusal.MALFORMED
    number = parse_phone(typed)
    return number if isinstance(number, Refusal) else Contact(Channel.SMS, number)
