"""What a representative does with something prepared besides submitting it, and how its form is
opened again (REP-41)."""

from __future__ import annotations

import json
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.identity import Actor, Role
from cx_app.domain.prepared import (
    NOTE,
    PreparedKind,
    PreparedMove,
    PreparedRefusal,
    PreparedState,
    after,
)
from cx_app.gateways import clock
from cx_app.services.drafts.keep import keep_draft, load_draft
from cx_app.services.drafts.steps import KEY
from cx_app.services.prepared.access import by_whom, prepared_of
from cx_app.services.prepared.hand_in import note

FORMS = {PreparedKind.VISIT: "appointment_request", PreparedKind.CALL: "callback"}
"""What is typed in these is kept between their steps, and so can be opened again."""


class Opened(StrEnum):
    READY = "ready"
    BUSY = "busy"
    """The form holds something else that was not sent yet, which must not be lost."""


def send_back(
    session: Session, actor: Actor, prepared_id: UUID, words: str
) -> PreparedRefusal | None:
    """To be changed, with a note for whoever prepared it. Raises `NotFound`."""
    said = words.strip()[:NOTE]
    return _move(session, actor, prepared_id, PreparedMove.RETURN, "prepared.return", said)


def delete(session: Session, actor: Actor, prepared_id: UUID) -> PreparedRefusal | None:
    """Nothing of what was typed stays. Raises `NotFound`."""
    return _move(session, actor, prepared_id, PreparedMove.DELETE, "prepared.delete")


def open_again(
    session: Session, actor: Actor, prepared_id: UUID
) -> tuple[PreparedKind, Opened] | PreparedRefusal:
    """Put what was prepared into the form that it came from, to be changed there. Raises
    `NotFound`."""
    row = prepared_of(session, actor, prepared_id, lock=True)
    kind = PreparedKind(row.kind)
    to = after(PreparedState(row.state), PreparedMove.SAVE, by_whom(actor))
    if isinstance(to, PreparedRefusal):
        return to
    if kind not in FORMS:
        return PreparedRefusal.NOT_FROM_HERE
    begun = load_draft(session, actor, FORMS[kind])
    if begun and begun.get(KEY, "") != row.form_key:
        return kind, Opened.BUSY
    values = {**json.loads(row.values or "{}"), KEY: row.form_key}
    keep_draft(session, actor, FORMS[kind], values)
    return kind, Opened.READY


def _move(
    session: Session,
    actor: Actor,
    prepared_id: UUID,
    move: PreparedMove,
    action: str,
    words: str = "",
) -> PreparedRefusal | None:
    row = prepared_of(session, actor, prepared_id, lock=True)
    to = after(PreparedState(row.state), move, by_whom(actor))
    if isinstance(to, PreparedRefusal):
        note(session, actor, row, action, to)
        return to
    row.state, row.changed_at, row.note = to, clock.business(session), words or None
    row.refused = ""
    if move is PreparedMove.DELETE:
        row.values, row.form_key = None, f"over:{row.id.hex}"
    if actor.role is Role.REPRESENTATIVE and move is PreparedMove.RETURN:
        row.changed_by = None  # what comes back is their paralegal's again
    session.add(row)
    note(session, actor, row, action)
    return None
