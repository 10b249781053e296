"""Representative accounts: who may have one, and what an officer decides (REP-3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from cx_app.domain import addresses
from cx_app.domain.addresses import Address

STATES: Final = addresses.STATES - {"AA", "AE", "AP"}
"""Whose bars admit attorneys: states, the District, and territories."""
MOST: Final = 120
"""Letters of a line that is typed."""
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
    REPLACED = "replaced"
    """It was suspended, and a later one was accepted."""


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
    DISCIPLINED = "disciplined"
    CANNOT_TELL = "cannot_tell"


class Finding(StrEnum):
    """What an officer found out about an application, or about an account that was accepted."""

    LISTED = "listed"
    """The list has them under this name, and they may practice now."""
    NOT_LISTED = "not_listed"
    NAME_DIFFERS = "name_differs"
    NOT_ACTIVE = "not_active"
    DISCIPLINED = "disciplined"
    CANNOT_TELL = "cannot_tell"

    @property
    def because(self) -> RefusedBecause | None:
        return None if self is Finding.LISTED else RefusedBecause(self.value)


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
    STREET = "street"
    UNIT = "unit"
    CITY = "city"
    STATE = "state"
    ZIP = "zip"
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
    address: Mapping[str, str] = field(default_factory=dict)
    """By the fields of `domain.addresses`; a box at the post office will do."""
    sworn: bool = False


@dataclass(frozen=True, slots=True)
class Credentials:
    """An application that can be sent to an officer."""

    name: str
    kind: RepresentativeKind
    licence: str
    """`123456 (IL)`, or the organization."""
    address: Address
    accredited_until: date | None = None


Flaws = dict[Field, Flaw | addresses.Flaw]


def read_credentials(typed: Typed, today: date) -> Credentials | Flaws:
    """What was typed, or everything that is wrong with it."""
    flaws: Flaws = {}
    name = _line(typed.name)
    if not name:
        flaws[Field.NAME] = Flaw.MISSING
    licence, until = "", None
    kind = _kind(typed.kind)
    match kind:
        case RepresentativeKind.ATTORNEY:
            licence = _of_attorney(typed, flaws)
        case RepresentativeKind.ACCREDITED:
            licence, until = _of_accredited(typed, today, flaws)
        case None:
            flaws[Field.KIND] = Flaw.MISSING
    address = addresses.read(typed.address, po_box=True)
    if isinstance(address, dict):
        flaws |= {Field(where): flaw for where, flaw in address.items()}
    if not typed.sworn:
        flaws[Field.SWORN] = Flaw.NOT_SWORN
    if flaws or kind is None or isinstance(address, dict):
        return flaws
    return Credentials(name, kind, licence, address, until)


def _kind(typed: str) -> RepresentativeKind | None:
    return RepresentativeKind(typed) if typed in set(RepresentativeKind) else None


def _of_attorney(typed: Typed, flaws: Flaws) -> str:
    number, state = typed.bar_number.strip().upper(), typed.bar_state.strip().upper()
    if not _BAR.fullmatch(number):
        flaws[Field.BAR_NUMBER] = Flaw.UNREADABLE if number else Flaw.MISSING
    if state not in STATES:
        flaws[Field.BAR_STATE] = Flaw.MISSING
    return f"{number} ({state})"


def _of_accredited(typed: Typed, today: date, flaws: Flaws) -> tuple[str, date | None]:
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


def _line(text: str) -> str:
    return " ".join(text.split())[:MOST]
