"""Numbers that said STOP. It wins over everything, at once, whoever's account has the number."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from cx_app.gateways import clock
from cx_app.models import Account, ContactPoint, TextConsent, TextStop
from cx_app.models.base import insert_new
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.callbacks.consenting import phone_stopped
from cx_app.services.changes import account_topic, touch_all


def stop(session: Session, phone_hash: str, *, source: str, also: Sequence[str] = ()) -> bool:
    """False when it had said so before. `also` are hashes of the number under older keys."""
    now = clock.business(session)
    row = TextStop(phone_hash=phone_hash, stopped_at=now, source=source)
    if not insert_new(session, row, "phone_hash"):
        again = session.exec(
            update(TextStop)
            .where(col(TextStop.phone_hash) == phone_hash, col(TextStop.ended_at).is_not(None))
            .values(stopped_at=now, source=source, ended_at=None, confirmed_at=None)
        )
        if again.rowcount != 1:
            return False
    _tell(session, phone_hash, given=False, source=source)
    phone_stopped(session, [phone_hash, *also])
    record(session, SYSTEM_ACTOR, "texts.stop", details={"source": source})
    return True


def start(session: Session, phone_hashes: list[str]) -> bool:
    """START from the same phone takes it back; False when it had not said STOP."""
    ended = session.exec(
        update(TextStop)
        .where(col(TextStop.phone_hash).in_(phone_hashes), col(TextStop.ended_at).is_(None))
        .values(ended_at=clock.business(session))
    )
    if ended.rowcount == 0:
        return False
    for phone_hash in phone_hashes:
        _tell(session, phone_hash, given=True, source="text")
    record(session, SYSTEM_ACTOR, "texts.start", details={"source": "text"})
    return True


def _tell(session: Session, phone_hash: str, *, given: bool, source: str) -> None:
    """Consent follows the phone, in every account that has the number; settings show it at once."""
    now, wall = clock.business(session), clock.wall()
    contacts = list(
        session.exec(
            select(ContactPoint).where(
                ContactPoint.value_hash == phone_hash,
                col(ContactPoint.ended_at).is_(None),
                col(ContactPoint.verified_at).is_not(None),
            )
        )
    )
    for contact in contacts:
        session.add(
            TextConsent(
                account_id=contact.account_id,
                contact_id=contact.id,
                given=given,
                source=source,
                wording="START" if given else "STOP",
                language=session.get_one(Account, contact.account_id).language,
                at=now,
                recorded_at=wall,
            )
        )
    touch_all(session, {account_topic(contact.account_id) for contact in contacts})
