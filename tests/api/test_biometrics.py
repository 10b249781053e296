"""The notice and the date of an appointment are its people's; to all others they are not there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from cx_app import database as db
from cx_app.api import biometrics
from cx_app.domain.identity import Client, Role
from cx_app.models import Account
from cx_app.security.cookies import SESSION_COOKIE
from cx_app.services.identity.sessions import open_session
from tests import factories
from tests.browser import browser, leads_to
from tests.services.biometrics.people import Comes, moves, somebody

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
Journey = Callable[[httpx2.AsyncClient], Awaitable[None]]
FILES = ["notice.pdf", "appointment.ics"]


def go(journey: Journey) -> None:
    async def run() -> None:
        async with browser(list(biometrics.routes)) as at:
            await journey(at)

    asyncio.run(run())


def sign_in(at: httpx2.AsyncClient, who: Account, client: Client = Client.PEOPLE) -> None:
    with db.write() as session:
        token, _row = open_session(session, who, client, "192.0.2.7")
    at.cookies.set(SESSION_COOKIE, token)


def owner(one: Comes) -> Account:
    with db.read() as session:
        return session.get_one(Account, one.actor.account_id)


def someone(*roles: Role) -> Account:
    with db.write() as session:
        return factories.account(session, roles=roles)


def path(one: Comes, file: str) -> str:
    return f"/downloads/biometrics/{one.appointment_id}/{file}"


def test_its_people_save_notice_and_date() -> None:
    one = somebody()
    moves(one)

    async def journey(at: httpx2.AsyncClient) -> None:
        sign_in(at, owner(one))
        pdf = await at.get(path(one, "notice.pdf"))
        assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
        assert pdf.headers["content-disposition"].startswith("attachment; ")
        assert pdf.headers["cache-control"] == "no-store"
        date = await at.get(path(one, "appointment.ics"), params={"lang": "es"})
        assert "SUMMARY:Cita" in date.text

    go(journey)


@pytest.mark.parametrize("file", FILES)
def test_to_others_it_is_not_there(file: str) -> None:
    one = somebody()
    moves(one)
    strangers = [(someone(), Client.PEOPLE), (someone(Role.OFFICER), Client.STAFF)]

    async def journey(at: httpx2.AsyncClient) -> None:
        for account, client in strangers:
            sign_in(at, account, client)
            for there in (path(one, file), f"/downloads/biometrics/nonsense/{file}"):
                answer = await at.get(there)
                assert (answer.status_code, answer.text) == (404, "There is no such file.")

    go(journey)


@pytest.mark.parametrize("file", FILES)
def test_without_a_session_it_leads_to_sign_in(file: str) -> None:
    one = somebody()

    async def journey(at: httpx2.AsyncClient) -> None:
        answer = await at.get(path(one, file))
        assert "/sign-in?next=/account/biometrics" in leads_to(answer)

    go(journey)
