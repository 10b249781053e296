"""Keep what a paralegal filled in, until a representative of the team submits it (REP-40)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.prepared import (
    OPEN,
    PreparedKind,
    PreparedMove,
    PreparedRefusal,
    PreparedState,
    after,
)
from cx_app.domain.representation.authority import Action
from cx_app.gateways import clock
from cx_app.models import PreparedRequest
from cx_app.models.base import insert_new
from cx_app.services.audit.record import record
from cx_app.services.changes import account_topic, touch_all
from cx_app.services.policy.current import policy
from cx_app.services.prepared.access import by_whom, of_form, representatives_of
from cx_app.services.representation.access import allowed
from cx_app.services.representation.team import membership

SUBJECT = "prepared_request"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """`again`: it had been submitted before, and nothing was changed now."""

    id: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What is handed in, checked by the service of its kind."""

    kind: PreparedKind
    form_key: str
    values: Mapping[str, object]
    case_id: UUID | None = None
    party_id: UUID | None = None
    representative_id: UUID | None = None


def hand_in(session: Session, actor: Actor, work: Work) -> HandedIn | PreparedRefusal:
    """For review; or another version of what waits there, by whoever has it before them. Raises
    `NotFound` for a client who is not theirs."""
    if work.case_id is not None and allowed(session, actor, work.case_id, Action.PREPARE):
        return PreparedRefusal.NOT_NOW
    row = of_form(session, actor, work.form_key, lock=True)
    if row is None:
        return _begin(session, actor, work)
    if row.kind != work.kind:
        raise NotFound("no such form for this account")
    to = after(PreparedState(row.state), PreparedMove.SAVE, by_whom(actor))
    if isinstance(to, PreparedRefusal):
        over = row.state == PreparedState.SUBMITTED
        return HandedIn(str(row.id), again=True) if over else to
    row.state, row.refused, row.note = to, "", None
    row.case_id, row.party_id = work.case_id, work.party_id
    row.values = json.dumps(dict(work.values))
    row.changed_at = clock.business(session)
    row.changed_by = actor.account_id if actor.role is Role.REPRESENTATIVE else None
    note(session, actor, row, "prepared.change")
    return HandedIn(str(row.id))


def _begin(session: Session, actor: Actor, work: Work) -> HandedIn | PreparedRefusal:
    team = membership(session, actor.account_id)
    if team is None or actor.role is not Role.PARALEGAL:
        raise NotFound("no team for this account")
    now = clock.business(session)
    if _open_ones(session, actor) >= policy(session, now).representation.prepared_at_once:
        return PreparedRefusal.TOO_MANY
    row = PreparedRequest(
        team_id=team.team_id,
        kind=work.kind,
        state=PreparedState.WAITING,
        case_id=work.case_id,
        party_id=work.party_id,
        representative_id=work.representative_id,
        form_key=work.form_key,
        prepared_by=actor.account_id,
        prepared_at=now,
        changed_at=now,
    )
    row.values = json.dumps(dict(work.values))
    if not insert_new(session, row, "prepared_by", "form_key"):
        # The same form, sent twice at one instant.
        return HandedIn(str(_same(session, actor, work.form_key)), again=True)
    note(session, actor, row, "prepared.hand_in")
    return HandedIn(str(row.id))


def note(
    session: Session, actor: Actor, row: PreparedRequest, action: str, outcome: str = "done"
) -> None:
    """The record of it, and open pages of both sides of the team follow."""
    record(
        session,
        actor,
        action,
        outcome,
        case_id=row.case_id,
        subject_type=SUBJECT,
        subject_id=row.id,
        details={"kind": row.kind},
    )
    people = {row.prepared_by, *representatives_of(session, row.team_id)}
    touch_all(session, {account_topic(one) for one in people})


def _open_ones(session: Session, actor: Actor) -> int:
    return int(
        session.exec(
            select(func.count())
            .select_from(PreparedRequest)
            .where(
                PreparedRequest.prepared_by == actor.account_id,
                col(PreparedRequest.state).in_(OPEN),
            )
        ).one()
    )


def _same(session: Session, actor: Actor, form_key: str) -> UUID:
    return session.exec(
        select(PreparedRequest.id).where(
            PreparedRequest.prepared_by == actor.account_id, PreparedRequest.form_key == form_key
        )
    ).one()


@dataclass(frozen=True, slots=True)
class Preparing:
    """What a form that is filled in becomes: a request at once, unless one of these says else."""

    submits: str = ""
    """Who submits it, where a paralegal fills it in."""
    changes: bool = False
    """It waits for review already, and this is another version of it."""
