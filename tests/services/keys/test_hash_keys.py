"""The hash key changes: what was hashed before is found as long as anybody may look for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Actor, Client, Role
from cx_app.gateways import clock
from cx_app.models import Account, Attempt, Lock, Person
from cx_app.security.csrf import csrf_matches, csrf_token
from cx_app.services.access_codes.redeem import Claim, Redeemed, Refused, redeem
from cx_app.services.access_codes.request import Asked, request_code
from cx_app.services.cases.staff import Search, find_cases
from cx_app.services.identity.sessions import end_session, find_session, open_session
from cx_app.services.keys import rotation
from cx_app.services.keys.columns import HASH
from cx_app.services.keys.status import Standing
from tests import factories
from tests.keys import keys, removable, state

pytestmark = pytest.mark.usefixtures("database")
BEFORE, BOTH, AFTER = ("k1", "h1"), ("k1", "h2 h1"), ("k1", "h2")
WRONG = "23456789ABCD"


@pytest.fixture
def filing() -> factories.Filing:
    with keys(*BEFORE), db.write() as session:
        return factories.filing(session)


def mailed(filing: factories.Filing) -> None:
    """Its letter has left: nobody can read the code any more."""
    with db.write() as session:
        code = session.merge(filing.code)
        code.code = None


def wrong_code(actor: Actor, filing: factories.Filing) -> Redeemed | Refused:
    with db.write() as session:
        claim = Claim(filing.case.receipt_number, WRONG, filing.claim.birth_date)
        return redeem(session, actor, claim)


def rotate() -> None:
    rotation.begin()
    rotation.carry_on()


def pass_days(days: int) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(days=days))


def test_a_code_that_was_mailed_before_is_redeemed_after(filing: factories.Filing) -> None:
    mailed(filing)
    with keys(*BOTH):
        rotate()
        assert state(HASH, "h1").standing is Standing.NEEDED
        assert state(HASH, "h1").until == filing.code.valid_until
        with db.write() as session:
            assert redeem(session, filing.actor, filing.claim) == Redeemed(filing.case.id)
        assert removable() == {"h1"}


def test_a_code_that_is_still_to_be_mailed_moves(filing: factories.Filing) -> None:
    with keys(*BOTH):
        rotate()
        assert removable() == {"h1"}
    with keys(*AFTER), db.write() as session:
        assert redeem(session, filing.actor, filing.claim) == Redeemed(filing.case.id)


def test_a_code_needs_its_key_to_the_end_of_its_last_day(filing: factories.Filing) -> None:
    mailed(filing)
    with keys(*BOTH):
        rotate()
        pass_days(89)
        assert removable() == set()
        pass_days(2)
        assert removable() == {"h1"}
    with keys(*AFTER), db.write() as session:
        assert redeem(session, filing.actor, filing.claim) == Refused()


def test_a_person_is_found_by_what_was_hashed_before_and_after(filing: factories.Filing) -> None:
    def found() -> int:
        officer = factories.Actor(filing.account.id, Role.OFFICER)
        search = Search(name="Dolores Reyes-Méndez", birth_date=factories.BORN)
        with db.write() as session:
            return len(find_cases(session, officer, search))

    with keys(*BOTH):
        assert found() == 1
        rotate()
        assert found() == 1
    mailed(filing)
    pass_days(100)
    with keys(*BOTH):
        assert removable() == {"h1"}
    with keys(*AFTER):
        assert found() == 1


def test_failed_tries_of_before_still_count(filing: factories.Filing) -> None:
    with keys(*BEFORE):
        for _ in range(4):
            assert wrong_code(filing.actor, filing) == Refused()
    with keys(*BOTH):
        paused = wrong_code(filing.actor, filing)
        assert isinstance(paused, Refused)
        assert paused.locked_until is not None
        with db.read() as session:
            under = {one.subject_hash[:3] for one in session.exec(select(Attempt))}
        assert under == {"h1:", "h2:"}


def test_a_pause_of_before_still_holds_and_ends_as_it_should(filing: factories.Filing) -> None:
    with keys(*BEFORE):
        for _ in range(5):
            wrong_code(filing.actor, filing)
    with keys(*BOTH):
        with db.write() as session:
            paused = redeem(session, filing.actor, filing.claim)
        assert isinstance(paused, Refused)
        assert paused.locked_until is not None
        rotate()
        assert removable() == set()
        pass_days(2)
        assert removable() == {"h1"}
    with keys(*AFTER), db.write() as session:
        assert session.exec(select(Lock)).first() is not None
        assert redeem(session, filing.actor, filing.claim) == Redeemed(filing.case.id)


def test_who_asked_before_has_asked(filing: factories.Filing) -> None:
    def ask() -> object:
        with db.write() as session:
            number, born = filing.case.receipt_number, filing.claim.birth_date
            return request_code(session, filing.actor, number, born)

    with keys(*BEFORE):
        first = ask()
    with keys(*BOTH):
        again = ask()
        assert isinstance(first, Asked)
        assert again == Asked(first.asked_at, again=True)
        rotate()
        assert removable() == set()
        pass_days(31)
        assert removable() == {"h1"}


def test_a_page_that_is_open_since_before_can_still_sign_out() -> None:
    with keys(*BEFORE), db.write() as session:
        account = factories.account(session)
        token, row = open_session(session, account, Client.PEOPLE, "")
        form = csrf_token(str(row.id))
    with keys(*BOTH):
        rotate()
        assert csrf_matches(str(row.id), form)
        assert removable() == set()
        assert state(HASH, "h1").until == row.expires_at
        with db.write() as session:
            signed_in = find_session(session, token, "")
            assert signed_in
            end_session(session, signed_in.actor, "signed_out")
        assert removable() == {"h1"}


def test_a_person_without_an_a_number_has_none_to_hash(filing: factories.Filing) -> None:
    with keys(*BOTH):
        rotate()
        with db.read() as session:
            person = session.get_one(Person, filing.person.id)
            account = session.get_one(Account, filing.account.id)
        assert (person.a_number_hash, person.birth_date_hash[:3]) == (None, "h2:")
        assert account.email == filing.account.email
