"""Somebody who asks for a visit, an officer who answers, and an office where there are times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.appointment_requests import By, RequestMove, RequestRefusal
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor, Role
from cx_app.domain.offices import Hours, OfficeKind
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Booking, InboxMessage, Office, RequestStep
from cx_app.models.base import uuid7
from cx_app.services.appointment_requests.moves import Made, lock_request, make
from cx_app.services.appointment_requests.places import days_ahead
from cx_app.services.appointment_requests.submit import Answer, Submitted, submit
from cx_app.services.appointment_requests.visit import subject_of
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.offices.cancel import cancel
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.hold import Held, hold
from cx_app.services.offices.hours import set_hours
from cx_app.services.offices.times import FreeTime, free_times
from tests import factories
from tests.factories import Filing, actor_for

ZIP = "62701"
EVERY = timedelta(minutes=30)


@dataclass(frozen=True)
class Asker:
    """Somebody whose case is in their account."""

    filing: Filing
    office_id: UUID

    @property
    def actor(self) -> Actor:
        return self.filing.actor

    @property
    def whom(self) -> str:
        return str(self.filing.party.id)


def field_office(*, name: str = "Springfield", zip_code: str = ZIP, capacity: int = 2) -> UUID:
    """Sees people every day from eight to ten, each half hour."""
    with db.write() as session:
        made = Office(
            feed_id=f"tests:{uuid7()}",
            kind=OfficeKind.FIELD_OFFICE,
            name=name,
            address='["100 Federal Plaza", "Springfield, IL 62701"]',
            zip_code=zip_code,
            time_zone="America/Chicago",
            updated_at=clock.wall(),
        )
        session.add(made)
        session.flush()
        hours = [
            Hours(AppointmentKind.OFFICE, day, time(8), time(10), EVERY, capacity)
            for day in range(7)
        ]
        set_hours(session, SYSTEM_ACTOR, made.id, AppointmentKind.OFFICE, hours, date(2020, 1, 1))
        return made.id


def asker(role: PartyRole = PartyRole.APPLICANT, **facts: object) -> Asker:
    office_id = field_office()
    with db.write() as session:
        filing = factories.filing(session, role=role, **facts)
        factories.link(session, filing.account, filing.party)
    return Asker(filing, office_id)


def typed(whom: str, **other: str) -> dict[str, str]:
    """A whole form that may be sent."""
    with db.read() as session:
        day = days_ahead(session, clock.business(session))[3].isoformat()
    return {
        "whom": whom,
        "reason": "adit_stamp",
        "phone": "(212) 555-0101",
        "language": "en",
        "zip": ZIP,
        "wish1_day": day,
        "wish1_half": "morning",
        "note": "My extension letter ends soon.",
        "attested": "yes",
        **other,
    }


def sends(actor: Actor, form: dict[str, str], key: str = "form-1") -> Answer:
    with db.write() as session:
        return submit(session, actor, form, key)


def asks(one: Asker, key: str = "form-1", **other: str) -> str:
    """The reference number."""
    answer = sends(one.actor, typed(one.whom, **other), key)
    assert isinstance(answer, Submitted), answer
    return answer.reference


def stored(reference: str) -> AppointmentRequest:
    with db.read() as session:
        return session.exec(
            select(AppointmentRequest).where(AppointmentRequest.reference == reference)
        ).one()


def steps(reference: str) -> list[RequestStep]:
    with db.read() as session:
        return list(
            session.exec(
                select(RequestStep)
                .join(AppointmentRequest, col(AppointmentRequest.id) == RequestStep.request_id)
                .where(AppointmentRequest.reference == reference)
                .order_by(col(RequestStep.at), col(RequestStep.id))
            )
        )


def officer() -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session, roles=(Role.OFFICER,)), Role.OFFICER)


def moved(
    reference: str,
    move: RequestMove,
    who: Actor,
    by: By = By.OFFICER,
    **how: object,
) -> Made | RequestRefusal:
    with db.write() as session:
        request = lock_request(session, stored(reference).id)
        assert request is not None
        return make(session, who, request, move, by, **how)


def asked_back(reference: str, words: str = "Is your I-90 still pending?") -> Actor:
    """An officer claims it and asks something."""
    who = officer()
    assert isinstance(moved(reference, RequestMove.CLAIM, who), Made)
    asked = moved(reference, RequestMove.ASK, who, outcome="other", words=words)
    assert isinstance(asked, Made)
    return who


def times(office_id: UUID) -> list[FreeTime]:
    with db.read() as session:
        someone = Actor(uuid7(), Role.APPLICANT)
        return free_times(session, someone, office_id, AppointmentKind.OFFICE)


def booked(reference: str, office_id: UUID, nth: int = 0) -> UUID:
    """An officer claims it and picks a time; returns the booking."""
    who = officer()
    slot = times(office_id)[nth]
    assert isinstance(moved(reference, RequestMove.CLAIM, who), Made)
    with db.write() as session:
        request = lock_request(session, stored(reference).id)
        assert request is not None
        held = hold(session, who, slot.slot_id, request.id)
        assert isinstance(held, Held)
        visit = confirm(session, who, subject_of(request), held.hold_id, f"book:{reference}")
        made = make(
            session, who, request, RequestMove.BOOK, By.OFFICER, booking_id=visit.booking_id
        )
    assert isinstance(made, Made)
    return visit.booking_id


def office_closes(reference: str, *, ends_booking: bool = True) -> None:
    """As closing a day does for each visit that it hits."""
    with db.write() as session:
        request = lock_request(session, stored(reference).id)
        assert request is not None
        assert request.booking_id is not None
        if ends_booking:
            cancel(
                session,
                SYSTEM_ACTOR,
                subject_of(request),
                request.booking_id,
                cause="office_closed",
            )
        made = make(session, SYSTEM_ACTOR, request, RequestMove.CLOSE_OFFICE, By.SYSTEM)
    assert isinstance(made, Made)


def visits(reference: str) -> list[Booking]:
    with db.read() as session:
        return list(
            session.exec(
                select(Booking)
                .where(Booking.subject_id == stored(reference).id)
                .order_by(col(Booking.booked_at), col(Booking.id))
            )
        )


def later(**by: float) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(**by))


def told(actor: Actor) -> list[str]:
    """Kinds of messages, the oldest first."""
    with db.read() as session:
        rows = session.exec(
            select(InboxMessage)
            .where(InboxMessage.account_id == actor.account_id)
            .order_by(col(InboxMessage.at), col(InboxMessage.id))
        )
        return [row.kind for row in rows]
