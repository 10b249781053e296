"""What comes before the records it names waits for them, sealed, and counts when they have come."""

from __future__ import annotations

import pytest
from sqlmodel import select

from cx_app import database as portal
from cx_app.models import AccessCode, FeedRecord, FeedWaiting
from cx_app.services.feed import waiting
from cx_app.services.feed.import_lines import How, Tally, import_lines
from tests.services.feed.lines import CASE, CODE, EVENT, PARTY, REPRESENTATION, filing, line
from tests.services.feed.test_import_lines import _all, _case, _import

pytestmark = pytest.mark.usefixtures("database")

EARLY = [
    line(PARTY, "q1"),
    line(EVENT, "e1"),
    line(REPRESENTATION, "r1"),
    line(CODE, "k1"),
    line(CODE, "k2", person=None, role=None, representation="R1"),
    line(
        {"kind": "correction"},
        "x1",
        of="e1",
        as_of="2025-04-01T00:00:00Z",
        code="FNA",
        at="2025-03-05T00:00:00Z",
    ),
    line({"kind": "withdrawal"}, "w1", of="e0"),
]


def test_early_records_wait_and_nothing_of_them_can_be_read() -> None:
    tally, rejects = _import(*EARLY)
    assert (tally, rejects) == (Tally(waiting=len(EARLY)), [])
    rows = _all(FeedWaiting)
    assert {row.needs for row in rows} == {"case:IOE0912345678", "event:e1", "event:e0"}
    assert not any("Rosa" in str(row.model_dump()) for row in rows)
    assert _import(*EARLY)[0] == Tally(waiting=len(EARLY))


def test_they_count_in_whatever_order_what_they_need_comes() -> None:
    _import(*EARLY)
    person, case, _party = filing()
    assert _import(case)[0] == Tally(applied=1, woken=2)  # the event, and its correction
    assert _case().status_code == "FNA"
    assert _import(person)[0] == Tally(applied=1, woken=4)
    assert [row.event_id for row in _all(FeedWaiting)] == ["w1"]
    assert len(_all(AccessCode)) == 2
    assert {r.id for r in _all(FeedRecord)} >= {"q1", "e1", "r1", "k1", "k2", "x1"}
    assert _import(*EARLY)[0] == Tally(repeated=len(EARLY) - 1, waiting=1)


def test_within_one_batch_nothing_has_to_wait() -> None:
    tally, _ = _import(*EARLY[:-1], *filing())
    assert tally == Tally(applied=len(EARLY) - 1 + 2, repeated=1)
    assert _all(FeedWaiting) == []


def test_what_turns_out_wrong_when_its_turn_comes_is_kept_with_the_reason() -> None:
    _import(line(REPRESENTATION, "r1", ended="2025-01-01T00:00:00Z"))
    _import(*filing())
    [row] = _all(FeedWaiting)
    assert (row.reason, row.line) == ("ended is before since", None)
    with portal.read() as session:
        [shown] = waiting.overview(session)
    assert (shown.needs, shown.reason, shown.count) == ("case", "ended is before since", 1)
    assert _import(line(REPRESENTATION, "r1"))[0] == Tally(applied=1)
    assert _all(FeedWaiting) == []


def test_what_was_given_up_can_be_forgotten_and_what_waits_cannot() -> None:
    _import(line(REPRESENTATION, "r1", ended="2025-01-01T00:00:00Z"), EARLY[-1])
    _import(*filing())
    with portal.write() as session:
        assert waiting.forget(session, "ended is before since") == 1
        with pytest.raises(ValueError, match="still waits"):
            waiting.forget(session, "")
    with portal.read() as session:
        assert session.exec(select(FeedWaiting.event_id)).all() == ["w1"]


def test_what_waits_as_history_is_applied_as_history() -> None:
    import_lines([line(CODE, "k1"), line(CASE, "c1")], source="old", how=How(history=True))
    _import(*filing())
    assert _all(AccessCode) == []
    assert {r.id: r.caused for r in _all(FeedRecord)}["k1"] == "history"
