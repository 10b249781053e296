"""Counts first; then nothing of the codes can be read, and everybody hears that a letter left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.delivery import Delivery, Reason
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Role
from cx_app.domain.mailroom import BatchState, Confirmed, Scanned
from cx_app.domain.messages import Kind
from cx_app.gateways import channels, clock, file_store
from cx_app.gateways.letters import PrintFolder
from cx_app.models import AccessCode, AuditEntry, InboxMessage
from cx_app.services.access_codes.redeem import Redeemed, redeem
from cx_app.services.access_codes.reissue import end_code
from cx_app.services.mailroom.confirm import confirm_mailing
from cx_app.services.mailroom.desk import fetch, mailroom
from cx_app.services.mailroom.produce import produce
from cx_app.services.mailroom.scan import Scan, spoil, take_returned
from cx_app.services.mailroom.tidy import tidy
from tests import factories
from tests.services.mailroom.post import (
    batches,
    clerk,
    code_now,
    letters,
    mailed,
    messages,
    with_code,
)
from tests.services.messages.people import account, staff, tell, wish

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> file_store.FileStore:
    kept = file_store.FileStore(tmp_path / "mailroom")
    monkeypatch.setattr(file_store, "letters", lambda: kept)
    return kept


def confirm(letters_: str, sheets: str) -> Confirmed:
    actor, batch = clerk(), batches()[0].id
    with db.write() as session:
        return confirm_mailing(session, actor, batch, letters_, sheets)


def scanned(number: str, act: Callable[..., Scan] = spoil) -> Scan:
    actor = clerk()
    with db.write() as session:
        return act(session, actor, number)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (("1", "2"), Confirmed.LETTERS_DIFFER),
        (("2", "3"), Confirmed.SHEETS_DIFFER),
        (("two", "2"), Confirmed.NOT_A_COUNT),
        (("", ""), Confirmed.NOT_A_COUNT),
    ],
)
def test_a_wrong_count_changes_nothing(counts: tuple[str, str], said: Confirmed) -> None:
    _filing, code, _secret = with_code()
    with_code()
    produce()
    assert confirm(*counts) is said
    assert batches()[0].state == BatchState.READY
    assert code_now(code.id).code is not None
    assert code_now(code.id).mailed_at is None
    with db.read() as session:
        [row] = session.exec(select(AuditEntry).where(AuditEntry.action == "mailroom.confirm"))
    assert row.outcome == said


def test_right_counts_destroy_what_could_be_read(
    store: file_store.FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "letters", lambda: PrintFolder(tmp_path / "post"))
    filing, code, secret = with_code()
    produce()
    assert confirm("1", "1") is Confirmed.DONE
    kept = code_now(code.id)
    assert (kept.code_sealed, kept.mailed_at is not None) == (None, True)
    assert (batches()[0].state, batches()[0].key_sealed) == (BatchState.MAILED, None)
    actor, batch = clerk(), batches()[0].id
    with pytest.raises(NotFound), db.write() as session:
        fetch(session, actor, batch)
    assert (tidy(), tidy(), store.names()) == (1, 0, set())
    assert list((tmp_path / "post" / "ready").iterdir()) == []
    assert [m.delivery for m in messages()] == [Delivery.UNDER_WAY]
    assert confirm("1", "1") is Confirmed.MAILED_BEFORE
    claim = factories.Claim(filing.case.receipt_number, secret, factories.BORN)
    with db.write() as session:
        assert isinstance(redeem(session, filing.actor, claim), Redeemed)


def test_those_who_have_the_case_hear_that_the_letter_left() -> None:
    filing, _code, _secret = with_code()
    with db.write() as session:
        factories.link(session, filing.account, filing.party)
    produce()
    mailed()
    with db.read() as session:
        kinds = session.exec(select(InboxMessage.kind)).all()
    assert kinds == [Kind.CODE_MAILED]


def test_a_spoilt_letter_is_a_new_code_and_not_a_reprint() -> None:
    _filing, code, _secret = with_code()
    with_code()
    produce()
    number = code_now(code.id).letter_number or ""
    assert scanned(number).outcome is Scanned.REISSUED
    assert scanned(number).outcome is Scanned.AGAIN
    old = code_now(code.id)
    assert (old.void_reason, old.code_sealed) == ("letter_spoilt", None)
    with db.read() as session:
        fresh = session.exec(select(AccessCode).where(AccessCode.replaces_id == code.id)).one()
    assert confirm("2", "2") is Confirmed.LETTERS_DIFFER
    assert confirm("1", "1") is Confirmed.DONE
    assert code_now(code.id).mailed_at is None
    assert scanned(number).outcome is Scanned.MAILED
    produce()
    assert code_now(fresh.id).letter_number not in (None, number)
    assert {m.failure for m in messages()} == {"", Reason.SPOILT}


def test_a_letter_without_a_code_is_written_again() -> None:
    person = account()
    with db.write() as session:
        filing = factories.filing(session)
        factories.link(session, session.merge(person), filing.party)
    wish(person, paper=True)
    tell(person, case_id=filing.case.id)
    produce()
    [letter] = letters()
    assert scanned(letter.number).outcome is Scanned.REISSUED
    produce()
    assert len(batches()) == len(letters()) == 2


def test_letters_whose_codes_ended_must_be_taken_out_first() -> None:
    _filing, code, _secret = with_code()
    produce()
    actor = clerk()
    with db.write() as session:
        row = session.get_one(AccessCode, code.id)
        end_code(session, actor, row, "wrong_hands", clock.business(session))
    with db.read() as session:
        [line] = mailroom(session, actor).ready
    assert len(line.take_out) == 1
    assert confirm("1", "1") is Confirmed.TAKE_OUT
    assert scanned(letters()[0].number).outcome is Scanned.TAKEN_OUT
    assert confirm("0", "0") is Confirmed.DONE


def test_a_returned_letter_s_code_opens_nothing_and_its_person_is_told() -> None:
    filing, code, secret = with_code()
    with db.write() as session:
        factories.link(session, filing.account, filing.party)
    produce()
    number = letters()[0].number
    assert scanned(number, take_returned).outcome is Scanned.NOT_MAILED
    mailed()
    scan = scanned(f" {number[:4]} {number[4:]}\n", take_returned)
    assert (scan.outcome, scan.case_id) == (Scanned.RETURNED, str(filing.case.id))
    assert scanned(number, take_returned).outcome is Scanned.AGAIN
    assert code_now(code.id).returned_at is not None
    [message] = [m for m in messages() if m.kind == Kind.ACCEPTANCE_NOTICE]
    assert (message.delivery, message.failure) == (Delivery.FAILED, Reason.RETURNED)
    claim = factories.Claim(filing.case.receipt_number, secret, factories.BORN)
    with db.write() as session:
        other = factories.actor_for(factories.account(session))
        assert not isinstance(redeem(session, other, claim), Redeemed)
    with db.read() as session:
        assert Kind.CODE_RETURNED in session.exec(select(InboxMessage.kind)).all()


@pytest.mark.parametrize("typed", ["", "1234567890123456", "ABCD-EFGH-JKMN", "1" * 500])
def test_a_slip_of_the_scanner_is_told(typed: str) -> None:
    assert scanned(typed, take_returned).outcome is Scanned.NOT_A_NUMBER


def test_a_number_of_somebody_else_is_unknown() -> None:
    assert scanned("0000000000000098"[:14] + "98").outcome is Scanned.UNKNOWN


def test_nobody_scans_their_own_case() -> None:
    filing, _code, _secret = with_code()
    produce()
    supervisor = staff(Role.SUPERVISOR)
    with db.write() as session:
        factories.link(
            session, session.get_one(factories.Account, supervisor.account_id), filing.party
        )
    with db.write() as session:
        assert spoil(session, supervisor, letters()[0].number).outcome is Scanned.OWN_CASE
    assert letters()[0].spoilt_at is None


@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPLICANT, Role.REPRESENTATIVE])
def test_the_mailroom_is_for_those_who_may_know_of_protected_cases(role: Role) -> None:
    with_code(protected=True)
    produce()
    actor, batch, number = staff(role), batches()[0].id, letters()[0].number
    with db.write() as session:
        for act in (
            lambda: mailroom(session, actor),
            lambda: fetch(session, actor, batch),
            lambda: confirm_mailing(session, actor, batch, "1", "1"),
            lambda: spoil(session, actor, number),
            lambda: take_returned(session, actor, number),
        ):
            with pytest.raises(Forbidden):
                act()


def test_a_batch_that_is_not_there() -> None:
    actor = clerk()
    with pytest.raises(NotFound), db.write() as session:
        confirm_mailing(session, actor, uuid4(), "1", "1")


def test_each_fetch_is_in_the_audit() -> None:
    with_code()
    produce()
    actor, batch = clerk(), batches()[0].id
    for _ in range(2):
        with db.write() as session:
            assert fetch(session, actor, batch).pdf.startswith(b"%PDF")
    with db.read() as session:
        rows = session.exec(select(AuditEntry).where(AuditEntry.action == "mailroom.fetch")).all()
        [line] = mailroom(session, actor).ready
    assert len(rows) == 2
    assert line.fetched
