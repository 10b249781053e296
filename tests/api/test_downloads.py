"""A file of a message is its owner's, is saved and not shown, and to all others is not there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from uuid import UUID

import httpx2
import pytest
from icalendar import Calendar
from sqlmodel import select

from cx_app import database as db
from cx_app.api import downloads
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Client, Role
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.gateways.provider import Attachment
from cx_app.models import Account, Case, InboxAttachment, InboxMessage
from cx_app.security.cookies import SESSION_COOKIE
from cx_app.services.identity.sessions import open_session
from cx_app.services.messages.calendar import Appointment, calendar_file
from tests import factories
from tests.browser import PORTAL, browser, leads_to
from tests.services.messages.people import account, tell

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
NOTICE: Final = Attachment("Aviso de cita \r\nX: 1.pdf", "application/pdf", b"%PDF-1.7 notice")
Journey = Callable[[httpx2.AsyncClient], Awaitable[None]]


def go(journey: Journey) -> None:
    async def run() -> None:
        async with browser(list(downloads.routes)) as at:
            await journey(at)

    asyncio.run(run())


def calendar() -> Attachment:
    now = clock.wall()
    starts = now + factories.days(9)
    return calendar_file(
        Appointment("ref-1", 1, starts, starts + factories.days(1) / 48, "1 Federal Plaza"), now
    )


def sent(owner: Account, file: Attachment, case_id: UUID | None = None) -> str:
    """The address of a file that came with a message."""
    tell(
        owner,
        kind=Kind.APPOINTMENT_BOOKED,
        when="Monday",
        place="Springfield",
        case_id=case_id,
        attachments=[file],
    )
    with db.read() as session:
        row = session.exec(select(InboxAttachment)).one()
    return f"/downloads/messages/{row.message_id}/{row.id}"


def sign_in(at: httpx2.AsyncClient, who: Account, client: Client = Client.PEOPLE) -> None:
    with db.write() as session:
        token, _row = open_session(session, who, client, "192.0.2.7")
    at.cookies.set(SESSION_COOKIE, token)


async def nothing(at: httpx2.AsyncClient, path: str) -> None:
    answer = await at.get(path)
    assert (answer.status_code, answer.text) == (404, "There is no such file.")
    assert answer.headers["cache-control"] == "no-store"


def test_the_owner_saves_the_date_of_an_appointment() -> None:
    owner = account()
    path = sent(owner, calendar())

    async def journey(at: httpx2.AsyncClient) -> None:
        sign_in(at, owner)
        answer = await at.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert "appointment.ics" in answer.headers["content-disposition"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        [event] = Calendar.from_ical(answer.content).events
        assert event["uid"].startswith("ref-1@")

    go(journey)


def test_a_name_breaks_no_header() -> None:
    owner = account()
    path = sent(owner, NOTICE)

    async def journey(at: httpx2.AsyncClient) -> None:
        sign_in(at, owner)
        answer = await at.get(path)
        assert answer.content == NOTICE.content
        assert answer.headers["content-type"] == "application/pdf"
        assert "x" not in answer.headers
        assert answer.headers["content-disposition"].endswith("cita%20%0D%0AX%3A%201.pdf")

    go(journey)


def test_somebody_else_s_file_is_not_there() -> None:
    path = sent(account(), NOTICE)
    stranger = account()

    async def journey(at: httpx2.AsyncClient) -> None:
        sign_in(at, stranger)
        await nothing(at, path)
        await nothing(at, path[:-1] + "x")

    go(journey)


def test_a_file_does_not_come_with_another_message() -> None:
    owner = account()
    path = sent(owner, NOTICE)
    tell(owner, "other")
    with db.read() as session:
        messages = session.exec(select(InboxMessage.id)).all()
    [other] = [str(one) for one in messages if str(one) not in path]

    async def journey(at: httpx2.AsyncClient) -> None:
        sign_in(at, owner)
        await nothing(at, path.replace(path.split("/")[3], other))

    go(journey)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMIN])
def test_staff_read_nobody_s_files(role: Role) -> None:
    path = sent(account(), NOTICE)
    with db.write() as session:
        staff = factories.account(session, roles=(role,))

    async def journey(at: httpx2.AsyncClient) -> None:
        sign_in(at, staff, Client.STAFF)
        await nothing(at, path)

    go(journey)


def test_nobody_signs_in_first() -> None:
    path = sent(account(), NOTICE)

    async def journey(at: httpx2.AsyncClient) -> None:
        assert leads_to(await at.get(path)) == f"{PORTAL}/sign-in?next=/account/messages"

    go(journey)


@pytest.mark.parametrize("role", [PartyRole.PETITIONER, PartyRole.BENEFICIARY])
def test_once_a_case_is_protected_the_other_side_s_files_are_gone(role: PartyRole) -> None:
    with db.write() as session:
        filing = factories.filing(session, role=role)
        factories.link(session, filing.account, filing.party)
        case_id, owner = filing.case.id, filing.account
    path = sent(owner, NOTICE, case_id)

    async def journey(at: httpx2.AsyncClient) -> None:
        sign_in(at, owner)
        assert (await at.get(path)).status_code == 200
        with db.write() as session:
            session.get_one(Case, case_id).protected = True
        if role is PartyRole.PETITIONER:
            await nothing(at, path)
        else:
            assert (await at.get(path)).status_code == 200

    go(journey)
