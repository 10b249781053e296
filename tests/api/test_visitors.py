"""The proof of a contact gives the browser a cookie, and leaving takes it away."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx2
import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.api import appointments, visitors
from cx_app.domain.visitors import Contact
from cx_app.models import OutboxMessage, VisitorPass
from cx_app.security.cookies import VISITOR_COOKIE
from cx_app.security.csrf import csrf_token
from cx_app.services.visitors.passes import find_visitor, send_code
from tests.browser import PORTAL, SAME_ORIGIN, browser, cookie, leads_to
from tests.services.appointment_requests.asking import booked, field_office
from tests.services.attachments.asked import EMAIL, proven
from tests.services.visitors.test_asking import PHONE, asks_as, comes

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
Journey = Callable[[httpx2.AsyncClient], Awaitable[None]]


def go(journey: Journey) -> None:
    async def run() -> None:
        async with browser([*visitors.routes, *appointments.routes]) as at:
            await journey(at)

    asyncio.run(run())


def code_for(contact: Contact = EMAIL) -> tuple[UUID, str]:
    with db.write() as session:
        pass_id = send_code(session, contact, "192.0.2.7", "en")
    assert isinstance(pass_id, UUID)
    with db.read() as session:
        message = session.exec(
            select(OutboxMessage).where(OutboxMessage.dedupe_key == f"visitor_code:{pass_id}")
        ).one()
        return pass_id, json.loads(message.facts or "{}")["code"]


def form(pass_id: object, code: str, **other: str) -> dict[str, str]:
    return {"pass": str(pass_id), "code": code, "lang": "en", **other}


def test_the_right_code_brings_the_cookie_and_the_page() -> None:
    pass_id, code = code_for()

    async def journey(at: httpx2.AsyncClient) -> None:
        sent = form(pass_id, code, next="/appointments/look-up", lang="es")
        answer = await at.post("/appointments/proof", data=sent, headers=SAME_ORIGIN)
        assert leads_to(answer) == f"{PORTAL}/es/appointments/look-up"
        said = cookie(answer, VISITOR_COOKIE)
        assert "HttpOnly" in said
        assert "SameSite=lax" in said
        assert "Max-Age=3600" in said
        token = at.cookies[VISITOR_COOKIE]
        assert str(pass_id) not in token
        with db.read() as session:
            assert find_visitor(session, token, "") is not None

    go(journey)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"code": "not it"}, "wrong_code"),
        ({"pass": "no id"}, "expired"),
        ({"pass": str(UUID(int=3))}, "expired"),
    ],
)
def test_a_wrong_code_leads_back_with_a_word_and_no_cookie(
    change: dict[str, str], problem: str
) -> None:
    pass_id, code = code_for()

    async def journey(at: httpx2.AsyncClient) -> None:
        sent = {**form(pass_id, code), **change}
        answer = await at.post("/appointments/proof", data=sent, headers=SAME_ORIGIN)
        assert leads_to(answer) == f"{PORTAL}/appointments/request?problem={problem}"
        assert "set-cookie" not in answer.headers

    go(journey)


@pytest.mark.parametrize("place", ["https://elsewhere.example/", "//elsewhere.example", "/officer"])
def test_it_leads_nowhere_but_to_the_visitors_pages(place: str) -> None:
    pass_id, code = code_for()

    async def journey(at: httpx2.AsyncClient) -> None:
        sent = form(pass_id, code, next=place)
        answer = await at.post("/appointments/proof", data=sent, headers=SAME_ORIGIN)
        assert leads_to(answer) == f"{PORTAL}/appointments/request"

    go(journey)


def test_a_form_elsewhere_proves_nothing() -> None:
    """Or somebody could make this browser ask in their own name."""
    pass_id, code = code_for()

    async def journey(at: httpx2.AsyncClient) -> None:
        foreign = {"sec-fetch-site": "cross-site"}
        answer = await at.post("/appointments/proof", data=form(pass_id, code), headers=foreign)
        assert answer.status_code == 403
        with db.read() as session:
            assert session.get_one(VisitorPass, pass_id).tries == 0

    go(journey)


def test_leaving_ends_the_pass_and_takes_the_cookie() -> None:
    with db.write() as session:
        actor = proven(session, token="mine")
    csrf = csrf_token(str(actor.session_id))

    async def journey(at: httpx2.AsyncClient) -> None:
        at.cookies.set(VISITOR_COOKIE, "mine")
        guessed = await at.post("/appointments/leave", data={"csrf": "x"}, headers=SAME_ORIGIN)
        assert leads_to(guessed) == f"{PORTAL}/"
        with db.read() as session:
            assert find_visitor(session, "mine", "") is not None
        at.cookies.set(VISITOR_COOKIE, "mine")
        answer = await at.post("/appointments/leave", data={"csrf": csrf}, headers=SAME_ORIGIN)
        assert "Max-Age=0" in cookie(answer, VISITOR_COOKIE)
        with db.read() as session:
            assert find_visitor(session, "mine", "") is None

    go(journey)


def test_a_visitor_saves_the_letter_and_the_date_of_their_own_visit_alone() -> None:
    office = field_office()
    reference, other = asks_as(comes()), asks_as(comes(PHONE))
    booked(reference, office)
    booked(other, office, 2)
    with db.write() as session:
        proven(session, token="mine")

    async def journey(at: httpx2.AsyncClient) -> None:
        at.cookies.set(VISITOR_COOKIE, "mine")
        for name, kind in (("letter.pdf", "application/pdf"), ("appointment.ics", "text/calendar")):
            answer = await at.get(f"/downloads/appointments/{reference}/{name}")
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(kind)
            assert (await at.get(f"/downloads/appointments/{other}/{name}")).status_code == 404

    go(journey)
