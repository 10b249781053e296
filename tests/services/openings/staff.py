"""Staff who open cases, for tests about what becomes of it."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.models import Case, CaseOpening
from cx_app.services.audit.activity import activity
from cx_app.services.cases.staff import ReasonNeeded, StaffCase, open_case
from tests import factories
from tests.factories import Filing, actor_for


def staff(role: Role = Role.OFFICER) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session), role)


def linked_filing() -> Filing:
    """A filing whose person has added it to their account."""
    with db.write() as session:
        made = factories.filing(session)
        factories.link(session, made.account, made.party)
        return made


def opens(
    actor: Actor, case: Case, reason: OpeningReason | None = OpeningReason.WORK
) -> StaffCase | ReasonNeeded:
    with db.write() as session:
        return open_case(session, actor, case.id, reason)


def openings() -> list[CaseOpening]:
    with db.read() as session:
        return list(session.exec(select(CaseOpening).order_by(CaseOpening.at, CaseOpening.id)))


def later(**by: float) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(**by))


def reads(filing: Filing) -> list[str]:
    """What the person of the filing reads under their activity."""
    with db.read() as session:
        return [line.what for line in activity(session, filing.actor).lines]
