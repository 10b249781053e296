"""A browser on its way through sign-in, over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
from sqlmodel import col, select

from cx_app import database as db
from cx_app.api import sign_in
from cx_app.domain.identity import Role
from cx_app.gateways.identity_provider import Reason
from cx_app.models import Account, PortalSession, RoleGrant
from tests.browser import PORTAL, browser, leads_to
from tests.issuer import Issuer

Browser = httpx2.AsyncClient
Journey = Callable[[Browser], Awaitable[None]]


def run(journey: Journey) -> None:
    async def go() -> None:
        async with browser(list(sign_in.routes)) as at:
            await journey(at)

    asyncio.run(go())


async def leave(at: Browser, issuer: Issuer, start: str = "/sign-in") -> dict[str, str]:
    """Off to the provider; the query with which it sends the browser back."""
    address = leads_to(await at.get(start))
    assert address.startswith(f"{issuer.url}/authorize?")
    state = parse_qs(urlsplit(address).query)["state"][0]
    return {"code": issuer.authorize(address), "state": state}


async def come_back(at: Browser, **query: str) -> httpx2.Response:
    return await at.get(f"/sign-in/callback?{urlencode(query)}")


async def sign(at: Browser, issuer: Issuer, start: str = "/sign-in") -> httpx2.Response:
    return await come_back(at, **await leave(at, issuer, start))


def problem(reason: Reason, lang: str = "") -> str:
    return f"{PORTAL}{lang}/sign-in-problem?reason={reason}"


def rows(table: type[Any]) -> list[Any]:
    with db.read() as session:
        return list(session.exec(select(table)))


def living() -> list[PortalSession]:
    with db.read() as session:
        found = select(PortalSession).where(col(PortalSession.ended_at).is_(None))
        return list(session.exec(found))


def make_officer() -> None:
    """The issuer's usual subject gets a role before signing in."""
    [account] = rows(Account)
    with db.write() as session:
        session.add(
            RoleGrant(
                account_id=account.id,
                role=Role.OFFICER,
                granted_by="tests",
                granted_at=datetime.now(UTC),
            )
        )
