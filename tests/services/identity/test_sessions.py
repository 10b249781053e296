"""Sessions: 30 minutes idle, 12 hours at most, ended at once when they are ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Client, Role
from cx_app.gateways import clock
from cx_app.models import Account, AuditEntry, PortalSession, RoleGrant
from cx_app.services.identity.sessions import (
    SignedIn,
    end_all_sessions,
    end_session,
    find_session,
    needs_note,
    note_activity,
    open_session,
    role_of,
)
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
START = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
IDLE = timedelta(minutes=30)
AT_MOST = timedelta(hours=12)
MOMENT = timedelta(seconds=1)


@pytest.fixture
def time() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(START, tick=False) as travelled:
        yield travelled


@pytest.fixture
def account(database: str) -> Account:
    with db.write() as session:
        return factories.account(session)


def sign_in(account: Account, client: Client = Client.PEOPLE) -> str:
    with db.write() as session:
        token, _row = open_session(session, account, client, "203.0.113.7")
        return token


def find(token: str) -> SignedIn | None:
    with db.read() as session:
        return find_session(session, token, "203.0.113.7")


def act(token: str) -> None:
    found = find(token)
    assert found is not None
    assert found.actor.session_id is not None
    with db.write() as session:
        note_activity(session, found.actor.session_id)


def test_a_new_session_is_found_by_its_token_alone(
    account: Account, time: time_machine.Coordinates
) -> None:
    token = sign_in(account)
    found = find(token)
    assert found is not None
    assert (found.actor.account_id, found.actor.role) == (account.id, Role.APPLICANT)
    assert found.ends_at == START + IDLE
    assert found.session_ends_at == START + AT_MOST
    assert find(token + "x") is None
    assert find("") is None


def test_only_a_hash_of_the_token_is_kept(account: Account) -> None:
    token = sign_in(account)
    with db.read() as session:
        assert token not in str(session.exec(select(PortalSession)).one().model_dump())


def test_30_minutes_without_doing_anything_end_it(
    account: Account, time: time_machine.Coordinates
) -> None:
    token = sign_in(account)
    time.move_to(START + IDLE - MOMENT)
    assert find(token) is not None
    time.move_to(START + IDLE)
    assert find(token) is None


def test_doing_something_pushes_the_end_out_but_never_past_12_hours(
    account: Account, time: time_machine.Coordinates
) -> None:
    token = sign_in(account)
    for n in range(1, 29):
        time.move_to(START + n * timedelta(minutes=25))
        act(token)
    time.move_to(START + AT_MOST - MOMENT)
    found = find(token)
    assert found is not None
    assert found.ends_at == START + AT_MOST
    time.move_to(START + AT_MOST)
    assert find(token) is None


def test_looking_at_a_session_does_not_push_its_end_out(
    account: Account, time: time_machine.Coordinates
) -> None:
    token = sign_in(account)
    for n in range(1, 30):
        time.move_to(START + n * timedelta(minutes=1))
        assert find(token) is not None
    time.move_to(START + IDLE)
    assert find(token) is None


def test_activity_is_worth_a_row_only_now_and_then(
    account: Account, time: time_machine.Coordinates
) -> None:
    found = find(sign_in(account))
    assert found is not None
    assert not needs_note(found, START + timedelta(seconds=20))
    assert needs_note(found, START + timedelta(seconds=21))


def test_a_session_that_ended_does_not_come_back(account: Account) -> None:
    token, other = sign_in(account), sign_in(account)
    found = find(token)
    assert found is not None
    with db.write() as session:
        end_session(session, found.actor, "signed_out")
    assert find(token) is None
    assert find(other) is not None
    with db.write() as session:
        assert found.actor.session_id is not None
        note_activity(session, found.actor.session_id)
    assert find(token) is None


def test_all_sessions_of_one_account_can_be_revoked(account: Account) -> None:
    tokens = [sign_in(account) for _ in range(3)]
    with db.write() as session:
        other = factories.account(session)
    theirs = sign_in(other)
    with db.write() as session:
        assert end_all_sessions(session, account.id, "revoked") == 3
        assert end_all_sessions(session, account.id, "revoked") == 0
    assert [find(token) for token in tokens] == [None] * 3
    assert find(theirs) is not None
    with db.read() as session:
        reasons = session.exec(
            select(PortalSession.end_reason).where(PortalSession.account_id == account.id)
        ).all()
    assert reasons == ["revoked"] * 3


def test_moving_the_business_clock_signs_nobody_out(account: Account) -> None:
    token = sign_in(account)
    with db.write() as session:
        clock.advance(session, timedelta(days=30))
    assert find(token) is not None


def test_signing_in_and_out_is_on_record(account: Account) -> None:
    found = find(sign_in(account))
    assert found is not None
    with db.write() as session:
        end_session(session, found.actor, "signed_out")
    with db.read() as session:
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [(e.action, e.outcome) for e in entries] == [
        ("session.open", "done"),
        ("session.end", "signed_out"),
    ]
    assert {(e.session_id, e.network) for e in entries} == {(found.actor.session_id, "203.0.113.7")}


@pytest.mark.parametrize(
    ("granted", "people", "staff"),
    [
        ((), Role.APPLICANT, None),
        ((Role.REPRESENTATIVE,), Role.REPRESENTATIVE, None),
        ((Role.PARALEGAL,), Role.PARALEGAL, None),
        ((Role.OFFICER,), Role.APPLICANT, Role.OFFICER),
        ((Role.OFFICER, Role.ADMIN), Role.APPLICANT, Role.ADMIN),
        ((Role.SUPERVISOR, Role.OFFICER), Role.APPLICANT, Role.SUPERVISOR),
        ((Role.OFFICER, Role.REPRESENTATIVE), Role.REPRESENTATIVE, Role.OFFICER),
    ],
)
def test_staff_roles_count_only_through_the_staff_sign_in(
    granted: tuple[Role, ...], people: Role, staff: Role | None
) -> None:
    with db.write() as session:
        account = factories.account(session, roles=granted)
    with db.read() as session:
        assert role_of(session, account.id, Client.PEOPLE) is people
        assert role_of(session, account.id, Client.STAFF) is staff


def test_a_staff_session_without_its_role_is_no_session() -> None:
    with db.write() as session:
        account = factories.account(session, roles=(Role.OFFICER,))
    token, own = sign_in(account, Client.STAFF), sign_in(account)
    before = find(token)
    assert before is not None
    assert (before.actor.role, before.client) == (Role.OFFICER, Client.STAFF)
    with db.write() as session:
        session.exec(select(RoleGrant)).one().ended_at = clock.wall()
    assert find(token) is None
    assert find(own) is not None


def test_nobody_opens_a_staff_session_without_a_staff_role(account: Account) -> None:
    with pytest.raises(PermissionError):
        sign_in(account, Client.STAFF)
