"""Other hours than usual for one day: a late opening, an early close, a Saturday more (SLOT-1)."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from cx_app.domain.identity import Actor
from cx_app.domain.offices import ClosureReason, DayKind, day_of
from cx_app.domain.opening_hours import DayChange
from cx_app.gateways import clock
from cx_app.models import OfficeDay
from cx_app.services.audit.record import record
from cx_app.services.offices.access import office_to_change, require_keeper
from cx_app.services.offices.calendar import calendar_of
from cx_app.services.offices.generate import Aligned, align
from cx_app.services.offices.recheck import ask_recheck


def set_day(
    session: Session,
    actor: Actor,
    office_id: UUID,
    day: date,
    opens: time | None,
    closes: time | None,
    reason: ClosureReason,
) -> Aligned | DayChange:
    """The hours of every service that day begin and end with these. Also opens a public holiday.
    Who is booked outside them is told (`recheck`). Raises `Forbidden` and `NotFound`."""
    require_keeper(actor)
    office = office_to_change(session, office_id)
    now = clock.business(session)
    if opens is None or closes is None:
        return DayChange.NO_TIMES
    if closes <= opens:
        return DayChange.ORDER
    if day < day_of(now, ZoneInfo(office.time_zone)):
        return DayChange.PAST_DAY
    if calendar_of(session, office, day, day).kind_of(day) is DayKind.NO_HOURS:
        return DayChange.NO_HOURS
    row = _row(session, office_id, day)
    row = row or OfficeDay(office_id=office_id, day=day, reason=reason, set_at=now)
    row.opens, row.closes = opens, closes
    row.reason, row.set_by, row.set_at = reason, actor.account_id, now
    session.add(row)
    session.flush()
    aligned = align(session, office, day, day, now=now)
    ask_recheck(session, office.id)
    record(
        session,
        actor,
        "office.other_hours",
        subject_type="office",
        subject_id=office.id,
        details={"reason": reason.value, "seats": aligned.seats, "changed": aligned.changed},
    )
    return aligned


def forget_day(session: Session, actor: Actor, office_id: UUID, day: date) -> None:
    """Other hours of a day end, and the usual ones count again; of a closed day it is `reopen` that
    opens it. Raises `Forbidden` and `NotFound`."""
    require_keeper(actor)
    office = office_to_change(session, office_id)
    row = _row(session, office_id, day)
    if row is None or row.opens is None:
        return
    session.delete(row)
    session.flush()
    align(session, office, day, day, now=clock.business(session))
    record(session, actor, "office.usual_hours", subject_type="office", subject_id=office.id)


def _row(session: Session, office_id: UUID, day: date) -> OfficeDay | None:
    return session.exec(
        select(OfficeDay).where(OfficeDay.office_id == office_id, OfficeDay.day == day)
    ).first()
