"""The lines of the case feed, version 1: one JSON object a line, told apart by `kind`.

See docs/feed.md for an example of each. Reasons for refusing a line name fields and rules, never
what the line said, because a reason is kept and read by more people than the line.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from cx_app.domain.cases import PartyRole

VERSION: Final = 1
MAX_LINE: Final = 64 * 1024
"""Bytes; a record at every field's limit is far shorter."""

_UNPRINTABLE: Final = r"\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
"""Control characters, and marks that turn the direction of the text around a name."""

_TEXT: Final = rf"\A[^{_UNPRINTABLE}]*\Z"
_SAID: Final = rf"\A[^{_UNPRINTABLE}]*[^\s{_UNPRINTABLE}][^{_UNPRINTABLE}]*\Z"

Id = Annotated[str, Meta(max_length=64, pattern=r"\A[A-Za-z0-9][A-Za-z0-9._:-]*\Z")]
GivenName = Annotated[str, Meta(max_length=120, pattern=_TEXT)]
Name = Annotated[str, Meta(max_length=120, pattern=_SAID)]
FullName = Annotated[str, Meta(max_length=200, pattern=_SAID)]
AddressLine = Annotated[str, Meta(max_length=100, pattern=_SAID)]
State = Annotated[str, Meta(pattern=r"\A[A-Z]{2}\Z")]
Zip = Annotated[str, Meta(pattern=r"\A[0-9]{5}(-[0-9]{4})?\Z")]
ANumber = Annotated[str, Meta(pattern=r"\AA?[0-9]{7,9}\Z")]
Email = Annotated[str, Meta(max_length=254, pattern=rf"\A[^@\s{_UNPRINTABLE}]+@[^@\s]+\.[^@\s]+\Z")]
Language = Annotated[str, Meta(max_length=8, pattern=r"\A[a-z]{2,3}(-[A-Za-z0-9]+)?\Z")]
Receipt = Annotated[str, Meta(pattern=r"\A[A-Z]{3}[0-9]{10}\Z")]
Form = Annotated[str, Meta(max_length=12, pattern=r"\A[A-Z]{1,3}-[0-9]{1,4}[A-Z]{0,3}\Z")]
Label = Annotated[str, Meta(max_length=40, pattern=_TEXT)]
EventCode = Annotated[str, Meta(pattern=r"\A[A-Z0-9]{1,12}\Z")]
Instant = Annotated[datetime, Meta(tz=True)]


class ResidenceField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`changed_on`: the day on which the agency recorded a move; null for the first on file."""

    lines: Annotated[tuple[AddressLine, ...], Meta(min_length=1, max_length=3)]
    city: AddressLine
    state: State
    zip: Zip
    changed_on: date | None


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
    email: Email | None = None
    language: Language = "en"


class CaseRecord(_Record, frozen=True, kw_only=True, tag="case"):
    """All of what is known of a filing at `as_of`, but for its events."""

    receipt_number: Receipt
    as_of: Instant
    form: Form
    category: Label = ""
    office: Label = ""
    channel: Literal["paper", "online"]
    received_on: date
    protected: bool


class PartyRecord(_Record, frozen=True, kw_only=True, tag="party"):
    case: Receipt
    person: Id
    role: PartyRole


class RepresentationRecord(_Record, frozen=True, kw_only=True, tag="representation"):
    """A representative for one client in one case. Sent again with `ended` when it ends."""

    id: Id
    case: Receipt
    person: Id
    role: PartyRole
    representative_name: FullName
    address: ResidenceField | None = None
    """Business address; the representative's own notices go there (OAC-11)."""
    since: Instant
    ended: Instant | None = None


class EventRecord(_Record, frozen=True, kw_only=True, tag="event"):
    """Something happened in a case; codes we have no words for are kept as they are (8.4)."""

    case: Receipt
    code: EventCode
    at: Instant


class CodeRecord(_Record, frozen=True, kw_only=True, tag="code"):
    """A code to issue: to a person in a role, or to a representation."""

    case: Receipt
    issued_on: date
    person: Id | None = None
    role: PartyRole | None = None
    representation: Id | None = None


Record = PersonRecord | CaseRecord | PartyRecord | RepresentationRecord | EventRecord | CodeRecord


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
    "email": "must be an e-mail address",
    "zip": "must be a ZIP or ZIP+4",
    "state": "must be two capital letters",
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
