"""Files come over HTTP from whoever may send them, and no further than they may be long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Final
from urllib.parse import quote
from uuid import UUID

import httpx2
import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.api import attachments, uploads
from cx_app.api import visitors as visitor_routes
from cx_app.domain.identity import Client, Role
from cx_app.gateways import file_store
from cx_app.models import Account, RequestAttachment
from cx_app.security.cookies import SESSION_COOKIE, VISITOR_COOKIE
from cx_app.security.csrf import csrf_token
from cx_app.services.identity.sessions import open_session
from tests import factories
from tests.browser import SAME_ORIGIN, browser
from tests.domain.test_attachments import JPEG, PDF, PNG, ZIP
from tests.services.attachments.asked import proven, request

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
MOST: Final = 6_291_456
Journey = Callable[[httpx2.AsyncClient], Awaitable[None]]


@pytest.fixture(autouse=True)
def empty_store() -> Iterator[None]:
    yield
    store = file_store.attachments()
    for name in store.names():
        store.destroy(name)


def go(journey: Journey) -> None:
    async def run() -> None:
        async with browser([*uploads.routes, *attachments.routes, *visitor_routes.routes]) as at:
            await journey(at)

    asyncio.run(run())


def signs_in(at: httpx2.AsyncClient, who: Account, client: Client = Client.PEOPLE) -> str:
    """The token that pages of this session carry."""
    with db.write() as session:
        token, row = open_session(session, who, client, "192.0.2.7")
    at.cookies.set(SESSION_COOKIE, token)
    return csrf_token(str(row.id))


def proves(at: httpx2.AsyncClient) -> str:
    with db.write() as session:
        actor = proven(session, token="a visitor's token")
    at.cookies.set(VISITOR_COOKIE, "a visitor's token")
    return csrf_token(str(actor.session_id))


def somebody(*roles: Role) -> Account:
    with db.write() as session:
        return factories.account(session, roles=roles)


def headers(csrf: str, name: str = "passport.pdf", **more: str) -> dict[str, str]:
    return {**SAME_ORIGIN, uploads.CSRF: csrf, uploads.NAME: quote(name), **more}


def rows() -> list[RequestAttachment]:
    with db.read() as session:
        return list(session.exec(select(RequestAttachment)))


def nothing_kept() -> None:
    assert rows() == []
    assert file_store.attachments().names() == set()


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (PDF, "Línea 1.pdf", "Línea 1.pdf"),
        (JPEG, "photo.exe", "photo.jpg"),
        (PNG, "a.html", "a.png"),
    ],
)
@pytest.mark.parametrize("enters", [lambda at: signs_in(at, somebody()), proves])
def test_a_file_is_taken_from_who_is_signed_in_and_from_visitors(
    content: bytes, name: str, kept: str, enters: Callable[[httpx2.AsyncClient], str]
) -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        answer = await at.post("/uploads", content=content, headers=headers(enters(at), name))
        assert (answer.status_code, answer.json()) == (201, {})
        assert answer.headers["cache-control"] == "no-store"
        [row] = rows()
        assert row.name == kept
        assert file_store.attachments().get(str(row.id), row.key or "") == content

    go(journey)


@pytest.mark.parametrize(
    ("content", "flaw"),
    [
        (b"", "empty"),
        (b"<html>", "other_kind"),
        (ZIP, "other_kind"),
        (PDF[:200], "broken"),
        (JPEG + ZIP, "two_in_one"),
    ],
)
def test_what_is_no_such_file_is_refused_with_words(content: bytes, flaw: str) -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = signs_in(at, somebody())
        answer = await at.post("/uploads", content=content, headers=headers(csrf))
        said = answer.json()
        assert (answer.status_code, said["flaw"]) == (422, flaw)
        assert len(said["message"]) > 20
        nothing_kept()

    go(journey)


def test_words_come_in_the_language_of_the_page() -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = signs_in(at, somebody())
        spanish = headers(csrf, **{"Content-Language": "es"})
        answer = await at.post("/uploads", content=b"", headers=spanish)
        assert "archivo" in answer.json()["message"]

    go(journey)


def test_what_says_that_it_is_too_large_is_refused_unread() -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1
            yield bytes(65_536)

    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = signs_in(at, somebody())
        said = headers(csrf, **{"Content-Length": "104857600"})
        answer = await at.post("/uploads", content=endless(), headers=said)
        assert (answer.status_code, answer.json()["flaw"]) == (413, "too_large")
        assert answer.headers["connection"] == "close"
        nothing_kept()

    go(journey)


@pytest.mark.parametrize("over", [0, 1])
def test_the_limit_to_the_byte_whatever_was_announced(over: int) -> None:
    body = b"%PDF-1.7" + bytes(MOST - 13 + over) + b"%%EOF"

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 100_000):
            yield body[start : start + 100_000]

    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = signs_in(at, somebody())
        answer = await at.post("/uploads", content=pieces(), headers=headers(csrf))
        assert answer.status_code == (413 if over else 201)
        assert len(rows()) == 1 - over
        assert len(file_store.attachments().names()) == 1 - over

    go(journey)


def test_without_a_session_of_ours_nothing_is_read() -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = signs_in(at, somebody())
        foreign = {**headers(csrf), "sec-fetch-site": "cross-site"}
        for refused in (headers("guessed"), foreign):
            assert (await at.post("/uploads", content=PDF, headers=refused)).status_code == 403
        at.cookies.clear()
        assert (await at.post("/uploads", content=PDF, headers=headers(csrf))).status_code == 403
        nothing_kept()

    go(journey)


def test_staff_send_no_files() -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = signs_in(at, somebody(Role.OFFICER), Client.STAFF)
        assert (await at.post("/uploads", content=PDF, headers=headers(csrf))).status_code == 403
        nothing_kept()

    go(journey)


@pytest.mark.parametrize("about", ["not an id", str(UUID(int=7))])
def test_a_request_of_somebody_else_is_not_there(about: str) -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = signs_in(at, somebody())
        asked = headers(csrf, **{uploads.REQUEST: about})
        assert (await at.post("/uploads", content=PDF, headers=asked)).status_code == 404
        nothing_kept()

    go(journey)


def test_one_s_own_open_request_takes_more() -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        who = somebody()
        csrf = signs_in(at, who)
        with db.write() as session:
            request_id = request(session, account_id=who.id).id
        asked = headers(csrf, **{uploads.REQUEST: str(request_id)})
        assert (await at.post("/uploads", content=PDF, headers=asked)).status_code == 201
        assert [row.request_id for row in rows()] == [request_id]

    go(journey)


def test_the_eleventh_is_refused_before_it_is_read() -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = signs_in(at, somebody())
        for _ in range(10):
            assert (
                await at.post("/uploads", content=PNG, headers=headers(csrf))
            ).status_code == 201
        answer = await at.post("/uploads", content=PNG, headers=headers(csrf))
        assert (answer.status_code, answer.json()["flaw"]) == (422, "too_many")
        assert "10" in answer.json()["message"]
        assert len(rows()) == 10

    go(journey)


# --- officers -------------------------------------------------------------------------------------


def kept_with_a_request() -> str:
    with db.write() as session:
        owner = factories.account(session)
        request_id = request(session, account_id=owner.id).id

    async def journey(at: httpx2.AsyncClient) -> None:
        asked = headers(signs_in(at, owner), **{uploads.REQUEST: str(request_id)})
        await at.post("/uploads", content=PDF, headers=asked)

    go(journey)
    return str(rows()[0].id)


def test_an_officer_saves_a_file_and_no_browser_shows_it() -> None:
    file = kept_with_a_request()

    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = signs_in(at, somebody(Role.OFFICER), Client.STAFF)
        form = {"csrf": csrf, "file": file}
        answer = await at.post("/downloads/attachments", data=form, headers=SAME_ORIGIN)
        assert answer.content == PDF
        assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''passport.pdf"
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        for bad in ({**form, "csrf": "x"}, {"file": file}):
            refused = await at.post("/downloads/attachments", data=bad, headers=SAME_ORIGIN)
            assert refused.status_code == 403
        for gone in ("x", str(UUID(int=1))):
            asked = {"csrf": csrf, "file": gone}
            answer = await at.post("/downloads/attachments", data=asked, headers=SAME_ORIGIN)
            assert answer.status_code == 404

    go(journey)


def test_people_save_no_files_there() -> None:
    file = kept_with_a_request()

    async def journey(at: httpx2.AsyncClient) -> None:
        form = {"csrf": signs_in(at, somebody()), "file": file}
        answer = await at.post("/downloads/attachments", data=form, headers=SAME_ORIGIN)
        assert answer.status_code == 404
        at.cookies.clear()
        answer = await at.post("/downloads/attachments", data=form, headers=SAME_ORIGIN)
        assert answer.status_code == 303

    go(journey)
