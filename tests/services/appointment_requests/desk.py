"""Officers at the desk of visits: what they see, claim and decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlmodel import select

from cx_app import database as db
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.models import AppointmentRequest, HeldDecision
from cx_app.services.appointment_requests.claim import claim
from cx_app.services.appointment_requests.cursor import Sort
from cx_app.services.appointment_requests.file import RequestFile, open_request
from cx_app.services.appointment_requests.moves import Made
from cx_app.services.appointment_requests.queue import Filters, Queue, Tab, queue
from cx_app.services.cases.staff import ReasonNeeded
from cx_app.services.decisions.undo import UndoAnswer, undo
from cx_app.services.offices.times import FreeTime, free_times
from tasks.decisions import leave
from tests import factories
from tests.factories import actor_for
from tests.services.appointment_requests.asking import later, stored

NO_FILTERS = Filters()


def staff(role: Role = Role.OFFICER) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session, roles=(role,)), role)


def sees(
    actor: Actor,
    tab: Tab = Tab.UNASSIGNED,
    filters: Filters = NO_FILTERS,
    sort: Sort = Sort.URGENT,
    cursor: str = "",
) -> Queue:
    with db.read() as session:
        return queue(session, actor, tab, filters, sort, cursor)


def names(found: Queue) -> list[str]:
    return [row.reference.replace("-", "") for row in found.rows]


def opens(actor: Actor, reference: str, said: OpeningReason | None = None) -> RequestFile:
    with db.write() as session:
        opened = open_request(session, actor, reference, said)
    assert not isinstance(opened, ReasonNeeded)
    return opened


def claims(actor: Actor, reference: str) -> UUID:
    with db.write() as session:
        made = claim(session, actor, stored(reference).id)
    assert isinstance(made, Made), made
    return stored(reference).id


def does(act: Callable[..., object], actor: Actor, *what: object, **how: object) -> object:
    with db.write() as session:
        return act(session, actor, *what, **how)


def free(actor: Actor, office_id: UUID) -> list[FreeTime]:
    with db.read() as session:
        return free_times(session, actor, office_id, AppointmentKind.OFFICE)


def change(reference: str, **facts: object) -> None:
    with db.write() as session:
        row = session.exec(
            select(AppointmentRequest).where(AppointmentRequest.reference == reference)
        ).one()
        for name, value in facts.items():
            setattr(row, name, value)
        session.add(row)


def claim_runs_out(reference: str) -> None:
    """As if it had been claimed long ago, on the wall clock."""
    until = stored(reference).claimed_until
    assert until is not None
    change(reference, claimed_until=until - timedelta(hours=1))


def undoes(actor: Actor, reference: str) -> UndoAnswer:
    with db.write() as session:
        held = session.exec(
            select(HeldDecision)
            .where(HeldDecision.subject_id == stored(reference).id)
            .order_by(HeldDecision.id.desc())  # type: ignore[attr-defined]
        ).first()
        assert held is not None
        return undo(session, actor, held.id)


def too_late_to_undo() -> int:
    later(seconds=60)
    return leave()
