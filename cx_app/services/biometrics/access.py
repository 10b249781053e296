"""Whose biometrics appointment it is, and whether the actor may see and move it (BIO-1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import (
    Appointment,
    BiometricsFollow,
    Case,
    CaseLink,
    ClaimDispute,
    Party,
    Person,
    Representation,
)
from cx_app.services.cases.access import NOBODYS, by_link, by_representation, may_act
from cx_app.services.offices.bookings import Subject
from cx_app.services.representation.acting import submits_for_party


class Capacity(StrEnum):
    """As whom the actor reaches the appointment."""

    PARTY = "party"
    REPRESENTATIVE = "representative"
    MATCHED = "matched"
    """By receipt number, A-Number and date of birth alone (design 7, matched follow)."""
    PREPARES = "prepares"
    """A paralegal of a representative's team (REP-9); only `find_to_prepare` knows them."""


@dataclass(frozen=True, slots=True)
class Mine:
    """An appointment that the actor may see."""

    case: Case
    party: Party
    person: Person
    appointment: Appointment
    capacity: Capacity
    may_act: bool
    submits: str = ""
    """Who submits what a paralegal prepares; empty for whoever acts themselves."""

    @property
    def subject(self) -> Subject:
        return Subject(self.party.id, self.case.id, self.party.id)

    @property
    def acting_for(self) -> bool:
        return self.capacity in (Capacity.REPRESENTATIVE, Capacity.PREPARES)


def refuse() -> NotFound:
    """The same answer for what is not there and for what is not theirs (API-7)."""
    return NotFound("no such appointment for this account")


def find(session: Session, actor: Actor, appointment_id: UUID) -> Mine:
    """Raises `NotFound`, after the same statements whether it is there or not."""
    appointment, party = _there(session, appointment_id)
    return _mine(session, actor, appointment, party, _capacity(session, actor, party))


def find_to_prepare(session: Session, actor: Actor, appointment_id: UUID) -> Mine:
    """As `find`, and for a paralegal the appointments of the team's clients as well: they read
    them and name other times, and move nothing (REP-9). Raises `NotFound`."""
    appointment, party = _there(session, appointment_id)
    capacity = _capacity(session, actor, party)
    submits = ""
    if capacity is None:
        submits = submits_for_party(session, actor, party.id if party else NOBODYS)
        capacity = Capacity.PREPARES if submits else None
    return replace(_mine(session, actor, appointment, party, capacity), submits=submits)


def _there(session: Session, appointment_id: UUID) -> tuple[Appointment | None, Party | None]:
    appointment = session.get(Appointment, appointment_id)
    return appointment, session.get(Party, appointment.party_id if appointment else NOBODYS)


def _capacity(session: Session, actor: Actor, party: Party | None) -> Capacity | None:
    return capacity_of(session, actor, party.id if party else NOBODYS)


def _mine(
    session: Session,
    actor: Actor,
    appointment: Appointment | None,
    party: Party | None,
    capacity: Capacity | None,
) -> Mine:
    if appointment is None or party is None or capacity is None:
        raise refuse()
    if appointment.kind != AppointmentKind.BIOMETRICS or party.ended_at is not None:
        raise refuse()
    return Mine(
        case=session.get_one(Case, party.case_id),
        party=party,
        person=session.get_one(Person, party.person_id),
        appointment=appointment,
        capacity=capacity,
        may_act=_may_act(session, actor, party, capacity),
    )


def capacity_of(session: Session, actor: Actor, party_id: UUID) -> Capacity | None:
    """A code before a representation before a match."""
    linked = by_link(CaseLink.id).where(
        CaseLink.party_id == party_id, CaseLink.account_id == actor.account_id
    )
    represented = by_representation(Representation.id).where(
        Representation.client_party_id == party_id,
        Representation.account_id == actor.account_id,
    )
    matched = select(BiometricsFollow.id).where(
        BiometricsFollow.party_id == party_id,
        BiometricsFollow.account_id == actor.account_id,
        BiometricsFollow.case_id == Case.id,
        col(BiometricsFollow.ended_at).is_(None),
        col(Case.protected).is_(False),
    )
    ways = (
        (Capacity.PARTY, linked),
        (Capacity.REPRESENTATIVE, represented),
        (Capacity.MATCHED, matched),
    )
    return next((way for way, query in ways if session.exec(query.limit(1)).first()), None)


def _may_act(session: Session, actor: Actor, party: Party, capacity: Capacity) -> bool:
    """Whoever is disputed as this party only reads, however they reach it (CLAIM-3)."""
    if capacity is Capacity.PREPARES:
        return False
    if capacity is not Capacity.MATCHED:
        return may_act(session, actor, party.case_id, party.id)
    dispute = select(ClaimDispute.id).where(
        ClaimDispute.party_id == party.id,
        ClaimDispute.disputed_id == actor.account_id,
        col(ClaimDispute.decided_at).is_(None),
        col(ClaimDispute.lapses_at) > clock.business(session),
    )
    return session.exec(dispute.limit(1)).first() is None
