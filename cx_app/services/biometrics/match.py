"""Find an appointment without a code: receipt number, A-Number and date of birth (design 7, matched
follow). It gives that appointment and nothing else of the case."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.access_codes import Verdict
from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import Appointment, BiometricsFollow, Case, Party, Person
from cx_app.security.crypto import fingerprints
from cx_app.services.access_codes.limits import begin_try, failed, locked_until, take_back
from cx_app.services.audit.record import record
from cx_app.services.biometrics.access import capacity_of
from cx_app.services.biometrics.matched import tell_matched, was_ended
from cx_app.services.changes import account_topic, touch
from cx_app.services.policy.current import policy

ACTION: Final = "biometrics.match"
NOBODY: Final = UUID(int=0)
"""Asked about where nobody was found, so that all answers take the same."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a person typed, already read: see `domain.receipts`."""

    receipt_number: str
    a_number: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class Matched:
    appointment_id: UUID


@dataclass(frozen=True, slots=True)
class NotMatched:
    """One answer for every failure; only a pause says until when it lasts."""

    locked_until: datetime | None = None


def match(session: Session, actor: Actor, known: Known) -> Matched | NotMatched:
    """All three must fit one person of an unprotected case who has an appointment. Representatives
    come with a Form G-28 and a code of their own (OAC-11), and their paralegals submit nothing
    (REP-9): never this way. Who has the case as the
    same person hears of it, or the person at home where no account has it (BIO-33).

    Tries are counted with those of codes, and every failure runs the same statements. Raises
    `LimitsAway` while tries can't be counted.
    """
    now = clock.business(session)
    if until := locked_until(session, actor, now):
        record(session, actor, ACTION, Verdict.LOCKED)
        return NotMatched(locked_until=until)
    tried = begin_try(session, actor, known.receipt_number, now)
    case, party = _find(session, known)
    appointment = _appointment(session, party.id if party else None)
    ended = was_ended(session, actor, party.id if party else NOBODY)
    theirs = case is not None and not case.protected and actor.role is Role.APPLICANT and not ended
    if not (theirs and case and party and appointment):
        paused = failed(session, actor, tried, policy(session, now).code_attempts)
        record(session, actor, ACTION, Verdict.NO_CASE, case_id=case.id if case else None)
        return NotMatched(locked_until=paused)
    take_back(session, tried)
    if capacity_of(session, actor, party.id) is None:
        follow = BiometricsFollow(
            account_id=actor.account_id, party_id=party.id, case_id=case.id, matched_at=now
        )
        session.add(follow)
        session.flush()
        tell_matched(session, case, party, follow)
        touch(session, account_topic(actor.account_id))
    record(session, actor, ACTION, case_id=case.id)
    return Matched(appointment.id)


def _find(session: Session, known: Known) -> tuple[Case | None, Party | None]:
    """The person is looked for by the A-Number alone, and compared with all of the rest."""
    case = session.exec(select(Case).where(Case.receipt_number == known.receipt_number)).first()
    rows = session.exec(
        select(Party, Person)
        .join(Person, col(Person.id) == Party.person_id)
        .where(
            col(Person.a_number_hash).in_(fingerprints(known.a_number, "a_number")),
            col(Party.ended_at).is_(None),
        )
        .order_by(col(Party.id))
    ).all()
    born = fingerprints(known.birth_date.isoformat(), "birth_date")
    fitting = [
        party
        for party, person in rows
        if True in {hmac.compare_digest(one, person.birth_date_hash or "") for one in born}
        and case is not None
        and party.case_id == case.id
    ]
    return case, fitting[0] if fitting else None


def _appointment(session: Session, party_id: UUID | None) -> Appointment | None:
    """The newest one that has not ended; asked about in any case, so that all take the same."""
    return session.exec(
        select(Appointment)
        .where(
            Appointment.party_id == (party_id or NOBODY),
            Appointment.kind == AppointmentKind.BIOMETRICS,
            Appointment.state == AppointmentState.SCHEDULED,
        )
        .order_by(col(Appointment.starts_at).desc(), col(Appointment.id).desc())
        .limit(1)
    ).first()
