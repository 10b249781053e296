"""Pages of a queue: each goes on behind the last row of the one before, so that what comes or goes
meanwhile neither repeats nor hides a row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from cx_app.models import AppointmentRequest


class Sort(StrEnum):
    URGENT = "urgent"
    OLDEST = "oldest"
    LATEST = "latest"


_KEYS: Final[dict[Sort, tuple[Any, ...]]] = {
    Sort.URGENT: (
        AppointmentRequest.urgency,
        AppointmentRequest.due_at,
        AppointmentRequest.id,
    ),
    Sort.OLDEST: (AppointmentRequest.asked_at, AppointmentRequest.id),
    Sort.LATEST: (AppointmentRequest.updated_at, AppointmentRequest.id),
}
_SEPARATOR: Final = "|"


def order_of(sort: Sort) -> list[Any]:
    down = sort is Sort.LATEST
    return [col(key).desc() if down else col(key).asc() for key in _KEYS[sort]]


def place_of_row(sort: Sort, row: AppointmentRequest) -> str:
    return _SEPARATOR.join(_text(getattr(row, key.key)) for key in _KEYS[sort])


def behind(sort: Sort, cursor: str) -> list[ColumnElement[bool]]:
    """Nothing for the first page; whoever made a cursor up begins again."""
    keys = _KEYS[sort]
    try:
        values = [_value(key.key, part) for key, part in zip(keys, _parts(cursor), strict=True)]
    except ValueError:
        return []
    either = []
    for n, key in enumerate(keys):
        same = [col(before) == values[m] for m, before in enumerate(keys[:n])]
        further = col(key) < values[n] if sort is Sort.LATEST else col(key) > values[n]
        either.append(and_(*same, further))
    return [or_(*either)]


def _parts(cursor: str) -> list[str]:
    return cursor.split(_SEPARATOR)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _value(name: str, part: str) -> Any:
    if name == "id":
        return UUID(part)
    if name == "urgency":
        return int(part)
    at = datetime.fromisoformat(part)
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at
