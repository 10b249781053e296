"""Every audit row gets exactly one seal, whoever commits when and however many sealers run."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from cx_app import database as db
from cx_app import migrate
from cx_app.domain.audit import BEGINNING
from cx_app.models import AuditBatch, AuditPending, AuditSeal
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.audit.seal import head, seal
from cx_app.services.audit.verify import verify
from tasks.audit import seal_entries
from tests.services.audit.sealing import entries, seal_all, sealed_trail, write_entries
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def count(table: type) -> int:
    with db.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_rows_are_numbered_without_gaps_and_batches_chained() -> None:
    sealed_trail(batches=3, rows=4)
    with db.read() as session:
        seals = session.exec(select(AuditSeal).order_by(AuditSeal.seq)).all()
        batches = session.exec(select(AuditBatch).order_by(AuditBatch.number)).all()
        newest = head(session)
    assert [one.seq for one in seals] == list(range(1, 13))
    assert {one.entry_id for one in seals} == {one.id for one in entries()}
    assert [(b.first_seq, b.last_seq) for b in batches] == [(1, 4), (5, 8), (9, 12)]
    assert [b.previous for b in batches] == [BEGINNING, batches[0].chain, batches[1].chain]
    assert newest is not None
    assert (newest.number, newest.chain) == (3, batches[2].chain)
    assert verify().intact


def test_before_the_first_seal_there_is_no_head() -> None:
    write_entries()
    with db.read() as session:
        assert head(session) is None


def test_a_batch_is_bounded_and_the_task_takes_them_all() -> None:
    write_entries(7)
    assert seal_all(limit=3) == 3
    assert count(AuditPending) == 4
    assert seal_entries() == 4
    assert seal_entries() == 0
    assert count(AuditPending) == 0
    assert count(AuditBatch) == 2


def test_a_batch_that_fails_leaves_everything_waiting() -> None:
    write_entries(2)
    with db.write() as session:
        assert seal(session) == 2
        session.rollback()
    assert (count(AuditPending), count(AuditSeal), count(AuditBatch)) == (2, 0, 0)
    assert seal_all() == 2


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_row_committed_after_younger_ones_were_sealed_is_sealed_once() -> None:
    """Only PostgreSQL has two writers at a time."""
    with db.write() as slow:
        record(slow, SYSTEM_ACTOR, "test.slow")
        slow.flush()
        write_entries(2)
        assert seal_all() == 2
    assert seal_all() == 1
    assert seal_all() == 0
    oldest = entries()[0]
    assert oldest.action == "test.slow"
    with db.read() as session:
        assert session.exec(select(AuditSeal.seq).where(AuditSeal.entry_id == oldest.id)).one() == 3
    assert verify().intact


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_writer_does_not_wait_for_the_sealer() -> None:
    write_entries(3)
    with db.write() as sealer:
        assert seal(sealer) == 3
        write_entries(2)
        assert seal_all() == 0, "another sealer has nothing to do while one is at it"
    assert seal_all() == 2
    assert verify().intact


def test_sealers_at_once_seal_each_row_once() -> None:
    write_entries(40)

    def sealer() -> int:
        return sum(seal_all(limit=5) for _turn in range(12))

    assert sum(together(*[sealer] * 4)) + seal_all() == 40
    assert (count(AuditSeal), count(AuditPending)) == (40, 0)
    assert verify().intact


def test_a_bulk_load_waits_like_single_rows() -> None:
    write_entries(1)
    with db.write() as session:
        session.execute(
            text(
                "INSERT INTO audit_entry (id, at, recorded_at, action, outcome, role, network,"
                " subject_type, details) SELECT :id, at, recorded_at, 'test.copy', outcome, role,"
                " network, subject_type, details FROM audit_entry"
            ),
            {"id": "01a20f92e18b768793eb8e57329a056a"},
        )
    assert seal_all() == 2
    assert verify().intact


@pytest.mark.parametrize("table", ["audit_seal", "audit_batch"])
@pytest.mark.parametrize("change", ["DELETE FROM {0}", "UPDATE {0} SET {1} = {1} + 1"])
def test_seals_can_only_grow(table: str, change: str) -> None:
    sealed_trail(batches=1)
    number = "seq" if table == "audit_seal" else "number"
    with pytest.raises(DBAPIError, match="append-only"), db.write() as session:
        session.execute(text(change.format(table, number)))


@pytest.mark.parametrize(
    "change", ["DELETE FROM audit_pending", "UPDATE audit_pending SET entry_id = entry_id"]
)
def test_nothing_leaves_the_line_without_a_seal(change: str) -> None:
    write_entries(1)
    with pytest.raises(DBAPIError, match="until they are sealed"), db.write() as session:
        session.execute(text(change))
    assert seal_all() == 1


@pytest.mark.parametrize("table", ["audit_seal", "audit_batch", "audit_pending"])
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_no_table_of_the_trail_is_emptied_at_once(table: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), db.write() as session:
        session.execute(text(f"TRUNCATE {table}"))


def test_rows_from_before_there_were_seals_are_sealed_too() -> None:
    write_entries(2)
    migrate.downgrade("0004-1")
    migrate.upgrade()
    assert seal_all() == 2
    assert verify().intact
