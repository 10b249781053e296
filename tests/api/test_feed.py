"""A live back office sends signed batches and hears what became of each line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from cx_app import database as portal
from cx_app.api import feed as endpoint
from cx_app.api.signed import MAX_BODY, Problem, Turns
from cx_app.gateways import clock
from cx_app.models import AuditEntry, Case, FeedBatch
from cx_app.security.crypto import Keyring, feed_keys
from cx_app.security.signing import KEY_ID, SIGNATURE, TIMESTAMP, sign, verify
from tests.services.feed.lines import EVENT, filing, line

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def office() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=endpoint.routes), raise_server_exceptions=True) as client:
        yield client


def send(office: TestClient, body: bytes, **changes: str) -> Any:
    headers = sign(feed_keys(), body, clock.wall()) | changes
    return office.post("/api/feed", content=body, headers=headers)


def cases() -> list[Case]:
    with portal.read() as session:
        return list(session.exec(select(Case)))


def said(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.content.splitlines()]


def test_each_line_gets_its_answer_and_the_batch_one_audit_entry(office: TestClient) -> None:
    gone = line({"kind": "withdrawal"}, "w1", of="e9")
    body = b"\n".join(
        [*filing(), b"nonsense", line(EVENT, "e1"), line(EVENT, "e2", case="X"), gone]
    )
    answer = send(office, body)
    assert answer.status_code == 200
    assert verify(feed_keys(), answer.headers, answer.content, clock.wall()) is None
    lines = said(answer)
    assert [one["outcome"] for one in lines] == [
        *("applied", "applied", "applied", "rejected", "applied", "rejected", "waiting")
    ]
    assert [one["event_id"] for one in lines] == ["p1", "c1", "q1", None, "e1", None, "w1"]
    assert lines[3]["reason"] == "the line is not one JSON object in UTF-8"
    with portal.read() as session:
        [batch] = session.exec(select(FeedBatch))
        [entry] = session.exec(select(AuditEntry).where(AuditEntry.action == "feed.import"))
    assert (batch.source, batch.applied) == (f"call:{feed_keys().newest[0]}", 4)
    assert entry.details["sha256"] == batch.sha256


def test_the_same_lines_in_a_new_call_count_once(office: TestClient) -> None:
    body = b"\n".join(filing())
    send(office, body)
    later = sign(feed_keys(), body, clock.wall() + timedelta(seconds=5))
    lines = said(office.post("/api/feed", content=body, headers=later))
    assert [one["outcome"] for one in lines] == ["repeated"] * 3


def test_a_replayed_call_is_refused(office: TestClient) -> None:
    body = b"\n".join(filing())
    headers = sign(feed_keys(), body, clock.wall())
    assert office.post("/api/feed", content=body, headers=headers).status_code == 200
    again = office.post("/api/feed", content=body, headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "replayed")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({SIGNATURE: "0" * 64}, "wrong_signature"),
        ({KEY_ID: "nobody"}, "wrong_signature"),
        ({TIMESTAMP: "1"}, "wrong_signature"),
        ({SIGNATURE: ""}, "unsigned"),
    ],
)
def test_a_call_that_is_not_signed_as_it_should_changes_nothing(
    office: TestClient, changes: dict[str, str], code: str
) -> None:
    answer = send(office, b"\n".join(filing()), **changes)
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert cases() == []


def test_an_old_call_and_one_under_a_foreign_key_change_nothing(office: TestClient) -> None:
    body = b"\n".join(filing())
    old = sign(feed_keys(), body, clock.wall() - timedelta(seconds=301))
    foreign = sign(Keyring(((feed_keys().newest[0], b"x" * 32),)), body, clock.wall())
    codes = [
        office.post("/api/feed", content=body, headers=headers).json()["code"]
        for headers in (old, foreign)
    ]
    assert codes == ["too_old", "wrong_signature"]
    assert cases() == []


def test_a_body_over_the_limit_is_refused_and_one_at_the_limit_is_read(office: TestClient) -> None:
    body = b"\n".join(filing()).ljust(MAX_BODY)
    assert send(office, body + b" ").status_code == 413
    assert cases() == []
    assert send(office, body).status_code == 200
    assert len(cases()) == 1


def test_with_too_many_calls_at_once_the_rest_is_told_when_to_come_again(
    office: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowded = Turns(waiting=-1)
    monkeypatch.setattr(endpoint, "turns", crowded)
    answer = send(office, b"\n".join(filing()))
    assert (answer.status_code, answer.json()["code"]) == (429, "busy")
    assert int(answer.headers["retry-after"]) >= 1
    monkeypatch.setattr(endpoint, "turns", Turns(waiting=2))
    assert send(office, b"\n".join(filing())).status_code == 200


def test_turns_are_taken_one_after_the_other_and_given_back() -> None:
    seen: list[str] = []

    async def call(turns: Turns, name: str, entered: asyncio.Event, go_on: asyncio.Event) -> None:
        async with turns.one():
            seen.append(f"{name} in")
            entered.set()
            await go_on.wait()
            seen.append(f"{name} out")

    async def story() -> None:
        turns, entered, go_on = Turns(waiting=1), asyncio.Event(), asyncio.Event()
        async with asyncio.TaskGroup() as calls:
            calls.create_task(call(turns, "a", entered, go_on))
            await entered.wait()
            calls.create_task(call(turns, "b", entered, go_on))
            await asyncio.sleep(0)
            with pytest.raises(Problem) as full:
                async with turns.one():
                    seen.append("c in")
            assert (full.value.status, full.value.headers["Retry_After"]) == (429, "2")
            go_on.set()
        async with turns.one():
            seen.append("d in")

    asyncio.run(story())
    assert seen == ["a in", "a out", "b in", "b out", "d in"]
