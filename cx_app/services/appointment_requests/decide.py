"""What officers decide about a request for a visit: needed, not needed, more information (AP-9).

A decision is in force at once; what it says leaves once it can't be undone any more (UNDO-1).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from cx_app.domain import decisions
from cx_app.domain.appointment_decisions import (
    Against,
    MailCheck,
    Needed,
    Override,
    Question,
    Unneeded,
    against_mail,
    override_of_unneeded,
    override_of_visit,
)
from cx_app.domain.appointment_requests import (
    By,
    RequestMove,
    RequestReason,
    RequestRefusal,
    Urgency,
)
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.identity import Actor
from cx_app.domain.slots import Refused, is_offered
from cx_app.gateways import clock
from cx_app.language import known
from cx_app.models import AppointmentRequest, Slot
from cx_app.services.appointment_requests.desk import request_for
from cx_app.services.appointment_requests.moves import (
    Made,
    facts_of,
    make,
    refusal_of,
    refused,
)
from cx_app.services.appointment_requests.propose import end_open, propose
from cx_app.services.appointment_requests.said import (
    QUESTIONS,
    UNNEEDED,
    answer_by,
    in_words,
    shown_facts,
)
from cx_app.services.appointment_requests.visit import subject_of
from cx_app.services.decisions.hold import hold as hold_back
from cx_app.services.offices.bookings import Booked
from cx_app.services.offices.give import give
from cx_app.services.policy.current import policy


@dataclass(frozen=True, slots=True)
class Proposed:
    """A second officer has to agree (AP-21)."""

    override: Override


Answer = Made | RequestRefusal | Against | Proposed


def book(
    session: Session,
    actor: Actor,
    request_id: UUID,
    slot_id: UUID,
    why: Needed,
    *,
    agreed: bool = False,
) -> Answer:
    """They have to come, at this time. `agreed` by a second officer. Raises `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    facts, mine = facts_of(session, request, actor.account_id), actor.account_id
    against = refusal_of(session, request, RequestMove.BOOK, By.OFFICER, mine, facts)
    if against is not None:
        return refused(session, actor, request, RequestMove.BOOK, against)
    slot = session.get(Slot, slot_id)
    if slot is None or slot.service != AppointmentKind.OFFICE:
        return refused(session, actor, request, RequestMove.BOOK, RequestRefusal.NO_TIME)
    now = clock.business(session)
    rules = policy(session, now)
    override = override_of_visit(slot.office_id == request.office_id, rules.requests)
    if override is not None and not agreed:
        propose(session, actor, request, override, RequestMove.BOOK, why, slot_id)
        return Proposed(override)
    before = request.booking_id
    booked: Booked | Refused | None = None
    if is_offered(slot.starts_at, now, rules.slots, by_staff=True):
        booked = give(
            session,
            actor,
            subject_of(request),
            slot_id,
            None,
            instead_of=None,
            cause="desk",
        )
    if not isinstance(booked, Booked):
        return refused(session, actor, request, RequestMove.BOOK, RequestRefusal.NO_TIME)
    made = make(
        session,
        actor,
        request,
        RequestMove.BOOK,
        By.OFFICER,
        outcome=why,
        booking_id=booked.booking_id,
        facts=facts,
    )
    return _held(session, actor, request, decisions.Kind.VISIT_BOOKED, made, before)


def find_unneeded(
    session: Session,
    actor: Actor,
    request_id: UUID,
    why: Unneeded,
    checked: Collection[MailCheck] = (),
    *,
    agreed: bool = False,
) -> Answer:
    """Nobody has to come; the message says what happens instead (AP-12), and so does the page,
    where people without an account read it. Raises `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    move = RequestMove.FIND_UNNEEDED
    against = refusal_of(session, request, move, By.OFFICER, actor.account_id)
    if against is not None:
        return refused(session, actor, request, move, against)
    rules = policy(session, clock.business(session)).requests
    if not agreed:
        missing = against_mail(why, RequestReason(request.reason), checked, rules)
        if missing is not None:
            return missing
        override = override_of_unneeded(Urgency(request.urgency), request.protected, rules)
        if override is not None:
            propose(session, actor, request, override, move, why, None)
            return Proposed(override)
    facts = shown_facts(request, request.due_at)
    _subject, words = in_words(session, UNNEEDED[why], known(request.language), facts)
    made = make(session, actor, request, move, By.OFFICER, outcome=why, words=words)
    return _held(session, actor, request, decisions.Kind.VISIT_UNNEEDED, made, request.booking_id)


def ask(session: Session, actor: Actor, request_id: UUID, question: Question) -> Answer:
    """By message, in the person's language; it is their turn then (domain 2.4-5). Raises
    `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    until = answer_by(session, clock.business(session))
    facts = shown_facts(request, until)
    _subject, words = in_words(session, QUESTIONS[question], known(request.language), facts)
    made = make(session, actor, request, RequestMove.ASK, By.OFFICER, outcome=question, words=words)
    return _held(session, actor, request, decisions.Kind.VISIT_ASKED, made, request.booking_id)


def _held(
    session: Session,
    actor: Actor,
    request: AppointmentRequest,
    kind: decisions.Kind,
    made: Made | RequestRefusal,
    booking_before: UUID | None,
) -> Made | RequestRefusal:
    if isinstance(made, Made):
        end_open(session, actor, request, agreed=None)
        booking = str(booking_before) if booking_before else None
        before = {"step": str(made.step_id), "booking": booking}
        hold_back(session, actor, kind, request.id, before)
    return made
