"""A batch over HTTP: for supervisors, from our own page, until it is mailed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from cx_app import database as db
from cx_app.api import mailroom
from cx_app.domain.identity import Client, Role
from cx_app.security.cookies import SESSION_COOKIE
from cx_app.security.csrf import csrf_token
from cx_app.services.identity.sessions import open_session
from cx_app.services.mailroom.produce import produce
from tests import factories
from tests.browser import SAME_ORIGIN, browser, leads_to
from tests.services.mailroom.post import batches, mailed, with_code

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
PATH = "/downloads/letters"


def go(journey: Callable[[httpx2.AsyncClient], Awaitable[None]]) -> None:
    async def run() -> None:
        async with browser(list(mailroom.routes)) as at:
            await journey(at)

    asyncio.run(run())


def sign_in(at: httpx2.AsyncClient, role: Role | None) -> str:
    with db.write() as session:
        account = factories.account(session, roles=(role,) if role else ())
        client = Client.STAFF if role else Client.PEOPLE
        token, row = open_session(session, account, client, "192.0.2.7")
    at.cookies.set(SESSION_COOKIE, token)
    return csrf_token(str(row.id))


def a_batch() -> str:
    with_code()
    produce()
    return str(batches()[0].id)


def test_a_supervisor_gets_the_pdf_and_the_manifest_until_it_is_mailed() -> None:
    batch = a_batch()

    async def journey(at: httpx2.AsyncClient) -> None:
        form = {"csrf": sign_in(at, Role.SUPERVISOR), "batch": batch, "part": "pdf"}
        answer = await at.post(PATH, data=form, headers=SAME_ORIGIN)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-disposition"].endswith('.pdf"')
        assert answer.content.startswith(b"%PDF-")
        listed = await at.post(PATH, data={**form, "part": "manifest"}, headers=SAME_ORIGIN)
        assert json.loads(listed.content)["letters"] == 1
        mailed()
        assert (await at.post(PATH, data=form, headers=SAME_ORIGIN)).status_code == 404

    go(journey)


@pytest.mark.parametrize("role", [Role.OFFICER, None])
def test_others_get_nothing(role: Role | None) -> None:
    batch = a_batch()

    async def journey(at: httpx2.AsyncClient) -> None:
        form = {"csrf": sign_in(at, role), "batch": batch}
        answer = await at.post(PATH, data=form, headers=SAME_ORIGIN)
        assert answer.status_code == 403
        assert b"%PDF" not in answer.content

    go(journey)


def test_nobody_is_sent_to_sign_in() -> None:
    batch = a_batch()

    async def journey(at: httpx2.AsyncClient) -> None:
        answer = await at.post(PATH, data={"batch": batch})
        assert leads_to(answer).endswith("/staff/sign-in?next=/officer/mailroom")

    go(journey)


@pytest.mark.parametrize("headers", [SAME_ORIGIN, {"Sec-Fetch-Site": "cross-site"}])
def test_a_page_elsewhere_can_fetch_nothing(headers: dict[str, str]) -> None:
    batch = a_batch()

    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = sign_in(at, Role.SUPERVISOR)
        wrong = "x" if headers == SAME_ORIGIN else csrf
        answer = await at.post(PATH, data={"csrf": wrong, "batch": batch}, headers=headers)
        assert answer.status_code == 403

    go(journey)


@pytest.mark.parametrize("batch", ["", "nothing", "0198aaaa-0000-7000-8000-000000000000"])
def test_what_is_not_there_is_not_found(batch: str) -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        form = {"csrf": sign_in(at, Role.ADMIN), "batch": batch}
        assert (await at.post(PATH, data=form, headers=SAME_ORIGIN)).status_code == 404

    go(journey)
