"""A new code in the place of an old one: who may, what becomes of both, and only once."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import AccessCode, AuditEntry, CodeRequest, OutboxMessage
from cx_app.services.access_codes.redeem import Redeemed, Refused, redeem
from cx_app.services.access_codes.reissue import reissue
from cx_app.services.audit.record import SYSTEM_ACTOR
from tests import factories
from tests.factories import Filing, actor_for
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def make(**facts: object) -> Filing:
    with db.write() as session:
        return factories.filing(session, **facts)


def officer(role: Role = Role.OFFICER) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session, roles=(role,)), role)


def put_new(actor: Actor, code_id: UUID) -> AccessCode | None:
    with db.write() as session:
        code = session.get_one(AccessCode, code_id)
        return reissue(session, actor, code, "letter_spoilt", clock.business(session))


def test_the_old_code_ends_and_the_new_one_says_what_it_replaces() -> None:
    filing = make()
    fresh = put_new(officer(), filing.code.id)
    assert fresh is not None
    with db.read() as session:
        old = session.get_one(AccessCode, filing.code.id)
        letters = session.exec(
            select(OutboxMessage.code_id).where(OutboxMessage.kind == Kind.ACCEPTANCE_NOTICE)
        ).all()
    assert (fresh.replaces_id, fresh.party_id) == (old.id, filing.party.id)
    assert (old.void_reason, old.code_sealed) == ("letter_spoilt", None)
    assert letters == [fresh.id]
    with db.write() as session:
        assert redeem(session, filing.actor, filing.claim) == Refused()


def test_a_request_goes_on_with_the_new_code() -> None:
    filing = make()
    with db.write() as session:
        session.add(
            CodeRequest(
                account_id=filing.account.id,
                receipt_hash="x",
                state="issued",
                requested_at=clock.business(session),
                code_id=filing.code.id,
            )
        )
    fresh = put_new(SYSTEM_ACTOR, filing.code.id)
    with db.read() as session:
        assert fresh is not None
        assert session.exec(select(CodeRequest.code_id)).one() == fresh.id


def test_of_two_at_the_same_instant_one_reissues() -> None:
    for _ in range(5):
        code_id = make().code.id
        made = together(*(partial(put_new, who, code_id) for who in (officer(), officer())))
        assert sum(code is not None for code in made) == 1


def test_a_used_code_is_not_reissued() -> None:
    filing = make()
    with db.write() as session:
        assert isinstance(redeem(session, filing.actor, filing.claim), Redeemed)
    assert put_new(officer(), filing.code.id) is None
    with db.read() as session:
        outcomes = session.exec(
            select(AuditEntry.outcome).where(AuditEntry.action == "access_code.void")
        ).all()
    assert outcomes == ["too_late"]


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REPRESENTATIVE, Role.PARALEGAL])
def test_only_staff_reissue(role: Role) -> None:
    filing = make()
    with pytest.raises(Forbidden):
        put_new(officer(role), filing.code.id)


def test_nobody_reissues_on_their_own_case() -> None:
    filing = make()
    with db.write() as session:
        account = factories.account(session, roles=(Role.OFFICER,))
        factories.link(session, account, filing.party)
    with pytest.raises(Forbidden):
        put_new(actor_for(account, Role.OFFICER), filing.code.id)
