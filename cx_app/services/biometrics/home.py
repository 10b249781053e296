"""Biometrics where somebody lives who cannot come to a center (BIO-11)."""

from __future__ import annotations

from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.biometrics_desk import (
    HOME_GOES_ON,
    DeskAnswer,
    HomePlan,
    HomeReason,
    HomeState,
)
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.domain.offices import day_of
from cx_app.gateways import clock
from cx_app.models import Booking, HomeVisit, Office
from cx_app.services.audit.record import record
from cx_app.services.biometrics.access import Mine
from cx_app.services.biometrics.decide import appointment_for_staff, is_open_to
from cx_app.services.biometrics.standing import active_booking, standing_of
from cx_app.services.biometrics.tell import agency_home, readers, show_change
from cx_app.services.biometrics.tell_desk import tell_home

MAX_NOTE: Final = 500
NEXT: Final = {
    HomeState.ASKED: (HomeState.ARRANGED, HomeState.ENDED),
    HomeState.ARRANGED: (HomeState.ARRANGED, HomeState.DONE, HomeState.ENDED),
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
    # Their appointment stands on the desk as it is now.
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


def change_home(
    session: Session,
    actor: Actor,
    appointment_id: UUID,
    to: HomeState,
    plan: HomePlan | None = None,
) -> DeskAnswer:
    """One step further, or another day. Arranged is what has a day, and whoever is to be at home
    hears of it, of each other day, and that nobody comes. Raises as `appointment_for_staff`."""
    mine = appointment_for_staff(session, actor, appointment_id)
    if not is_open_to(session, actor, mine.case):
        return DeskAnswer.NOT_OPENED
    row = home_of(session, mine, lock=True)
    if row is None or to not in NEXT[HomeState(row.state)]:
        return DeskAnswer.TOO_LATE
    now, booking = clock.business(session), active_booking(session, mine.party.id)
    told = None
    if to is HomeState.ARRANGED:
        if plan is None or plan.day < day_of(now, _zone(session, mine, booking)):
            return DeskAnswer.NO_DAY
        if (row.day, row.part) == (plan.day, plan.part):
            return DeskAnswer.DONE
        told = Kind.BIOMETRICS_HOME if row.day is None else Kind.BIOMETRICS_HOME_CHANGED
        row.day, row.part = plan.day, plan.part
    elif to is HomeState.ENDED:
        told = Kind.BIOMETRICS_HOME_ENDED
    row.state, row.changed_at, row.changed_by = to, now, actor.account_id
    session.add(row)
    session.flush()
    if told is not None:
        tell_home(session, mine.case, mine.party, row, told)
    return _recorded(session, actor, mine, booking, row)


def home_of(session: Session, mine: Mine, *, lock: bool = False) -> HomeVisit | None:
    """What is not over."""
    query = select(HomeVisit).where(
        HomeVisit.party_id == mine.party.id, col(HomeVisit.state).in_(sorted(HOME_GOES_ON))
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.exec(query).first()


def _zone(session: Session, mine: Mine, booking: Booking | None) -> ZoneInfo:
    """Of the center, in whose region the home is."""
    office_id = booking.office_id if booking else mine.appointment.office_id
    return ZoneInfo(session.get_one(Office, office_id).time_zone)


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
        details={"state": row.state, "reason": row.reason, "part": row.part or None},
    )
    if booking is not None:
        agency_home(session, mine.case, mine.party, row, booking)
    show_change(session, mine.case, list(readers(session, mine.party)))
    return DeskAnswer.DONE
