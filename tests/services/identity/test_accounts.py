"""Accounts as sign-ins make and keep them."""

from __future__ import annotations

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Client
from cx_app.gateways.identity_provider import Identity, Reason, Trip
from cx_app.models import Account, AuditEntry
from cx_app.services.identity.sessions import find_session
from cx_app.services.identity.sign_in import Opened, Returned, finish

pytestmark = pytest.mark.usefixtures("database")
ISSUER = "http://localhost:3001"
NETWORK = "192.0.2.7"


def who(subject: str = "somebody", issuer: str = ISSUER, name: str = "Ana") -> Identity:
    return Identity(issuer, subject, "ana@example.org", True, name, "es-MX")


def sign_in(identity: Identity, client: Client = Client.PEOPLE, old: str = "") -> Opened | Reason:
    returned = Returned(client, Trip("s", "n", "v"), "", "en")
    with db.write() as session:
        return finish(session, identity, returned, NETWORK, old)


def only_account() -> Account:
    with db.read() as session:
        return session.exec(select(Account)).one()


def test_the_first_sign_in_makes_one() -> None:
    assert isinstance(sign_in(who()), Opened)
    account = only_account()
    assert (account.issuer, account.subject, account.name) == (ISSUER, "somebody", "Ana")
    assert (account.email, account.email_verified) == ("ana@example.org", True)
    assert account.email_sealed is not None
    assert "ana" not in account.email_sealed
    assert account.language == "es"


def test_the_same_subject_of_another_issuer_is_somebody_else() -> None:
    sign_in(who())
    sign_in(who(issuer="https://other.example"))
    with db.read() as session:
        assert len(session.exec(select(Account)).all()) == 2


def test_a_provider_that_tells_no_name_erases_none() -> None:
    sign_in(who())
    sign_in(who(name=""))
    assert only_account().name == "Ana"


def test_a_refused_newcomer_is_known_and_on_record() -> None:
    assert sign_in(who(), Client.STAFF) is Reason.NOT_STAFF
    account = only_account()
    with db.read() as session:
        entry = session.exec(select(AuditEntry)).one()
    assert (entry.action, entry.outcome) == ("session.open", "not_staff")
    assert (entry.account_id, entry.network) == (account.id, NETWORK)


def test_a_refusal_leaves_the_session_of_this_browser_alone() -> None:
    mine = sign_in(who())
    assert isinstance(mine, Opened)
    assert sign_in(who(), Client.STAFF, mine.token) is Reason.NOT_STAFF
    with db.read() as session:
        assert find_session(session, mine.token, NETWORK) is not None
