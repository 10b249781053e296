"""What single fields of the case feed may hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final

import msgspec
from msgspec import Meta

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
Code = Annotated[str, Meta(pattern=r"\A[a-z][a-z0-9_]{0,39}\Z")]
"""A reason or kind in the portal's own small words, such as `background_checks`."""
TimeZone = Annotated[str, Meta(max_length=40, pattern=r"\A[A-Z][A-Za-z_]+(/[A-Za-z_-]+){1,2}\Z")]
Instant = Annotated[datetime, Meta(tz=True)]


class AddressField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    lines: Annotated[tuple[AddressLine, ...], Meta(min_length=1, max_length=3)]
    city: AddressLine
    state: State
    zip: Zip


class ResidenceField(AddressField, frozen=True, kw_only=True):
    """`changed_on`: the day on which the agency recorded a move; null for the first on file."""

    changed_on: date | None


class HoldField(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The agency has put a case aside, for a reason, since an instant."""

    reason: Code
    since: Instant
