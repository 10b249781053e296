"""The outbound feed over HTTP: what a holder of a key gets, and what nobody else does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from sqlalchemy.exc import OperationalError

from cx_app import database as db
from cx_app.api import feed_out, signed
from cx_app.api.feed_out import routes
from cx_app.api.signed import MAX_BODY, Places
from cx_app.gateways import clock
from cx_app.security.crypto import Keyring, feed_keys
from cx_app.security.signing import KEY_ID, SIGNATURE, TIMESTAMP, sign, verify
from cx_app.settings import SettingsError
from tests.browser import browser
from tests.services.feed_out.events import ack, row, sent

# What differs between databases is tested with the services.
pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
FEED = "/api/feed-out"
ACKS = f"{FEED}/acknowledgements"
STATEMENTS = f"{FEED}/reconciliations"
STRANGE = Keyring((("k1", b"x" * 32),))
At = httpx2.AsyncClient


def run(journey: Callable[[At], Awaitable[None]]) -> None:
    async def go() -> None:
        async with browser(list(routes)) as at:
            await journey(at)

    asyncio.run(go())


def call(method: str, target: str, body: bytes = b"", **headers: str) -> httpx2.Response:
    """One call with the right signature, but for what `headers` change."""
    answers: list[httpx2.Response] = []

    async def journey(at: At) -> None:
        signature = sign(feed_keys(), body if method == "POST" else target.encode(), now())
        answers.append(
            await at.request(method, target, content=body, headers={**signature, **headers})
        )

    run(journey)
    return answers[0]


def now() -> datetime:
    return datetime.now(UTC)


def lines(answer: httpx2.Response) -> list[dict[str, object]]:
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.content.splitlines()]


def refused(answer: httpx2.Response, status: int, code: str) -> str:
    """Its detail; every refusal is a problem document that nobody may keep."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    return str(problem["detail"])


def test_events_are_pulled_in_order_and_signed() -> None:
    events = [str(sent()) for _ in range(3)]
    answer = call("GET", f"{FEED}?after=0&limit=2")
    assert [line["event_id"] for line in lines(answer)] == events[:2]
    assert verify(feed_keys(), answer.headers, answer.content, now()) is None
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["cache-control"] == "no-store"
    rest = call("GET", f"{FEED}?after=2")
    assert [line["event_id"] for line in lines(rest)] == events[2:]
    nothing = call("GET", f"{FEED}?after=3")
    assert lines(nothing) == []
    assert verify(feed_keys(), nothing.headers, b"", now()) is None
    assert [line["event_id"] for line in lines(call("GET", FEED))] == events


def test_each_acknowledgement_has_its_answer() -> None:
    event_id = sent()
    body = b"\n".join([ack(event_id), b"", b"nonsense", ack(event_id)]) + b"\r\n"
    assert lines(call("POST", ACKS, body)) == [
        {"line": 1, "answer": "acknowledged"},
        {
            "line": 3,
            "answer": "unreadable",
            "reason": "the line is not one JSON object in UTF-8",
        },
        {"line": 4, "answer": "repeated"},
    ]
    assert row(event_id).agency_id == "MER-1"
    assert lines(call("POST", ACKS)) == []


def test_more_lines_than_one_transaction_takes() -> None:
    event_id = sent()
    answers = lines(call("POST", ACKS, b"\n".join([ack(event_id)] * 1201)))
    assert [answer["line"] for answer in answers] == list(range(1, 1202))
    assert [answer["answer"] for answer in answers].count("acknowledged") == 1


def test_a_day_is_wanted_until_its_statement_has_come() -> None:
    event_id = sent()
    assert lines(call("GET", STATEMENTS)) == []
    with db.write() as session:
        clock.advance(session, timedelta(days=1))
    [wanted] = lines(call("GET", STATEMENTS))
    head = {"v": 1, "kind": "statement", "entries": 1, **wanted}
    entry = {"v": 1, "kind": "entry", "event_id": str(event_id), "agency_id": "MER-1"}
    body = json.dumps(head) + "\n" + json.dumps({**entry, "outcome": "accepted"})
    for acknowledged in (1, 0):  # played again it changes nothing
        assert lines(call("POST", STATEMENTS, body.encode())) == [
            {**wanted, "entries": 1, "acknowledged": acknowledged, "differences": 0}
        ]
    assert lines(call("GET", STATEMENTS)) == []


def test_half_a_statement_is_refused_in_words() -> None:
    answer = call("POST", STATEMENTS, b'{"v":1,"kind":"statement","day":"2026-03-02","entries":9}')
    assert refused(answer, 422, "bad_statement") == "9 entries are announced and 0 came."


@pytest.mark.parametrize(
    ("method", "target"),
    [("GET", FEED), ("POST", ACKS), ("GET", STATEMENTS), ("POST", STATEMENTS)],
)
def test_without_a_key_there_is_nothing(method: str, target: str) -> None:
    event_id = sent()
    body = ack(event_id)
    signed_part = body if method == "POST" else target.encode()
    strange = sign(STRANGE, signed_part, now())
    old = sign(feed_keys(), signed_part, now() - timedelta(seconds=310))
    another = sign(feed_keys(), signed_part + b" ", now())
    unknown = {KEY_ID: "k9"}
    for headers, code in (
        (strange, "wrong_signature"),
        (another, "wrong_signature"),
        (unknown, "wrong_signature"),
        (old, "too_old"),
        ({SIGNATURE: ""}, "unsigned"),
        ({TIMESTAMP: "yesterday"}, "wrong_signature"),
    ):
        answer = call(method, target, body, **headers)
        refused(answer, 401, code)
        assert answer.headers["www-authenticate"] == "CX-Signature"
        assert SIGNATURE not in answer.headers
    assert row(event_id).outcome == ""
    assert row(event_id).first_fetched_at is None


def test_a_signature_holds_for_its_query_alone() -> None:
    sent()
    other = sign(feed_keys(), f"{FEED}?after=0&limit=1".encode(), now())
    refused(call("GET", f"{FEED}?after=0&limit=2", **other), 401, "wrong_signature")


def test_every_changed_byte_is_noticed() -> None:
    event_id = sent()
    body = ack(event_id)
    right = sign(feed_keys(), body, now())

    async def journey(at: At) -> None:
        for place in range(0, len(body), 7):
            changed = body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]
            answer = await at.post(ACKS, content=changed, headers=right)
            refused(answer, 401, "wrong_signature")

    run(journey)
    assert row(event_id).outcome == ""


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=1.5", "limit=0", "limit=1001", "after=" + "9" * 40]
)
def test_numbers_that_do_not_fit_are_named_and_not_repeated(query: str) -> None:
    detail = refused(call("GET", f"{FEED}?{query}"), 400, "bad_parameter")
    assert detail.startswith(query.partition("=")[0])
    assert "9" * 40 not in detail


def test_a_cursor_that_is_ahead_is_told_to_begin_anew() -> None:
    sent()
    assert "from 0" in refused(call("GET", f"{FEED}?after=5"), 409, "cursor_ahead")


def test_a_body_is_read_up_to_its_limit_and_no_further() -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += 1_000_000
            yield b"x" * 1_000_000

    async def journey(at: At) -> None:
        headers = sign(feed_keys(), b"", now())
        refused(await at.post(ACKS, content=endless(), headers=headers), 413, "too_large")

    run(journey)
    assert given <= MAX_BODY + 2_000_000
    refused(call("POST", ACKS, b"x" * (MAX_BODY + 1)), 413, "too_large")
    refused(call("POST", ACKS, b"x", **{"content-encoding": "gzip"}), 415, "compressed")


def test_a_body_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed, "MAX_SECONDS", 0.01)

    async def stuck() -> AsyncIterator[bytes]:
        yield b"x"
        await asyncio.Event().wait()

    async def journey(at: At) -> None:
        headers = sign(feed_keys(), b"", now())
        refused(await at.post(ACKS, content=stuck(), headers=headers), 408, "too_slow")

    run(journey)


def test_too_many_at_once_are_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signed, "places", Places(1))
    event_id = sent()
    body = ack(event_id)

    async def journey(at: At) -> None:
        held, reading = asyncio.Event(), asyncio.Event()

        async def slowly() -> AsyncIterator[bytes]:
            reading.set()
            yield body[:1]
            await held.wait()
            yield body[1:]

        headers = sign(feed_keys(), body, now())
        first = asyncio.create_task(at.post(ACKS, content=slowly(), headers=headers))
        await reading.wait()
        busy = await at.post(ACKS, content=body, headers=headers)
        refused(busy, 429, "too_many")
        assert busy.headers["retry-after"] == "1"
        held.set()
        assert (await first).status_code == 200
        assert (await at.post(ACKS, content=body, headers=headers)).status_code == 200

    run(journey)


def test_a_database_that_is_away_is_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_body: bytes) -> bytes:
        raise OperationalError("select 'IOE0912000033'", {}, Exception("gone"))

    monkeypatch.setattr(feed_out, "_acknowledge", away)
    answer = call("POST", ACKS, b"x")
    refused(answer, 503, "busy")
    assert answer.headers["retry-after"] == "5"
    assert "IOE" not in answer.text


def test_a_portal_without_keys_serves_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_keys() -> Keyring:
        raise SettingsError("CX_FEED_KEYS is not set")

    monkeypatch.setattr(signed, "feed_keys", no_keys)
    refused(call("GET", FEED), 503, "no_keys")


@pytest.mark.parametrize(("method", "target"), [("POST", FEED), ("GET", ACKS), ("PUT", STATEMENTS)])
def test_other_methods_are_not_served(method: str, target: str) -> None:
    assert call(method, target).status_code == 405


def test_what_was_sent_is_never_repeated() -> None:
    secret = "Amina-Karimi-1991-03-14"
    line = json.dumps({"v": 1, "kind": "acknowledgement", secret: secret, "event_id": secret})
    for answer in (
        call("POST", ACKS, line.encode()),
        call("POST", STATEMENTS, line.encode()),
        call("GET", f"{FEED}?after={secret}"),
        call("POST", ACKS, line.encode(), **{KEY_ID: secret}),
    ):
        assert secret not in answer.text
        assert secret not in str(answer.headers)
