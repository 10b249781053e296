"""The agency pulls with a cursor, and no commit order hides an event from it."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from cx_app import database as db
from cx_app.gateways import clock
from cx_app.services.feed_out.pull import CursorAhead, NothingNew, nothing_new, pull
from tests import factories
from tests.services.feed_out.events import filed, ids, pulled, row, rows, sent
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
postgresql_only = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def test_events_come_in_the_order_in_which_they_were_written() -> None:
    events = [sent() for _ in range(5)]
    assert ids() == events
    assert [line["position"] for line in pulled()] == [1, 2, 3, 4, 5]


def test_pulling_again_gives_the_same_and_a_cursor_goes_on() -> None:
    events = [sent() for _ in range(5)]
    assert ids(limit=2) == ids(limit=2) == events[:2]
    assert ids(after=2, limit=2) == events[2:4]
    assert ids(after=5) == []
    later = sent()
    assert ids(after=5) == [later]


def test_the_first_fetch_is_noted_and_stays() -> None:
    first, second = sent(), sent()
    assert row(first).first_fetched_at is None
    pulled(limit=1)
    noted = row(first).first_fetched_at
    assert noted
    assert row(second).first_fetched_at is None
    with db.write() as session:
        clock.advance(session, timedelta(hours=1))
    pulled()
    assert row(first).first_fetched_at == noted


def test_a_cursor_that_was_never_given_is_refused() -> None:
    sent()
    pulled()
    with db.write() as session:
        assert pull(session, 2, 10) == CursorAhead()
        assert pull(session, 1, 10) == []
    with db.read() as session:
        assert nothing_new(session, 2) == CursorAhead()


def test_an_idle_pull_only_reads_but_for_a_note_now_and_then() -> None:
    def idle(after: int = 1) -> object:
        with db.read() as session:
            return nothing_new(session, after)

    sent()
    assert idle(after=0) is None
    pulled()
    assert idle() == NothingNew()
    waiting = sent()
    assert idle() is None
    assert ids(after=1) == [waiting]
    with db.write() as session:
        clock.advance(session, timedelta(minutes=1))
    assert idle() is None


@postgresql_only
def test_a_late_commit_gets_a_later_position(database: str) -> None:
    """Written first, committed last: a reader that went on meanwhile still gets it."""
    with db.write() as session:
        filing = factories.filing(session)
    with ExitStack() as open_transaction:
        early = open_transaction.enter_context(db.write())
        first = filed(early, filing)
        second = sent()
        assert ids() == [second]
        assert ids(after=1) == []
    assert ids(after=1) == [first]
    assert ids() == [second, first]


@postgresql_only
def test_a_reader_waits_for_one_that_is_giving_positions(database: str) -> None:
    """Were the positions seen in another order than given, the second could pass over the first."""
    first = sent()
    with ExitStack() as open_transaction:
        giving = open_transaction.enter_context(db.write())
        assert len(pull(giving, 0, 10)) == 1
        second = sent()
        came: list[object] = []
        other = threading.Thread(target=lambda: came.extend(ids()))
        other.start()
        other.join(0.3)
        assert came == []
    other.join(60)
    assert came == [first, second]


def test_a_reader_that_dies_before_its_commit_gives_no_position() -> None:
    event_id = sent()
    with db.write() as session:
        assert len(pull(session, 0, 10)) == 1
        session.rollback()
    assert row(event_id).position is None
    assert [line["position"] for line in pulled()] == [1]


@postgresql_only
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("wwcrp"), st.integers(0, 3)), max_size=40))
def test_no_schedule_of_open_transactions_hides_an_event(
    database: str, schedule: list[tuple[str, int]]
) -> None:
    """Four writers write, commit and give up in any order while a reader goes on pulling."""
    with db.write() as session:
        filing = factories.filing(session)
    begin = ids_behind(0)
    cursor, seen, committed = len(begin), [], []
    writers: dict[int, tuple[ExitStack, Session, list[UUID]]] = {}

    def end(who: int, *, commit: bool) -> None:
        transaction, session, written = writers.pop(who)
        if commit:
            committed.extend(written)
        else:
            session.rollback()
        transaction.close()

    def read() -> None:
        nonlocal cursor
        lines = pulled(cursor, 2)
        seen.extend(UUID(str(line["event_id"])) for line in lines)
        cursor = max([cursor, *(int(str(line["position"])) for line in lines)])

    for act, who in schedule:
        if act == "w":
            if who not in writers:
                stack = ExitStack()
                session = stack.enter_context(db.write())
                writers[who] = (stack, session, [filed(session, filing)])
        elif act == "p":
            read()
        elif who in writers:
            end(who, commit=act == "c")
    for who in list(writers):
        end(who, commit=True)
    while len(seen) < len(committed):
        read()
    assert sorted(seen) == sorted(committed)
    assert ids_behind(cursor) == []


def ids_behind(after: int) -> list[UUID]:
    return ids(after, 1000)


def test_writers_and_readers_at_the_same_instant(soak: bool) -> None:
    """Threads in earnest: every reader, with a cursor of its own, gets every event once."""
    with db.write() as session:
        filings = [factories.filing(session) for _ in range(3)]
    for _round in range(40 if soak else 4):
        done: list[int] = []

        def write(which: int) -> None:
            for _event in range(6):
                with db.write() as session:
                    filed(session, filings[which])
            done.append(which)  # noqa: B023

        def read() -> None:
            cursor = 0
            seen: list[object] = []
            while True:
                last = len(done) == len(filings)  # noqa: B023
                with db.read() as session:
                    idle = nothing_new(session, cursor)
                lines = [] if isinstance(idle, NothingNew) else pulled(cursor, 3)
                seen += [line["event_id"] for line in lines]
                cursor = max([cursor, *(int(str(line["position"])) for line in lines)])
                if last and not lines:
                    break
            assert len(seen) == len(set(seen))
            assert set(seen) == {str(event.id) for event in rows()}

        together(*(lambda which=which: write(which) for which in range(3)), read, read)
