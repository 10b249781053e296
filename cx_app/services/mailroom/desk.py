"""What the mailroom sees: the post that waits, batches to print and mail, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.mailroom import BatchState, grouped
from cx_app.domain.messages import Channel, OutboxState
from cx_app.gateways import clock
from cx_app.gateways.letters import PrintBatch
from cx_app.language import say_count, say_moment
from cx_app.models import Letter, LetterBatch, OutboxMessage
from cx_app.services.audit.record import record
from cx_app.services.mailroom.access import held_batch, require_mailroom
from cx_app.services.mailroom.confirm import to_mail, to_take_out
from cx_app.services.mailroom.order import open_order
from cx_app.services.mailroom.stored import print_batch
from cx_app.services.messages.switch import is_paused

MAILED_SHOWN: Final = 10
READY_SHOWN: Final = 250
LATELY: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class BatchLine:
    id: str = ""
    number: str = ""
    made: str = ""
    letters: int = 0
    """How many should leave."""
    spoilt: int = 0
    leaves: str = ""
    """The same in words, with the sheets."""
    in_file: str = ""
    sha256: str = ""
    fetched: bool = False
    """The PDF was fetched, or lies with the print provider."""
    take_out: list[str] = field(default_factory=list)
    """Letters that must not leave."""
    mailed: str = ""


@dataclass(frozen=True, slots=True)
class NotMade:
    id: str
    kind: str
    reason: str
    since: str
    case_id: str


@dataclass(frozen=True, slots=True)
class Room:
    waiting: int
    being_made: int
    paused: bool
    ordered: bool
    """A supervisor ordered a batch, and it is being made."""
    ready: list[BatchLine]
    mailed: list[BatchLine]
    not_made: list[NotMade]
    returned: int
    """Letters that came back in the last 30 days."""


def mailroom(session: Session, actor: Actor) -> Room:
    require_mailroom(actor)
    now = clock.business(session)
    ready = session.exec(
        select(LetterBatch)
        .where(LetterBatch.state == BatchState.READY)
        .order_by(col(LetterBatch.made_at), col(LetterBatch.id))
        .limit(READY_SHOWN)
    )
    mailed = session.exec(
        select(LetterBatch)
        .where(LetterBatch.state == BatchState.MAILED)
        .order_by(col(LetterBatch.mailed_at).desc())
        .limit(MAILED_SHOWN)
    )
    returned = session.exec(
        select(func.count()).where(col(Letter.returned_at) > now - LATELY)
    ).one()
    return Room(
        waiting=_count(session, OutboxState.WAITING),
        being_made=_count(session, OutboxState.SENDING),
        paused=is_paused(session, Channel.LETTER),
        ordered=open_order(session) is not None,
        ready=[_line(session, batch) for batch in ready],
        mailed=[_line(session, batch) for batch in mailed],
        not_made=_not_made(session),
        returned=int(returned),
    )


def fetch(session: Session, actor: Actor, batch_id: UUID) -> PrintBatch:
    """The PDF and its manifest, which print the codes of people: each time in the audit. Raises
    `NotFound`, also once it is mailed."""
    require_mailroom(actor)
    batch = held_batch(session, batch_id)
    found = print_batch(session, batch_id)
    if found is None:
        raise NotFound("no such batch")
    batch.downloaded_at = batch.downloaded_at or clock.business(session)
    session.add(batch)
    record(
        session,
        actor,
        "mailroom.fetch",
        subject_type="letter_batch",
        subject_id=batch.id,
        details={"letters": batch.letters},
    )
    return found


def _line(session: Session, batch: LetterBatch) -> BatchLine:
    leaves = to_mail(session, batch).letters
    open_still = batch.state == BatchState.READY
    return BatchLine(
        id=str(batch.id),
        number=grouped(batch.number),
        made=say_moment(batch.made_at),
        letters=leaves,
        spoilt=batch.letters - leaves,
        leaves=f"{say_count(leaves, 'letter')}, {say_count(leaves, 'sheet')}",
        in_file=f"{say_count(batch.pages, 'page')} in the file, {batch.letters - leaves} spoilt",
        sha256=batch.pdf_sha256,
        fetched=batch.downloaded_at is not None,
        take_out=[
            f"{grouped(letter.number)} (sheet {letter.position})"
            for letter in (to_take_out(session, batch) if open_still else [])
        ],
        mailed=say_moment(batch.mailed_at) if batch.mailed_at else "",
    )


def _count(session: Session, state: OutboxState) -> int:
    return int(
        session.exec(
            select(func.count()).where(
                OutboxMessage.channel == Channel.LETTER, OutboxMessage.state == state
            )
        ).one()
    )


def _not_made(session: Session) -> list[NotMade]:
    rows = session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.channel == Channel.LETTER, OutboxMessage.state == OutboxState.DEAD)
        .order_by(col(OutboxMessage.failed_at))
        .limit(MAILED_SHOWN)
    )
    return [
        NotMade(
            id=str(row.id),
            kind=row.kind.replace("_", " "),
            reason=row.last_error,
            since=say_moment(row.failed_at) if row.failed_at else "",
            case_id=str(row.case_id or ""),
        )
        for row in rows
    ]
