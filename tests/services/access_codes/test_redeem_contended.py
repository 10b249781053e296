"""Contention that reaches across rows: two live codes, one account in many tabs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain import access_codes as rules
from cx_app.domain.access_codes import Scope
from cx_app.models import AccessCode, Attempt, Lock
from cx_app.security.crypto import fingerprint
from cx_app.services.access_codes.redeem import Redeemed, Refused
from tests import factories
from tests.factories import actor_for
from tests.services.access_codes.test_redeem_race import AT_ONCE, attempt
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
ROUNDS = 10
LIMIT = 5


def test_of_two_live_codes_used_at_once_only_one_counts() -> None:
    for _ in range(ROUNDS):
        with db.write() as session:
            filing = factories.filing(session)
            _spare, secret = factories.code(session, filing.party)
            other = actor_for(factories.account(session))
        answers = together(
            attempt(filing.actor, filing.claim),
            attempt(other, replace(filing.claim, code=secret)),
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Redeemed", "Refused"]
        with db.read() as session:
            codes = session.exec(select(AccessCode).where(AccessCode.case_id == filing.case.id))
            assert sum(code.redeemed_at is not None for code in codes) == 1


def test_guesses_made_at_once_are_all_counted_and_pause_the_account() -> None:
    for _ in range(ROUNDS):
        with db.write() as session:
            filing = factories.filing(session)
        guesses = [replace(filing.claim, code=rules.generate()) for _ in range(AT_ONCE)]
        answers = together(*(attempt(filing.actor, guess) for guess in guesses))
        assert all(isinstance(answer, Refused) for answer in answers)
        on_account = fingerprint(str(filing.account.id), f"attempt.{Scope.ACCOUNT}")
        with db.read() as session:
            looked_at = session.exec(select(Attempt).where(Attempt.subject_hash == on_account))
            assert len(looked_at.all()) == LIMIT
            assert session.exec(select(Lock).where(Lock.subject_hash == on_account)).first()


def test_one_account_may_add_two_cases_in_two_tabs_at_once() -> None:
    for _ in range(ROUNDS):
        with db.write() as session:
            one, two = factories.filing(session), factories.filing(session)
        answers = together(attempt(one.actor, one.claim), attempt(one.actor, two.claim))
        assert answers == [Redeemed(one.case.id), Redeemed(two.case.id)]


def test_the_same_tab_sent_twice_links_once() -> None:
    for _ in range(ROUNDS):
        with db.write() as session:
            filing = factories.filing(session)
        answers = together(*[attempt(filing.actor, filing.claim)] * 2)
        assert Redeemed(filing.case.id) in answers
