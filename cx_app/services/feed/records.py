"""The lines of the case feed, version 1: one JSON object a line, told apart by `kind`.

See docs/feed.md for an example of each. Reasons for refusing a line name fields and rules, never
what the line said, because a reason is kept and read by more people than the line.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Final, Literal, get_args

import msgspec

from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.cases import PartyRole
from cx_app.domain.offices import OfficeKind
from cx_app.services.feed.fields import (
    AddressField,
    ANumber,
    Code,
    Email,
    EventCode,
    Form,
    FullName,
    GivenName,
    HoldField,
    Id,
    Instant,
    Label,
    Language,
    Name,
    Receipt,
    ResidenceField,
    TimeZone,
)

VERSION: Final = 1
MAX_LINE: Final = 64 * 1024
"""Bytes; a record at every field's limit is far shorter."""


class _Record(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"
):
    """`event_id` makes a line count once, however often it is sent."""

    v: Literal[1]
    event_id: Id


class PersonRecord(_Record, frozen=True, kw_only=True, tag="person"):
    """All of what is known of a person at `as_of`; an older one changes nothing."""

    id: Id
    as_of: Instant
    given_name: GivenName
    family_name: Name
    birth_date: date
    a_number: ANumber | None = None
    residence: ResidenceField | None = None
    mailing: AddressField | None = None
    """Where notices go, if not to the residence; codes never go there (design 7)."""
    household: Id | None = None
    """The sender's name for the family that files together."""
    email: Email | None = None
    language: Language = "en"


class MergeRecord(_Record, frozen=True, kw_only=True, tag="merge"):
    """The agency found that two of its people are one: `person` goes on as `into`."""

    person: Id
    into: Id


class CaseRecord(_Record, frozen=True, kw_only=True, tag="case"):
    """All of what is known of a filing at `as_of`, but for its events."""

    receipt_number: Receipt
    as_of: Instant
    form: Form
    designation: Label = ""
    """The agency's own name for the designation that the case is under, where the form belongs to
    a programme that has them (MP-29)."""
    category: Label = ""
    office: Label = ""
    channel: Literal["paper", "online"]
    received_on: date
    protected: bool
    inquiry_on: date | None = None
    """The day from which the agency takes questions about the case (MP-6)."""
    hold: HoldField | None = None


class PartyRecord(_Record, frozen=True, kw_only=True, tag="party"):
    """A person in a case, in a role. Sent again with `ended` when they are no part of it."""

    case: Receipt
    person: Id
    role: PartyRole
    ended: Instant | None = None


class RepresentationRecord(_Record, frozen=True, kw_only=True, tag="representation"):
    """A Form G-28: a representative for one client in one case. Sent again with `ended`."""

    id: Id
    case: Receipt
    person: Id
    role: PartyRole
    representative_name: FullName
    capacity: Literal["attorney", "accredited", "student"] = "attorney"
    address: ResidenceField | None = None
    """Business address; the representative's own notices go there (OAC-11)."""
    notices_to_representative: bool = False
    """The client asked that notices go to the representative alone (REP-4)."""
    since: Instant
    ended: Instant | None = None


class EventRecord(_Record, frozen=True, kw_only=True, tag="event"):
    """Something happened in a case; codes we have no words for are kept as they are (8.4)."""

    case: Receipt
    code: EventCode
    at: Instant


class CorrectionRecord(_Record, frozen=True, kw_only=True, tag="correction"):
    """What an earlier event should have said; of several the one with the newest `as_of` counts."""

    of: Id
    as_of: Instant
    code: EventCode
    at: Instant


class WithdrawalRecord(_Record, frozen=True, kw_only=True, tag="withdrawal"):
    """An earlier event did not happen."""

    of: Id


class CodeRecord(_Record, frozen=True, kw_only=True, tag="code"):
    """A code to issue: to a person in a role, or to a representation."""

    case: Receipt
    issued_on: date
    person: Id | None = None
    role: PartyRole | None = None
    representation: Id | None = None


class OfficeRecord(_Record, frozen=True, kw_only=True, tag="office"):
    """All of what is known of an office at `as_of`."""

    id: Id
    as_of: Instant
    office_kind: OfficeKind
    name: Label
    address: AddressField | None = None
    time_zone: TimeZone


class ClosureRecord(_Record, frozen=True, kw_only=True, tag="closure"):
    """An office is closed from an instant to another; an open end is null. Sent again to change
    or, with `withdrawn`, to take it back."""

    id: Id
    as_of: Instant
    office: Id
    begins: Instant
    ends: Instant | None = None
    reason: Code
    withdrawn: bool = False


class AppointmentRecord(_Record, frozen=True, kw_only=True, tag="appointment"):
    """All of what is known of an appointment at `as_of`."""

    id: Id
    as_of: Instant
    case: Receipt
    person: Id
    role: PartyRole
    appointment_kind: AppointmentKind
    office: Id
    starts: Instant
    status: AppointmentState = AppointmentState.SCHEDULED


Record = (
    PersonRecord
    | MergeRecord
    | CaseRecord
    | PartyRecord
    | RepresentationRecord
    | EventRecord
    | CorrectionRecord
    | WithdrawalRecord
    | CodeRecord
    | OfficeRecord
    | ClosureRecord
    | AppointmentRecord
)
KINDS: Final[tuple[type[Record], ...]] = get_args(Record)


class BadLine(ValueError):
    """Why a line does not count, in words that repeat nothing of the line."""


_decoder: Final[msgspec.json.Decoder[Record]] = msgspec.json.Decoder(Record)
_encoder: Final = msgspec.json.Encoder()

_WHERE: Final = re.compile(r" - at `\$\.?([a-z_.\[\]0-9]*)`\Z")
_RULES: Final = {
    "receipt_number": "must be three letters and ten digits",
    "case": "must be a receipt number: three letters and ten digits",
    "a_number": "must be seven to nine digits",
    "form": "must be a form number such as N-400",
    "code": "must be 1 to 12 capital letters and digits",
    "reason": "must be a word of small letters such as background_checks",
    "email": "must be an e-mail address",
    "zip": "must be a ZIP or ZIP+4",
    "state": "must be two capital letters",
    "time_zone": "must be a time zone such as America/Chicago",
    "v": f"must be {VERSION}",
}
_SHAPES: Final = (
    ("Expected `str` matching", "holds characters that are not allowed there, or is empty"),
    ("Invalid enum value", "is not one of the known values"),
    ("Invalid value", "is not one of the known values"),
    ("Invalid ISO8601", "is not a date and time of the calendar"),
    ("Invalid RFC3339", "is not a date and time of the calendar"),
    ("Object contains unknown field", "has a field that version 1 does not know"),
)
_SAFE: Final = ("Expected ", "Object missing required field ")
"""Beginnings of decoder messages made of our own field and type names alone."""


def decode(line: bytes) -> Record:
    """One line as a record. Raises `BadLine`."""
    if len(line) > MAX_LINE:
        raise BadLine(f"the line is longer than {MAX_LINE} bytes")
    try:
        return _decoder.decode(line)
    except msgspec.ValidationError as error:
        raise BadLine(_explain(str(error))) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise BadLine("the line is not one JSON object in UTF-8") from None


def encode(record: Record) -> bytes:
    """The line of a record, without its line end."""
    return _encoder.encode(record)


def digest(record: Record) -> str:
    """What a record says, in 16 hexadecimal digits: the same however its line was spelt."""
    return hashlib.blake2b(encode(record), digest_size=8).hexdigest()


def kind_of(record: Record) -> str:
    return str(record.__struct_config__.tag)


def _explain(message: str) -> str:
    where = _WHERE.search(message)
    path = where[1] if where else ""
    said = message[: where.start()] if where else message
    rule = _RULES.get(path.rpartition(".")[2])
    if rule and said.startswith(("Expected `str` matching", "Invalid")):
        return f"{path} {rule}"
    for beginning, meaning in _SHAPES:
        if said.startswith(beginning):
            return f"{path or 'the record'} {meaning}"
    if said.startswith(_SAFE):
        return f"{path or 'the record'}: {said[0].lower()}{said[1:]}".replace("`", "")
    return f"{path or 'the record'} does not fit version {VERSION} of the feed"
