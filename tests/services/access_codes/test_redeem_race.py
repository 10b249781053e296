"""Many at the same instant: exactly one wins, and every failed try is counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Actor
from cx_app.models import AccessCode, CaseLink
from cx_app.services.access_codes.redeem import Claim, Redeemed, Refused, redeem
from tests import factories
from tests.factories import actor_for
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
AT_ONCE = 8


def attempt(actor: Actor, claim: Claim) -> Callable[[], Redeemed | Refused]:
    def act() -> Redeemed | Refused:
        with db.write() as session:
            return redeem(session, actor, claim)

    return act


@pytest.fixture
def rounds(soak: bool) -> int:
    return 200 if soak else 20


@pytest.fixture
def at_once(soak: bool) -> int:
    return 64 if soak else AT_ONCE


def test_of_many_accounts_with_one_code_exactly_one_wins(rounds: int, at_once: int) -> None:
    for _ in range(rounds):
        with db.write() as session:
            filing = factories.filing(session)
            actors = [actor_for(factories.account(session)) for _ in range(at_once)]
        answers = together(*(attempt(actor, filing.claim) for actor in actors))
        assert answers.count(Redeemed(filing.case.id)) == 1
        assert answers.count(Refused()) == at_once - 1
        with db.read() as session:
            links = session.exec(select(CaseLink).where(CaseLink.case_id == filing.case.id)).all()
            code = session.get_one(AccessCode, filing.code.id)
            assert [link.account_id for link in links] == [code.redeemed_by]
