"""Signing in over HTTP: what a browser gets, and what an attacker does not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest
import time_machine

from cx_app.api import sign_in
from cx_app.domain.identity import SIGN_IN_LIMIT
from cx_app.gateways.identity_provider import Oidc, Reason
from cx_app.models import PortalSession, SignInAttempt
from cx_app.security.pace import Pace
from tests import issuer as issuers
from tests.api.journeys import (
    Browser,
    come_back,
    leave,
    living,
    make_officer,
    problem,
    rows,
    run,
    sign,
)
from tests.browser import PORTAL, browser, cookie, leads_to
from tests.issuer import FOREIGN, PLAIN, Issuer, signed

# What differs between databases is tested with the services.
pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]


def test_a_person_signs_in(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        answer = await sign(at, issuer, "/sign-in?next=/account/messages")
        assert leads_to(answer) == f"{PORTAL}/account/messages"
        assert answer.headers["cache-control"] == "no-store"
        session = cookie(answer, "cx_session")
        assert "HttpOnly" in session
        assert "SameSite=lax" in session
        assert "Path=/;" in f"{session};"
        assert "Max-Age=43200" in session
        assert len(at.cookies["cx_session"]) >= 43
        assert "cx_sign_in" not in at.cookies

    run(journey)
    assert len(living()) == 1
    assert rows(SignInAttempt) == []


@pytest.mark.parametrize(("lang", "home"), [("en", "/account"), ("es", "/es/account")])
def test_without_a_page_in_mind_they_come_home(issuer: Issuer, lang: str, home: str) -> None:
    async def journey(at: Browser) -> None:
        assert leads_to(await sign(at, issuer, f"/sign-in?lang={lang}")) == PORTAL + home

    run(journey)


def test_the_trip_is_bound_to_the_browser_by_a_cookie_of_its_own(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        answer = await at.get("/sign-in")
        bound = cookie(answer, "cx_sign_in")
        assert "HttpOnly" in bound
        assert "SameSite=lax" in bound
        assert "Max-Age=900" in bound
        assert answer.headers["cache-control"] == "no-store"
        assert at.cookies["cx_sign_in"] not in leads_to(answer)

    run(journey)


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example", "//evil.example", "/\\evil.example", "/..//evil.example", "/sign-in"],
)
def test_nobody_is_sent_elsewhere_afterwards(issuer: Issuer, wanted: str) -> None:
    async def journey(at: Browser) -> None:
        answer = await sign(at, issuer, f"/sign-in?{urlencode({'next': wanted})}")
        assert leads_to(answer) == f"{PORTAL}/account"

    run(journey)


Attack = Callable[[Browser, Issuer], Awaitable[httpx2.Response]]


async def wrong_state(at: Browser, issuer: Issuer) -> httpx2.Response:
    return await come_back(at, **{**await leave(at, issuer), "state": "s" * 43})


async def no_state(at: Browser, issuer: Issuer) -> httpx2.Response:
    back = await leave(at, issuer)
    return await come_back(at, code=back["code"])


async def replayed(at: Browser, issuer: Issuer) -> httpx2.Response:
    back = await leave(at, issuer)
    await come_back(at, **back)
    at.cookies.clear()
    return await come_back(at, **back)


async def another_browser(at: Browser, issuer: Issuer) -> httpx2.Response:
    back = await leave(at, issuer)
    at.cookies.clear()
    await leave(at, issuer)
    return await come_back(at, **back)


async def no_cookie(at: Browser, issuer: Issuer) -> httpx2.Response:
    back = await leave(at, issuer)
    at.cookies.clear()
    return await come_back(at, **back)


async def another_issuer(at: Browser, issuer: Issuer) -> httpx2.Response:
    return await come_back(at, **await leave(at, issuer), iss="https://evil.example")


async def no_code(at: Browser, issuer: Issuer) -> httpx2.Response:
    return await come_back(at, state=(await leave(at, issuer))["state"])


async def made_up_code(at: Browser, issuer: Issuer) -> httpx2.Response:
    return await come_back(at, **{**await leave(at, issuer), "code": "made-up"})


async def somebody_elses_code(at: Browser, issuer: Issuer) -> httpx2.Response:
    """A code of the attacker's own sign-in, slipped into the victim's."""
    async with browser(list(sign_in.routes)) as attacker:
        code = (await leave(attacker, issuer))["code"]
    return await come_back(at, **{**await leave(at, issuer), "code": code})


async def cancelled(at: Browser, issuer: Issuer) -> httpx2.Response:
    back = await leave(at, issuer)
    return await come_back(at, state=back["state"], error="access_denied")


async def refused(at: Browser, issuer: Issuer) -> httpx2.Response:
    back = await leave(at, issuer)
    return await come_back(at, state=back["state"], error="server_error")


async def cancelled_by_nobody(at: Browser, issuer: Issuer) -> httpx2.Response:
    return await come_back(at, state="s" * 43, error="access_denied")


async def wrong_nonce(at: Browser, issuer: Issuer) -> httpx2.Response:
    issuer.claims = {"nonce": "n" * 43}
    return await sign(at, issuer)


async def wrong_audience(at: Browser, issuer: Issuer) -> httpx2.Response:
    issuer.claims = {"aud": "cx-portal-staff"}
    return await sign(at, issuer)


async def forged(at: Browser, issuer: Issuer) -> httpx2.Response:
    issuer.write = lambda claims: signed(claims, FOREIGN)
    return await sign(at, issuer)


async def not_signed(at: Browser, issuer: Issuer) -> httpx2.Response:
    issuer.write = issuers.unsigned
    return await sign(at, issuer)


async def weak_staff(at: Browser, issuer: Issuer) -> httpx2.Response:
    issuer.claims = {"acr": PLAIN}
    return await sign(at, issuer, "/staff/sign-in")


async def not_staff(at: Browser, issuer: Issuer) -> httpx2.Response:
    return await sign(at, issuer, "/staff/sign-in")


async def provider_gone(at: Browser, issuer: Issuer) -> httpx2.Response:
    issuer.token_answer = (503, b"")
    return await sign(at, issuer)


ATTACKS: list[tuple[Attack, Reason]] = [
    (wrong_state, Reason.EXPIRED),
    (no_state, Reason.EXPIRED),
    (replayed, Reason.EXPIRED),
    (another_browser, Reason.MISMATCH),
    (no_cookie, Reason.MISMATCH),
    (another_issuer, Reason.MISMATCH),
    (no_code, Reason.PROVIDER_REFUSED),
    (made_up_code, Reason.PROVIDER_REFUSED),
    (somebody_elses_code, Reason.PROVIDER_REFUSED),
    (cancelled, Reason.CANCELLED),
    (refused, Reason.PROVIDER_REFUSED),
    (cancelled_by_nobody, Reason.EXPIRED),
    (wrong_nonce, Reason.MISMATCH),
    (wrong_audience, Reason.MISMATCH),
    (forged, Reason.MISMATCH),
    (not_signed, Reason.MISMATCH),
    (weak_staff, Reason.TOO_WEAK),
    (not_staff, Reason.NOT_STAFF),
    (provider_gone, Reason.PROVIDER_AWAY),
]
KEEPS_ITS_STATE = {wrong_state, no_state, another_browser, somebody_elses_code}
"""Attacks after which an attempt that nobody came back from is left, and will do no harm."""


@pytest.mark.parametrize(("attack", "reason"), ATTACKS, ids=[a.__name__ for a, _ in ATTACKS])
def test_an_attack_ends_on_a_page_that_explains(
    issuer: Issuer, attack: Attack, reason: Reason
) -> None:
    async def journey(at: Browser) -> None:
        answer = await attack(at, issuer)
        assert leads_to(answer) == problem(reason)
        assert answer.headers["cache-control"] == "no-store"
        assert "cx_session" not in at.cookies

    run(journey)
    assert len(living()) == (1 if attack is replayed else 0)
    if attack not in KEEPS_ITS_STATE:
        assert rows(SignInAttempt) == []


def test_a_state_is_burned_even_when_the_rest_fails(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        back = await leave(at, issuer)
        issuer.token_answer = (503, b"")
        assert leads_to(await come_back(at, **back)) == problem(Reason.PROVIDER_AWAY)
        issuer.token_answer = None
        assert leads_to(await come_back(at, **back)) == problem(Reason.EXPIRED)
        assert issuer.token_requests == 1

    run(journey)
    assert living() == []


def test_an_attackers_sign_in_does_not_replace_ones_own(issuer: Issuer) -> None:
    """The victim follows a link with which the attacker would be signed in."""

    async def journey(at: Browser) -> None:
        await sign(at, issuer)
        token = at.cookies["cx_session"]
        async with browser(list(sign_in.routes)) as attacker:
            planted = await leave(attacker, issuer)
        assert leads_to(await come_back(at, **planted)) == f"{PORTAL}/account"
        assert at.cookies["cx_session"] == token

    run(journey)
    assert len(living()) == 1


def test_a_trip_may_not_take_too_long(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        with time_machine.travel(datetime(2026, 3, 2, 15, tzinfo=UTC), tick=False) as now:
            back = await leave(at, issuer, "/sign-in?lang=es")
            token = at.cookies["cx_sign_in"]
            now.shift(SIGN_IN_LIMIT + timedelta(seconds=1))
            at.cookies.clear()
            at.cookies.set("cx_sign_in", token)
            assert leads_to(await come_back(at, **back)) == problem(Reason.EXPIRED, "/es")

    run(journey)


def test_the_back_button_changes_nothing(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        back = await leave(at, issuer)
        await come_back(at, **back)
        token = at.cookies["cx_session"]
        assert leads_to(await come_back(at, **back)) == f"{PORTAL}/account"
        assert at.cookies["cx_session"] == token

    run(journey)
    assert len(living()) == 1


def test_two_tabs_sign_in(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        first = await leave(at, issuer)
        second = await leave(at, issuer)
        assert leads_to(await come_back(at, **first)) == f"{PORTAL}/account"
        token = at.cookies["cx_session"]
        assert leads_to(await come_back(at, **second)) == f"{PORTAL}/account"
        assert at.cookies["cx_session"] == token

    run(journey)
    assert len(living()) == 1


def test_a_new_sign_in_makes_a_new_session_and_ends_the_old(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        await sign(at, issuer)
        first = at.cookies["cx_session"]
        await sign(at, issuer)
        assert at.cookies["cx_session"] != first

    run(journey)
    assert len(living()) == 1
    assert {row.end_reason for row in rows(PortalSession)} == {None, "signed_in_again"}


def test_staff_come_in_by_their_own_door(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        await sign(at, issuer, "/staff/sign-in")
        make_officer()
        assert leads_to(await sign(at, issuer, "/staff/sign-in")) == f"{PORTAL}/officer"

    run(journey)
    assert [row.client for row in living()] == ["staff"]


def test_nobody_answers_at_the_provider(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, issuer: Issuer
) -> None:
    with issuers.serving() as gone:
        oidc = Oidc(gone.settings(tmp_path / "gone"))
    monkeypatch.setattr(sign_in, "provider", lambda: oidc)

    async def journey(at: Browser) -> None:
        assert leads_to(await at.get("/sign-in")) == problem(Reason.PROVIDER_AWAY)

    run(journey)


def test_a_network_that_starts_too_often_waits(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "starts", Pace(per_minute=3))

    async def journey(at: Browser) -> None:
        for _ in range(3):
            assert (await at.get("/sign-in")).status_code == 303
        answer = await at.get("/sign-in?lang=es", headers={"x-forwarded-for": "198.51.100.1"})
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "60"
        assert answer.headers["refresh"] == "0; url=/es/sign-in-problem?reason=busy"
        assert "Espere" in answer.text

    run(journey)
    assert len(rows(SignInAttempt)) == 3
