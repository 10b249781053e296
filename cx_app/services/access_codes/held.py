"""What leaves of a decision about a request for a code, and how it is undone (UNDO-1 to UNDO-4)."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import Case, CodeRequest, HeldDecision, Party
from cx_app.services.access_codes.circumstances import is_reachable
from cx_app.services.access_codes.holders import named_holder
from cx_app.services.access_codes.match import give_code
from cx_app.services.access_codes.request import RequestState
from cx_app.services.access_codes.told import tell_agency, tell_own, touch_pages
from cx_app.services.cases.access import refuse
from cx_app.services.cases.staff import reachable
from cx_app.services.decisions.put_back import PutBack
from cx_app.services.policy.current import policy


def approval_leaves(session: Session, held: HeldDecision) -> bool:
    """The code, its letter, and word of it; not to somebody who has left the case since, or has no
    address any more."""
    request = session.get_one(CodeRequest, held.subject_id)
    now = clock.business(session)
    in_force = policy(session, now)
    holder = named_holder(session, request)
    if holder is None or not is_reachable(holder, in_force):
        _back_to_review(session, request, held)
        return False
    give_code(session, request, holder, in_force, now)
    session.add(request)
    return True


def refusal_leaves(session: Session, held: HeldDecision) -> bool:
    request = session.get_one(CodeRequest, held.subject_id)
    case = session.get_one(Case, request.case_id)
    party = session.get(Party, request.party_id) if request.party_id else None
    tell_agency(session, request, case, party, None, refused=True)
    tell_own(session, Kind.CODE_REFUSED, request, request.id)
    return True


def check(session: Session, actor: Actor, held: HeldDecision) -> None:
    """Raises as deciding does: it is nobody's own request or case."""
    request = session.get_one(CodeRequest, held.subject_id)
    if request.case_id is None:
        raise refuse()
    reachable(session, actor, request.case_id)
    if request.account_id == actor.account_id:
        raise Forbidden("nobody decides about their own request")


def put_back(session: Session, actor: Actor, held: HeldDecision) -> PutBack:
    _back_to_review(session, session.get_one(CodeRequest, held.subject_id), held)
    return PutBack.DONE


def before(request: CodeRequest) -> dict[str, str | None]:
    """Whose code it was said to be; an officer may name somebody."""
    return {"party": _text(request.party_id), "representation": _text(request.representation_id)}


def _back_to_review(session: Session, request: CodeRequest, held: HeldDecision) -> None:
    was: dict[str, Any] = json.loads(held.before)
    touch_pages(session, request)  # the pages of whoever was named, while they are named
    session.exec(
        update(CodeRequest)
        .where(col(CodeRequest.id) == request.id)
        .values(
            state=RequestState.REVIEW,
            decided_at=None,
            decided_by=None,
            decision=None,
            party_id=_id(was["party"]),
            representation_id=_id(was["representation"]),
        )
    )
    session.refresh(request)


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None


def _id(value: str | None) -> UUID | None:
    return UUID(value) if value else None
