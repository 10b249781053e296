"""Which office a request goes to, and on which days it may see people (AP-18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from cx_app.domain.business_days import DAY, is_business_day
from cx_app.domain.business_time import EASTERN
from cx_app.domain.offices import OfficeKind, day_of
from cx_app.models import Office
from cx_app.services.appointment_requests.tell import place_of
from cx_app.services.offices.nearest import nearest
from cx_app.services.policy.current import policy


@dataclass(frozen=True, slots=True)
class Serving:
    """The office of a ZIP code. `known` is False where there is no such ZIP code."""

    known: bool = False
    office_id: UUID | None = None
    name: str = ""
    place: str = ""
    """Name and address in one line."""
    time_zone: str = ""


def serving(session: Session, zip_code: str) -> Serving:
    found = nearest(session, zip_code, OfficeKind.FIELD_OFFICE)
    if found is None:
        return Serving()
    if not found:
        return Serving(known=True)
    office = session.get_one(Office, found[0].office_id)
    return Serving(True, office.id, office.name, place_of(office), office.time_zone)


def days_ahead(session: Session, now: datetime, zone: ZoneInfo = EASTERN) -> list[date]:
    """Business days of the window in which visits are offered (SLOT-2). A day on this list is no
    promise: the office may be full, or closed."""
    rules = policy(session, now).slots
    first, end = day_of(now + rules.lead, zone), day_of(now + rules.window, zone)
    days = [first + n * DAY for n in range((end - first) // timedelta(days=1))]
    return [day for day in days if is_business_day(day)]
