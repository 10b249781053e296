"""Appointments of the same family that one account may see, so that they can come together
(domain 4.3-6)."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.biometrics import may_reschedule
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_moment
from cx_app.models import (
    Appointment,
    BiometricsFollow,
    CaseLink,
    Office,
    Party,
    Person,
    Representation,
)
from cx_app.services.biometrics.access import Mine, find
from cx_app.services.biometrics.standing import standing_of
from cx_app.services.biometrics.views import AppointmentLine, FamilyLine
from cx_app.services.policy.current import policy


def my_appointments(session: Session, actor: Actor) -> list[AppointmentLine]:
    """All that the account reaches and that are not over, the nearest first."""
    now = clock.business(session)
    rules = policy(session, now).biometrics
    lines = []
    for mine in _reached(session, actor):
        standing = standing_of(session, mine.appointment)
        if standing.starts_at is None and standing.open is None:
            continue
        office = session.get_one(Office, standing.office_id)
        refusal = may_reschedule(standing.facts(mine.case, may_act=mine.may_act), now, rules)
        starts = standing.starts_at
        line = AppointmentLine(
            id=str(mine.appointment.id),
            form=mine.case.form,
            receipt_number=mine.case.receipt_number,
            name=mine.person.full_name,
            when=say_moment(starts, ZoneInfo(office.time_zone)) if starts else "",
            place=office.name,
            may_move=refusal is None,
        )
        lines.append((starts or now, line))
    return [line for _starts, line in sorted(lines, key=lambda pair: pair[0])]


def family_of(session: Session, actor: Actor, mine: Mine) -> list[FamilyLine]:
    """Others of the same case or household whose appointment lies ahead and may be moved."""
    now = clock.business(session)
    rules = policy(session, now).biometrics
    lines = []
    for other in _reached(session, actor):
        if other.party.id == mine.party.id or not _together(mine, other):
            continue
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


def _together(mine: Mine, other: Mine) -> bool:
    same_home = mine.person.household and mine.person.household == other.person.household
    return mine.case.id == other.case.id or bool(same_home)


def _reached(session: Session, actor: Actor) -> list[Mine]:
    """One appointment of each party: the newest that the agency has not cancelled."""
    account = actor.account_id
    parties: set[UUID] = set()
    for query in (
        select(CaseLink.party_id).where(
            CaseLink.account_id == account, col(CaseLink.ended_at).is_(None)
        ),
        select(Representation.client_party_id).where(
            Representation.account_id == account, col(Representation.ended_at).is_(None)
        ),
        select(BiometricsFollow.party_id).where(
            BiometricsFollow.account_id == account, col(BiometricsFollow.ended_at).is_(None)
        ),
    ):
        parties |= set(session.exec(query))
    rows = session.exec(
        select(Appointment)
        .join(Party, col(Party.id) == Appointment.party_id)
        .join(Person, col(Person.id) == Party.person_id)
        .where(
            col(Appointment.party_id).in_(parties),
            Appointment.kind == AppointmentKind.BIOMETRICS,
            Appointment.state == AppointmentState.SCHEDULED,
            col(Party.ended_at).is_(None),
        )
        .order_by(col(Appointment.updated_at), col(Appointment.id))
    )
    newest = {row.party_id: row.id for row in rows}
    return [mine for one in newest.values() if (mine := _seen(session, actor, one)) is not None]


def _seen(session: Session, actor: Actor, appointment_id: UUID) -> Mine | None:
    try:
        return find(session, actor, appointment_id)
    except NotFound:
        return None
