"""Representative accounts: who may have one, and what an officer decides (REP-3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

STATES: Final = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA GU HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH "
    "NJ NM NY NC ND MP OH OK OR PA PR RI SC SD TN TX UT VT VI VA WA WV WI WY".split()
)
"""Whose bars admit attorneys: states, the District, and territories."""
MOST: Final = 120
"""Letters of a line that is typed."""
ADDRESS_LINES: Final = 4
_BAR: Final = re.compile(r"[0-9A-Z][0-9A-Z./-]{1,29}")


class RepresentativeKind(StrEnum):
    """Nobody else represents: no notary, no consultant (REP-3)."""

    ATTORNEY = "attorney"
    ACCREDITED = "accredited"
    """By the Department of Justice, for a recognized organization."""


class AccountState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    """An officer took it back; access ends at once."""


class AccountMove(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"
    SUSPEND = "suspend"


class RefusedBecause(StrEnum):
    """Why an officer refused or suspended: a code, since people read it in their language."""

    NOT_LISTED = "not_listed"
    """The bar or the Department of Justice does not list them."""
    NAME_DIFFERS = "name_differs"
    NOT_ACTIVE = "not_active"
    """Listed, and not allowed to practice now."""
    CANNOT_TELL = "cannot_tell"


ACCOUNT_MOVES: Final[Mapping[tuple[AccountState, AccountMove], AccountState]] = {
    (AccountState.PENDING, AccountMove.ACCEPT): AccountState.ACCEPTED,
    (AccountState.PENDING, AccountMove.REFUSE): AccountState.REFUSED,
    (AccountState.ACCEPTED, AccountMove.SUSPEND): AccountState.SUSPENDED,
}


class Field(StrEnum):
    NAME = "name"
    KIND = "kind"
    BAR_NUMBER = "bar_number"
    BAR_STATE = "bar_state"
    ORGANIZATION = "organization"
    ACCREDITED_UNTIL = "accredited_until"
    ADDRESS = "address"
    SWORN = "sworn"


class Flaw(StrEnum):
    MISSING = "missing"
    UNREADABLE = "unreadable"
    OVER = "over"
    """The accreditation has run out."""
    NOT_SWORN = "not_sworn"


@dataclass(frozen=True, slots=True)
class Typed:
    """An application as it was typed."""

    name: str = ""
    kind: str = ""
    bar_number: str = ""
    bar_state: str = ""
    organization: str = ""
    accredited_until: str = ""
    """ISO date."""
    address: tuple[str, ...] = ()
    sworn: bool = False


@dataclass(frozen=True, slots=True)
class Credentials:
    """An application that can be sent to an officer."""

    name: str
    kind: RepresentativeKind
    licence: str
    """`123456 (IL)`, or the organization."""
    address: tuple[str, ...]
    accredited_until: date | None = None


def read_credentials(typed: Typed, today: date) -> Credentials | dict[Field, Flaw]:
    """What was typed, or everything that is wrong with it, in the order of the page."""
    flaws: dict[Field, Flaw] = {}
    name = _line(typed.name)
    if not name:
        flaws[Field.NAME] = Flaw.MISSING
    try:
        kind = RepresentativeKind(typed.kind)
    except ValueError:
        flaws[Field.KIND] = Flaw.MISSING
        return flaws | _common(typed)
    if kind is RepresentativeKind.ATTORNEY:
        licence, until = _of_attorney(typed, flaws), None
    else:
        licence, until = _of_accredited(typed, today, flaws)
    flaws |= _common(typed)
    if flaws:
        return flaws
    return Credentials(name, kind, licence, _address(typed), until)


def _of_attorney(typed: Typed, flaws: dict[Field, Flaw]) -> str:
    number, state = typed.bar_number.strip().upper(), typed.bar_state.strip().upper()
    if not _BAR.fullmatch(number):
        flaws[Field.BAR_NUMBER] = Flaw.UNREADABLE if number else Flaw.MISSING
    if state not in STATES:
        flaws[Field.BAR_STATE] = Flaw.MISSING
    return f"{number} ({state})"


def _of_accredited(typed: Typed, today: date, flaws: dict[Field, Flaw]) -> tuple[str, date | None]:
    organization = _line(typed.organization)
    if not organization:
        flaws[Field.ORGANIZATION] = Flaw.MISSING
    try:
        until = date.fromisoformat(typed.accredited_until)
    except ValueError:
        flaws[Field.ACCREDITED_UNTIL] = Flaw.MISSING
        return organization, None
    if until < today:
        flaws[Field.ACCREDITED_UNTIL] = Flaw.OVER
    return organization, until


def _common(typed: Typed) -> dict[Field, Flaw]:
    flaws: dict[Field, Flaw] = {}
    if len(_address(typed)) < 2:
        flaws[Field.ADDRESS] = Flaw.MISSING
    if not typed.sworn:
        flaws[Field.SWORN] = Flaw.NOT_SWORN
    return flaws


def _address(typed: Typed) -> tuple[str, ...]:
    lines = (_line(one) for one in typed.address[:ADDRESS_LINES])
    return tuple(one for one in lines if one)


def _line(text: str) -> str:
    return " ".join(text.split())[:MOST]
