"""One prepared request as it is read before it is submitted, and what can be done with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from cx_app.domain.biometrics import Cause
from cx_app.domain.identity import Actor
from cx_app.domain.prepared import (
    PreparedKind,
    PreparedMove,
    PreparedRefusal,
    PreparedState,
    after,
)
from cx_app.language import _, say_date, say_moment
from cx_app.models import Account, Appointment, Case, Office, Party, Person, PreparedRequest
from cx_app.services.appointment_requests.form import review as review_visit
from cx_app.services.biometrics.say import place_of
from cx_app.services.biometrics.standing import standing_of
from cx_app.services.biometrics.words import CAUSES
from cx_app.services.callbacks.asking_form import review as review_call
from cx_app.services.drafts.steps import ReviewLine
from cx_app.services.prepared.access import by_whom, is_in_team, prepared_of
from cx_app.services.prepared.biometrics import said_times
from cx_app.services.prepared.queue import line_of
from cx_app.services.prepared.review import FORMS


@dataclass(frozen=True, slots=True)
class PreparedView:
    """Empty where there is none."""

    id: str = ""
    client: str = ""
    receipt: str = ""
    kind: str = ""
    what: str = ""
    by: str = ""
    prepared: str = ""
    submitted_by: str = ""
    own: bool = False
    """The actor submitted it."""
    when: str = ""
    """Of its last move; empty while that is the first."""
    state: str = ""
    tone: str = ""
    note: str = ""
    refused: str = ""
    reference: str = ""
    lines: list[ReviewLine] = field(default_factory=list)
    appointment_id: str = ""
    """Where it is a biometrics appointment that is moved."""
    case_id: str = ""
    left: bool = False
    """Whoever prepared it is not of the team any more."""
    may_change: bool = False
    """In the form that it came from."""
    may_submit: bool = False
    may_return: bool = False
    may_delete: bool = False


def prepared_view(session: Session, actor: Actor, prepared_id: UUID) -> PreparedView:
    """Raises `NotFound`."""
    row = prepared_of(session, actor, prepared_id)
    helper = session.get_one(Account, row.prepared_by)
    party = session.get(Party, row.party_id) if row.party_id else None
    person = session.get_one(Person, party.person_id) if party else None
    case = session.get(Case, row.case_id) if row.case_id else None
    line = line_of(session, row, helper, person, case)
    sender = session.get(Account, row.submitted_by) if row.submitted_by else None
    values = json.loads(row.values or "{}")
    kind = PreparedKind(row.kind)
    return PreparedView(
        id=line.id,
        client=person.full_name if person else "",
        receipt=line.receipt,
        kind=kind.value,
        what=line.what,
        by=line.by,
        prepared=say_moment(row.prepared_at),
        submitted_by=sender.name if sender else "",
        own=row.submitted_by == actor.account_id,
        when=line.when if row.changed_at != row.prepared_at else "",
        state=line.state,
        tone=line.tone,
        note=line.note,
        refused=line.refused,
        reference=row.reference,
        lines=_LINES[kind](session, actor, values) if values else [],
        appointment_id=str(values.get("appointment", "")),
        case_id=str(row.case_id or ""),
        left=row.changed_by is None and not is_in_team(session, row),
        may_change=kind in FORMS and _may(actor, row, PreparedMove.SAVE),
        may_submit=_may(actor, row, PreparedMove.SUBMIT),
        may_return=_may(actor, row, PreparedMove.RETURN) and is_in_team(session, row),
        may_delete=_may(actor, row, PreparedMove.DELETE),
    )


def _may(actor: Actor, row: PreparedRequest, move: PreparedMove) -> bool:
    to = after(PreparedState(row.state), move, by_whom(actor))
    return not isinstance(to, PreparedRefusal)


def _code(session: Session, actor: Actor, values: Mapping[str, Any]) -> list[ReviewLine]:
    del session, actor
    return [
        ReviewLine("", _("Receipt number"), str(values["receipt"])),
        ReviewLine("", _("Date of birth"), say_date(date.fromisoformat(values["born"]))),
    ]


def _call(session: Session, actor: Actor, values: Mapping[str, Any]) -> list[ReviewLine]:
    """With the whole number: whoever submits it has to know whom the agency will call."""
    lines = review_call(session, actor, values)
    return [
        replace(line, answer=str(values["phone"])) if line.question == _("Phone") else line
        for line in lines
    ]


def _biometrics(session: Session, actor: Actor, values: Mapping[str, Any]) -> list[ReviewLine]:
    appointment = session.get_one(Appointment, UUID(values["appointment"]))
    standing = standing_of(session, appointment)
    office = session.get_one(Office, standing.office_id)
    now = say_moment(standing.starts_at, ZoneInfo(office.time_zone)) if standing.starts_at else ""
    cause = values["cause"]
    times = said_times(session, actor, [UUID(one) for one in values["times"]])
    lines = [
        ReviewLine("", _("Appointment now"), f"{now}, {place_of(office)}" if now else ""),
        ReviewLine("", _("Reason"), _(CAUSES[Cause(cause)][0]) if cause in set(Cause) else ""),
        ReviewLine("", _("The reason in words"), str(values["words"])),
        *(
            ReviewLine("", _("Wished time {n}", n=n), f"{one.when}, {one.place} ({one.said})")
            for n, one in enumerate(times, start=1)
        ),
    ]
    return [line for line in lines if line.answer]


_LINES: Final = {
    PreparedKind.VISIT: review_visit,
    PreparedKind.CALL: _call,
    PreparedKind.BIOMETRICS: _biometrics,
    PreparedKind.CODE: _code,
}
