"""What we had to do with a person before: callbacks, visits they asked for, and appointments of the
case that is open. In English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlmodel import Session, col, select

from cx_app.domain.appointment_requests import RequestState
from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.callbacks.standing import CallbackState
from cx_app.domain.callbacks.topics import CallbackTopic
from cx_app.domain.identity import Actor
from cx_app.domain.references import shown
from cx_app.language import say_moment
from cx_app.models import Appointment, AppointmentRequest, Callback, Office, Party
from cx_app.services.appointment_requests import desk_words as visit_words
from cx_app.services.appointment_requests.desk import may_see as may_see_request
from cx_app.services.appointment_requests.reason_words import in_list
from cx_app.services.callbacks import desk_words as words
from cx_app.services.callbacks.access import may_see
from cx_app.services.callbacks.brief_parts import Line
from cx_app.services.cases.visits import NAMES

EARLIER: Final = 5
"""Of each kind."""
Found = Iterator[tuple[datetime, Line]]


def earlier_of(session: Session, actor: Actor, row: Callback, now: datetime) -> list[Line]:
    """The newest first; only what the officer may see anyhow. Of another case of the same person
    nothing is told but that somebody was called or came."""
    person = person_id_of(session, row)
    found = [
        *_callbacks(session, actor, row, person),
        *_requests(session, actor, row, person),
        *_appointments(session, row, now),
    ]
    return [line for _at, line in sorted(found, key=lambda one: one[0], reverse=True)]


def person_id_of(session: Session, row: Callback) -> UUID | None:
    party = session.get(Party, row.party_id) if row.party_id else None
    return party.person_id if party else None


def _callbacks(session: Session, actor: Actor, row: Callback, person: UUID | None) -> Found:
    same: list[Any] = []
    if row.account_id is not None:
        same.append(col(Callback.account_id) == row.account_id)
    if person is not None:
        cases = select(Party.case_id).where(Party.person_id == person)
        parties = select(Party.id).where(Party.person_id == person)
        same.append(col(Callback.case_id).in_(cases) & col(Callback.party_id).in_(parties))
    if not same:
        return
    for one in session.exec(
        select(Callback)
        .where(
            or_(*same),
            Callback.id != row.id,
            Callback.placed_at < row.placed_at,
            *may_see(actor),
        )
        .order_by(col(Callback.placed_at).desc())
        .limit(EARLIER)
    ):
        topic, state = words.TOPICS[CallbackTopic(one.topic)], CallbackState(one.state)
        what = f"Callback. {topic}: {words.STATES[state]}"
        yield one.placed_at, Line(say_moment(one.placed_at), what, shown(one.reference))


def _requests(session: Session, actor: Actor, row: Callback, person: UUID | None) -> Found:
    if person is not None:
        same = col(AppointmentRequest.person_id) == person
    elif row.account_id is not None:
        same = col(AppointmentRequest.account_id) == row.account_id
    else:
        return
    for one in session.exec(
        select(AppointmentRequest)
        .where(same, *may_see_request(actor))
        .order_by(col(AppointmentRequest.asked_at).desc())
        .limit(EARLIER)
    ):
        reason = in_list(one)
        what = f"Asked for a visit. {reason}: {visit_words.STATES[RequestState(one.state)]}"
        yield one.asked_at, Line(say_moment(one.asked_at), what, shown(one.reference))


def _appointments(session: Session, row: Callback, now: datetime) -> Found:
    if row.party_id is None:
        return
    for one, office in session.exec(
        select(Appointment, Office)
        .join(Office, col(Office.id) == Appointment.office_id)
        .where(Appointment.party_id == row.party_id, Appointment.starts_at <= now)
        .order_by(col(Appointment.starts_at).desc())
        .limit(EARLIER)
    ):
        when = say_moment(one.starts_at, ZoneInfo(office.time_zone))
        what = NAMES[AppointmentKind(one.kind)]
        if one.state != AppointmentState.SCHEDULED:
            what = f"{what} ({AppointmentState(one.state).value.replace('_', ' ')})"
        yield one.starts_at, Line(when, what, office.name)
