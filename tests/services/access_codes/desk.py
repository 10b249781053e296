"""What tests of the officers' desk share: requests that wait, officers, and cases open to them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.models import CodeRequest
from cx_app.services.access_codes.case_file import CodesOfCase, open_codes
from cx_app.services.access_codes.request import request_code
from cx_app.services.cases.staff import ReasonNeeded
from tasks.access_codes import match
from tasks.decisions import leave
from tests import factories
from tests.factories import Filing, actor_for


def filed(**facts: object) -> Filing:
    with db.write() as session:
        return factories.filing(session, **facts)


def staff(role: Role = Role.OFFICER) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session, roles=(role,)), role)


def someone(role: Role = Role.APPLICANT) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session), role)


def asks(filing: Filing, actor: Actor | None = None) -> CodeRequest:
    """Somebody asks for a code of the filing, and the task looks it up."""
    with db.write() as session:
        request_code(session, actor or filing.actor, filing.case.receipt_number, factories.BORN)
    match()
    return newest()


def newest() -> CodeRequest:
    with db.read() as session:
        request = session.exec(select(CodeRequest).order_by(col(CodeRequest.id).desc())).first()
    assert request is not None
    return request


def moved_lately(filing: Filing) -> Filing:
    with db.write() as session:
        person = session.merge(filing.person)
        person.residence_changed_at = clock.business(session) - timedelta(days=3)
    return filing


def opens(actor: Actor, case_id: UUID, said: OpeningReason | None = None) -> CodesOfCase:
    with db.write() as session:
        opened = open_codes(session, actor, case_id, said)
    assert not isinstance(opened, ReasonNeeded)
    return opened


def advance(**by: float) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(**by))


def too_late_to_undo() -> int:
    """The minute is over: what was decided leaves. Returns how many decisions did."""
    advance(seconds=60)
    return leave()
