"""A trip to the identity provider: burned on return, for one browser, for a short time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Client, Role
from cx_app.gateways import clock
from cx_app.gateways.identity_provider import Identity, Reason, SignInError
from cx_app.models import Account, PortalSession, SignInAttempt
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.identity.grants import grant
from cx_app.services.identity.sessions import find_session
from cx_app.services.identity.sign_in import (
    MAX_PATH,
    Begun,
    Opened,
    Returned,
    begin,
    burn,
    check_return,
    finish,
    local_path,
)
from tests.together import together

with_database = pytest.mark.usefixtures("database")


def start(client: Client = Client.PEOPLE, next_path: str = "/account") -> Begun:
    with db.write() as session:
        return begin(session, client, next_path, "es")


def come_back(begun: Begun, browser: str | None = None) -> Returned:
    with db.write() as session:
        attempt = burn(session, begun.trip.state)
    token = begun.browser_token if browser is None else browser
    return check_return(attempt, begun.trip.state, token)


def reason_of(begun: Begun, browser: str | None = None) -> Reason:
    with pytest.raises(SignInError) as refused:
        come_back(begun, browser)
    return refused.value.reason


def identity(subject: str = "s-1", *, verified: bool = True) -> Identity:
    return Identity(
        issuer="http://localhost:3001",
        subject=subject,
        email=f"{subject}@example.org",
        email_verified=verified,
        name="Maria",
        language="es-MX",
    )


@with_database
def test_who_comes_back_finds_the_trip_as_it_began() -> None:
    begun = start()
    assert come_back(begun) == Returned(Client.PEOPLE, begun.trip, "/account", "es")


@with_database
def test_a_state_comes_back_once() -> None:
    begun = start()
    come_back(begun)
    assert reason_of(begun) is Reason.EXPIRED


@with_database
def test_another_browser_is_refused_and_burns_the_state() -> None:
    begun = start()
    assert reason_of(begun, "another") is Reason.MISMATCH
    assert reason_of(begun) is Reason.EXPIRED


@with_database
def test_a_trip_may_take_15_minutes() -> None:
    left = clock.wall()
    with time_machine.travel(left, tick=False):
        slow, slower = start(), start()
    with time_machine.travel(left + timedelta(minutes=15), tick=False):
        assert come_back(slow)
    with time_machine.travel(left + timedelta(minutes=15, seconds=1), tick=False):
        assert reason_of(slower) is Reason.EXPIRED


@with_database
def test_of_two_returns_at_once_one_counts() -> None:
    for _ in range(10):
        begun = start()

        def take(state: str = begun.trip.state) -> bool:
            with db.write() as session:
                return burn(session, state) is not None

        assert sorted(together(take, take)) == [False, True]


@with_database
def test_nothing_of_the_trip_is_kept_in_the_clear() -> None:
    begun = start()
    with db.read() as session:
        kept = str(session.exec(select(SignInAttempt)).one().model_dump())
    for secret in (begun.trip.state, begun.trip.verifier, begun.browser_token):
        assert secret not in kept


@with_database
def test_trips_that_nobody_came_back_from_are_swept() -> None:
    with time_machine.travel(clock.wall() - timedelta(days=2), tick=False):
        start()
    start()
    with db.read() as session:
        assert len(session.exec(select(SignInAttempt)).all()) == 1


@with_database
def test_the_same_subject_is_the_same_account_whatever_its_email() -> None:
    for _ in range(2):
        with db.write() as session:
            finish(session, identity(), come_back_in(session), "net")
    with db.write() as session:
        other = identity("s-2")
        finish(session, other, come_back_in(session), "net")
    with db.read() as session:
        accounts = session.exec(select(Account)).all()
    assert {account.subject for account in accounts} == {"s-1", "s-2"}
    assert len(accounts) == 2
    assert {account.language for account in accounts} == {"es"}


@with_database
def test_an_address_that_is_no_longer_verified_is_no_longer_verified_here() -> None:
    for verified in (True, False):
        with db.write() as session:
            finish(session, identity(verified=verified), come_back_in(session), "net")
    with db.read() as session:
        assert session.exec(select(Account)).one().email_verified is False


@with_database
def test_the_staff_sign_in_is_for_staff_alone() -> None:
    with db.write() as session:
        returned = come_back_in(session, Client.STAFF)
        assert finish(session, identity(), returned, "net") is Reason.NOT_STAFF
    with db.write() as session:
        account = session.exec(select(Account)).one()
        assert session.exec(select(PortalSession)).all() == []
        grant(session, SYSTEM_ACTOR, account, Role.OFFICER, "tests")
        opened = finish(session, identity(), come_back_in(session, Client.STAFF, ""), "net")
    assert isinstance(opened, Opened)
    assert opened.path == "/officer"


@with_database
def test_signing_in_again_in_a_browser_ends_its_old_session() -> None:
    with db.write() as session:
        first = finish(session, identity(), come_back_in(session), "net")
        assert isinstance(first, Opened)
        second = finish(session, identity("s-2"), come_back_in(session), "net", first.token)
        assert isinstance(second, Opened)
    with db.read() as session:
        assert find_session(session, first.token, "net") is None
        assert find_session(session, second.token, "net") is not None
        reasons = session.exec(select(PortalSession.end_reason)).all()
    assert sorted(reasons, key=str) == [None, "signed_in_again"]


@with_database
def test_two_tabs_of_a_browser_may_sign_in_at_once() -> None:
    one = start()
    with db.write() as session:
        two = begin(session, Client.PEOPLE, "/account", "en", one.browser_token)
    assert two.browser_token == one.browser_token
    assert come_back(one)
    assert come_back(two)


@with_database
@pytest.mark.parametrize("given", ["", "short", "x" * 44, "ñ" * 43])
def test_a_browser_cannot_bring_a_token_of_its_own_making(given: str) -> None:
    with db.write() as session:
        assert begin(session, Client.PEOPLE, "", "en", given).browser_token != given


def come_back_in(session, client: Client = Client.PEOPLE, path: str = "/account") -> Returned:
    begun = begin(session, client, path, "es")
    session.flush()
    return check_return(burn(session, begun.trip.state), begun.trip.state, begun.browser_token)


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "evil.example/",
        "javascript:alert(1)",
        "/ok\r\nSet-Cookie: a=b",
        "/a\\b",
        "\t/account",
        "/" + "a" * MAX_PATH,
        "/account/../x",
        "/./x",
        "/a//b",
        "/sign-in",
        "/es/sign-out?x=1",
        "/staff/sign-in",
        "",
    ],
)
def test_the_way_back_never_leads_elsewhere(path: str) -> None:
    assert local_path(path) == ""


@pytest.mark.parametrize("path", ["/", "/account", "/es/account/cases/add?x=1#y", "/officer"])
def test_the_way_back_leads_to_our_pages(path: str) -> None:
    assert local_path(path) == path


@given(st.text(max_size=50))
def test_no_text_at_all_leads_elsewhere(path: str) -> None:
    kept = local_path(path)
    assert kept in ("", path)
    assert not kept.startswith(("//", "/\\"))
    assert kept == "" or (kept[0] == "/" and kept.isascii() and kept.isprintable())
