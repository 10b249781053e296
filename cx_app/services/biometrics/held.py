"""What leaves of a decision about another time, and how it is undone (UNDO-1 to UNDO-4)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain import decisions
from cx_app.domain.biometrics import RescheduleState
from cx_app.domain.identity import Actor
from cx_app.models import Booking, Case, HeldDecision, Party, Reschedule
from cx_app.services.biometrics.standing import active_booking, open_request
from cx_app.services.biometrics.tell import agency_request, readers, show_change
from cx_app.services.biometrics.tell_desk import tell_decided
from cx_app.services.cases.staff import reachable
from cx_app.services.decisions.put_back import PutBack

HELD_AS = {
    RescheduleState.APPROVED: decisions.Kind.BIOMETRICS_APPROVED,
    RescheduleState.REFUSED: decisions.Kind.BIOMETRICS_REFUSED,
}


def decision_leaves(session: Session, held: HeldDecision) -> bool:
    """Not when its person has chosen a time, or taken the request back, within the minute. Who was
    refused and moved for another cause meanwhile is not told that the appointment stays."""
    row, booking = _locked(session, held.subject_id)
    if not _stands(row, held):
        return False
    case, party = session.get_one(Case, row.case_id), session.get_one(Party, row.party_id)
    decided_about = session.get_one(Booking, row.from_booking_id)
    refused = row.state == RescheduleState.REFUSED
    if refused and (booking is None or booking.id != row.from_booking_id):
        agency_request(session, case, party, row, decided_about)
    else:
        tell_decided(session, case, party, row, booking or decided_about)
    return True


def check(session: Session, actor: Actor, held: HeldDecision) -> None:
    """Raises as deciding does: it is nobody's own case, and protected ones are for fewer."""
    reachable(session, actor, session.get_one(Reschedule, held.subject_id).case_id)


def put_back(session: Session, actor: Actor, held: HeldDecision) -> PutBack:
    """It waits for an officer again, as long as the appointment is the one that it was about."""
    row, booking = _locked(session, held.subject_id)
    other = open_request(session, row.party_id)
    if not _stands(row, held) or (other is not None and other.id != row.id):
        return PutBack.OVERTAKEN
    if booking is None or booking.id != row.from_booking_id:
        return PutBack.OVERTAKEN
    row.state, row.reason = RescheduleState.ASKED, ""
    row.decided_at = row.decided_by = None
    session.add(row)
    session.flush()
    party = session.get_one(Party, row.party_id)
    show_change(session, session.get_one(Case, row.case_id), list(readers(session, party)))
    return PutBack.DONE


def _locked(session: Session, reschedule_id: UUID) -> tuple[Reschedule, Booking | None]:
    """Bookings are locked before requests, as whoever moves them does."""
    row = session.get_one(Reschedule, reschedule_id)
    booking = active_booking(session, row.party_id, lock=True)
    session.refresh(row, with_for_update=True)
    return row, booking


def _stands(row: Reschedule, held: HeldDecision) -> bool:
    state = RescheduleState(row.state)
    return state in HELD_AS and HELD_AS[state] == held.kind
