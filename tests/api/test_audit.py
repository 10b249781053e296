"""The head for everyone, the export for a supervisor who asks from our own page."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from cx_app import database as db
from cx_app.api import audit
from cx_app.domain.identity import Client, Role
from cx_app.security.cookies import SESSION_COOKIE
from cx_app.security.csrf import csrf_token
from cx_app.services.audit import export as service
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.identity.sessions import open_session
from tests import factories
from tests.browser import PORTAL, SAME_ORIGIN, browser, leads_to
from tests.services.audit.sealing import seal_all, write_entries

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
PATH = "/officer/audit/export"


def go(journey: Callable[[httpx2.AsyncClient], Awaitable[None]]) -> None:
    async def run() -> None:
        async with browser(list(audit.routes)) as at:
            await journey(at)

    asyncio.run(run())


def sign_in(at: httpx2.AsyncClient, role: Role | None) -> str:
    """A session with this role; the token that its forms carry."""
    with db.write() as session:
        account = factories.account(session, roles=(role,) if role else ())
        account.name = "=cmd|'/c calc'!A1"
        client = Client.STAFF if role else Client.PEOPLE
        token, row = open_session(session, account, client, "192.0.2.7")
    at.cookies.set(SESSION_COOKIE, token)
    return csrf_token(str(row.id))


def test_a_supervisor_gets_what_the_filters_say() -> None:
    with db.write() as session:
        record(session, SYSTEM_ACTOR, "feed.import")

    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = sign_in(at, Role.SUPERVISOR)
        form = {"csrf": csrf, "what": "session.open", "who": "", "network": "192.0.2.7"}
        answer = await at.post(PATH, data=form, headers=SAME_ORIGIN)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["content-disposition"].startswith('attachment; filename="audit-2')
        assert answer.content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [row["Action code"] for row in rows] == ["session.open"]
        assert rows[0]["Who"] == "'=cmd|'/c calc'!A1"

    go(journey)


def test_a_file_that_was_cut_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "LIMIT", 2)
    write_entries(4)

    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = sign_in(at, Role.ADMIN)
        answer = await at.post(PATH, data={"csrf": csrf}, headers=SAME_ORIGIN)
        *rows, last = csv.reader(io.StringIO(answer.text))
        assert len(rows) == 3
        assert last == ["Cut after 2 rows. Search for fewer days to get the rest."]
        assert "-cut.csv" in answer.headers["content-disposition"]

    go(journey)


@pytest.mark.parametrize("role", [Role.OFFICER, None])
def test_others_get_nothing(role: Role | None) -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = sign_in(at, role)
        answer = await at.post(PATH, data={"csrf": csrf}, headers=SAME_ORIGIN)
        assert answer.status_code == 403
        assert "supervisors" in answer.text

    go(journey)


def test_nobody_signs_in_first() -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        answer = await at.post(PATH, data={}, headers=SAME_ORIGIN)
        assert leads_to(answer) == f"{PORTAL}/staff/sign-in?next=/officer/audit"
        assert (await at.get(PATH)).status_code == 405

    go(journey)


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}], ids=str
)
def test_a_foreign_page_takes_nothing(headers: dict[str, str]) -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = sign_in(at, Role.ADMIN)
        assert (await at.post(PATH, data={"csrf": csrf}, headers=headers)).status_code == 403
        other = await at.post(PATH, data={"csrf": "x"}, headers=SAME_ORIGIN)
        assert other.status_code == 403

    go(journey)


def test_filters_that_mean_nothing_are_refused() -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        csrf = sign_in(at, Role.ADMIN)
        form = {"csrf": csrf, "case": "hello"}
        assert (await at.post(PATH, data=form, headers=SAME_ORIGIN)).status_code == 400

    go(journey)


def test_anyone_may_keep_the_head() -> None:
    async def journey(at: httpx2.AsyncClient) -> None:
        assert (await at.get("/audit/head")).status_code == 404
        write_entries(2)
        seal_all()
        told = (await at.get("/audit/head")).json()
        assert set(told) == {"number", "sealed_at", "hash", "line"}
        words = ["cx-audit-head-1", str(told["number"]), told["sealed_at"], told["hash"]]
        assert told["line"].split() == words

    go(journey)
