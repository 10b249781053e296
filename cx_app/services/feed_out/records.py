"""The lines of the outbound feed and of the agency's answers, version 1 (docs/feed-out.md).

An event says whom it is about, and under `what` what the portal decided. New kinds and new fields
come with version 1; a field that exists never changes its meaning.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta

from cx_app.domain.cases import PartyRole
from cx_app.domain.feed_out import Outcome
from cx_app.services.feed.fields import (
    AddressField,
    Code,
    FullName,
    Id,
    Instant,
    Label,
    Receipt,
)
from cx_app.services.feed.records import MAX_LINE
from cx_app.services.feed.schema import json_schema

TITLE: Final = "The outbound feed, version 1: lines in both directions"


class _Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class _What(_Struct, frozen=True, kw_only=True, tag_field="kind"):
    pass


class Slot(_Struct, frozen=True, kw_only=True):
    """Where and when; `ends_at` is the first instant after it."""

    office: Label
    starts_at: Instant
    ends_at: Instant


class Visit(_Struct, frozen=True, kw_only=True):
    """A visit to a field office: whoever comes asked for it under this reference (AP-8).
    It may belong to no case, and then the name is all that the agency has of them."""

    reference: Id
    reason: Code
    name: FullName


class Booking(_What, frozen=True, kw_only=True, tag="booking", omit_defaults=True):
    """An appointment was made and its time is taken."""

    appointment: Id
    service: Code
    slot: Slot
    visit: Visit | None = None


class Move(_What, frozen=True, kw_only=True, tag="move", omit_defaults=True):
    """An appointment has another time or place; the old one is free."""

    appointment: Id
    service: Code
    cause: Code
    slot: Slot
    instead_of: Slot
    visit: Visit | None = None


class Cancellation(_What, frozen=True, kw_only=True, tag="cancellation", omit_defaults=True):
    appointment: Id
    service: Code
    cause: Code
    slot: Slot
    visit: Visit | None = None


AddressState = Literal["noted", "confirmed", "refused", "withdrawn"]


class AddressChange(_What, frozen=True, kw_only=True, tag="address_change"):
    """The person's own new address, from a day on: told by the person; then confirmed by an officer
    who knows that it was them, refused, or taken back. One event for each step of a `change`."""

    change: Id
    state: AddressState
    use: Literal["residence", "mailing"]
    address: AddressField
    from_day: date


class CodeRequest(_What, frozen=True, kw_only=True, tag="code_request"):
    """Somebody asked for a new access code and was found: it is on its way, or an officer looks
    first, or an officer gave none (OAC-2). The code itself is never told."""

    request: Id
    state: Literal["issued", "review", "refused"]
    channel: Literal["letter", "email"] | None = None
    issued_on: date | None = None


Asked = Literal["asked", "approved", "refused"]


class RescheduleRequest(_What, frozen=True, kw_only=True, tag="reschedule_request"):
    """Somebody asked for another time for a cause that officers decide. While it is `asked` or
    `approved` and `timely`, nobody is to be recorded as not having come."""

    request: Id
    appointment: Id
    state: Asked
    timely: bool


class Representation(_What, frozen=True, kw_only=True, tag="representation"):
    """A Form G-28 was entered for the person of the event, or has ended."""

    representation: Id
    state: Literal["entered", "ended"]
    capacity: Literal["attorney", "accredited_representative"]
    representative_name: Annotated[str, Meta(min_length=1, max_length=200)]
    address: AddressField | None = None
    """Null where the agency's own record has none."""
    since: Instant
    ended: Instant | None = None


class Withdrawal(_What, frozen=True, kw_only=True, tag="withdrawal"):
    """The person takes something back: the whole filing, or one request."""

    of: Literal["filing", "appointment_request", "reschedule_request", "support_request"]
    id: Id | None = None
    """The request; null for the filing, which `case` names."""
    reason: Code | None = None


What = (
    Booking
    | Move
    | Cancellation
    | AddressChange
    | CodeRequest
    | RescheduleRequest
    | Representation
    | Withdrawal
)


class Event(_Struct, frozen=True, kw_only=True):
    """`event_id` is the portal's, and one event has the same however often it comes."""

    v: Literal[1]
    event_id: Id
    at: Instant
    case: Receipt | None
    """Null for a visit that belongs to no case."""
    person: Id | None
    """The feed's id of the person whom it concerns."""
    role: PartyRole | None
    what: What


class FeedLine(Event, frozen=True, kw_only=True):
    """An event as it is pulled: the cursor to go on with is the position of the last line."""

    position: Annotated[int, Meta(ge=1)]


class Acknowledgement(_Struct, frozen=True, kw_only=True, tag_field="kind", tag="acknowledgement"):
    v: Literal[1]
    event_id: Id
    agency_id: Id
    outcome: Outcome
    reason: Code | None = None
    """Why it was refused; staff see it."""


class Statement(_Struct, frozen=True, kw_only=True, tag_field="kind", tag="statement"):
    """The first line of a day's statement; `entries` lines follow."""

    v: Literal[1]
    day: date
    entries: Annotated[int, Meta(ge=0)]


class Entry(_Struct, frozen=True, kw_only=True, tag_field="kind", tag="entry"):
    """One event of the day that the agency has."""

    v: Literal[1]
    event_id: Id
    agency_id: Id
    outcome: Outcome
    reason: Code | None = None


class BadLine(ValueError):
    """Why a line does not count, in words that repeat nothing of the line."""


_encoder: Final = msgspec.json.Encoder()
_events: Final = msgspec.json.Decoder(Event)
_acknowledgements: Final = msgspec.json.Decoder(Acknowledgement)
_statement_lines: Final[msgspec.json.Decoder[Statement | Entry]] = msgspec.json.Decoder(
    Statement | Entry
)
_NAMES: Final = frozenset({*Acknowledgement.__struct_fields__, "day", "entries"})
_FIELD: Final = re.compile(r"`\$\.([a-z_]+)`\Z")


def encode(record: msgspec.Struct) -> bytes:
    """The line of a record, without its line end."""
    return _encoder.encode(record)


def at_position(position: int, payload: str) -> bytes:
    """The line of a stored event, at the place where it stands in the feed now."""
    event = _events.decode(payload)
    return encode(FeedLine(position=position, **msgspec.structs.asdict(event)))


def read_acknowledgement(line: bytes) -> Acknowledgement:
    """Raises `BadLine`."""
    read: Acknowledgement = _read(_acknowledgements, line)
    return read


def read_statement_line(line: bytes) -> Statement | Entry:
    """Raises `BadLine`."""
    read: Statement | Entry = _read(_statement_lines, line)
    return read


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of every line in both directions."""
    return json_schema(TITLE, (FeedLine, Acknowledgement, Statement, Entry))


def _read(decoder: msgspec.json.Decoder[Any], line: bytes) -> Any:
    if len(line) > MAX_LINE:
        raise BadLine(f"the line is longer than {MAX_LINE} bytes")
    try:
        return decoder.decode(line)
    except msgspec.ValidationError as error:
        where = _FIELD.search(str(error))
        named = where[1] if where and where[1] in _NAMES else "the record"
        raise BadLine(f"{named} does not fit version 1") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise BadLine("the line is not one JSON object in UTF-8") from None
