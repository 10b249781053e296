"""Many officers at the desk at once, each with a request that they have claimed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from sqlmodel import Session

from cx_app import database as db
from cx_app.domain.appointment_decisions import Needed
from cx_app.domain.appointment_requests import RequestReason, RequestState
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.identity import Actor, Role
from cx_app.domain.offices import Hours, OfficeKind
from cx_app.domain.references import new_reference
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Office
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.decide import Answer, book
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.offices.hours import set_hours
from tests import factories
from tests.factories import actor_for

ALL_DAY = timedelta(days=1)
EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class Claimed:
    officer: Actor
    request_id: UUID


def busy_office(capacity: int) -> UUID:
    """Sees people every day from eight to six, each quarter of an hour."""
    with db.write() as session:
        made = Office(
            feed_id=f"tests:{uuid7()}",
            kind=OfficeKind.FIELD_OFFICE,
            name=f"Busy {capacity}",
            address='["1 Busy Plaza", "Springfield, IL 62701"]',
            zip_code="62701",
            time_zone="America/Chicago",
            updated_at=clock.wall(),
        )
        session.add(made)
        session.flush()
        kind = AppointmentKind.OFFICE
        hours = [Hours(kind, day, time(8), time(18), EVERY, capacity) for day in range(7)]
        set_hours(session, SYSTEM_ACTOR, made.id, kind, hours, date(2020, 1, 1))
        return made.id


def officers(many: int) -> list[Actor]:
    with db.write() as session:
        return [
            actor_for(factories.account(session, roles=(Role.OFFICER,)), Role.OFFICER)
            for _ in range(many)
        ]


def claimed(officer: Actor, office_id: UUID) -> Claimed:
    with db.write() as session:
        return claimed_in(session, officer, office_id)


def claimed_in(session: Session, officer: Actor, office_id: UUID) -> Claimed:
    """Of somebody with a case in their account; the claim lasts longer than any test."""
    filing = factories.filing(session)
    factories.link(session, filing.account, filing.party)
    now = clock.business(session)
    made = AppointmentRequest(
        reference=new_reference(),
        submit_key=str(uuid7()),
        account_id=filing.account.id,
        asked_as="self",
        person_id=filing.person.id,
        party_id=filing.party.id,
        case_id=filing.case.id,
        name="Dolores Reyes",
        search_name="reyes dolores",
        reason=RequestReason.ADIT_STAMP,
        state=RequestState.IN_REVIEW,
        office_id=office_id,
        zip_code="62701",
        open_key=str(uuid7()),
        asked_at=now,
        updated_at=now,
        due_at=now + ALL_DAY,
        claimed_by=officer.account_id,
        claimed_until=clock.wall() + ALL_DAY,
    )
    made.details = "{}"
    session.add(made)
    session.flush()
    return Claimed(officer, made.id)


def books(one: Claimed, slot_id: UUID) -> Callable[[], Answer]:
    def act() -> Answer:
        with db.write() as session:
            return book(session, one.officer, one.request_id, slot_id, Needed.IN_PERSON)

    return act
