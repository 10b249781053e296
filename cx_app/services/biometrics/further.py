"""Times further ahead than any are made, for whoever's center is closed then (BIO-12, BIO-30).

Nobody is offered them; they are there so that people can be moved, and told, as soon as the center
closes, however far ahead their appointment is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.offices import OfficeKind, day_of
from cx_app.gateways import clock
from cx_app.models import Booking, Office, Party, Person
from cx_app.services.biometrics.times import home_zip
from cx_app.services.offices.access import office_to_change
from cx_app.services.offices.generate import align
from cx_app.services.offices.nearest import nearest
from cx_app.services.policy.current import policy

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Further:
    """Days of a center, both included, that lie behind those for which times are made anyhow."""

    office_id: UUID
    first: date
    last: date


def further_days(session: Session, booking_ids: Collection[UUID]) -> list[Further]:
    """Which days need times before these bookings are moved away; none for most of them."""
    now = clock.business(session)
    in_force = policy(session, now)
    made_until = now + in_force.slots.ahead_days * DAY
    days = in_force.biometrics.closure_days
    rows = session.exec(
        select(Booking, Office, Person)
        .join(Office, col(Office.id) == Booking.office_id)
        .join(Party, col(Party.id) == Booking.party_id)
        .join(Person, col(Person.id) == Party.person_id)
        .where(
            col(Booking.id).in_(booking_ids),
            col(Booking.starts_at) > made_until - days * DAY,
        )
    ).all()
    wanted: dict[UUID, Further] = {}
    for booking, office, person in rows:
        old_day = day_of(booking.starts_at, ZoneInfo(office.time_zone))
        for office_id in centers_for(session, person, office):
            known = wanted.get(office_id)
            first = min(old_day + DAY, known.first) if known else old_day + DAY
            last = max(old_day + days * DAY, known.last) if known else old_day + days * DAY
            wanted[office_id] = Further(office_id, first, last)
    # In one order, so that two who make times do not wait for each other.
    return [wanted[office_id] for office_id in sorted(wanted)]


def make_times(session: Session, further: Further) -> None:
    """As the calendar of the center wants them now; a second time changes nothing. In a transaction
    of its own: whoever moves people holds their booking, and nobody waits for a center then."""
    office = office_to_change(session, further.office_id)
    now = clock.business(session)
    made_until = (
        day_of(now, ZoneInfo(office.time_zone)) + policy(session, now).slots.ahead_days * DAY
    )
    first = max(further.first, made_until + DAY)
    if first <= further.last:
        align(session, office, first, further.last, now=now)


def centers_for(session: Session, person: Person, before: Office) -> Iterator[UUID]:
    """The center itself, then the next nearest from home (BIO-12)."""
    yield before.id
    for start in (home_zip(person), before.zip_code):
        found = nearest(session, start, OfficeKind.SUPPORT_CENTER) if start else None
        if found:
            yield from (one.office_id for one in found if one.office_id != before.id)
            return
