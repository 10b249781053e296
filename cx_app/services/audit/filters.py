"""What the audit is searched by, read from what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from cx_app.domain.receipts import parse_receipt_number
from cx_app.services.audit.outcome_words import OUTCOMES
from cx_app.services.audit.words import ACTIONS, NOUNS

FIELDS: Final = ("who", "case", "what", "outcome", "first_day", "last_day", "network", "session")
MAX_TYPED: Final = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """Everything given must hold. Days are Eastern; without them, since ever and until now."""

    who: str = ""
    """Staff by name or subject, people by a receipt number of theirs, or `system`."""
    case: str = ""
    """A receipt number."""
    what: str = ""
    """An action, or the noun of several."""
    outcome: str = ""
    first_day: date | None = None
    last_day: date | None = None
    network: str = ""
    session: UUID | None = None

    @property
    def kinds(self) -> list[str]:
        """What was searched by, without the values: this much is recorded."""
        return [name for name in FIELDS if getattr(self, name)]


@dataclass(frozen=True, slots=True)
class Mistake:
    field: str
    message: str


def read_filters(form: Mapping[str, str]) -> Filters | Mistake:
    """The filters, or the first thing to mend."""
    typed = {name: form.get(name, "").strip()[:MAX_TYPED] for name in FIELDS}
    case = parse_receipt_number(typed["case"]) if typed["case"] else ""
    if case is None:
        return Mistake("case", "Enter a receipt number: three letters and ten digits.")
    if typed["what"] and typed["what"] not in ACTIONS | NOUNS:
        return Mistake("what", "Choose one from the list.")
    if typed["outcome"] and typed["outcome"] not in OUTCOMES:
        return Mistake("outcome", "Choose one from the list.")
    first, last = _day(typed["first_day"]), _day(typed["last_day"])
    for name, day in (("first_day", first), ("last_day", last)):
        if typed[name] and day is None:
            return Mistake(name, "Enter a date that exists.")
    if first and last and first > last:
        return Mistake("first_day", "The first day must not be after the last.")
    session = _id(typed["session"])
    if typed["session"] and session is None:
        return Mistake("session", "Choose a session from the details of a line.")
    return Filters(
        parse_receipt_number(typed["who"]) or typed["who"],
        case,
        typed["what"],
        typed["outcome"],
        first,
        last,
        typed["network"],
        session,
    )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
