"""What was prepared, a page at a time: for representatives what waits for them, for paralegals what
they handed in (REP-40, REP-41)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.identity import Actor, Role
from cx_app.domain.prepared import TO_REVIEW, PreparedKind, PreparedState
from cx_app.language import _, say_moment
from cx_app.models import Account, Case, Party, Person, PreparedRequest
from cx_app.services.prepared.access import reached
from cx_app.services.prepared.words import KINDS, STATES, TONES, say_refused
from cx_app.services.representation.board import only_ours
from cx_app.services.representation.search import client_named

PAGE: Final = 25


class Shelf(StrEnum):
    REVIEW = "review"
    """For a representative to submit."""
    RETURNED = "returned"
    """With the paralegal, to be changed."""
    OVER = "over"


SHELVES: Final = {
    Shelf.REVIEW: TO_REVIEW,
    Shelf.RETURNED: frozenset({PreparedState.RETURNED}),
    Shelf.OVER: frozenset({PreparedState.SUBMITTED, PreparedState.DELETED}),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the queue is asked for; empty fields leave it open."""

    shelf: Shelf = Shelf.REVIEW
    kind: str = ""
    paralegal: UUID | None = None
    search: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class PreparedLine:
    id: str
    client: str
    receipt: str
    kind: str
    """`PreparedKind`."""
    what: str
    """It in words."""
    by: str
    when: str
    state: str
    """In words."""
    tone: str
    note: str = ""
    refused: str = ""
    """The rule that was against it, in words."""


@dataclass(frozen=True, slots=True)
class Helper:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PreparedPage:
    rows: list[PreparedLine] = field(default_factory=list)
    counts: dict[Shelf, int] = field(default_factory=dict)
    helpers: list[Helper] = field(default_factory=list)
    """Whose work is there, for a representative to choose from."""
    page: int = 1
    pages: int = 1


def prepared_page(session: Session, actor: Actor, asked: Asked) -> PreparedPage:
    """Raises `Forbidden` for anybody but representatives and paralegals."""
    only_ours(actor)
    counts = _counts(session, actor)
    where = [col(PreparedRequest.state).in_(SHELVES[asked.shelf]), *_narrowed(asked)]
    query = _rows(actor).where(*where)
    narrow = len(where) > 1
    total = _count(session, query) if narrow else counts[asked.shelf]
    pages = max(1, -(-total // PAGE))
    page = max(1, min(asked.page, pages))
    newest = asked.shelf is Shelf.OVER
    order = col(PreparedRequest.changed_at).desc() if newest else col(PreparedRequest.changed_at)
    found = session.exec(
        query.order_by(order, col(PreparedRequest.id)).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    return PreparedPage(
        rows=[line_of(session, *row) for row in found],
        counts=counts,
        helpers=_helpers(session, actor) if actor.role is Role.REPRESENTATIVE else [],
        page=page,
        pages=pages,
    )


def to_review(session: Session, actor: Actor) -> int:
    """How many wait for a representative."""
    return waiting_for(session, actor) if actor.role is Role.REPRESENTATIVE else 0


def waiting_for(session: Session, actor: Actor) -> int:
    """How many wait for the actor: to be reviewed, or, sent back to a paralegal, to be changed."""
    review = actor.role is Role.REPRESENTATIVE
    return _counts(session, actor)[Shelf.REVIEW if review else Shelf.RETURNED]


def line_of(
    session: Session,
    row: PreparedRequest,
    helper: Account,
    person: Person | None,
    case: Case | None,
) -> PreparedLine:
    typed = json.loads(row.values or "{}") if row.kind == PreparedKind.CODE else {}
    state = PreparedState(row.state)
    return PreparedLine(
        id=str(row.id),
        client=f"{person.family_name}, {person.given_name}".strip(", ") if person else "",
        receipt=case.receipt_number if case else str(typed.get("receipt", "")),
        kind=row.kind,
        what=_(KINDS[PreparedKind(row.kind)]),
        by=helper.name,
        when=say_moment(row.changed_at),
        state=_(STATES[state]),
        tone=TONES.get(state, "plain"),
        note=row.note or "",
        refused=say_refused(session, row.kind, row.refused),
    )


def _rows(actor: Actor) -> Any:
    return (
        select(PreparedRequest, Account, Person, Case)
        .join(Account, col(Account.id) == PreparedRequest.prepared_by)
        .outerjoin(Party, col(Party.id) == PreparedRequest.party_id)
        .outerjoin(Person, col(Person.id) == Party.person_id)
        .outerjoin(Case, col(Case.id) == PreparedRequest.case_id)
        .where(reached(actor))
    )


def _narrowed(asked: Asked) -> list[Any]:
    where: list[Any] = []
    if asked.kind in set(PreparedKind):
        where.append(col(PreparedRequest.kind) == asked.kind)
    if asked.paralegal is not None:
        where.append(col(PreparedRequest.prepared_by) == asked.paralegal)
    if asked.search.strip():
        where.append(client_named(asked.search))
    return where


def _counts(session: Session, actor: Actor) -> dict[Shelf, int]:
    rows = session.exec(
        select(PreparedRequest.state, func.count())
        .where(reached(actor))
        .group_by(PreparedRequest.state)
    ).all()
    counted = {state: int(n) for state, n in rows}
    return {
        shelf: sum(counted.get(state, 0) for state in states) for shelf, states in SHELVES.items()
    }


def _count(session: Session, query: Any) -> int:
    return int(session.exec(select(func.count()).select_from(query.subquery())).one())


def _helpers(session: Session, actor: Actor) -> list[Helper]:
    rows = session.exec(
        select(Account.id, Account.name)
        .join(PreparedRequest, col(PreparedRequest.prepared_by) == Account.id)
        .where(reached(actor))
        .distinct()
        .order_by(Account.name)
    ).all()
    return [Helper(str(one), name) for one, name in rows]
