"""Another time for a biometrics appointment, as a paralegal prepares it: why, and up to three times
that suit. Nothing is held; a representative's submission takes the first that is free then."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.biometrics import (
    Cause,
    RescheduleRefusal,
    cause_of,
    may_ask_other,
    may_reschedule,
)
from cx_app.domain.identity import Actor
from cx_app.domain.prepared import WISHES, PreparedKind, PreparedRefusal
from cx_app.gateways import clock
from cx_app.language import _, say_moment
from cx_app.models import Office, Slot
from cx_app.services.biometrics.access import Capacity, Mine, find_to_prepare, refuse
from cx_app.services.biometrics.standing import Standing, standing_of
from cx_app.services.offices.times import free_times
from cx_app.services.policy.current import policy
from cx_app.services.prepared.access import of_form
from cx_app.services.prepared.hand_in import HandedIn, Work, hand_in

BIOMETRICS = AppointmentKind.BIOMETRICS


@dataclass(frozen=True, slots=True)
class WishedTime:
    """A time as it is read by whoever names or reviews it."""

    slot_id: str
    when: str
    place: str
    free: bool = True
    said: str = ""
    """Whether it can still be had, in words."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Why, and when instead, in the order of preference."""

    cause: str
    words: str = ""
    times: Sequence[UUID] = ()


def wished_times(
    session: Session, actor: Actor, appointment_id: UUID, times: Sequence[UUID]
) -> list[WishedTime]:
    """In words; those that are no times for biometrics are left out. Raises `NotFound`."""
    find_to_prepare(session, actor, appointment_id)
    return said_times(session, actor, times)


def said_times(session: Session, actor: Actor, times: Sequence[UUID]) -> list[WishedTime]:
    """For services that have asked whose appointment it is."""
    rows = session.exec(
        select(Slot, Office)
        .join(Office, col(Office.id) == Slot.office_id)
        .where(col(Slot.id).in_(list(times)[:WISHES]), Slot.service == BIOMETRICS)
    ).all()
    found = {slot.id: (slot, office) for slot, office in rows}
    free = {
        one.slot_id
        for office_id in {office.id for _slot, office in rows}
        for one in free_times(session, actor, office_id, BIOMETRICS)
    }
    return [
        WishedTime(
            str(one),
            say_moment(found[one][0].starts_at, ZoneInfo(found[one][1].time_zone)),
            found[one][1].name,
            one in free,
            _("Free now") if one in free else _("Taken meanwhile"),
        )
        for one in dict.fromkeys(times)
        if one in found
    ]


def prepare_move(
    session: Session, actor: Actor, appointment_id: UUID, wanted: Wanted
) -> HandedIn | PreparedRefusal | RescheduleRefusal:
    """Hand it in for review. Raises `NotFound`."""
    mine = find_to_prepare(session, actor, appointment_id)
    if mine.capacity is not Capacity.PREPARES:
        raise refuse()  # who acts moves it on the page itself
    standing = standing_of(session, mine.appointment)
    against = _against(session, mine, standing, wanted)
    if against is not None:
        return against
    other = wanted.cause == Cause.OTHER and standing.open is None
    times = [] if other else said_times(session, actor, wanted.times)
    if not other and not times:
        return PreparedRefusal.NO_TIME
    values = {
        "appointment": str(appointment_id),
        "seen": seen(standing),
        "cause": wanted.cause,
        "words": wanted.words.strip() if other else "",
        "times": [one.slot_id for one in times],
    }
    key = _form_key(appointment_id, standing)
    return hand_in(
        session, actor, Work(PreparedKind.BIOMETRICS, key, values, mine.case.id, mine.party.id)
    )


def _form_key(appointment_id: UUID, standing: Standing) -> str:
    """One for each appointment as it stands: handed in again it is another version of it."""
    return f"{appointment_id.hex}:{seen(standing)}"


def seen(standing: Standing) -> str:
    """The appointment that somebody had before them: what was moved since is another one."""
    return f"{standing.starts_at.timestamp():.0f}" if standing.starts_at else "none"


def _against(
    session: Session, mine: Mine, standing: Standing, wanted: Wanted
) -> RescheduleRefusal | None:
    now = clock.business(session)
    rules = policy(session, now).biometrics
    facts = standing.facts(mine.case)
    if standing.open is None and wanted.cause == Cause.OTHER:
        return may_ask_other(facts, wanted.words, now, rules)
    refusal = may_reschedule(facts, now, rules)
    if refusal is None and standing.open is None and cause_of(wanted.cause, rules) is None:
        return RescheduleRefusal.NOT_A_CAUSE
    return refusal


def waiting_move(session: Session, actor: Actor, appointment_id: UUID) -> tuple[str, Wanted]:
    """What a paralegal handed in for the appointment as it stands: its id, and what is wanted; an
    empty id where there is nothing. Raises `NotFound`."""
    mine = find_to_prepare(session, actor, appointment_id)
    standing = standing_of(session, mine.appointment)
    row = of_form(session, actor, _form_key(appointment_id, standing))
    if mine.capacity is not Capacity.PREPARES or row is None or row.values is None:
        return "", Wanted("")
    told = json.loads(row.values)
    return str(row.id), Wanted(told["cause"], told["words"], [UUID(one) for one in told["times"]])
