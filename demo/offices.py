"""The offices that people of the demonstration visit, and their hours. None of them exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.offices import Hours, OfficeKind, day_of
from cx_app.models import Office, OfficeHours
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.feed.fields import AddressField
from cx_app.services.feed.records import OfficeRecord
from cx_app.services.offices.hours import set_hours

HOUR: Final = timedelta(hours=1)
FIELD_OFFICE, SUPPORT_CENTER = OfficeKind.FIELD_OFFICE, OfficeKind.SUPPORT_CENTER
BIOMETRICS, VISIT = AppointmentKind.BIOMETRICS, AppointmentKind.OFFICE


@dataclass(frozen=True, slots=True)
class Place:
    """`services`: what for, and how many people at the same time."""

    name: str
    label: str
    kind: OfficeKind
    street: str
    city: str
    state: str
    zip_code: str
    zone: str
    services: tuple[tuple[AppointmentKind, int], ...]

    def record(self, as_of: datetime) -> OfficeRecord:
        return OfficeRecord(
            v=1,
            event_id=f"demo:{self.name}",
            id=f"demo:{self.name}",
            as_of=as_of,
            office_kind=self.kind,
            name=self.label,
            address=AddressField(
                lines=(self.street,), city=self.city, state=self.state, zip=self.zip_code
            ),
            time_zone=self.zone,
        )


EL_PASO: Final = Place(
    "el-paso",
    "El Paso",
    FIELD_OFFICE,
    "700 Fictional Plaza",
    "El Paso",
    "TX",
    "79901",
    "America/Denver",
    ((VISIT, 2), (BIOMETRICS, 1)),
)
"""The office where the people of the stories have their appointments."""
PLACES: Final = (
    EL_PASO,
    Place(
        "el-paso-east",
        "El Paso East",
        SUPPORT_CENTER,
        "12 Imaginary Road",
        "El Paso",
        "TX",
        "79936",
        "America/Denver",
        ((BIOMETRICS, 2),),
    ),
    Place(
        "las-cruces",
        "Las Cruces",
        SUPPORT_CENTER,
        "34 Invented Avenue",
        "Las Cruces",
        "NM",
        "88001",
        "America/Denver",
        ((BIOMETRICS, 1),),
    ),
    Place(
        "honolulu",
        "Honolulu",
        SUPPORT_CENTER,
        "56 Made-up Street",
        "Honolulu",
        "HI",
        "96813",
        "Pacific/Honolulu",
        ((BIOMETRICS, 1),),
    ),
)


def records(as_of: datetime) -> Iterator[OfficeRecord]:
    for place in PLACES:
        yield place.record(as_of)


def open_offices(session: Session, now: datetime) -> None:
    """Hours, and with them slots, for offices that have none yet."""
    for place in PLACES:
        office = session.exec(select(Office).where(Office.feed_id == f"demo:{place.name}")).one()
        hours = select(OfficeHours.id).where(OfficeHours.office_id == office.id)
        if session.exec(hours).first() is None:
            today = day_of(now, ZoneInfo(place.zone))
            for service, capacity in place.services:
                usual = _week(service, capacity, today)
                set_hours(session, SYSTEM_ACTOR, office.id, service, usual, today)


def _week(service: AppointmentKind, capacity: int, today: date) -> list[Hours]:
    """Monday to Friday, each hour from eight until four."""
    return [
        Hours(service, day, time(8), time(16), HOUR, capacity, from_day=today) for day in range(5)
    ]
