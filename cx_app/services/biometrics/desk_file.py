"""One biometrics appointment as officers see it: how it stands, what was asked, where it could go.
Seeing it opens the case, on record (OPEN-1). In English."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.biometrics import (
    Cause,
    Channel,
    RescheduleRefusal,
    RescheduleState,
    may_by_phone,
    zone_of,
)
from cx_app.domain.biometrics_desk import DayPart, HomeReason, HomeState
from cx_app.domain.identity import Actor
from cx_app.domain.offices import OfficeKind, day_of
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.language import say_date, say_moment, say_zone
from cx_app.models import Booking, HomeVisit, Office, Reschedule
from cx_app.services.biometrics.access import Mine
from cx_app.services.biometrics.decide import appointment_for_staff
from cx_app.services.biometrics.desk_words import (
    CAUSES,
    CHANNELS,
    HOME_REASONS,
    HOME_STATES,
    STATES,
    ZONES,
)
from cx_app.services.biometrics.home import home_of
from cx_app.services.biometrics.matched import matches_of
from cx_app.services.biometrics.say import place_of, say_visit
from cx_app.services.biometrics.standing import Standing, standing_of
from cx_app.services.biometrics.times import BIOMETRICS, home_zip
from cx_app.services.biometrics.views import MatchLine
from cx_app.services.cases.staff import ReasonNeeded
from cx_app.services.decisions.pending import NOTHING, Pending, pending
from cx_app.services.offices.nearest import nearest
from cx_app.services.offices.times import free_times
from cx_app.services.openings.grounds import grounds
from cx_app.services.openings.opening import opened_for
from cx_app.services.policy.current import policy
from cx_app.services.representation.acting import prepared_by, who_for_whom
from cx_app.services.representation.of_case import acts_for

DAYS_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class HomeLine:
    state: str = ""
    """`HomeState`; empty for none."""
    words: str = ""
    note: str = ""
    when: str = ""
    """Empty as long as no day is arranged."""
    day: str = ""
    """The same as a date field has it (ISO), and `DayPart`."""
    part: str = ""


@dataclass(frozen=True, slots=True)
class CenterLine:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class StaffTime:
    slot_id: str
    label: str
    said: str


@dataclass(frozen=True, slots=True)
class StaffDay:
    day: str
    times: list[StaffTime] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class StaffTimes:
    office_id: str = ""
    office: str = ""
    days: list[StaffDay] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AppointmentFile:
    id: str
    case_id: str
    receipt_number: str
    form: str
    protected: bool
    name: str
    when: str
    place: str
    zone: str
    """What may still be done, and how."""
    passed: bool
    asked: str
    """When they asked for another time; empty while nothing is to be decided."""
    words: str
    by: str
    may_book: bool
    state: str
    """Of what is open."""
    history: list[str] = field(default_factory=list)
    home: HomeLine = HomeLine()
    may_ask_home: bool = False
    centers: list[CenterLine] = field(default_factory=list)
    undo: Pending = NOTHING
    """What was decided a moment ago and can be undone."""
    matches: list[MatchLine] = field(default_factory=list)
    """Accounts that found the appointment without a code."""
    without_authority: bool = False
    """Whoever asked as a representative has no Form G-28 in force for this person."""


def open_file(
    session: Session, actor: Actor, appointment_id: UUID, said: OpeningReason | None = None
) -> AppointmentFile | ReasonNeeded:
    """What waits is the reason; where nothing waits, the officer has to say one. Raises as
    `appointment_for_staff`."""
    mine = appointment_for_staff(session, actor, appointment_id)
    opened = opened_for(session, actor, mine.case, said)
    if opened is None and grounds(session, mine.case.id, clock.business(session)).request_in_review:
        opened = opened_for(session, actor, mine.case, OpeningReason.REQUEST)
    return ReasonNeeded() if opened is None else _file(session, actor, mine)


def staff_times(
    session: Session, actor: Actor, appointment_id: UUID, office_id: UUID, after: date | None = None
) -> StaffTimes:
    """The next days with free times at a center; staff may give anything that lies ahead (SLOT-2).
    Raises as `appointment_for_staff`, and `NotFound` for no such center."""
    mine = appointment_for_staff(session, actor, appointment_id)
    free = free_times(session, actor, office_id, BIOMETRICS, first_day=after)
    office = session.get_one(Office, office_id)
    zone, now_at = ZoneInfo(office.time_zone), standing_of(session, mine.appointment)
    days: dict[date, list[StaffTime]] = {}
    for one in free:
        day = day_of(one.starts_at, zone)
        if (office_id, one.starts_at) == (now_at.office_id, now_at.starts_at):
            continue
        if day not in days and len(days) == DAYS_SHOWN:
            break
        said = say_moment(one.starts_at, zone)
        label = f"{one.starts_at.astimezone(zone):%-I:%M %p}"
        days.setdefault(day, []).append(StaffTime(str(one.slot_id), label, said))
    shown = [StaffDay(say_date(day), times) for day, times in days.items()]
    name = say_zone(zone)
    return StaffTimes(str(office.id), f"{office.name}, {name}", shown)


def _file(session: Session, actor: Actor, mine: Mine) -> AppointmentFile:
    now = clock.business(session)
    rules = policy(session, now).biometrics
    standing = standing_of(session, mine.appointment)
    office = session.get_one(Office, standing.office_id)
    starts, row = standing.starts_at, standing.open
    by_phone = may_by_phone(standing.facts(mine.case), now, rules)
    asked = row is not None and row.state == RescheduleState.ASKED
    home = home_of(session, mine)
    return AppointmentFile(
        id=str(mine.appointment.id),
        case_id=str(mine.case.id),
        receipt_number=mine.case.receipt_number,
        form=mine.case.form,
        protected=mine.case.protected,
        name=mine.person.full_name,
        when=say_moment(starts, ZoneInfo(office.time_zone)) if starts else "No appointment",
        place=place_of(office) if starts else "",
        zone=_zone_words(
            standing, mine, by_phone, ZONES[zone_of(starts, now, rules)] if starts else ""
        ),
        passed=by_phone is False,
        asked=say_moment(row.asked_at) if row and asked else "",
        words=(row.words or "") if row and asked else "",
        by="their representative" if row and row.acting_for else "the person",
        without_authority=bool(
            row and row.acting_for and not acts_for(session, row.asked_by, mine.party.id)
        ),
        may_book=not isinstance(by_phone, RescheduleRefusal),
        state=STATES[RescheduleState(row.state)] if row else "",
        history=_history(session, mine),
        home=_home_line(home) if home else HomeLine(),
        may_ask_home=home is None and not mine.case.closed,
        centers=_centers(session, mine, office),
        undo=_undo(session, actor, mine),
        matches=matches_of(session, mine.party),
    )


def _home_line(home: HomeVisit) -> HomeLine:
    return HomeLine(
        home.state,
        f"{HOME_STATES[HomeState(home.state)]}. {HOME_REASONS[HomeReason(home.reason)]}.",
        home.note or "",
        say_visit(home.day, DayPart(home.part)) if home.day else "",
        home.day.isoformat() if home.day else "",
        home.part,
    )


def _undo(session: Session, actor: Actor, mine: Mine) -> Pending:
    asked = session.exec(select(Reschedule.id).where(Reschedule.party_id == mine.party.id)).all()
    return next(iter(pending(session, actor, asked).values()), NOTHING)


def _zone_words(
    standing: Standing, mine: Mine, by_phone: bool | RescheduleRefusal, words: str
) -> str:
    if mine.case.closed:
        return "The case is closed: there is nothing to move."
    if isinstance(by_phone, RescheduleRefusal):
        return "There is no appointment to move. The agency makes the first one."
    if standing.starts_at is None:
        return "Their center closed and no time was left. Give them any time that suits."
    return words


def _history(session: Session, mine: Mine) -> list[str]:
    """The newest first."""
    rows = session.exec(
        select(Reschedule, Booking, Office)
        .where(
            Reschedule.party_id == mine.party.id,
            Reschedule.from_booking_id == Booking.id,
            Booking.office_id == Office.id,
        )
        .order_by(col(Reschedule.asked_at).desc(), col(Reschedule.id).desc())
    )
    return [
        _history_line(row, booking, office) + _helped(session, mine, row)
        for row, booking, office in rows
    ]


def _helped(session: Session, mine: Mine, row: Reschedule) -> str:
    """Both names, where a paralegal prepared what a representative submitted (REP-41)."""
    if not row.acting_for or not prepared_by(session, row.id):
        return ""
    return f" By {who_for_whom(session, row.asked_by, mine.party.id, row.id)}."


def _history_line(row: Reschedule, booking: Booking, office: Office) -> str:
    """'Moved online on …: from …. Cause: ….'"""
    was = say_moment(booking.starts_at, ZoneInfo(office.time_zone))
    state = STATES[RescheduleState(row.state)]
    how = CHANNELS[Channel(row.channel)]
    said = f"{state} ({how}), {say_moment(row.asked_at)}. It was on {was}, {office.name}."
    if row.cause:
        said += f" Cause: {CAUSES[Cause(row.cause)]}."
    if not row.timely:
        said += " Asked after the time had passed."
    return said + (" Counts as one of their own moves." if row.counts else "")


def _centers(session: Session, mine: Mine, present: Office) -> list[CenterLine]:
    found = [CenterLine(str(present.id), f"{present.name} (now)")]
    for start in (home_zip(mine.person), present.zip_code):
        near = nearest(session, start, OfficeKind.SUPPORT_CENTER) if start else None
        if near:
            return found + [
                CenterLine(str(one.office_id), f"{one.name}, {one.miles:.0f} miles from home")
                for one in near
                if one.office_id != present.id
            ]
    return found
