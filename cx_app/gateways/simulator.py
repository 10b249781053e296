"""Addresses and numbers of nobody: each gets one outcome in the demo's channels, so that every
way a message can end can be seen and tested. All others get their messages."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

DOMAIN: Final = "simulator.example"


class Outcome(StrEnum):
    DELIVERED = "delivered"
    DELAYED = "delayed"
    """Reported as under way at once, as delivered two minutes later."""
    TEMPORARY = "temporary"
    """The provider refuses each attempt, and says that trying again may help."""
    PERMANENT = "permanent"
    """Taken, then reported as undeliverable: there is no such mailbox or number."""
    OPTED_OUT = "opted_out"
    """An e-mail is reported as unwanted; a text is refused, since the number said STOP."""


EMAILS: Final = {f"{outcome.value.replace('_', '-')}@{DOMAIN}": outcome for outcome in Outcome}
NUMBERS: Final = {f"+1202555010{n}": outcome for n, outcome in enumerate(Outcome, 1)}
"""+1 202 555 0101 to 0105: set aside for fiction."""
LANDLINE: Final = "+12025550106"
"""Known to be a landline."""


def outcome_of(address: str) -> Outcome:
    address = address.casefold()
    return EMAILS.get(address) or NUMBERS.get(address) or Outcome.DELIVERED
