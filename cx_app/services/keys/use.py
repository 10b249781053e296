"""Which keys are in use. Every process notes its own when it starts, so that a key which goes
missing is noticed by reading one small table, however many rows there are."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Final

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from cx_app.gateways import clock
from cx_app.models import KeyUse
from cx_app.models.base import insert
from cx_app.security.crypto import Keyring, encryption_keys, hash_keys
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.keys.columns import ENCRYPTION, HASH
from cx_app.settings import SettingsError

SETTING: Final = {ENCRYPTION: "CX_ENCRYPTION_KEYS", HASH: "CX_HASH_KEYS"}


def rings() -> dict[str, Keyring]:
    return {ENCRYPTION: encryption_keys(), HASH: hash_keys()}


def refuse_missing(session: Session) -> None:
    """Raises `SettingsError` when settings lack a key that rows may need, or have another one
    under its name."""
    for use in known(session):
        key = rings()[use.ring].by_id.get(use.key_id)
        if key is not None and mark(key) != use.mark:
            raise SettingsError(
                f"the key {use.key_id} of {SETTING[use.ring]} is not the one that had this name; "
                "put that one back, and give a new key a new name."
            )
        if key is None and use.ended_at is None:
            raise SettingsError(
                f"{SETTING[use.ring]} no longer names the key {use.key_id}, and rows may need it. "
                "Put it back behind the others; `cx keys status` says when it may go."
            )


def mark(key: bytes) -> str:
    return hmac.new(key, b"mark of a key", hashlib.sha256).hexdigest()[:16]


def note(session: Session) -> None:
    """Keep the names of this process's keys, and which of them are in front."""
    now = clock.wall()
    for ring, keys in rings().items():
        for key_id, key in keys.keys:
            session.execute(
                insert(session, KeyUse)
                .values(ring=ring, key_id=key_id, mark=mark(key), noted_at=now)
                .on_conflict_do_nothing()
            )
        session.exec(
            update(KeyUse)
            .where(col(KeyUse.ring) == ring, col(KeyUse.key_id) == keys.newest[0])
            .values(newest_since=func.coalesce(KeyUse.newest_since, now), ended_at=None)
        )


def is_noted(session: Session) -> bool:
    uses = {(use.ring, use.key_id): use for use in known(session)}
    for ring, keys in rings().items():
        front = uses.get((ring, keys.newest[0]))
        if front is None or front.ended_at or not front.newest_since:
            return False
        if any((ring, key_id) not in uses for key_id in keys.by_id):
            return False
    return True


def we_lead(session: Session) -> bool:
    """Whether our keys in front are those that were put in front last, in any process."""
    fronts = sorted((u.newest_since, u.ring, u.key_id) for u in known(session) if u.newest_since)
    leaders = {ring: key_id for _since, ring, key_id in fronts}
    return leaders == {ring: keys.newest[0] for ring, keys in rings().items()}


def known(session: Session) -> list[KeyUse]:
    return list(session.exec(select(KeyUse).order_by(KeyUse.ring, col(KeyUse.noted_at))))


def note_looked(session: Session, ring: str, key_id: str, ended: bool, now: datetime) -> None:
    """What somebody found who looked whether anything needs this key."""
    session.exec(
        update(KeyUse)
        .where(col(KeyUse.ring) == ring, col(KeyUse.key_id) == key_id)
        .values(looked_at=now, ended_at=now if ended else None)
    )


def forget(session: Session, key_id: str) -> bool:
    """Go on without a key that is lost; False when settings have it or nobody knows it."""
    lost = [
        use
        for use in known(session)
        if use.key_id == key_id and use.ended_at is None and key_id not in rings()[use.ring].by_id
    ]
    for use in lost:
        use.ended_at = clock.wall()
        session.add(use)
        record(session, SYSTEM_ACTOR, "keys.forget", details={use.ring: key_id})
    return bool(lost)
