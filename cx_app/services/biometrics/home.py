"""Biometrics where somebody lives who cannot come to a center (BIO-11)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.biometrics_desk import HOME_GOES_ON, DeskAnswer, HomeReason, HomeState
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import Booking, HomeVisit
from cx_app.services.audit.record import record
from cx_app.services.biometrics.access import Mine
from cx_app.services.biometrics.decide import appointment_for_staff, is_open_to
from cx_app.services.biometrics.standing import active_booking, standing_of
from cx_app.services.biometrics.tell import agency_home, readers, show_change

MAX_NOTE: Final = 500
NEXT: Final = {
    HomeState.ASKED: (HomeState.ARRANGED, HomeState.ENDED),
    HomeState.ARRANGED: (HomeState.DONE, HomeState.ENDED),
}


def ask_for_home(
    session: Session, actor: Actor, appointment_id: UUID, reason: HomeReason, note: str
) -> DeskAnswer:
    """Somebody will have to go there. The appointment at the center stays, and no officer has to
    remember the visit: it stands on the desk. The agency hears of it, so that whoever waits at home
    is not recorded as not having come (BIO-8). Raises as `appointment_for_staff`."""
    mine = appointment_for_staff(session, actor, appointment_id)
    if not is_open_to(session, actor, mine.case):
        return DeskAnswer.NOT_OPENED
    if home_of(session, mine) is not None:
        return DeskAnswer.TOO_LATE
    # The desk lists bookings.
    standing = standing_of(session, mine.appointment, lock=True, passed=True)
    now = clock.business(session)
    row = HomeVisit(
        case_id=mine.case.id,
        party_id=mine.party.id,
        reason=reason,
        state=HomeState.ASKED,
        asked_at=now,
        asked_by=actor.account_id,
        changed_at=now,
        changed_by=actor.account_id,
    )
    row.note = note.strip()[:MAX_NOTE]
    session.add(row)
    session.flush()
    return _recorded(session, actor, mine, standing.booking, row)


def change_home(session: Session, actor: Actor, appointment_id: UUID, to: HomeState) -> DeskAnswer:
    """One step further. Raises as `appointment_for_staff`."""
    mine = appointment_for_staff(session, actor, appointment_id)
    if not is_open_to(session, actor, mine.case):
        return DeskAnswer.NOT_OPENED
    row = home_of(session, mine, lock=True)
    if row is None or to not in NEXT[HomeState(row.state)]:
        return DeskAnswer.TOO_LATE
    row.state, row.changed_at = to, clock.business(session)
    row.changed_by = actor.account_id
    session.add(row)
    return _recorded(session, actor, mine, active_booking(session, mine.party.id), row)


def home_of(session: Session, mine: Mine, *, lock: bool = False) -> HomeVisit | None:
    """What is not over."""
    query = select(HomeVisit).where(
        HomeVisit.party_id == mine.party.id, col(HomeVisit.state).in_(sorted(HOME_GOES_ON))
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def _recorded(
    session: Session, actor: Actor, mine: Mine, booking: Booking | None, row: HomeVisit
) -> DeskAnswer:
    record(
        session,
        actor,
        "biometrics.home",
        case_id=row.case_id,
        subject_type="home_visit",
        subject_id=row.id,
        details={"state": row.state, "reason": row.reason},
    )
    if booking is not None:
        agency_home(session, mine.case, mine.party, row, booking)
    show_change(session, mine.case, list(readers(session, mine.party)))
    return DeskAnswer.DONE
