"""Signing out over HTTP, and what stands around sign-in."""

from __future__ import annotations

import subprocess
import sys
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from cx_app.api import sign_in
from cx_app.gateways.identity_provider import Reason
from cx_app.models import PortalSession
from cx_app.security.crypto import token_hash
from cx_app.security.csrf import csrf_token
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
from tests.browser import PORTAL, SAME_ORIGIN, browser, leads_to
from tests.issuer import Issuer

# What differs between databases is tested with the services.
pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]


async def sign_out(at: Browser, **given: Any) -> httpx2.Response:
    headers = given.pop("headers", SAME_ORIGIN)
    mine = token_hash(at.cookies.get("cx_session", ""))
    row = next((row for row in living() if row.token_hash == mine), None)
    form = {"csrf": csrf_token(str(row.id)) if row else "", "lang": "en", **given}
    return await at.post("/sign-out", data=form, headers=headers)


def test_signing_out_ends_the_session_here_and_there(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        await sign(at, issuer)
        token = at.cookies["cx_session"]
        answer = await sign_out(at, lang="es")
        address = leads_to(answer)
        assert address.startswith(f"{issuer.url}/leave?")
        asked = parse_qs(urlsplit(address).query)
        assert asked["client_id"] == ["cx-portal"]
        assert asked["post_logout_redirect_uri"] == [f"{PORTAL}/es/signed-out"]
        assert asked["ui_locales"] == ["es"]
        assert token not in address
        assert answer.headers["cache-control"] == "no-store"
        assert "cx_session" not in at.cookies

    run(journey)
    assert living() == []
    assert [row.end_reason for row in rows(PortalSession)] == ["signed_out"]


def test_staff_sign_out_as_staff(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        await sign(at, issuer, "/staff/sign-in")
        make_officer()
        await sign(at, issuer, "/staff/sign-in")
        asked = parse_qs(urlsplit(leads_to(await sign_out(at))).query)
        assert asked["client_id"] == ["cx-portal-staff"]

    run(journey)


def test_signing_out_everywhere_ends_every_session_of_the_account(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        async with browser(list(sign_in.routes)) as library:
            await sign(library, issuer)
        await sign(at, issuer)
        assert len(living()) == 2
        leads_to(await sign_out(at, everywhere="1"))

    run(journey)
    assert living() == []


FOREIGN_POSTS: list[dict[str, str]] = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "cross-site", "origin": PORTAL},
    {"origin": "https://evil.example"},
    {"origin": "http://localhost:3001"},
    {"origin": "null"},
    {},
]


@pytest.mark.parametrize("headers", FOREIGN_POSTS, ids=str)
def test_a_foreign_page_signs_nobody_out(issuer: Issuer, headers: dict[str, str]) -> None:
    async def journey(at: Browser) -> None:
        await sign(at, issuer)
        answer = await sign_out(at, headers=headers, lang="es")
        assert answer.status_code == 403
        assert "Cerrar sesión" in answer.text
        assert "cx_session" in at.cookies

    run(journey)
    assert len(living()) == 1


@pytest.mark.parametrize(
    "csrf",
    ["", "x", "é", csrf_token("another session")],
    ids=["none", "short", "not ascii", "another's"],
)
def test_a_page_of_another_session_signs_nobody_out(issuer: Issuer, csrf: str) -> None:
    async def journey(at: Browser) -> None:
        await sign(at, issuer)
        answer = await sign_out(at, csrf=csrf)
        assert leads_to(answer) == problem(Reason.OTHER_SESSION)

    run(journey)
    assert len(living()) == 1


def test_an_older_browser_is_known_by_its_origin(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        await sign(at, issuer)
        assert leads_to(await sign_out(at, headers={"origin": PORTAL})).startswith(issuer.url)

    run(journey)
    assert living() == []


def test_signing_out_twice_is_harmless(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        assert leads_to(await sign_out(at)).startswith(f"{issuer.url}/leave?")

    run(journey)


def test_a_huge_form_counts_as_empty(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        await sign(at, issuer)
        answer = await sign_out(at, filler="x" * 20_000)
        assert leads_to(answer) == problem(Reason.OTHER_SESSION)

    run(journey)


def test_only_posting_signs_out(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        assert (await at.get("/sign-out")).status_code == 405
        assert (await at.post("/sign-in")).status_code == 405

    run(journey)


def test_the_portals_public_key_is_served(issuer: Issuer) -> None:
    async def journey(at: Browser) -> None:
        [key] = (await at.get("/oidc/jwks.json")).json()["keys"]
        assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}

    run(journey)


def test_nothing_secret_is_logged(issuer: Issuer, capfd: pytest.CaptureFixture[str]) -> None:
    async def journey(at: Browser) -> None:
        back = await leave(at, issuer)
        secrets = [back["state"], back["code"], at.cookies["cx_sign_in"]]
        await come_back(at, **back)
        secrets.append(at.cookies["cx_session"])
        await come_back(at, **{**await leave(at, issuer), "code": "made-up"})
        at.cookies.clear()
        await come_back(at, **back)
        out, err = capfd.readouterr()
        assert not [secret for secret in secrets if secret in out + err]

    run(journey)


def test_cookies_are_locked_to_the_host_on_https() -> None:
    code = "from cx_app.security.cookies import *; print(SESSION_COOKIE, SIGN_IN_COOKIE)"
    names = subprocess.run(
        [sys.executable, "-c", code],
        env={"CX_PUBLIC_URL": "https://portal.example", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert names == ["__Host-cx_session", "__Host-cx_sign_in"]
