"""The stand-in agency against the portal's own routes: whatever its manners, nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cx_app import database as db
from cx_app.api.feed_out import routes
from cx_app.gateways import clock
from cx_app.models import FeedOutCursor, OutboundEvent
from cx_app.security.crypto import Keyring, feed_keys
from cx_app.services.feed_out.staff import Show
from demo import agency as stand_in
from demo.agency import Agency, Away, Book, Manners, Untrusted, once, until_stopped
from tests.browser import PORTAL
from tests.services.feed_out.events import row, rows, sent
from tests.services.feed_out.test_staff import again, counted, listed, seen

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "book.json"


def with_agency(
    file: Path,
    journey: Callable[[Agency], Awaitable[object]],
    manners: Manners | None = None,
    *,
    portal: list[Route] | None = None,
    keys: Keyring | None = None,
    seed: int = 1,
) -> object:
    """An agency that starts, does something, and ends."""

    async def go() -> object:
        transport = httpx2.ASGITransport(Starlette(routes=portal or list(routes)))
        async with httpx2.AsyncClient(base_url=PORTAL, transport=transport) as client:
            book = Book.opened(file)
            return await journey(Agency(client, keys or feed_keys(), book, manners, seed=seed))

    return asyncio.run(go())


def next_day() -> None:
    with db.write() as session:
        clock.advance(session, timedelta(days=1))


def test_what_leaves_comes_back_acknowledged(file: Path) -> None:
    events = [sent() for _ in range(3)]
    assert with_agency(file, once) == (3, 3, 0)
    assert [row(event_id).agency_id for event_id in events] == [
        "MER-000001",
        "MER-000002",
        "MER-000003",
    ]
    assert with_agency(file, once) == (0, 0, 0)
    next_day()
    assert with_agency(file, once) == (0, 0, 1)
    assert listed() == []


@pytest.mark.parametrize("seed", range(4))
def test_bad_manners_lose_nothing(file: Path, seed: int) -> None:
    manners = Manners(late=5, twice=0.5, never=0.3, refuse=0.3, out_of_order=True)
    events = [sent() for _ in range(20)]
    with_agency(file, once, manners, seed=seed)
    now = counted()
    assert now.conflicts == 0
    silent = {line.id for line in seen(Show.WAITING).lines}
    assert now.waiting == len(silent)
    assert all(row(event_id).first_fetched_at for event_id in events)
    answered = [row(event_id) for event_id in events if str(event_id) not in silent]
    assert len({event.agency_id for event in answered}) == len(answered)
    next_day()
    with_agency(file, once, manners, seed=seed)
    assert {line.event_id for line in listed()} == silent


def test_a_silent_agency_leaves_everything_to_staff_until_they_send_it_again(file: Path) -> None:
    event_id = sent()
    with_agency(file, once, Manners(never=1))
    assert counted().waiting == 1
    again(event_id)
    with_agency(file, once, Manners(never=1))
    assert counted().waiting == 0


def test_what_was_refused_is_accepted_when_it_comes_again(file: Path) -> None:
    event_id = sent()
    with_agency(file, once, Manners(refuse=1))
    assert row(event_id).reason == stand_in.REFUSED_BECAUSE
    again(event_id)
    with_agency(file, once, Manners(refuse=1))
    event = row(event_id)
    assert (event.outcome, event.agency_id, event.conflict) == ("accepted", "MER-000002", False)


def test_a_late_answer_waits_for_its_time(file: Path) -> None:
    sent()

    async def journey(agency: Agency) -> None:
        await agency.pull()
        assert await agency.acknowledge() == 0

    with_agency(file, journey, Manners(late=1000))
    assert counted().waiting == 1
    with_agency(file, once)
    assert counted().waiting == 0


def test_after_a_crash_it_answers_under_the_same_id(file: Path) -> None:
    event_id = sent()

    async def crash_before_the_answer(agency: Agency) -> None:
        await agency.pull()

    async def answer(agency: Agency) -> None:
        await agency.acknowledge()

    with_agency(file, crash_before_the_answer)
    kept = file.read_text()
    with_agency(file, answer)
    file.write_text(kept)  # as if it had crashed before it noted its answer
    with_agency(file, once)
    event = row(event_id)
    assert (event.agency_id, event.conflict) == ("MER-000001", False)


def test_it_begins_anew_when_the_portal_does(file: Path) -> None:
    sent()
    with_agency(file, once)
    with db.write() as session:
        event = session.get_one(OutboundEvent, rows()[0].id)
        event.position = None
        session.get_one(FeedOutCursor, 1).last_position = 0
    later = sent()
    with_agency(file, once)
    assert row(later).agency_id == "MER-000002"


def test_a_book_that_cannot_be_read_is_begun_anew(file: Path) -> None:
    file.write_text("{")
    assert Book.opened(file) == Book(file)


def portal_that_fails(*answers: Response) -> list[Route]:
    """Says each of these once, and then what the portal says."""
    left = list(answers)
    [feed] = [route for route in routes if route.path == stand_in.FEED]

    async def events(request: Request) -> Response:
        said: Response = left.pop(0) if left else await feed.endpoint(request)
        return said

    return [Route(stand_in.FEED, events), *(route for route in routes if route is not feed)]


def test_it_waits_and_tries_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def pass_time(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(stand_in.asyncio, "sleep", pass_time)
    sent()
    busy, broken = (
        Response(status_code=429, headers={"Retry-After": "9"}),
        Response(status_code=500),
    )
    assert with_agency(file, once, portal=portal_that_fails(busy, broken)) == (1, 1, 0)
    assert waits == [9, 1.0]
    with pytest.raises(Away, match="HTTP 500"):
        with_agency(file, once, portal=portal_that_fails(*[broken] * stand_in.TRIES))


def test_a_key_that_is_not_the_portal_s_is_trouble(file: Path) -> None:
    with pytest.raises(Untrusted, match="wrong_signature"):
        with_agency(file, once, keys=Keyring((("demo1", b"x" * 32),)))


def test_an_answer_without_the_portal_s_signature_is_not_believed(file: Path) -> None:
    with pytest.raises(Untrusted, match="not the portal's"):
        with_agency(file, once, portal=portal_that_fails(Response(b"")))


def test_it_goes_on_through_trouble_until_it_is_stopped(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stand_in, "IDLE_SECONDS", 0.001)
    event_id: UUID = sent()
    said: list[str] = []

    async def journey(agency: Agency) -> None:
        stop = asyncio.Event()

        def say(text: str) -> None:
            said.append(text)
            if "1 answers" in text:
                stop.set()

        await asyncio.wait_for(until_stopped(agency, stop, say), 60)

    portal = portal_that_fails(Response(status_code=503), Response(b"not signed"))
    with_agency(file, journey, portal=portal)
    assert said[0].startswith("HTTP 503; again in ")
    assert said[1].startswith("the answer is not the portal's")
    assert row(event_id).outcome == "accepted"
