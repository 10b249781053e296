"""The agency answers late, twice, out of order, and once differently."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.feed_out import Answer
from cx_app.gateways import clock
from cx_app.models import AuditEntry
from cx_app.models.base import uuid7
from tests.services.feed_out.events import (
    ack,
    answers,
    ids,
    pulled,
    refusal,
    row,
    sent,
    verdicts,
)
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def audited() -> list[dict[str, object]]:
    with db.read() as session:
        found = session.exec(select(AuditEntry).where(AuditEntry.action == "feed_out.acknowledge"))
        return [entry.details for entry in found]


def test_an_event_is_acknowledged_under_the_agency_s_id() -> None:
    event_id = sent()
    pulled()
    assert answers(ack(event_id, "MER-000123")) == [Answer.ACKNOWLEDGED]
    event = row(event_id)
    assert (event.agency_id, event.outcome) == ("MER-000123", "accepted")
    assert event.acknowledged_at
    assert audited() == [{"acknowledged": 1}]


def test_twice_changes_nothing() -> None:
    event_id = sent()
    assert answers(ack(event_id), ack(event_id)) == [Answer.ACKNOWLEDGED, Answer.REPEATED]
    at = row(event_id).acknowledged_at
    with db.write() as session:
        clock.advance(session, timedelta(hours=1))
    assert answers(ack(event_id)) == [Answer.REPEATED]
    assert row(event_id).acknowledged_at == at
    assert audited() == [{"acknowledged": 1, "repeated": 1}]


def test_before_we_think_it_was_fetched_counts_and_it_is_delivered_all_the_same() -> None:
    event_id = sent()
    assert answers(ack(event_id)) == [Answer.ACKNOWLEDGED]
    assert row(event_id).first_fetched_at is None
    assert ids() == [event_id]


def test_in_any_order_and_late() -> None:
    events = [sent() for _ in range(3)]
    pulled()
    with db.write() as session:
        clock.advance(session, timedelta(days=40))
    lines = [ack(event_id, f"MER-{n}") for n, event_id in enumerate(events)]
    assert answers(*reversed(lines)) == [Answer.ACKNOWLEDGED] * 3
    assert [row(event_id).agency_id for event_id in events] == ["MER-0", "MER-1", "MER-2"]


def test_the_first_id_stands_and_a_second_one_is_a_conflict() -> None:
    event_id = sent()
    assert answers(ack(event_id, "MER-1"), ack(event_id, "MER-2"), ack(event_id, "MER-1")) == [
        Answer.ACKNOWLEDGED,
        Answer.CONFLICT,
        Answer.REPEATED,
    ]
    event = row(event_id)
    assert (event.agency_id, event.conflict, event.other_agency_id) == ("MER-1", True, "MER-2")


def test_a_refusal_is_kept_with_its_reason() -> None:
    event_id = sent()
    assert answers(refusal(event_id)) == [Answer.ACKNOWLEDGED]
    event = row(event_id)
    assert (event.outcome, event.reason, event.conflict) == ("refused", "no_room", False)


def test_accepted_after_refused_is_a_conflict_unless_staff_asked_again() -> None:
    event_id = sent()
    assert answers(refusal(event_id), ack(event_id)) == [Answer.ACKNOWLEDGED, Answer.CONFLICT]
    assert row(event_id).outcome == "refused"


def test_each_line_has_its_own_answer() -> None:
    event_id = sent()
    said = verdicts(
        ack(uuid7()), b"nonsense", ack("none-of-yours"), ack(str(event_id).upper()), b'{"v":1}'
    )
    assert [verdict.answer for verdict in said] == [
        Answer.UNKNOWN,
        Answer.UNREADABLE,
        Answer.UNKNOWN,
        Answer.ACKNOWLEDGED,
        Answer.UNREADABLE,
    ]
    assert said[1].reason == "the line is not one JSON object in UTF-8"
    assert answers(b"[]") == [Answer.UNREADABLE]
    assert audited() == [{"unknown": 2, "unreadable": 2, "acknowledged": 1}]


def test_at_the_same_instant_one_id_wins() -> None:
    for _round in range(5):
        event_id = sent()

        def say(agency_id: str) -> Answer:
            [answer] = answers(ack(event_id, agency_id))  # noqa: B023
            return answer

        said = together(lambda: say("MER-1"), lambda: say("MER-2"), lambda: say("MER-3"))
        assert sorted(said) == [Answer.ACKNOWLEDGED, Answer.CONFLICT, Answer.CONFLICT]
        assert row(event_id).agency_id == f"MER-{said.index(Answer.ACKNOWLEDGED) + 1}"
