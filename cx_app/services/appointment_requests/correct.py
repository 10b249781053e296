"""Corrections by officers are moves of their own, never edits (domain 2.4-3)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointment_requests import By, RequestMove, RequestRefusal
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.services.appointment_requests.desk import request_for
from cx_app.services.appointment_requests.moves import Made, make
from cx_app.services.appointment_requests.tell import tell


def reopen_for(session: Session, actor: Actor, request_id: UUID) -> Made | RequestRefusal:
    """A "not needed" that was wrong once it has left, or a request that expired. Its person is
    told. Raises `NotFound`."""
    request = request_for(session, actor, request_id, lock=True)
    made = make(session, actor, request, RequestMove.REOPEN, By.OFFICER)
    if isinstance(made, Made):
        tell(session, request, Kind.VISIT_REOPENED, made.step_id)
    return made
