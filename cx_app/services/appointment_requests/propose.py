"""Overrides that a second officer has to agree to (AP-21)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import Session, SQLModel, col, select

from cx_app.domain.appointment_decisions import Override
from cx_app.domain.appointment_requests import By, RequestMove
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, RequestProposal
from cx_app.services.appointment_requests.moves import SUBJECT, make
from cx_app.services.audit.record import record

_PROPOSALS: Final = SQLModel.metadata.tables["request_proposal"]
_END_OPEN: Final = (
    update(_PROPOSALS)
    .where(_PROPOSALS.c.request_id == bindparam("request"), _PROPOSALS.c.ended_at.is_(None))
    .values(ended_at=bindparam("at"), ended_by=bindparam("officer"), agreed=bindparam("both"))
)


def propose(
    session: Session,
    actor: Actor,
    request: AppointmentRequest,
    override: Override,
    move: RequestMove,
    outcome: str,
    slot_id: UUID | None,
) -> None:
    """The request goes back to the queue, where another officer takes it."""
    end_open(session, actor, request, agreed=None)
    session.add(
        RequestProposal(
            request_id=request.id,
            override=override,
            move=move,
            outcome=outcome,
            slot_id=slot_id,
            proposed_by=actor.account_id,
            proposed_at=clock.business(session),
        )
    )
    session.flush()
    make(session, actor, request, RequestMove.RETURN, By.OFFICER, outcome=override)
    record(
        session,
        actor,
        "appointment_request.propose",
        "proposed",
        case_id=request.case_id,
        subject_type=SUBJECT,
        subject_id=request.id,
        details={"override": override.value, "outcome": str(outcome)},
    )


def open_proposal(session: Session, request_id: UUID) -> RequestProposal | None:
    return session.exec(
        select(RequestProposal).where(
            RequestProposal.request_id == request_id, col(RequestProposal.ended_at).is_(None)
        )
    ).first()


def end_open(
    session: Session, actor: Actor, request: AppointmentRequest, *, agreed: bool | None
) -> None:
    """`agreed` is None when it was decided otherwise, or proposed anew."""
    session.flush()
    ended = {"at": clock.business(session), "officer": actor.account_id, "both": agreed}
    session.connection().execute(_END_OPEN, {"request": request.id, **ended})
