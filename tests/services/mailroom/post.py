"""Post to print, and what the mailroom does with it."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.identity import Actor, Role
from cx_app.domain.mailroom import Confirmed
from cx_app.gateways import clock
from cx_app.models import AccessCode, Letter, LetterBatch, OutboxMessage
from cx_app.services.access_codes.issue import issue
from cx_app.services.mailroom.confirm import confirm_mailing, to_mail
from tests import factories
from tests.factories import Filing
from tests.services.messages.people import staff


def clerk() -> Actor:
    return staff(Role.SUPERVISOR)


def with_code(**facts: object) -> tuple[Filing, AccessCode, str]:
    """A case whose code waits to be printed."""
    with db.write() as session:
        filing = factories.filing(session, **facts)
        code = issue(
            session, case=filing.case, party_id=filing.party.id, now=clock.business(session)
        )
        return filing, code, code.code or ""


def batches() -> list[LetterBatch]:
    with db.read() as session:
        return list(session.exec(select(LetterBatch).order_by(col(LetterBatch.made_at))))


def letters() -> list[Letter]:
    with db.read() as session:
        return list(session.exec(select(Letter).order_by(Letter.batch_id, Letter.position)))


def code_now(code_id: UUID) -> AccessCode:
    with db.read() as session:
        return session.get_one(AccessCode, code_id)


def messages() -> list[OutboxMessage]:
    with db.read() as session:
        return list(session.exec(select(OutboxMessage).order_by(OutboxMessage.created_at)))


def mailed(actor: Actor | None = None) -> None:
    """Everything printed is counted rightly and leaves."""
    actor = actor or clerk()
    for batch in batches():
        with db.write() as session:
            counts = to_mail(session, batch)
            typed = str(counts.letters), str(counts.sheets)
            assert confirm_mailing(session, actor, batch.id, *typed) in (
                Confirmed.DONE,
                Confirmed.MAILED_BEFORE,
            )
