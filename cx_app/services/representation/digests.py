"""A digest of the board by e-mail, for whoever asked for one (REP-18). It tells numbers and no
names, since e-mails are read by others, too."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.identity import Actor, Client, Role
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.representation.digests import AHEAD, Every, next_due
from cx_app.gateways import clock
from cx_app.language import href, known
from cx_app.models import Account, BoardDigest, CaseEvent
from cx_app.models.base import insert, uuid7
from cx_app.services.audit.record import record
from cx_app.services.identity.sessions import role_of
from cx_app.services.messages.outbox import enqueue
from cx_app.services.prepared.queue import waiting_for
from cx_app.services.representation.board import clients_in, only_ours
from cx_app.services.representation.dates import count_ahead
from cx_app.settings import settings


def digest_of(session: Session, actor: Actor) -> Every:
    """How often the actor gets one."""
    only_ours(actor)
    row = _row(session, actor.account_id)
    return Every(row.every) if row else Every.NEVER


def choose_digest(session: Session, actor: Actor, every: Every) -> None:
    """The first one tells what changes from now on."""
    only_ours(actor)
    now = clock.business(session)
    values = {"every": every, "due_at": next_due(every, now), "since": now}
    session.execute(
        insert(session, BoardDigest)
        .values({"id": uuid7(), "account_id": actor.account_id, **values})
        .on_conflict_do_update(index_elements=["account_id"], set_=values)
    )
    record(session, actor, "representation.digest", details={"every": every.value})


def send_digests(session: Session, limit: int = 50) -> int:
    """Run by a task; returns how many were due. Where nothing changed, lies ahead or waits, none
    is sent: an empty one teaches people to overlook the next."""
    now = clock.business(session)
    due = session.exec(
        select(BoardDigest)
        .where(BoardDigest.every != Every.NEVER, col(BoardDigest.due_at) <= now)
        .order_by(col(BoardDigest.due_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in due:
        _send(session, row, now)
        row.since, row.due_at = now, next_due(Every(row.every), now)
        session.add(row)
    return len(due)


def _send(session: Session, row: BoardDigest, now: datetime) -> None:
    account = session.get_one(Account, row.account_id)
    role = role_of(session, account.id, Client.PEOPLE)
    if role not in (Role.REPRESENTATIVE, Role.PARALEGAL):
        row.every = Every.NEVER
        return
    actor = Actor(account_id=account.id, role=role, name=account.name)
    coming, answers = count_ahead(session, actor, now, now + AHEAD)
    changed = _changed(session, actor, row.since)
    prepared = waiting_for(session, actor)
    if not (changed or coming or answers or prepared):
        return
    language = known(account.language)
    enqueue(
        session,
        Kind.BOARD_DIGEST,
        Channel.EMAIL,
        dedupe_key=f"digest:{account.id}:{row.due_at.isoformat()}",
        language=language,
        account_id=account.id,
        facts={
            "changed": changed,
            "coming": coming,
            "answers": answers,
            "prepared": prepared,
            "link": settings.public_url.rstrip("/") + href("/attorney", language),
        },
    )


def _changed(session: Session, actor: Actor, since: datetime) -> int:
    """Cases about which the agency recorded something."""
    return int(
        session.exec(
            select(func.count(func.distinct(CaseEvent.case_id))).where(
                col(CaseEvent.case_id).in_(clients_in(actor)),
                col(CaseEvent.recorded_at) > since,
                col(CaseEvent.withdrawn).is_(False),
            )
        ).one()
    )


def _row(session: Session, account_id: UUID) -> BoardDigest | None:
    return session.exec(select(BoardDigest).where(BoardDigest.account_id == account_id)).first()
