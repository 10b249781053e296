"""A representative's own access code, which a paralegal prepares (OAC-11, REP-9). Nothing is looked
up before the representative submits it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.identity import Actor, Role
from cx_app.domain.prepared import PreparedKind, PreparedRefusal
from cx_app.services.access_codes.request import Asked, AskLater, NoCodes, request_code
from cx_app.services.drafts.steps import new_key
from cx_app.services.prepared.hand_in import HandedIn, Work, hand_in
from cx_app.services.representation.prepare import for_whom


def send_code(
    session: Session,
    actor: Actor,
    receipt: str,
    born: date,
    representative_id: UUID | None,
) -> Asked | AskLater | NoCodes | HandedIn | PreparedRefusal:
    """Ask for one's own code; a paralegal who names a representative hands it in for them. Raises
    `NotFound` for a representative who is not of their team."""
    if actor.role is not Role.PARALEGAL or representative_id is None:
        return request_code(session, actor, receipt, born)
    values = {"receipt": receipt, "born": born.isoformat()}
    whose = for_whom(session, actor, representative_id)
    work = Work(PreparedKind.CODE, new_key(), values, representative_id=whose)
    return hand_in(session, actor, work)
