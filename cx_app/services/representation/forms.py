"""Forms G-28 and clients as their representative sees them, a page at a time (REP-9, REP-15). A
form that waits looks the same whether its client was found or not."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, false, func, or_, select

from cx_app.domain.business_time import eastern_date, last_day
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.representation.accounts import AccountState
from cx_app.domain.representation.forms import FormRefusal, FormState
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import (
    G28,
    Account,
    Case,
    Party,
    Person,
    Representation,
    RepresentativeAccount,
)
from cx_app.services.cases.access import behalf, is_named, on_protected_side, represents
from cx_app.services.representation.access import filed_in
from cx_app.services.representation.accounts import standing_of
from cx_app.services.representation.moves import client_of
from cx_app.services.representation.search import client_named
from cx_app.services.representation.words import say_kind, say_refusal, say_state

PAGE: Final = 25


class Shelf(StrEnum):
    """What a representative chooses from."""

    OPEN = "open"
    """Drafts, and forms that wait for somebody."""
    IN_FORCE = "in_force"
    """Whom they represent now, however the Form G-28 came."""
    OVER = "over"
    BEFORE = "before"
    """Whom they represented once."""


SHELVES: Final = {
    Shelf.OPEN: (FormState.DRAFT, FormState.REVIEW, FormState.AWAITING),
    Shelf.OVER: (
        FormState.DECLINED,
        FormState.EXPIRED,
        FormState.WITHDRAWN,
        FormState.ENDED,
        FormState.REPLACED,
    ),
}
TONES: Final = {
    FormState.DRAFT: "you",
    FormState.REVIEW: "you",
    FormState.AWAITING: "agency",
    FormState.SIGNED: "agency",
}
EDITABLE: Final = (FormState.DRAFT, FormState.REVIEW)


@dataclass(frozen=True, slots=True)
class FormLine:
    id: str
    client: str
    receipt: str
    state: str
    """In words."""
    tone: str
    day: str
    """Of its last move."""
    until: str
    """The client's last day to answer."""


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A client whom the actor represents."""

    id: str
    case_id: str
    client: str
    receipt: str
    form: str
    since: str
    ended: str = ""
    filed: bool = False
    """They filed something, which they still read."""


@dataclass(frozen=True, slots=True)
class FormsPage:
    forms: list[FormLine] = field(default_factory=list)
    held: list[HeldLine] = field(default_factory=list)
    counts: dict[Shelf, int] = field(default_factory=dict)
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Colleague:
    """For whom a paralegal prepares."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class OneForm:
    """One form with all that both sides sign, and what the actor can do with it now."""

    id: str = ""
    stands: str = ""
    """`FormState`."""
    state: str = ""
    tone: str = ""
    receipt: str = ""
    born: str = ""
    client: str = ""
    born_on: str = ""
    """ISO date, as the form takes it."""
    name: str = ""
    kind: str = ""
    licence: str = ""
    address: list[str] = field(default_factory=list)
    notices_to_representative: bool = False
    beside: bool = False
    sent: str = ""
    until: str = ""
    ended: str = ""
    editable: bool = False
    may_send: bool = False
    may_hand_over: bool = False
    may_give_back: bool = False
    may_take_back: bool = False
    blocked: str = ""
    """Why nothing can be signed now, in words."""


def forms_of(
    session: Session, actor: Actor, shelf: Shelf, search: str = "", page: int = 1
) -> FormsPage:
    """Raises `Forbidden` for anybody but representatives and paralegals."""
    _ours(actor)
    clients = {Shelf.IN_FORCE: _in_force(actor), Shelf.BEFORE: _before(actor)}
    counts = _counts(session, actor)
    counts |= {one: _count(session, query) for one, query in clients.items()}
    if shelf not in clients:
        rows, page, pages = _page(_on_shelf(actor, shelf), session, counts[shelf], page)
        return FormsPage([_form_line(row) for row in rows], [], counts, page, pages)
    found = clients[shelf].where(client_named(search)) if search.strip() else clients[shelf]
    total = _count(session, found) if search.strip() else counts[shelf]
    query = found.order_by(Person.search_name, Case.receipt_number, Representation.id)
    rows, page, pages = _page(query, session, total, page)
    return FormsPage([], [_held_line(*row) for row in rows], counts, page, pages)


def client_of_mine(session: Session, actor: Actor, representation_id: UUID) -> HeldLine:
    """A client whom the actor represents and may leave. Raises `NotFound`."""
    query = _in_force(actor).where(
        Representation.id == representation_id, Representation.account_id == actor.account_id
    )
    row = session.exec(query).first()
    if row is None:
        raise NotFound("no such representation for this account")
    return _held_line(*row)


def form_of(session: Session, actor: Actor, form_id: UUID) -> OneForm:
    """Raises `NotFound` for a form that is not theirs."""
    row = session.exec(
        select(G28).where(G28.id == form_id, col(G28.representative_id).in_(behalf(actor)))
    ).first()
    if row is None or actor.role not in (Role.REPRESENTATIVE, Role.PARALEGAL):
        raise NotFound("no such form for this account")
    named, state = client_of(row), FormState(row.state)
    account = standing_of(session, row.representative_id)
    today = eastern_date(clock.business(session))
    signs = actor.role is Role.REPRESENTATIVE
    blocked = _blocked(account, today) if state in EDITABLE else None
    return OneForm(
        id=str(row.id),
        stands=state.value,
        state=say_state(state),
        tone=TONES.get(state, "plain"),
        receipt=named.receipt,
        born=say_date(date.fromisoformat(named.born)),
        born_on=named.born,
        client=named.name,
        **_of_representative(row, account),
        notices_to_representative=row.notices_to_representative,
        beside=row.beside,
        sent=say_date(row.sent_at) if row.sent_at else "",
        until=say_date(last_day(row.answer_by)) if row.answer_by else "",
        ended=say_date(row.ended_at) if row.ended_at else "",
        editable=state in EDITABLE,
        may_send=state in EDITABLE and signs and blocked is None,
        may_hand_over=state is FormState.DRAFT and not signs,
        may_give_back=state is FormState.REVIEW,
        may_take_back=state in EDITABLE or (state is FormState.AWAITING and signs),
        blocked=say_refusal(blocked) if blocked else "",
    )


def colleagues(session: Session, actor: Actor) -> list[Colleague]:
    """For whom the actor can prepare a form: a representative for themselves alone, and then there
    is nothing to choose."""
    if actor.role is not Role.PARALEGAL:
        return []
    rows = session.exec(
        select(Account).where(col(Account.id).in_(behalf(actor))).order_by(Account.name)
    )
    return [Colleague(str(one.id), one.name) for one in rows]


def _ours(actor: Actor) -> None:
    if actor.role not in (Role.REPRESENTATIVE, Role.PARALEGAL):
        raise Forbidden("forms are for representatives and their paralegals")


def _on_shelf(actor: Actor, shelf: Shelf) -> Any:
    return (
        select(G28)
        .where(
            col(G28.representative_id).in_(behalf(actor)),
            col(G28.state).in_(SHELVES[shelf]),
        )
        .order_by(col(G28.updated_at).desc(), col(G28.id))
    )


def _in_force(actor: Actor) -> Any:
    return _clients(false()).where(col(Representation.account_id).in_(behalf(actor)), represents())


def _before(actor: Actor) -> Any:
    """A protected case is there no more once it is over, but for whom its person names."""
    filed = filed_in(col(Representation.account_id), col(Representation.case_id))
    return _clients(filed).where(
        col(Representation.account_id) == actor.account_id,
        col(Representation.ended_at).is_not(None),
        on_protected_side(),
        or_(col(Case.protected).is_(False), is_named(col(Representation.account_id))),
    )


def _clients(filed: Any) -> Any:
    return (
        select(Representation, Case, Person, filed.label("filed"))
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Case, col(Case.id) == Representation.case_id)
        .join(Person, col(Person.id) == Party.person_id)
    )


def _counts(session: Session, actor: Actor) -> dict[Shelf, int]:
    rows = session.exec(
        select(G28.state, func.count())
        .where(col(G28.representative_id).in_(behalf(actor)))
        .group_by(G28.state)
    ).all()
    counted = {state: int(n) for state, n in rows}
    return {
        shelf: sum(counted.get(state, 0) for state in states) for shelf, states in SHELVES.items()
    }


def _count(session: Session, query: Any) -> int:
    return int(session.exec(select(func.count()).select_from(query.subquery())).one())


def _page(query: Any, session: Session, total: int, page: int) -> tuple[Any, int, int]:
    pages = max(1, -(-total // PAGE))
    page = max(1, min(page, pages))
    rows = session.exec(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    return rows, page, pages


def _form_line(row: G28) -> FormLine:
    named, state = client_of(row), FormState(row.state)
    waits = state is FormState.AWAITING and row.answer_by is not None
    return FormLine(
        id=str(row.id),
        client=named.name,
        receipt=named.receipt,
        state=say_state(state),
        tone=TONES.get(state, "plain"),
        day=say_date(row.updated_at),
        until=say_date(last_day(row.answer_by)) if waits and row.answer_by else "",
    )


def _held_line(held: Representation, case: Case, person: Person, filed: Any) -> HeldLine:
    return HeldLine(
        id=str(held.id),
        case_id=str(case.id),
        client=f"{person.family_name}, {person.given_name}".strip(", "),
        receipt=case.receipt_number,
        form=case.form,
        since=say_date(held.since),
        ended=say_date(held.ended_at) if held.ended_at else "",
        filed=bool(filed),
    )


def _of_representative(row: G28, account: RepresentativeAccount | None) -> dict[str, Any]:
    """As they were when they signed; before that, as they would be signed now."""
    source = row if row.digest else account
    if source is None:
        return {}
    kind = source.capacity if isinstance(source, G28) else source.kind
    return {
        "name": source.name,
        "kind": say_kind(kind),
        "licence": source.licence or "",
        "address": json.loads(source.address or "[]"),
    }


def _blocked(account: RepresentativeAccount | None, today: date) -> FormRefusal | None:
    if account is None or account.state != AccountState.ACCEPTED:
        return FormRefusal.NOT_ACCEPTED
    until = account.accredited_until
    return FormRefusal.NOT_ACCEPTED if until is not None and until < today else None
