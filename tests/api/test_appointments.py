"""The letter and the calendar entry of a visit: for whoever reaches it, while it is booked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx2
import pytest
from icalendar import Calendar

from cx_app import database as db
from cx_app.api import appointments
from cx_app.domain.identity import Client
from cx_app.models import Account
from cx_app.security.cookies import SESSION_COOKIE
from cx_app.services.identity.sessions import open_session
from tests.browser import PORTAL, browser, leads_to
from tests.services.appointment_requests.asking import asker, asks, booked, office_closes

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
Journey = Callable[[httpx2.AsyncClient], Awaitable[None]]


def go(journey: Journey) -> None:
    async def run() -> None:
        async with browser(list(appointments.routes)) as at:
            await journey(at)

    asyncio.run(run())


def sign_in(at: httpx2.AsyncClient, who: Account) -> None:
    with db.write() as session:
        token, _row = open_session(session, who, Client.PEOPLE, "192.0.2.7")
    at.cookies.set(SESSION_COOKIE, token)


async def nothing(at: httpx2.AsyncClient, path: str) -> None:
    answer = await at.get(path)
    assert (answer.status_code, answer.text) == (404, "There is no such file.")
    assert answer.headers["cache-control"] == "no-store"


def test_its_person_saves_both() -> None:
    one = asker()
    reference = asks(one)
    booked(reference, one.office_id)
    path = f"/downloads/appointments/{reference}"

    async def journey(at: httpx2.AsyncClient) -> None:
        sign_in(at, one.filing.account)
        letter = await at.get(f"{path}/letter.pdf?lang=es")
        assert letter.status_code == 200
        assert letter.content.startswith(b"%PDF")
        assert letter.headers["content-disposition"].startswith("attachment; ")
        assert letter.headers["x-content-type-options"] == "nosniff"
        date = await at.get(f"{path}/appointment.ics")
        [event] = Calendar.from_ical(date.content).events
        assert event["uid"].startswith(reference)
        await nothing(at, f"{path}/other.pdf")

    go(journey)


def test_nobody_else_nor_after_it_is_off() -> None:
    one, other = asker(), asker()
    reference = asks(one)
    path = f"/downloads/appointments/{reference}/appointment.ics"

    async def journey(at: httpx2.AsyncClient) -> None:
        sign_in(at, one.filing.account)
        await nothing(at, path)
        booked(reference, one.office_id)
        assert (await at.get(path)).status_code == 200
        sign_in(at, other.filing.account)
        await nothing(at, path)
        office_closes(reference)
        sign_in(at, one.filing.account)
        await nothing(at, path)

    go(journey)


def test_whoever_is_not_signed_in_does_so_first() -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        answer = await at.get("/downloads/appointments/4K7M2QXR9TBC/letter.pdf")
        assert leads_to(answer) == f"{PORTAL}/sign-in?next=/account/appointments"

    go(journey)
