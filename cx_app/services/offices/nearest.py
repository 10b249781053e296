"""The offices that come into question for somebody's ZIP code, nearest first (AP-18, SLOT-6)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.distance import nearest_first
from cx_app.domain.offices import OfficeKind
from cx_app.gateways import clock
from cx_app.models import Office, OfficeHours
from cx_app.services.offices.zip_codes import place_of
from cx_app.services.policy.current import policy


@dataclass(frozen=True, slots=True)
class NearOffice:
    office_id: UUID
    name: str
    address: str
    """A JSON list of lines."""
    time_zone: str
    miles: float


def nearest(session: Session, zip_code: str, kind: OfficeKind) -> list[NearOffice] | None:
    """The first one serves the ZIP code, the others are alternatives; empty when there is no office
    of the kind that sees people. None when nobody knows where the ZIP code is."""
    home = place_of(zip_code)
    if home is None:
        return None
    sees_people = select(OfficeHours.office_id).distinct()
    offices = session.exec(
        select(Office).where(Office.kind == kind, col(Office.id).in_(sees_people))
    ).all()
    by_id = {office.id: office for office in offices}
    places = {o.id: place for o in offices if (place := place_of(o.zip_code)) is not None}
    rules = policy(session, clock.business(session)).slots
    return [
        NearOffice(office_id, office.name, office.address, office.time_zone, miles)
        for office_id, miles in nearest_first(
            home, places, within=rules.near_miles, alternatives=rules.alternatives
        )
        if (office := by_id[office_id])
    ]
