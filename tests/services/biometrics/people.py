"""Somebody with a biometrics appointment, and what must be true whatever happens to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.biometrics import Channel, RescheduleState
from cx_app.domain.identity import Actor, Role
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.models import (
    Appointment,
    BiometricsFollow,
    Booking,
    Case,
    OutboundEvent,
    Party,
    Reschedule,
)
from cx_app.models.base import uuid7
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.biometrics.offer import offer_time
from cx_app.services.biometrics.reschedule import Moved, NotMoved, Wish, reschedule
from cx_app.services.biometrics.show import biometrics_page
from cx_app.services.biometrics.views import BiometricsPage, Offer
from cx_app.services.offices.bookings import Subject
from cx_app.services.offices.cancel import cancel
from cx_app.services.offices.times import FreeTime, free_times
from tests import factories
from tests.services.offices.places import check, office

A_NUMBER = "012345678"


@dataclass(frozen=True)
class Comes:
    """Who is to come, and the account that has the case."""

    appointment_id: UUID
    party_id: UUID
    case_id: UUID
    receipt: str
    office_id: UUID
    actor: Actor
    person_id: UUID


def somebody(
    *,
    form: str = "N-400",
    ahead: timedelta = timedelta(days=9),
    office_id: UUID | None = None,
    residence: list[str] | None = None,
    at: datetime | None = None,
    linked: bool = True,
    language: str = "en",
    household: str = "",
    born: object = factories.BORN,
    a_number: str = A_NUMBER,
    **facts: object,
) -> Comes:
    """Their appointment is at a time that has no slot, unless `at` names one."""
    place = office_id or office()
    with db.write() as session:
        case = factories.case(session, form=form, **facts)
        person = factories.person(
            session,
            a_number=a_number,
            language=language,
            residence=residence or ["1 Test Street", "El Paso, TX 79901"],
        )
        person.household = household
        party = factories.party(session, case, person)
        account = factories.account(session, language=language)
        if linked:
            factories.link(session, account, party)
        made = Appointment(
            feed_id=f"tests:{uuid7()}",
            case_id=case.id,
            party_id=party.id,
            office_id=place,
            kind=AppointmentKind.BIOMETRICS,
            starts_at=at or clock.business(session) + ahead,
            state=AppointmentState.SCHEDULED,
            updated_at=clock.business(session),
        )
        session.add(made)
        session.flush()
        return Comes(
            made.id,
            party.id,
            case.id,
            case.receipt_number,
            place,
            factories.actor_for(account),
            person.id,
        )


def another(account: bool = True) -> Actor:
    with db.write() as session:
        return factories.actor_for(factories.account(session))


def representative(one: Comes) -> Actor:
    with db.write() as session:
        account = factories.account(session, roles=(Role.REPRESENTATIVE,))
        factories.representation(session, session.get_one(Party, one.party_id), account=account)
        return factories.actor_for(account, Role.REPRESENTATIVE)


def free(office_id: UUID, actor: Actor) -> list[FreeTime]:
    with db.read() as session:
        return free_times(session, actor, office_id, AppointmentKind.BIOMETRICS)


def page(one: Comes, actor: Actor | None = None) -> BiometricsPage:
    with db.read() as session:
        return biometrics_page(session, actor or one.actor, one.appointment_id)


def offered(one: Comes, *, slot: UUID | None = None, actor: Actor | None = None) -> Offer:
    wanted = slot or free(one.office_id, one.actor)[0].slot_id
    with db.write() as session:
        answer = offer_time(session, actor or one.actor, one.appointment_id, wanted)
    assert isinstance(answer, Offer), answer
    return answer


def moves(
    one: Comes,
    *,
    cause: str = "travel",
    actor: Actor | None = None,
    offer: Offer | None = None,
    seen: str | None = None,
    way: str = "",
) -> Moved | NotMoved:
    """From the appointment that is there now, unless `seen` is an older one."""
    offer = offer or offered(one, actor=actor)
    present = page(one, actor).booking_id if seen is None else seen
    wish = Wish(UUID(present) if present else None, UUID(offer.hold_id), cause, way)
    with db.write() as session:
        return reschedule(session, actor or one.actor, one.appointment_id, wish)


def booking(one: Comes) -> Booking:
    """The one that is active, and no other."""
    with db.read() as session:
        return session.exec(
            select(Booking).where(
                Booking.subject_id == one.party_id, Booking.state == BookingState.ACTIVE
            )
        ).one()


def requests(one: Comes) -> list[Reschedule]:
    with db.read() as session:
        query = select(Reschedule).where(Reschedule.party_id == one.party_id)
        return list(session.exec(query.order_by(col(Reschedule.id))))


def events(one: Comes) -> list[OutboundEvent]:
    with db.read() as session:
        query = select(OutboundEvent).where(OutboundEvent.case_id == one.case_id)
        return list(session.exec(query.order_by(col(OutboundEvent.id))))


def decide(one: Comes, state: RescheduleState) -> None:
    """As an officer leaves the request that is open."""
    with db.write() as session:
        row = session.exec(
            select(Reschedule).where(
                Reschedule.party_id == one.party_id, Reschedule.state == RescheduleState.ASKED
            )
        ).one()
        row.state = state
        session.add(row)


def office_closed(one: Comes) -> None:
    """Its office closed, and no time was left."""
    with db.write() as session:
        row = session.exec(
            select(Booking).where(
                Booking.subject_id == one.party_id, Booking.state == BookingState.ACTIVE
            )
        ).one()
        subject = Subject(one.party_id, one.case_id, one.party_id)
        cancel(session, SYSTEM_ACTOR, subject, row.id, cause="closure")
        session.add(
            Reschedule(
                case_id=one.case_id,
                party_id=one.party_id,
                from_booking_id=row.id,
                cause="",
                channel=Channel.CLOSURE,
                state=RescheduleState.AWAITING,
                asked_at=clock.business(session),
            )
        )


def closes_case(one: Comes) -> None:
    with db.write() as session:
        case = session.get_one(Case, one.case_id)
        case.closed = True
        session.add(case)


__all__ = ["check", "office"]


def finds_without_a_code(who: Actor, one: Comes) -> None:
    """By receipt number, A-Number and date of birth (design 7)."""
    with db.write() as session:
        session.add(
            BiometricsFollow(
                account_id=who.account_id,
                party_id=one.party_id,
                case_id=one.case_id,
                matched_at=clock.business(session),
            )
        )
