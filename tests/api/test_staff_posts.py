"""What staff fetch by a post: signed in, of the role, and from a form of our own page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from cx_app import database as db
from cx_app.api import attachments, audit, feedback, mailroom, visit_figures
from cx_app.domain.identity import Client, Role
from cx_app.security.cookies import SESSION_COOKIE
from cx_app.security.csrf import csrf_token
from cx_app.services.identity.sessions import open_session
from tests import factories
from tests.browser import SAME_ORIGIN, browser, leads_to

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
ROUTES = [
    *attachments.routes,
    *audit.routes,
    *feedback.routes,
    *mailroom.routes,
    *visit_figures.routes,
]
POSTS = {
    "/downloads/attachments": ("/officer", 404),
    "/officer/audit/export": ("/officer/audit", 403),
    "/downloads/letters": ("/officer/mailroom", 403),
    "/officer/feedback/export": ("/officer/feedback", 403),
    "/officer/offices/figures/export": ("/officer/offices/figures", 403),
}
"""Where each leads whoever is not signed in, and what others than staff get."""


def go(journey: Callable[[httpx2.AsyncClient], Awaitable[None]]) -> None:
    async def run() -> None:
        async with browser(ROUTES) as at:
            await journey(at)

    asyncio.run(run())


def sign_in(at: httpx2.AsyncClient, role: Role | None) -> str:
    with db.write() as session:
        account = factories.account(session, roles=(role,) if role else ())
        client = Client.STAFF if role else Client.PEOPLE
        token, row = open_session(session, account, client, "192.0.2.7")
    at.cookies.set(SESSION_COOKIE, token)
    return csrf_token(str(row.id))


@pytest.mark.parametrize("path", POSTS)
def test_nobody_is_sent_to_sign_in_and_back(path: str) -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        answer = await at.post(path, data={"csrf": "x"}, headers=SAME_ORIGIN)
        assert answer.status_code == 303
        assert leads_to(answer).endswith(f"/staff/sign-in?next={POSTS[path][0]}")

    go(journey)


@pytest.mark.parametrize("path", POSTS)
def test_people_get_nothing(path: str) -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        answer = await at.post(path, data={"csrf": sign_in(at, None)}, headers=SAME_ORIGIN)
        assert answer.status_code == POSTS[path][1]
        assert answer.headers["content-type"].startswith("text/plain")

    go(journey)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("wrong", ["token", "site"])
def test_only_from_a_form_of_ours(path: str, wrong: str) -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = sign_in(at, Role.SUPERVISOR)
        given = "of another session" if wrong == "token" else csrf
        headers = SAME_ORIGIN if wrong == "token" else {"Sec-Fetch-Site": "cross-site"}
        answer = await at.post(path, data={"csrf": given}, headers=headers)
        assert answer.status_code == 403
        assert answer.headers["cache-control"] == "no-store"
        assert " again, and " in answer.text

    go(journey)


def test_figures_of_a_supervisor() -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        form = {"csrf": sign_in(at, Role.SUPERVISOR), "days": "30"}
        path = "/officer/offices/figures/export"
        answer = await at.post(path, data=form, headers=SAME_ORIGIN)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == 'attachment; filename="visits.csv"'

    go(journey)
