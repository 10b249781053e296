"""Clients and cases of a representative, or of their team for a paralegal (REP-5, REP-9): a page of
rows, and how many there are behind each tab."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, case, func, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from cx_app.domain.cases import MISSED, Turn, form_name, status_of, turn_of
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.domain.representation.board import (
    CLOSING,
    OTHERS,
    PAGE,
    Asked,
    Sort,
    Tab,
    codes_of,
    since,
)
from cx_app.gateways import clock
from cx_app.language import _, say_date, say_moment
from cx_app.models import (
    Appointment,
    BoardVisit,
    Booking,
    Case,
    CaseEvent,
    Party,
    Person,
    Representation,
)
from cx_app.models.base import insert, uuid7
from cx_app.services.biometrics.spared import spared_cases, spared_in_sql
from cx_app.services.cases.access import behalf, represents
from cx_app.services.representation.ahead import AGENCY_STARTS, agency_visits, booked_visits
from cx_app.services.representation.board_dates import deadlines_of, visits_of
from cx_app.services.representation.search import client_named

TURNS: Final = {
    Turn.YOU: "Your client",
    Turn.AGENCY: "The agency",
    Turn.OTHER: "Another agency",
    Turn.NOBODY: "Nobody now",
}


@dataclass(frozen=True, slots=True)
class BoardRow:
    case_id: str
    client: str
    receipt: str
    form: str
    form_name: str
    status: str
    status_day: str
    turn: str
    yours: bool
    next: str
    next_name: str
    deadline: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Board:
    rows: list[BoardRow] = field(default_factory=list)
    counts: dict[Tab, int] = field(default_factory=dict)
    forms: list[str] = field(default_factory=list)
    page: int = 1
    pages: int = 1
    since: str = ""


def open_board(session: Session, actor: Actor) -> None:
    """Note the visit, so that the next one knows what is new."""
    only_ours(actor)
    now = clock.business(session)
    row = session.exec(
        select(BoardVisit).where(BoardVisit.account_id == actor.account_id).with_for_update()
    ).first()
    before = since(row.opened_at, row.since, now) if row else now
    values = {"account_id": actor.account_id, "opened_at": now, "since": before}
    session.execute(
        insert(session, BoardVisit)
        .values({"id": uuid7(), **values})
        .on_conflict_do_update(index_elements=["account_id"], set_=values)
    )


def board(session: Session, actor: Actor, asked: Asked) -> Board:
    """Raises `Forbidden` for anybody but representatives and paralegals."""
    only_ours(actor)
    now = clock.business(session)
    visit = session.exec(
        select(BoardVisit.since).where(BoardVisit.account_id == actor.account_id)
    ).first()
    new_after = visit or now
    by_form = _counts(session, _mine(actor, asked, now, new_after, named=bool(asked.search)))
    counts = _of_form(by_form, asked.form)
    pages = max(1, -(-counts[asked.tab] // PAGE))
    page = min(asked.page, pages)
    dated = asked.tab is Tab.COMING or asked.sort is Sort.NEXT
    mine = _mine(actor, asked, now, new_after, dated=dated)
    rows = session.execute(
        columns(mine)
        .where(*_chosen(mine, asked))
        .order_by(*_order(mine, asked.sort))
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return Board(
        rows=_shown(session, rows, now),
        counts=counts,
        forms=sorted(by_form),
        page=page,
        pages=pages,
        since=say_moment(new_after) if visit else "",
    )


def everything(session: Session, actor: Actor, asked: Asked, most: int) -> list[BoardRow]:
    """All rows of a tab, for a file."""
    only_ours(actor)
    now = clock.business(session)
    visit = session.exec(
        select(BoardVisit.since).where(BoardVisit.account_id == actor.account_id)
    ).first()
    mine = _mine(actor, asked, now, visit or now)
    query = columns(mine).where(*_chosen(mine, asked))
    query = query.order_by(*_order(mine, asked.sort))
    return _shown(session, session.execute(query.limit(most)).all(), now)


def turn_in_sql() -> ColumnElement[str]:
    """`domain.cases.turn_of` for queries over `Case`, as it is shown: not while nobody says of
    somebody that they did not come (BIO-21)."""
    held = and_(col(Case.hold_reason) != "", col(Case.status_code).not_in(CLOSING))
    return case(
        (and_(held, col(Case.hold_reason).in_(OTHERS)), Turn.OTHER),
        (held, Turn.AGENCY),
        (
            and_(col(Case.status_code) == MISSED, spared_in_sql()),
            status_of(MISSED, spared=True).turn,
        ),
        *(
            (col(Case.status_code).in_(codes_of(turn)), turn)
            for turn in (Turn.YOU, Turn.OTHER, Turn.NOBODY)
            if codes_of(turn)
        ),
        else_=Turn.AGENCY,
    )


def only_ours(actor: Actor) -> None:
    """Raises `Forbidden` for anybody but representatives and paralegals."""
    if actor.role not in (Role.REPRESENTATIVE, Role.PARALEGAL):
        raise Forbidden("boards are for representatives and their paralegals")


def _mine(
    actor: Actor,
    asked: Asked,
    now: datetime,
    new_after: datetime,
    *,
    named: bool = True,
    dated: bool = True,
) -> Subquery:
    """One row for each client in each case, with all that is filtered and sorted by; with names and
    with dates ahead where they are needed, because they cost the most. A client whom two
    representatives of a team represent is there once."""
    changed = (
        select(CaseEvent.id)
        .where(
            CaseEvent.case_id == Case.id,
            col(CaseEvent.recorded_at) > new_after,
            col(CaseEvent.withdrawn).is_(False),
        )
        .correlate(Case)
        .exists()
    )
    query: Any = (
        columns(
            col(Case.id).label("case_id"),
            col(Party.id).label("party_id"),
            col(Case.receipt_number).label("receipt"),
            col(Case.form).label("form"),
            col(Case.status_code).label("status_code"),
            col(Case.status_at).label("status_at"),
            col(Case.hold_reason).label("hold_reason"),
            turn_in_sql().label("turn"),
            changed.label("changed"),
        )
        .select_from(Party)
        .join(Case, col(Case.id) == Party.case_id)
        .where(col(Party.id).in_(parties_of(actor)))
    )
    if named:
        query = query.join(Person, col(Person.id) == Party.person_id).add_columns(
            col(Person.given_name).label("given_name"),
            col(Person.family_name).label("family_name"),
            col(Person.search_name).label("search_name"),
        )
    if dated:
        ahead = _ahead(actor, now)
        query = query.outerjoin(ahead, ahead.c.party_id == Party.id).add_columns(
            ahead.c.starts_at.label("next_at")
        )
    if asked.search:
        query = query.where(client_named(asked.search))
    found: Subquery = query.subquery()
    return found


def parties_of(actor: Actor) -> Any:
    """Clients of living representations."""
    return (
        select(Representation.client_party_id)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Case, col(Case.id) == Representation.case_id)
        .where(_accounts(actor), represents())
    )


def clients_in(actor: Actor) -> Any:
    """Cases of living representations."""
    return (
        select(Representation.case_id)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Case, col(Case.id) == Representation.case_id)
        .where(_accounts(actor), represents())
    )


def cases_of(actor: Actor) -> Any:
    """Of all their representations, ended ones too: it only leads to rows fast."""
    return select(Representation.case_id).where(_accounts(actor))


def _accounts(actor: Actor) -> ColumnElement[bool]:
    if actor.role is Role.REPRESENTATIVE:
        return col(Representation.account_id) == actor.account_id
    return col(Representation.account_id).in_(behalf(actor))


def _ahead(actor: Actor, now: datetime) -> Subquery:
    """By party: the nearest appointment of the agency, or visit that was booked here."""
    parties = select(Representation.client_party_id).where(_accounts(actor))
    agency = agency_visits(col(Appointment.party_id).label("party_id"), AGENCY_STARTS.label("at"))
    here = booked_visits(col(Booking.party_id), col(Booking.starts_at))
    agency = agency.where(col(Appointment.party_id).in_(parties), now < AGENCY_STARTS)
    here = here.where(col(Booking.case_id).in_(cases_of(actor)), col(Booking.starts_at) > now)
    both = union_all(agency, here).subquery()
    return (
        select(both.c.party_id, func.min(both.c.at).label("starts_at"))
        .group_by(both.c.party_id)
        .subquery()
    )


def _in_tab(mine: Subquery, tab: Tab) -> ColumnElement[bool]:
    match tab:
        case Tab.YOU:
            return mine.c.turn == Turn.YOU
        case Tab.COMING:
            return mine.c.next_at.is_not(None)
        case Tab.CHANGED:
            return mine.c.changed
        case _:
            return mine.c.case_id.is_not(None)


def _chosen(mine: Subquery, asked: Asked) -> tuple[Any, ...]:
    return (_in_tab(mine, asked.tab), *((mine.c.form == asked.form,) if asked.form else ()))


def _counts(session: Session, mine: Subquery) -> dict[str, dict[Tab, int]]:
    """By form: how many there are behind each tab."""
    sums = [func.sum(case((_in_tab(mine, tab), 1), else_=0)) for tab in Tab]
    found = session.execute(select(mine.c.form, *sums).group_by(mine.c.form)).all()
    return {
        form: {tab: int(n) for tab, n in zip(Tab, numbers, strict=True)} for form, *numbers in found
    }


def _of_form(by_form: dict[str, dict[Tab, int]], form: str) -> dict[Tab, int]:
    counted = [one for name, one in by_form.items() if form in ("", name)]
    return {tab: sum(one[tab] for one in counted) for tab in Tab}


def _order(mine: Subquery, sort: Sort) -> tuple[Any, ...]:
    first: tuple[Any, ...]
    match sort:
        case Sort.NEXT:
            first = (mine.c.next_at.is_(None), mine.c.next_at)
        case Sort.STATUS:
            first = (mine.c.status_at.is_(None), mine.c.status_at.desc())
        case Sort.FORM:
            first = (mine.c.form,)
        case _:
            first = ()
    return (*first, mine.c.search_name, mine.c.receipt, mine.c.party_id)


def _shown(session: Session, rows: Any, now: datetime) -> list[BoardRow]:
    parties = [row.party_id for row in rows]
    cases = [row.case_id for row in rows]
    visits = visits_of(session, parties, cases, now)
    deadlines = deadlines_of(session, cases)
    spared = spared_cases(session, cases)
    return [_line(row, visits, deadlines, row.case_id in spared) for row in rows]


def _line(
    row: Any,
    visits: dict[UUID, tuple[str, str]],
    deadlines: dict[UUID | None, datetime],
    spared: bool,
) -> BoardRow:
    turn = turn_of(row.status_code, row.hold_reason, spared=spared)
    due = deadlines.get(row.party_id)
    next_at, next_name = visits.get(row.party_id, ("", ""))
    return BoardRow(
        case_id=str(row.case_id),
        client=f"{row.family_name}, {row.given_name}".strip(", "),
        receipt=row.receipt,
        form=row.form,
        form_name=_(form_name(row.form)) if form_name(row.form) else "",
        status=_(status_of(row.status_code, spared=spared).title),
        status_day=say_date(row.status_at) if row.status_at else "",
        turn=_(TURNS[turn]),
        yours=turn is Turn.YOU,
        next=next_at,
        next_name=next_name,
        deadline=say_date(due) if due else "",
        changed=bool(row.changed),
    )
