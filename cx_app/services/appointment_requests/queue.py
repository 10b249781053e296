"""The officers' desk of requests for a visit: queues, counts, filters, pages. In English.

A page of a queue and all counts are two questions, whatever the number of requests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case
from sqlmodel import Session, col, func, select

from cx_app.domain.appointment_requests import OPEN, RequestReason, RequestState
from cx_app.domain.business_time import eastern_date, end_of_day
from cx_app.domain.identity import Actor
from cx_app.domain.people import search_name
from cx_app.domain.receipts import parse_receipt_number
from cx_app.domain.references import parse_reference
from cx_app.gateways import clock
from cx_app.models import Account, AppointmentRequest, Case, Office
from cx_app.services.appointment_requests.cursor import Sort, behind, order_of, place_of_row
from cx_app.services.appointment_requests.desk import may_see
from cx_app.services.appointment_requests.queue_row import QueueRow, row_of
from cx_app.services.cases.staff import require_staff

PAGE: Final = 40
WAITS: Final = (RequestState.SUBMITTED, RequestState.IN_REVIEW)
DONE: Final = (
    *(state for state in RequestState if state not in OPEN),
    RequestState.SCHEDULED,
)


class Tab(StrEnum):
    UNASSIGNED = "unassigned"
    MINE = "mine"
    WAITING = "waiting"
    """For the person: a question, or another time after a closure."""
    DUE = "due"
    """To be answered today, and what is late, whoever has it."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Filters:
    reason: str = ""
    office_id: UUID | None = None
    language: str = ""
    text: str = ""
    """A reference number, a receipt number, or the beginnings of names; in all queues."""


@dataclass(frozen=True, slots=True)
class Queue:
    rows: list[QueueRow] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    next: str = ""
    """The cursor of the next page, empty on the last one."""


def queue(
    session: Session,
    actor: Actor,
    tab: Tab,
    filters: Filters = Filters(),
    sort: Sort = Sort.URGENT,
    cursor: str = "",
) -> Queue:
    """One page. Nothing about the actor's own; protected ones only for those who may know of them,
    masked (domain 2.4-6)."""
    require_staff(actor)
    now, wall = clock.business(session), clock.wall()
    seen = may_see(actor)
    where = [*seen, *_filtered(filters)]
    if not filters.text:
        where.append(in_tab(tab, actor, now, wall))
    found = (
        select(AppointmentRequest.id)
        .where(*where, *behind(sort, cursor))
        .order_by(*order_of(sort))
        .limit(PAGE + 1)
        .cte("found")
    )
    rows = session.exec(
        select(AppointmentRequest, Office.name, Account.name)
        .join(found, found.c.id == AppointmentRequest.id)
        .join(Office, col(Office.id) == AppointmentRequest.office_id)
        .outerjoin(Account, col(Account.id) == AppointmentRequest.claimed_by)
        .order_by(*order_of(sort))
    ).all()
    shown = rows[:PAGE]
    return Queue(
        rows=[row_of(request, office, who, actor, now, wall) for request, office, who in shown],
        counts=_counts(session, actor, seen, now, wall),
        next=place_of_row(sort, shown[-1][0]) if len(rows) > PAGE else "",
    )


def offices_with_requests(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """To filter by: (id, name) of offices that anybody asked to visit."""
    require_staff(actor)
    asked = select(AppointmentRequest.office_id).where(AppointmentRequest.office_id == Office.id)
    rows = session.exec(
        select(Office.id, Office.name).where(asked.exists()).order_by(Office.name)
    ).all()
    return [(str(office_id), name) for office_id, name in rows]


def in_tab(tab: Tab, actor: Actor, now: datetime, wall: datetime) -> ColumnElement[bool]:
    request = AppointmentRequest
    leased = and_(col(request.state) == RequestState.IN_REVIEW, col(request.claimed_until) > wall)
    match tab:
        case Tab.UNASSIGNED:
            return and_(col(request.state).in_(WAITS), ~func.coalesce(leased, False))
        case Tab.MINE:
            return and_(leased, col(request.claimed_by) == actor.account_id)
        case Tab.WAITING:
            return col(request.state).in_((RequestState.NEEDS_INFO, RequestState.OFFICE_CANCELLED))
        case Tab.DUE:
            today = end_of_day(eastern_date(now))
            return and_(col(request.state).in_(WAITS), col(request.due_at) <= today)
        case Tab.DONE:
            return col(request.state).in_(DONE)


def _counts(
    session: Session, actor: Actor, seen: list[Any], now: datetime, wall: datetime
) -> dict[str, int]:
    """Of all queues at once, without regard to filters."""
    sums = [
        func.coalesce(func.sum(case((in_tab(tab, actor, now, wall), 1), else_=0)), 0) for tab in Tab
    ]
    counted = session.execute(select(*sums).where(*seen)).one()
    return dict(zip((tab.value for tab in Tab), map(int, counted), strict=True))


def _filtered(filters: Filters) -> list[ColumnElement[bool]]:
    request = AppointmentRequest
    where: list[ColumnElement[bool]] = []
    if filters.reason in set(RequestReason):
        where.append(col(request.reason) == filters.reason)
    if filters.office_id is not None:
        where.append(col(request.office_id) == filters.office_id)
    if filters.language:
        where.append(col(request.language) == filters.language)
    if filters.text:
        where.append(_matches(filters.text))
    return where


def _matches(typed: str) -> ColumnElement[bool]:
    """A protected person is never found by name: that would tell who a masked row is."""
    request = AppointmentRequest
    if reference := parse_reference(typed):
        return col(request.reference) == reference
    if receipt := parse_receipt_number(typed):
        return col(request.case_id).in_(select(Case.id).where(Case.receipt_number == receipt))
    name = " " + col(request.search_name)
    words = search_name(typed).split()
    return and_(
        col(request.protected).is_(False),
        *[name.contains(f" {word}", autoescape=True) for word in words],
    )
