"""What a day's statement shows, and that a day without one shows too."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.business_time import eastern_date
from cx_app.domain.feed_out import Finding, Said
from cx_app.gateways import clock
from cx_app.models import AuditEntry, FeedFinding, FeedStatement
from cx_app.services.feed_out.reconcile import (
    BadStatement,
    Stated,
    list_missing,
    read_statement,
    reconcile,
    wanted_days,
)
from tasks.feed_out import require_statements
from tests.services.feed_out.events import ack, answers, dated, row, sent

pytestmark = pytest.mark.usefixtures("database")


def advance(days: int) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(days=days))


def today() -> date:
    with db.read() as session:
        return eastern_date(clock.business(session))


@pytest.fixture
def day() -> date:
    """Today, which is over by the time of the statement."""
    return today()


def state(day: date, entries: dict[object, str] | None = None) -> FeedStatement:
    said = {str(event_id): Said(agency_id) for event_id, agency_id in (entries or {}).items()}
    with db.write() as session:
        return reconcile(session, Stated(day, said), "test")


def found(*, resolved: bool = False) -> list[tuple[str, str]]:
    with db.read() as session:
        query = select(FeedFinding).where(col(FeedFinding.resolved_at).is_not(None) == resolved)
        rows = session.exec(query.order_by(col(FeedFinding.finding), col(FeedFinding.event_id)))
        return [(one.finding, one.event_id) for one in rows]


def acknowledged(agency_id: str) -> UUID:
    event_id = sent()
    answers(ack(event_id, agency_id))
    return event_id


def test_two_sides_that_agree_have_no_findings(day: date) -> None:
    first, second = acknowledged("MER-1"), acknowledged("MER-2")
    advance(1)
    kept = state(day, {first: "MER-1", second: "MER-2"})
    assert (kept.entries, kept.acknowledged, kept.differences) == (2, 0, 0)
    assert found() == []


def test_what_only_one_side_knows_and_ids_that_differ(day: date) -> None:
    ours, differs = acknowledged("MER-1"), acknowledged("MER-2")
    advance(1)
    assert state(day, {differs: "MER-9", "stranger": "MER-3"}).differences == 3
    assert found() == [
        (Finding.IDS_DIFFER, str(differs)),
        (Finding.ONLY_THEY, "stranger"),
        (Finding.ONLY_WE, str(ours)),
    ]
    with db.read() as session:
        one = session.exec(select(FeedFinding).where(FeedFinding.event_id == str(differs))).one()
        assert (one.our_agency_id, one.agency_id) == ("MER-2", "MER-9")
        assert one.outbound_event_id == differs
        [entry] = session.exec(
            select(AuditEntry).where(AuditEntry.action == "feed_out.reconcile")
        ).all()
        assert entry.details["differences"] == 3
    assert not row(differs).conflict


def test_a_statement_acknowledges_what_nothing_else_did(day: date) -> None:
    event_id = sent()
    advance(1)
    assert state(day, {event_id: "MER-1"}).acknowledged == 1
    assert (row(event_id).agency_id, row(event_id).outcome) == ("MER-1", "accepted")
    assert found() == []
    assert state(day, {event_id: "MER-1"}).acknowledged == 0


def test_an_event_of_another_day_is_known_all_the_same(day: date) -> None:
    yesterday = acknowledged("MER-1")
    advance(1)
    assert state(day - timedelta(days=1), {yesterday: "MER-1"}).differences == 0


def test_the_day_is_the_eastern_one(day: date) -> None:
    """One second before midnight, Eastern, belongs to the day; midnight to the next."""
    from cx_app.domain.business_time import end_of_day

    midnight = end_of_day(day - timedelta(days=1))
    last = dated(sent(), midnight - timedelta(seconds=1))
    first = dated(sent(), midnight)
    advance(1)
    state(day - timedelta(days=1))
    assert found() == [(Finding.ONLY_WE, str(last))]
    state(day)
    assert sorted(found()) == sorted([(Finding.ONLY_WE, str(first)), (Finding.ONLY_WE, str(last))])


def test_a_later_statement_takes_the_place_of_an_earlier_one(day: date) -> None:
    first, second = acknowledged("MER-1"), acknowledged("MER-2")
    advance(1)
    state(day)
    state(day, {first: "MER-1"})
    assert found() == [(Finding.ONLY_WE, str(second))]
    assert found(resolved=True) == [(Finding.ONLY_WE, str(first))]
    state(day)
    assert len(found()) == 2
    with db.read() as session:
        assert session.exec(select(FeedStatement)).one().entries == 0


def test_what_staff_resolved_stays_resolved(day: date) -> None:
    event_id = acknowledged("MER-1")
    advance(1)
    state(day)
    with db.write() as session:
        one = session.exec(select(FeedFinding)).one()
        one.resolved_at, one.resolution = clock.business(session), "staff"
    state(day)
    assert found() == []
    assert found(resolved=True) == [(Finding.ONLY_WE, str(event_id))]


def test_a_day_that_is_not_over_is_refused(day: date) -> None:
    with pytest.raises(BadStatement, match="not over"):
        state(day)


def test_more_entries_than_one_query_names(day: date) -> None:
    event_id = acknowledged("MER-1")
    advance(1)
    strangers: dict[object, str] = {f"stranger-{n}": "MER-3" for n in range(1200)}
    assert state(day, {**strangers, event_id: "MER-1"}).differences == 1200


def test_a_day_without_a_statement_is_wanted_and_then_missing(day: date) -> None:
    acknowledged("MER-1")
    with db.read() as session:
        assert wanted_days(session) == []
    advance(1)
    with db.read() as session:
        assert wanted_days(session) == [day]
    with db.write() as session:
        assert list_missing(session) == 0
    advance(6)
    assert require_statements() > 0
    assert require_statements() == 0
    missing = found()
    assert (Finding.NO_STATEMENT, "") in missing
    state(day)
    assert len(found()) == len(missing)  # this one is there now; but an event is not in it
    assert (Finding.NO_STATEMENT, "") in found(resolved=True)


def test_without_events_no_statement_is_wanted() -> None:
    advance(40)
    assert require_statements() == 0


HEAD = {"v": 1, "kind": "statement", "day": "2026-03-02", "entries": 1}
ENTRY = {"v": 1, "kind": "entry", "event_id": "e1", "agency_id": "MER-1", "outcome": "accepted"}


def read(*lines: dict[str, object]) -> Stated:
    return read_statement(json.dumps(line).encode() for line in lines)


def test_a_statement_is_read_whole() -> None:
    assert read(HEAD, ENTRY) == Stated(date(2026, 3, 2), {"e1": Said("MER-1")})
    assert read({**HEAD, "entries": 0}).entries == {}
    ours = "0198c0de-0000-7000-8000-00000000000a"
    assert list(read(HEAD, {**ENTRY, "event_id": ours.upper()}).entries) == [ours]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "there is no line of kind statement"),
        ([ENTRY], "line 1: one line of kind statement comes first"),
        ([HEAD, HEAD], "line 2: one line of kind statement comes first"),
        ([HEAD], "1 entries are announced and 0 came"),
        ([HEAD, ENTRY, {**ENTRY, "event_id": "e2"}], "1 entries are announced and 2 came"),
        ([HEAD, ENTRY, ENTRY], "line 3: an event is named twice"),
        ([HEAD, {**ENTRY, "outcome": "?"}], "line 2: outcome does not fit version 1"),
    ],
)
def test_half_a_statement_counts_for_nothing(lines: list[dict[str, object]], reason: str) -> None:
    with pytest.raises(BadStatement) as bad:
        read(*lines)
    assert str(bad.value) == reason
