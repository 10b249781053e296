"""Whatever somebody with full rights does to the trail is found, and the right row named."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from cx_app import database as db
from cx_app.domain.audit_damage import Kind
from cx_app.gateways import clock
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.audit.seal import head
from cx_app.services.audit.verify import verify
from tests.services.audit.sealing import (
    entry_at,
    meddle,
    seal_all,
    sealed_trail,
    without_triggers,
    write_entries,
)

pytestmark = pytest.mark.usefixtures("database")
LONG = timedelta(minutes=20)


def first() -> tuple[Kind, object, object]:
    found = verify().damages[0]
    return found.kind, found.seq, found.batch


def kinds() -> list[Kind]:
    return [one.kind for one in verify().damages]


def head_hash() -> str:
    with db.read() as session:
        newest = head(session)
    assert newest is not None
    return newest.chain


def test_an_untouched_trail_is_intact() -> None:
    sealed_trail()
    report = verify()
    assert report.intact
    assert (report.rows, report.batches) == (9, 3)
    assert report.head is not None
    assert report.head.chain == head_hash()


def test_nothing_yet_is_intact() -> None:
    assert verify().intact
    write_entries()
    assert verify().intact, "a row may wait a while"


def test_an_altered_row() -> None:
    sealed_trail()
    meddle("UPDATE audit_entry SET outcome = 'other' WHERE id = :id", id=entry_at(5))
    assert first() == (Kind.ENTRY_ALTERED, 5, 2)


def test_all_altered_rows_in_order() -> None:
    sealed_trail()
    meddle("UPDATE audit_entry SET network = 'x'")
    assert [one.seq for one in verify().damages] == list(range(1, 10))


def test_a_deleted_row() -> None:
    sealed_trail()
    meddle("DELETE FROM audit_entry WHERE id = :id", id=entry_at(4))
    assert first() == (Kind.ENTRY_MISSING, 4, 2)


def test_a_deleted_row_with_its_seal() -> None:
    sealed_trail()
    meddle(
        "DELETE FROM audit_entry WHERE id = :id",
        "DELETE FROM audit_seal WHERE seq = 6",
        id=entry_at(6),
    )
    assert first() == (Kind.SEAL_MISSING, 6, 2)


def test_two_rows_that_changed_places() -> None:
    sealed_trail()
    one, other = entry_at(2), entry_at(8)
    meddle(
        "UPDATE audit_seal SET entry_id = :spare WHERE seq = 2",
        "UPDATE audit_seal SET entry_id = :one WHERE seq = 8",
        "UPDATE audit_seal SET entry_id = :other WHERE seq = 2",
        one=one,
        other=other,
        spare="01a20f92e18b768793eb8e57329a056a",
    )
    found = [(d.kind, d.seq) for d in verify().damages]
    assert found == [(Kind.SEAL_ALTERED, 2), (Kind.SEAL_ALTERED, 8)] or found == [
        (Kind.ENTRY_ALTERED, 2),
        (Kind.ENTRY_ALTERED, 8),
    ]


def test_a_row_put_in_with_a_number_of_its_own() -> None:
    sealed_trail()
    meddle(
        "INSERT INTO audit_seal (seq, entry_id, hash) SELECT 10, id, :h FROM audit_entry"
        " WHERE id NOT IN (SELECT entry_id FROM audit_seal)",
        h="0" * 64,
    )
    assert verify().intact, "nothing to put in"
    write_entries()
    meddle(
        "INSERT INTO audit_seal (seq, entry_id, hash) SELECT 10, entry_id, :h FROM audit_pending",
        h="0" * 64,
    )
    assert first() == (Kind.SEAL_INSERTED, 10, None)


def test_an_old_row_put_in_today() -> None:
    """It waits and is sealed like any other; but its neighbours were sealed long ago."""
    sealed_trail()
    with time_machine.travel(clock.wall() - timedelta(days=1)), db.write() as session:
        record(session, SYSTEM_ACTOR, "test.forged")
    assert seal_all() == 1
    assert first() == (Kind.INSERTED_LATE, 10, 4)


def test_after_a_pause_of_the_sealer_rows_are_not_late() -> None:
    for hours in (5, 4, 3):
        with time_machine.travel(clock.wall() - timedelta(hours=hours)):
            write_entries(2)
    for _batch in range(3):
        assert seal_all(limit=2) == 2
    assert verify().intact


def test_a_row_that_says_it_happened_before_it_was_recorded() -> None:
    write_entries(1)
    meddle("UPDATE audit_entry SET at = :at", at=clock.wall().replace(year=2020).isoformat(" "))
    seal_all()
    assert Kind.TIMES_DIFFER in kinds()


def test_a_batch_that_is_gone() -> None:
    sealed_trail()
    meddle("DELETE FROM audit_batch WHERE number = 2")
    assert first() == (Kind.BATCH_MISSING, None, 2)


def test_a_tail_cut_off_without_its_rows_leaves_rows_nobody_waits_for() -> None:
    sealed_trail()
    meddle("DELETE FROM audit_batch WHERE number = 3", "DELETE FROM audit_seal WHERE seq > 6")
    assert kinds() == [Kind.NOT_WAITING] * 3


def test_a_tail_cut_off_cleanly_is_found_by_a_published_head() -> None:
    sealed_trail()
    kept = head_hash()
    meddle(
        "DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_seal WHERE seq > 6)",
        "DELETE FROM audit_batch WHERE number = 3",
        "DELETE FROM audit_seal WHERE seq > 6",
    )
    assert verify().intact
    [found] = verify(heads=frozenset({kept})).damages
    assert (found.kind, found.head) == (Kind.HEAD_ABSENT, kept)


def test_a_chain_rebuilt_from_scratch_is_found_by_a_published_head() -> None:
    sealed_trail()
    kept = head_hash()
    meddle(
        "UPDATE audit_entry SET outcome = 'other' WHERE id = :id",
        "DELETE FROM audit_batch",
        "DELETE FROM audit_seal",
        "INSERT INTO audit_pending (entry_id) SELECT id FROM audit_entry",
        id=entry_at(5),
    )
    assert seal_all() == 9
    assert verify().intact
    assert [d.kind for d in verify(heads=frozenset({kept})).damages] == [Kind.HEAD_ABSENT]


def test_heads_that_were_published_stay_in_the_chain() -> None:
    kept = set()
    for _batch in range(3):
        sealed_trail(batches=1)
        kept.add(head_hash())
    assert verify(heads=frozenset(kept)).intact
    assert verify(heads=frozenset(kept), only=2).damages[0].kind is Kind.HEAD_ABSENT
    assert verify(heads=frozenset(list(kept)[:0]), only=2).intact


def test_a_row_kept_from_the_sealer() -> None:
    sealed_trail(batches=1)
    with without_triggers() as session:
        record(session, SYSTEM_ACTOR, "test.hidden")
    assert kinds() == [Kind.NOT_WAITING]


def test_a_row_that_waits_too_long() -> None:
    sealed_trail(batches=1)
    with time_machine.travel(clock.wall() - LONG), db.write() as session:
        record(session, SYSTEM_ACTOR, "test.stuck")
    assert kinds() == [Kind.UNSEALED]


def test_a_row_deleted_before_it_was_sealed() -> None:
    sealed_trail(batches=1)
    write_entries(2)
    meddle("DELETE FROM audit_entry WHERE id NOT IN (SELECT entry_id FROM audit_seal)")
    assert kinds() == [Kind.GONE_UNSEALED] * 2
    assert seal_all() == 0, "and it does not stop the sealer"
    write_entries(1)
    assert seal_all() == 1


def test_a_part_is_checked_against_the_batch_before_it() -> None:
    sealed_trail()
    meddle("UPDATE audit_entry SET outcome = 'other' WHERE id = :id", id=entry_at(8))
    assert verify(only=2).intact
    assert verify(only=3).damages[0].seq == 8
    assert verify(only=4).damages == []
    assert verify(only=9).damages[0].kind is Kind.BATCH_MISSING
    assert verify(since=clock.wall() - timedelta(days=1)).damages[0].seq == 8
    assert verify(since=clock.wall() + timedelta(days=1)).intact


def test_memory_holds_a_chunk_not_the_trail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx_app.services.audit.verify.CHUNK", 2)
    sealed_trail(batches=4, rows=5)
    told: list[int] = []
    assert verify(on_progress=told.append).intact
    assert told == [5, 10, 15, 20]
