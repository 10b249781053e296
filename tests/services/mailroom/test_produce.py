"""A letter is in one batch and in no other, whoever makes them and however they end."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.access_codes import grouped
from cx_app.domain.delivery import Delivery, Reason
from cx_app.domain.messages import Channel, OutboxState
from cx_app.gateways import channels, clock, file_store
from cx_app.gateways.letters import PrintFolder
from cx_app.models import (
    AccessCode,
    AuditEntry,
    DemoDelivery,
    Letter,
    LetterBatch,
    PolicySetting,
)
from cx_app.services.changes import DEMO_MAILBOX, versions
from cx_app.services.mailroom import produce as making
from cx_app.services.mailroom.keep import Overtaken, keep_batch, store_pdf
from cx_app.services.mailroom.produce import produce
from cx_app.services.mailroom.stored import print_batch
from cx_app.services.mailroom.tidy import tidy
from cx_app.services.messages import outbox
from cx_app.services.messages.paper import Paper
from cx_app.services.messages.switch import pause, resume
from cx_app.settings import Settings, settings
from tests import factories
from tests.services.mailroom.post import batches, clerk, code_now, letters, messages, with_code
from tests.services.messages.people import staff
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
TUESDAY = datetime(2026, 3, 3, 15, tzinfo=UTC)
"""10:00 in New York, after that day's post."""


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> file_store.FileStore:
    kept = file_store.FileStore(tmp_path / "mailroom")
    monkeypatch.setattr(file_store, "letters", lambda: kept)
    return kept


def small_batches(size: int) -> None:
    with db.write() as session:
        row = session.exec(
            select(PolicySetting).where(PolicySetting.name == "mailroom.batch_letters")
        ).one()
        row.value = size
        session.add(row)


def pdf_of(batch: LetterBatch) -> list[str]:
    with db.read() as session:
        found = print_batch(session, batch.id)
    assert found is not None
    pages = PdfReader(io.BytesIO(found.pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_pdf_manifest_rows_and_counts_match() -> None:
    secrets = {with_code()[2] for _ in range(3)}
    made = produce()
    assert made is not None
    assert (made.letters, made.left_out, produce()) == (3, 0, None)
    [batch] = batches()
    text = pdf_of(batch)
    assert (batch.letters, batch.sheets, batch.pages, len(text)) == (3, 3, 6, 6)
    assert {s for s in secrets for page in text[::2] if grouped(s) in page} == secrets
    with db.read() as session:
        found = print_batch(session, batch.id)
        assert found is not None
        manifest = json.loads(found.manifest)
    assert manifest["sha256"] == batch.pdf_sha256
    assert [row["letter"] for row in manifest["rows"]] == [row.number for row in letters()]
    assert [row["first_page"] for row in manifest["rows"]] == [1, 3, 5]
    for row in letters():
        printed = " ".join(row.number[i : i + 4] for i in range(0, 16, 4))
        assert printed in text[2 * (row.position - 1)]
    assert not any(s in found.manifest.decode() for s in ("Reyes", *secrets, *factories.HOME))


def test_a_printed_letter_is_known_to_code_and_message_and_keeps_its_secret() -> None:
    _filing, code, _secret = with_code()
    produce()
    [letter], [message] = letters(), messages()
    kept = code_now(code.id)
    assert (kept.letter_number, message.provider_id) == (letter.number, letter.number)
    assert kept.printed_at is not None
    assert (kept.mailed_at, kept.code_sealed is not None) == (None, True)
    assert (message.state, message.delivery) == (OutboxState.SENT, Delivery.ACCEPTED)


def test_what_is_stored_shows_nothing(store: file_store.FileStore, tmp_path: Path) -> None:
    _filing, _code, secret = with_code()
    produce()
    [file] = (tmp_path / "mailroom").iterdir()
    for plain in (b"%PDF", secret.encode(), grouped(secret).encode(), b"Reyes"):
        assert plain not in file.read_bytes()


def test_a_large_post_becomes_several_batches() -> None:
    small_batches(2)
    for _ in range(5):
        with_code()
    while produce():
        pass
    assert [batch.letters for batch in batches()] == [2, 2, 1]
    assert len({row.message_id for row in letters()}) == 5


def test_two_workers_at_the_same_instant_share_the_post() -> None:
    small_batches(2)
    for _ in range(6):
        with_code()

    def work() -> int:
        count = 0
        while made := produce():
            count += made.letters
        return count

    assert sum(together(work, work)) == 6
    assert sorted(row.message_id for row in letters()) == sorted(row.id for row in messages())


def test_no_letter_can_be_in_two_batches() -> None:
    with_code()
    produce()
    [letter] = letters()
    with db.write() as session:
        other = LetterBatch(
            number="00000000",
            state="ready",
            made_at=clock.business(session),
            letters=1,
            sheets=1,
            pages=2,
            pdf_bytes=1,
            pdf_sha256="",
        )
        session.add(other)
        session.flush()
        twice = Letter(batch_id=other.id, position=1, message_id=letter.message_id, number="1")
        session.add(twice)
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_a_worker_that_died_leaves_its_letters_to_the_next_batch(
    store: file_store.FileStore,
) -> None:
    """Killed after the file was written and before the batch was kept."""
    _filing, code, _secret = with_code()
    with db.write() as session:
        outbox.claim_letters(session, 10, clock.business(session))
    store_pdf(b"%PDF-half")
    assert produce() is None  # its lease still lasts
    with time_machine.travel(clock.wall() + outbox.LETTERS_LEASE + timedelta(seconds=1)):
        assert produce() is not None
        assert tidy() == 1
        assert produce() is None
    assert len(batches()) == len(letters()) == len(store.names()) == 1
    assert code_now(code.id).letter_number == letters()[0].number


def test_a_late_worker_keeps_nothing_once_overtaken(store: file_store.FileStore) -> None:
    _filing, _code, _secret = with_code()
    with db.write() as session:
        [late] = outbox.claim_letters(session, 10, clock.business(session))
    with time_machine.travel(clock.wall() + outbox.LETTERS_LEASE + timedelta(seconds=1)):
        produce()
    paper = Paper(late, "1" * 16, [], "en", "", "", {})
    batch_id, key = store_pdf(b"/Type/Pages/Count 2")
    with pytest.raises(Overtaken), db.write() as session:
        keep_batch(session, batch_id, "99999999", [paper], b"/Type/Pages/Count 2", key)
    assert len(batches()) == 1


def test_a_letter_that_does_not_fit_is_left_out_and_staff_see_it() -> None:
    _filing, _code, good = with_code()
    with_code(residence=["Straße 1", *["Zimmer"] * 20])
    made = produce()
    assert made is not None
    assert (made.letters, made.left_out) == (1, 1)
    assert grouped(good) in pdf_of(batches()[0])[0]
    states = {row.state: row.failure for row in messages()}
    assert states == {OutboxState.SENT: "", OutboxState.DEAD: Reason.DOES_NOT_FIT}


@pytest.mark.parametrize("change", ["voided", "late", "moved out"])
def test_what_changed_while_a_letter_waited_is_heard(change: str) -> None:
    filing, code, _secret = with_code()
    [waiting] = messages()
    with db.write() as session:
        now = clock.business(session)
        if change == "voided":
            session.get_one(AccessCode, code.id).voided_at = now
        elif change == "late":
            session.merge(waiting).not_after = now
        else:
            session.merge(filing.person).residence = None
    produce()
    [message] = messages()
    reason = {"voided": "code_gone", "late": "too_late", "moved out": "no_address"}[change]
    assert (message.state, message.failure) == (OutboxState.CANCELLED, reason)
    assert batches() == []


def test_a_paused_channel_prints_nothing_until_it_goes_on() -> None:
    admin = staff(factories.Role.ADMIN)
    with_code()
    with db.write() as session:
        pause(session, admin, Channel.LETTER, "the printer is away")
    assert produce() is None
    with db.write() as session:
        resume(session, admin, Channel.LETTER)
    assert produce() is not None


def test_outside_the_demo_letters_wait_for_their_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Settings(CX_DEMO=False)
    monkeypatch.setattr(making, "settings", real)
    with time_machine.travel(TUESDAY, tick=True):
        with_code()
        assert produce() is None
        with db.read() as session:
            now = clock.business(session)
        assert produce(now) is not None  # an operator does not wait
        with_code()
    with time_machine.travel(TUESDAY + timedelta(days=1), tick=True):
        assert produce() is not None


def test_the_print_provider_gets_each_batch_once_even_after_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "post"
    place.write_text("in the way")
    monkeypatch.setattr(channels, "letters", lambda: PrintFolder(place))
    with_code()
    produce()
    assert batches()[0].handed_over_at is None
    place.unlink()
    produce()
    [ready] = (place / "ready").iterdir()
    assert ready.name == batches()[0].number
    assert json.loads((ready / "manifest.json").read_text())["letters"] == 1
    assert batches()[0].handed_over_at is not None
    assert settings.demo


def test_letters_come_into_the_open_mailbox_of_the_demo_once_even_from_a_maker_who_died(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hand_over = making._hand_over
    monkeypatch.setattr(making, "_hand_over", lambda batch_id: None)
    for _ in range(2):
        with_code()
    produce()
    monkeypatch.setattr(making, "_hand_over", hand_over)
    before = mailbox_version()
    making.hand_over_what_waits()
    hand_over(batches()[0].id)
    with db.read() as session:
        arrived = [row.message_id for row in session.exec(select(DemoDelivery))]
    assert sorted(map(str, arrived)) == sorted(str(letter.message_id) for letter in letters())
    assert mailbox_version() > before


def mailbox_version() -> int:
    with db.read() as session:
        return versions(session, {DEMO_MAILBOX}).get(DEMO_MAILBOX, 0)


def test_making_a_batch_is_in_the_audit_with_counts_alone() -> None:
    with_code()
    produce()
    with db.read() as session:
        [row] = session.exec(select(AuditEntry).where(AuditEntry.action == "mailroom.produce"))
    assert row.details == {"letters": 1, "pages": 2}
    assert clerk() is not None
