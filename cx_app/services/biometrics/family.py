"""All biometrics appointments that one account may see, and among them those of the same family, so
that they can come together (domain 4.3-6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import case, literal
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select

from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.biometrics import OPEN, BiometricsRules, may_reschedule
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.language import say_moment
from cx_app.models import (
    Appointment,
    BiometricsFollow,
    Booking,
    Case,
    CaseLink,
    Office,
    Party,
    Person,
    Representation,
    Reschedule,
)
from cx_app.services.biometrics.access import Mine, find
from cx_app.services.biometrics.standing import standing_of
from cx_app.services.biometrics.views import AppointmentLine, AppointmentsPage, FamilyLine
from cx_app.services.cases.access import by_link, by_representation
from cx_app.services.policy.current import policy

PAGE: Final = 25


def my_appointments(session: Session, actor: Actor, page: int = 1) -> AppointmentsPage:
    """A page of all that the account reaches and that are not over, the nearest first; the last one
    where there are fewer by now. Representatives have hundreds."""
    now = clock.business(session)
    query = _reached(actor, now)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    found = session.exec(
        query.order_by("starts", col(Appointment.id)).offset((page - 1) * PAGE).limit(PAGE)
    ).all()
    rules = policy(session, now).biometrics
    lines = [
        _line(session, mine, now, rules)
        for appointment_id, _starts in found
        if (mine := _seen(session, actor, appointment_id)) is not None
    ]
    return AppointmentsPage(lines, page, pages)


def _line(session: Session, mine: Mine, now: datetime, rules: BiometricsRules) -> AppointmentLine:
    standing = standing_of(session, mine.appointment)
    office = session.get_one(Office, standing.office_id)
    refusal = may_reschedule(standing.facts(mine.case, may_act=mine.may_act), now, rules)
    starts = standing.starts_at
    return AppointmentLine(
        id=str(mine.appointment.id),
        form=mine.case.form,
        receipt_number=mine.case.receipt_number,
        name=mine.person.full_name,
        when=say_moment(starts, ZoneInfo(office.time_zone)) if starts else "",
        place=office.name,
        may_move=refusal is None,
    )


def family_of(session: Session, actor: Actor, mine: Mine) -> list[FamilyLine]:
    """Others of the same case or household whose appointment lies ahead and may be moved."""
    now = clock.business(session)
    rules = policy(session, now).biometrics
    lines = []
    for other in _relatives(session, actor, mine, now):
        standing = standing_of(session, other.appointment)
        facts = standing.facts(other.case, may_act=other.may_act)
        if standing.starts_at is None or may_reschedule(facts, now, rules) is not None:
            continue
        office = session.get_one(Office, standing.office_id)
        lines.append(
            FamilyLine(
                id=str(other.appointment.id),
                name=other.person.full_name,
                form=other.case.form,
                when=say_moment(standing.starts_at, ZoneInfo(office.time_zone)),
                place=office.name,
            )
        )
    return lines


def _relatives(session: Session, actor: Actor, mine: Mine, now: datetime) -> list[Mine]:
    together: Any = Party.case_id == mine.case.id
    if mine.person.household:
        together = or_(together, Person.household == mine.person.household)
    query = _reached(actor, now).where(together, Appointment.party_id != mine.party.id)
    found = session.exec(query.order_by("starts", col(Appointment.id))).all()
    return [one for row in found if (one := _seen(session, actor, row[0])) is not None]


def _reached(actor: Actor, now: datetime) -> Any:
    """Id and time of one appointment of each party: the newest that the agency has not cancelled,
    unless nothing is left of it. Who waits for a time comes with those of today."""
    linked = by_link(CaseLink.party_id).where(CaseLink.account_id == actor.account_id)
    represented = by_representation(Representation.client_party_id).where(
        Representation.account_id == actor.account_id
    )
    matched = select(BiometricsFollow.party_id).where(
        BiometricsFollow.account_id == actor.account_id,
        BiometricsFollow.case_id == Case.id,
        col(BiometricsFollow.ended_at).is_(None),
        col(Case.protected).is_(False),
    )
    starts_at: Any = Booking.starts_at
    newer, ever = aliased(Appointment), aliased(Booking)
    follows = (
        select(newer.id)
        .where(
            newer.party_id == Appointment.party_id,
            newer.kind == AppointmentKind.BIOMETRICS,
            newer.state == AppointmentState.SCHEDULED,
            or_(
                col(newer.updated_at) > col(Appointment.updated_at),
                and_(
                    newer.updated_at == Appointment.updated_at,
                    col(newer.id) > col(Appointment.id),
                ),
            ),
        )
        .correlate(Appointment)
    )
    had = select(ever.id).where(ever.appointment_id == Appointment.id).correlate(Appointment)
    waits = (
        select(Reschedule.id)
        .where(
            Reschedule.party_id == Appointment.party_id,
            col(Reschedule.state).in_(sorted(OPEN)),
        )
        .correlate(Appointment)
    )
    starts = case(
        (col(Booking.id).is_not(None), col(Booking.starts_at)),
        (had.exists(), literal(now, starts_at.type)),
        else_=col(Appointment.starts_at),
    )
    return (
        select(Appointment.id, starts.label("starts"))
        .join(Party, col(Party.id) == Appointment.party_id)
        .join(Person, col(Person.id) == Party.person_id)
        .outerjoin(
            Booking,
            and_(
                Booking.subject_id == Appointment.party_id,
                Booking.service == AppointmentKind.BIOMETRICS,
                Booking.state == BookingState.ACTIVE,
            ),
        )
        .where(
            col(Appointment.party_id).in_(linked.union(represented, matched)),
            Appointment.kind == AppointmentKind.BIOMETRICS,
            Appointment.state == AppointmentState.SCHEDULED,
            col(Party.ended_at).is_(None),
            ~follows.exists(),
            or_(col(Booking.id).is_not(None), ~had.exists(), waits.exists()),
        )
    )


def _seen(session: Session, actor: Actor, appointment_id: UUID) -> Mine | None:
    try:
        return find(session, actor, appointment_id)
    except NotFound:
        return None
