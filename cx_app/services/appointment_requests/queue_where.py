"""What belongs into which queue, as conditions that indexes answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, or_, union
from sqlmodel import Session, col, func, select

from cx_app.domain.appointment_requests import OPEN, RequestReason, RequestState
from cx_app.domain.business_time import eastern_date, end_of_day
from cx_app.domain.identity import Actor
from cx_app.domain.people import search_name
from cx_app.domain.receipts import parse_receipt_number
from cx_app.domain.references import parse_reference
from cx_app.models import AppointmentRequest, Case
from cx_app.services.cases.access import own_cases
from cx_app.services.cases.staff import SEES_PROTECTED

Where = list[ColumnElement[bool]]
MOST_NAMED: Final = 400
"""People of a name who are put in order; whoever finds more types more."""
MOST_DONE: Final = 10_000
"""So many and more are told as one."""


class Tab(StrEnum):
    UNASSIGNED = "unassigned"
    MINE = "mine"
    WAITING = "waiting"
    """For the person: a question, or another time after a closure."""
    DUE = "due"
    """To be answered today, and what is late, whoever has it."""
    DONE = "done"


WAITS: Final = (RequestState.SUBMITTED, RequestState.IN_REVIEW)
STATES: Final[dict[Tab, tuple[RequestState, ...]]] = {
    Tab.UNASSIGNED: WAITS,
    Tab.MINE: (RequestState.IN_REVIEW,),
    Tab.WAITING: (RequestState.OFFICE_CANCELLED, RequestState.NEEDS_INFO),
    Tab.DUE: WAITS,
    Tab.DONE: (RequestState.SCHEDULED, *(one for one in RequestState if one not in OPEN)),
}


@dataclass(frozen=True, slots=True)
class Filters:
    reason: str = ""
    office_id: UUID | None = None
    language: str = ""
    text: str = ""
    """A reference number, a receipt number, or the beginnings of names; in all queues."""


def in_tab(tab: Tab, actor: Actor, now: datetime, wall: datetime) -> ColumnElement[bool]:
    return or_(*[and_(*part) for part in parts_of(tab, actor, now, wall)])


def parts_of(tab: Tab, actor: Actor, now: datetime, wall: datetime) -> list[Where]:
    """State by state: each is read from its index in the order that is wanted, and only as far as
    a page needs."""
    return [_part(tab, state, actor, now, wall) for state in STATES[tab]]


def _part(tab: Tab, state: RequestState, actor: Actor, now: datetime, wall: datetime) -> Where:
    request = AppointmentRequest
    part: Where = [col(request.state) == state]
    match tab:
        case Tab.UNASSIGNED if state is RequestState.IN_REVIEW:
            over = col(request.claimed_until) <= wall
            part.append(or_(col(request.claimed_until).is_(None), over))
        case Tab.MINE:
            part.append(col(request.claimed_by) == actor.account_id)
            part.append(col(request.claimed_until) > wall)
        case Tab.DUE:
            part.append(col(request.due_at) <= end_of_day(eastern_date(now)))
    return part


def seen_by(session: Session, actor: Actor) -> Where:
    """As `desk.may_see`; but the officer's own, few and mostly none, are looked up before, so that
    lists and counts are read from their indexes alone."""
    request = AppointmentRequest
    asked = select(request.id).where(col(request.account_id) == actor.account_id)
    about = select(request.id).where(col(request.case_id).in_(own_cases(actor)))
    # one query for each index: with OR, PostgreSQL reads all requests
    own = session.execute(union(asked, about)).scalars().all()
    seen: Where = []
    if actor.role not in SEES_PROTECTED:
        seen.append(col(request.protected).is_(False))
    if own:
        seen.append(col(request.id).not_in(own))
    return seen


def filtered(filters: Filters) -> Where:
    request = AppointmentRequest
    where: Where = []
    if filters.reason in set(RequestReason):
        where.append(col(request.reason) == filters.reason)
    if filters.office_id is not None:
        where.append(col(request.office_id) == filters.office_id)
    if filters.language:
        where.append(col(request.language) == filters.language)
    return where


def found_by(typed: str) -> Where:
    """A protected person is never found by name: that would tell who a masked row is."""
    request = AppointmentRequest
    if reference := parse_reference(typed):
        return [col(request.reference) == reference]
    if receipt := parse_receipt_number(typed):
        case = select(Case.id).where(Case.receipt_number == receipt)
        return [col(request.case_id).in_(case)]
    name = " " + col(request.search_name)
    words = [name.contains(f" {one}", autoescape=True) for one in search_name(typed).split()]
    named = select(request.id).where(col(request.protected).is_(False), *words).limit(MOST_NAMED)
    found: Any = named.subquery()
    return [col(request.id).in_(select(found))]


def counts(
    session: Session, actor: Actor, seen: Sequence[Any], now: datetime, wall: datetime
) -> dict[str, int]:
    """Of all queues in one statement, without regard to filters: each number from an index. What is
    done is counted to `MOST_DONE` and no further: there is more of it with each year."""
    request = AppointmentRequest

    def many(*where: Any) -> Any:
        return select(func.count()).select_from(request).where(*where, *seen).scalar_subquery()

    def of(*states: RequestState) -> Any:
        return many(col(request.state).in_(states))

    done = select(literal(1)).where(col(request.state).in_(STATES[Tab.DONE]), *seen)
    some = done.limit(MOST_DONE).subquery()
    leased = (col(request.state) == RequestState.IN_REVIEW, col(request.claimed_until) > wall)
    today = end_of_day(eastern_date(now))
    numbers: tuple[Any, ...] = (
        of(*WAITS) - many(*leased),
        many(*leased, col(request.claimed_by) == actor.account_id),
        of(*STATES[Tab.WAITING]),
        many(col(request.state).in_(WAITS), col(request.due_at) <= today),
        select(func.count()).select_from(some).scalar_subquery(),
    )
    found = session.execute(select(*numbers)).one()
    return dict(zip((tab.value for tab in Tab), map(int, found), strict=True))
