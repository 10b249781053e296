"""A representative submits what was prepared, through the very services that anybody asks, with
their own authority at that moment (REP-9, REP-41). Each is an act and a transaction of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, select

from cx_app.domain.biometrics import Cause
from cx_app.domain.identity import Actor
from cx_app.domain.prepared import (
    PreparedKind,
    PreparedMove,
    PreparedRefusal,
    PreparedState,
    after,
)
from cx_app.domain.representation.authority import Action
from cx_app.domain.slots import SlotRefusal
from cx_app.gateways import clock
from cx_app.models import (
    AppointmentRequest,
    Booking,
    Callback,
    CodeRequest,
    PreparedRequest,
    Reschedule,
)
from cx_app.services.access_codes.request import Asked as CodeAsked
from cx_app.services.access_codes.request import AskLater, request_code
from cx_app.services.appointment_requests.submit import Flawed, Submitted, submit
from cx_app.services.biometrics.access import find
from cx_app.services.biometrics.ask_other import ask_other
from cx_app.services.biometrics.reschedule import (
    NotMoved,
    Wish,
    hold_time,
    let_go,
    reschedule,
)
from cx_app.services.biometrics.standing import open_request, standing_of
from cx_app.services.callbacks.asking import Asked as CallAsked
from cx_app.services.callbacks.asking import AskRefusal
from cx_app.services.callbacks.asking_form import send
from cx_app.services.prepared.access import by_whom, is_in_team, prepared_of
from cx_app.services.prepared.biometrics import seen
from cx_app.services.prepared.hand_in import note
from cx_app.services.prepared.words import FLAWED, say_refused
from cx_app.services.representation.access import allowed

LOCKED: Final = "locked"
NO_CODES: Final = "no_codes"


@dataclass(frozen=True, slots=True)
class Done:
    """What it became."""

    reference: str = ""
    again: bool = False
    """It was submitted before, and nothing was changed now."""


@dataclass(frozen=True, slots=True)
class NotDone:
    """`reason` is a `PreparedRefusal`, or the code of the service that refused it."""

    reason: str
    said: str = ""
    """The rule in words."""


@dataclass(frozen=True, slots=True)
class _Sent:
    subject_id: UUID | None
    reference: str = ""


def submit_prepared(session: Session, actor: Actor, prepared_id: UUID) -> Done | NotDone:
    """Pressed twice it submits once. Raises `NotFound`, and `LimitsAway` while tries for codes
    can't be counted."""
    row = prepared_of(session, actor, prepared_id, lock=True)
    to = after(PreparedState(row.state), PreparedMove.SUBMIT, by_whom(actor))
    if to is PreparedRefusal.DONE_BEFORE:
        return Done(row.reference, again=True)
    if isinstance(to, PreparedRefusal):
        note(session, actor, row, "prepared.submit", to)
        return NotDone(to, say_refused(session, row.kind, to))
    if row.changed_by is None and not is_in_team(session, row):
        return _refuse(session, actor, row, PreparedRefusal.PREPARER_LEFT)
    if row.case_id is not None and allowed(session, actor, row.case_id, Action.SUBMIT):
        return _refuse(session, actor, row, PreparedRefusal.NOT_NOW)
    answer = _SENDS[PreparedKind(row.kind)](session, actor, row, json.loads(row.values or "{}"))
    if not isinstance(answer, _Sent):
        return _refuse(session, actor, row, answer)
    row.state, row.submitted_by = PreparedState.SUBMITTED, actor.account_id
    row.changed_at = clock.business(session)
    row.subject_id, row.reference = answer.subject_id, answer.reference
    row.values, row.note, row.refused = None, None, ""
    if row.kind == PreparedKind.BIOMETRICS:
        row.form_key = f"over:{row.id.hex}"  # the same appointment may be moved once more
    session.add(row)
    note(session, actor, row, "prepared.submit")
    return Done(answer.reference)


def _refuse(session: Session, actor: Actor, row: PreparedRequest, reason: str) -> NotDone:
    """It stays in the queue with the rule that was against it, to be changed or tried again."""
    row.state, row.refused = PreparedState.REFUSED, str(reason)[:40]
    session.add(row)
    note(session, actor, row, "prepared.submit", str(reason))
    return NotDone(str(reason), say_refused(session, row.kind, row.refused))


def _visit(
    session: Session, actor: Actor, row: PreparedRequest, values: Mapping[str, Any]
) -> _Sent | str:
    answer = submit(session, actor, values, row.id.hex, with_files=False)
    match answer:
        case Submitted(reference):
            made = session.exec(
                select(AppointmentRequest.id).where(AppointmentRequest.reference == reference)
            ).one()
            return _Sent(made, reference)
        case Flawed():
            return FLAWED
    return answer.why


_OF_CALLS: Final = (AskRefusal.OPEN_ALREADY, AskRefusal.TOO_MANY, AskRefusal.PAUSED)
"""Anything else about a call has to be filled in anew."""


def _call(
    session: Session, actor: Actor, row: PreparedRequest, values: Mapping[str, Any]
) -> _Sent | str:
    answer = send(session, actor, values, row.id.hex, "")
    if isinstance(answer, CallAsked):
        made = session.exec(select(Callback.id).where(Callback.reference == answer.reference))
        return _Sent(made.one(), answer.reference)
    return str(answer) if answer in _OF_CALLS else FLAWED


def _code(
    session: Session, actor: Actor, row: PreparedRequest, values: Mapping[str, Any]
) -> _Sent | str:
    del row
    answer = request_code(session, actor, values["receipt"], date.fromisoformat(values["born"]))
    if isinstance(answer, CodeAsked):
        made = session.exec(
            select(CodeRequest.id).where(
                CodeRequest.account_id == actor.account_id,
                CodeRequest.requested_at == answer.asked_at,
            )
        ).first()
        return _Sent(None if answer.again else made)
    return LOCKED if isinstance(answer, AskLater) else NO_CODES


def _biometrics(
    session: Session, actor: Actor, row: PreparedRequest, values: Mapping[str, Any]
) -> _Sent | str:
    """The first of the wished times that can still be had is held and confirmed at once."""
    del row
    appointment_id, cause = UUID(values["appointment"]), str(values["cause"])
    mine = find(session, actor, appointment_id)
    standing = standing_of(session, mine.appointment, lock=True)
    if seen(standing) != values["seen"]:
        return SlotRefusal.NOT_ACTIVE
    if cause == Cause.OTHER and not values["times"]:
        refusal = ask_other(session, actor, appointment_id, str(values["words"]))
        asked = open_request(session, mine.party.id)
        return refusal or _Sent(asked.id if asked else None)
    for one in values["times"]:
        moved = _move(session, actor, appointment_id, UUID(one), cause)
        if isinstance(moved, _Sent):
            return moved
        if not isinstance(moved, SlotRefusal):
            return moved
    return PreparedRefusal.NO_TIME


def _move(
    session: Session, actor: Actor, appointment_id: UUID, slot_id: UUID, cause: str
) -> _Sent | str:
    held = hold_time(session, actor, appointment_id, slot_id)
    if isinstance(held, NotMoved):
        return held.reason
    wish = Wish(held.booking_id, held.held.hold_id, cause)
    answer = reschedule(session, actor, appointment_id, wish)
    if isinstance(answer, NotMoved):
        let_go(session, actor, appointment_id, held.held.hold_id)
        return answer.reason
    booked = session.get_one(Booking, answer.booking_id)
    made = session.exec(select(Reschedule.id).where(Reschedule.to_booking_id == booked.id)).first()
    return _Sent(made)


_SENDS: Final[Mapping[PreparedKind, Callable[..., _Sent | str]]] = {
    PreparedKind.VISIT: _visit,
    PreparedKind.BIOMETRICS: _biometrics,
    PreparedKind.CALL: _call,
    PreparedKind.CODE: _code,
}
