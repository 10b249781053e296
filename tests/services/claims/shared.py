"""A case that two accounts have as the same person, and officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import select

from cx_app import database as db
from cx_app.domain.code_claims import DecisionAnswer, Ground, Reason
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import CaseLink, ClaimDispute, InboxMessage
from cx_app.services.cases.access import may_act
from cx_app.services.claims.desk import decide
from cx_app.services.claims.dispute import Disputed, dispute
from tests import factories
from tests.factories import Filing, actor_for


@dataclass(frozen=True)
class Shared:
    filing: Filing
    link: CaseLink
    """Of the account that the filing is of."""
    other: Actor
    other_link: CaseLink

    @property
    def actor(self) -> Actor:
        return self.filing.actor


def shared(**facts: object) -> Shared:
    with db.write() as session:
        filing = factories.filing(session, **facts)
        link = factories.link(session, filing.account, filing.party)
        other = factories.account(session)
        return Shared(filing, link, actor_for(other), factories.link(session, other, filing.party))


def disputes_it(one: Shared, ground: Ground = Ground.UNKNOWN) -> Disputed:
    with db.write() as session:
        return dispute(session, one.actor, one.filing.case.id, one.other_link.id, ground)


def disputes_back(one: Shared) -> Disputed:
    with db.write() as session:
        return dispute(session, one.other, one.filing.case.id, one.link.id, Ground.UNKNOWN)


def stored() -> ClaimDispute:
    with db.read() as session:
        return session.exec(select(ClaimDispute)).one()


def acts(one: Shared, actor: Actor) -> bool:
    with db.read() as session:
        return may_act(session, actor, one.filing.case.id)


def officer(role: Role = Role.OFFICER) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session), role)


def decides(who: Actor, reason: Reason, dispute_id: UUID | None = None) -> DecisionAnswer:
    with db.write() as session:
        return decide(session, who, dispute_id or stored().id, reason)


def later(days: int) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(days=days))


def told(actor: Actor) -> list[str]:
    with db.read() as session:
        rows = session.exec(
            select(InboxMessage)
            .where(InboxMessage.account_id == actor.account_id)
            .order_by(InboxMessage.at, InboxMessage.id)
        )
        return [row.kind for row in rows]
