"""Make the day's post: claim letters, write and typeset them, keep the batch (MAIL-1 to MAIL-3).

A batch and all its letters become one transaction: a worker that dies before it leaves nothing but
leases, and the letters go into a later batch. Two workers make two batches side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from sqlmodel import Session, SQLModel, col, select

from cx_app import database
from cx_app.domain.delivery import Reason
from cx_app.domain.mailroom import BATCH_DIGITS, day_s_post, grouped, new_number
from cx_app.domain.messages import Channel
from cx_app.gateways import channels, clock
from cx_app.gateways.letters import Letter
from cx_app.gateways.provider import DeliveryError
from cx_app.gateways.typesetting import Misfit, forget, misfits, typeset
from cx_app.models import AccessCode, Case, OutboxMessage, Person
from cx_app.models import Letter as LetterRow
from cx_app.services.changes import DEMO_MAILBOX, touch
from cx_app.services.mailroom.keep import Overtaken, discard, keep_batch, store_pdf
from cx_app.services.mailroom.stored import handed_over, not_handed_over, print_batch
from cx_app.services.messages import outbox
from cx_app.services.messages.paper import Paper, write_letter
from cx_app.services.messages.switch import is_paused
from cx_app.services.policy.current import policy
from cx_app.settings import settings

log = structlog.get_logger(__name__)
PAUSED: Final = "paused"


@dataclass(frozen=True, slots=True)
class Broken:
    """A letter that cannot be written; one must not stop the others."""

    error: str


Written = Paper | Reason | Broken | str


@dataclass(frozen=True, slots=True)
class Made:
    number: str = ""
    """Of the batch; empty when none of the letters could be printed."""
    letters: int = 0
    left_out: int = 0
    """Letters that will never go, or that staff must look at."""


def produce(due_by: datetime | None = None) -> Made | None:
    """One batch of letters that were due by then, or by the newest day's post; None when there are
    none. In the demo nobody waits for the morning."""
    hand_over_what_waits()
    with database.write() as session:
        now = clock.business(session)
        rules = policy(session, now).mailroom
        by = due_by or (now if settings.demo else day_s_post(now, rules.made_at))
        claimed = outbox.claim_letters(session, rules.batch_letters, by)
    if not claimed:
        return None
    try:
        return _make(claimed)
    except Overtaken:
        log.warning("mailroom.overtaken", letters=len(claimed))
        return Made()
    except Exception as error:
        log.error("mailroom.broken", letters=len(claimed), reason=type(error).__name__)
        with database.write() as session:
            for message in claimed:
                outbox.give_back(session, message, type(error).__name__, Reason.BROKEN)
        return Made(left_out=len(claimed))


def hand_over_what_waits() -> None:
    """Batches that the print provider does not have yet: whoever made them died, or there was no
    room. Twice is once."""
    with database.read() as session:
        waiting = not_handed_over(session)
    for batch_id in waiting:
        _hand_over(batch_id)


def _make(claimed: list[OutboxMessage]) -> Made | None:
    number = new_number(BATCH_DIGITS)
    title = f"Batch {grouped(number)}"
    with database.read() as session:
        if is_paused(session, Channel.LETTER):
            written: list[Written] = [PAUSED] * len(claimed)
        else:
            written = _write(session, claimed)
    papers = [paper for paper in written if isinstance(paper, Paper)]
    pdf, refused = _typeset(papers, title)
    printed = [paper for paper in papers if paper.number not in refused]
    batch_id, key = store_pdf(pdf) if printed else (None, "")
    left_out = 0
    try:
        with database.write() as session:
            for message, outcome in zip(claimed, written, strict=True):
                if outcome == PAUSED:
                    outbox.release(session, message)
                elif isinstance(outcome, Reason):
                    left_out += outbox.cancel(session, message, outcome)
                elif isinstance(outcome, Broken):
                    left_out += outbox.give_back(session, message, outcome.error, Reason.BROKEN)
                elif isinstance(outcome, Paper) and outcome.number in refused:
                    detail = "does not fit on its sheet"
                    left_out += outbox.give_up(session, message, detail, Reason.DOES_NOT_FIT)
            if batch_id is not None:
                keep_batch(session, batch_id, number, printed, pdf, key)
    except BaseException:
        discard(batch_id)
        raise
    if batch_id is None:
        return Made(left_out=left_out) if left_out else None
    _hand_over(batch_id)
    return Made(number, len(printed), left_out)


def _write(session: Session, messages: list[OutboxMessage]) -> list[Written]:
    kept = [*_load(session, AccessCode, [m.code_id for m in messages])]
    kept += _load(session, Case, [m.case_id for m in messages])
    kept += _load(session, Person, [m.person_id for m in messages])
    numbers = _free_numbers(session, len(messages))
    written = [_attempt(session, m, n) for m, n in zip(messages, numbers, strict=True)]
    kept.clear()
    return written


def _attempt(session: Session, message: OutboxMessage, number: str) -> Written:
    try:
        return write_letter(session, message, number)
    except Exception as error:
        log.error("message.broken", message_id=str(message.id), reason=type(error).__name__)
        return Broken(type(error).__name__)


def _load(session: Session, table: Any, ids: list[UUID | None]) -> list[SQLModel]:
    """With one question; the session finds them again as long as somebody keeps them."""
    wanted = {one for one in ids if one is not None}
    return list(session.exec(select(table).where(table.id.in_(wanted)))) if wanted else []


def _free_numbers(session: Session, count: int) -> list[str]:
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn |= {new_number() for _ in range(count - len(drawn))}
        taken: Any = select(LetterRow.number).where(col(LetterRow.number).in_(drawn))
        drawn -= set(session.exec(taken))
    return list(drawn)


def _typeset(papers: list[Paper], title: str) -> tuple[bytes, set[str]]:
    """The PDF, and the numbers of letters that cannot be set and are not in it."""
    sheets = [paper.sheet for paper in papers]
    refused: set[str] = set()
    try:
        while sheets:
            try:
                return typeset(sheets, title), refused
            except Misfit:
                refused |= misfits(sheets)
                sheets = [sheet for sheet in sheets if sheet["number"] not in refused]
        return b"", refused
    finally:
        forget()


def _hand_over(batch_id: UUID) -> None:
    with database.read() as session:
        singly = _singly(session, batch_id) if settings.demo else []
        batch = print_batch(session, batch_id, singly)
    if batch is None:
        return
    try:
        channels.letters().hand_over(batch)
    except DeliveryError as error:
        log.error("mailroom.not_handed_over", batch=batch.number, reason=str(error))
        return
    with database.write() as session:
        handed_over(session, batch_id)
        if settings.demo:
            touch(session, DEMO_MAILBOX)


def _singly(session: Session, batch_id: UUID) -> list[Letter]:
    """One by one, for the demo's mailbox, written again from what is kept, so that whoever hands
    them over has them all."""
    rows = session.exec(
        select(OutboxMessage, LetterRow.number)
        .join(LetterRow, col(LetterRow.message_id) == OutboxMessage.id)
        .where(LetterRow.batch_id == batch_id)
        .order_by(col(LetterRow.position))
    )
    papers = [write_letter(session, message, number) for message, number in rows.all()]
    return [
        Letter(
            str(paper.message.id),
            paper.to,
            paper.subject,
            paper.text,
            typeset([paper.sheet], paper.subject, paper.language),
        )
        for paper in papers
        if isinstance(paper, Paper)
    ]
