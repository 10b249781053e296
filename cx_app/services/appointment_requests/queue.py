"""The officers' desk of requests for a visit: queues, counts, filters, pages. In English.

A page and all counts take the same few statements whatever the number of requests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import union_all
from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.models import Account, AppointmentRequest, Office
from cx_app.services.appointment_requests.cursor import Sort, behind, order_of, place_of_row
from cx_app.services.appointment_requests.queue_row import QueueRow, row_of
from cx_app.services.appointment_requests.queue_where import (
    Filters,
    Tab,
    counts,
    filtered,
    found_by,
    parts_of,
    seen_by,
)
from cx_app.services.cases.staff import require_staff

PAGE: Final = 40


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
    filters: Filters = Filters(),  # noqa: B008
    sort: Sort = Sort.URGENT,
    cursor: str = "",
) -> Queue:
    """One page. Nothing about the actor's own; protected ones only for those who may know of them,
    masked (domain 2.4-6)."""
    require_staff(actor)
    now, wall = clock.business(session), clock.wall()
    seen = seen_by(session, actor)
    parts = [found_by(filters.text)] if filters.text else parts_of(tab, actor, now, wall)
    narrow = [*seen, *filtered(filters), *behind(sort, cursor)]
    ids = union_all(*[_first([*part, *narrow], sort) for part in parts]).cte("found")
    rows = session.exec(
        select(AppointmentRequest, Office.name, Account.name)
        .join(ids, ids.c.id == AppointmentRequest.id)
        .join(Office, col(Office.id) == AppointmentRequest.office_id)
        .outerjoin(Account, col(Account.id) == AppointmentRequest.claimed_by)
        .order_by(*order_of(sort))
        .limit(PAGE + 1)
    ).all()
    shown = rows[:PAGE]
    return Queue(
        rows=[row_of(request, office, who, actor, now, wall) for request, office, who in shown],
        counts=counts(session, actor, seen, now, wall),
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


def _first(where: list[Any], sort: Sort) -> Any:
    """As many as a page may need of it, from its index."""
    part = select(AppointmentRequest.id).where(*where).order_by(*order_of(sort)).limit(PAGE + 1)
    return select(part.subquery())
