"""A visitor's pass: asked for, proven by the code that went to their own contact, ended (VIS-1).

What is answered does not depend on whether anybody asked anything with this contact before.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import Session, col, select

from cx_app.domain.contacts import Refusal, new_code, typed_code
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel, Kind, Why
from cx_app.domain.visitors import Contact, Counted
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, SupportRequest, VisitorPass
from cx_app.security.crypto import fingerprint, fingerprints, token_hash
from cx_app.services.audit.record import record
from cx_app.services.messages.outbox import enqueue
from cx_app.services.messages.reach import hash_of, hashes_of, stopped
from cx_app.services.policy.current import policy
from cx_app.services.visitors.limits import UNKNOWN_NETWORK, count, within

TOKEN_BYTES: Final = 32
KEPT: Final = timedelta(days=1)
NOBODY: Final = UUID(int=0)
SUBJECT: Final = "visitor_pass"


class Wrong(StrEnum):
    """Why a code did not open anything."""

    WRONG_CODE = "wrong_code"
    EXPIRED = "expired"
    TOO_MANY = "too_many"


def visitor(pass_id: UUID | None, network: str) -> Actor:
    """Who acts, before and after the proof; `session_id` names the pass in the audit."""
    return Actor(NOBODY, Role.VISITOR, session_id=pass_id, network=network)


def send_code(session: Session, contact: Contact, network: str, language: str) -> UUID | Refusal:
    """A code goes to the address or number itself; returns the pass that it will prove."""
    now = clock.business(session)
    rules = policy(session, now)
    subjects = {
        Counted.CODES_TO: contact.value,
        Counted.CODES_FROM: network or UNKNOWN_NETWORK,
    }
    if not within(session, subjects, rules.visitors):
        return _refused(session, None, network, Refusal.TOO_MANY)
    count(session, subjects)
    if stopped(session, contact.value):
        return _refused(session, None, network, Refusal.STOPPED)
    secret = new_code()
    row = VisitorPass(
        channel=contact.channel,
        value_hash=hash_of(contact.value),
        language=language,
        code_hash="",
        code_expires_at=now + rules.messages.code_valid,
        made_at=now,
    )
    row.value, row.code_hash = contact.value, fingerprint(f"{row.id}:{secret}", "contact_code")
    session.add(row)
    session.flush()
    enqueue(
        session,
        Kind.CONTACT_CODE,
        contact.channel,
        dedupe_key=f"visitor_code:{row.id}",
        language=language,
        why=Why.ASKED,
        facts={
            "to": contact.value,
            "code": secret,
            "minutes": int(rules.messages.code_valid / timedelta(minutes=1)),
        },
        not_after=row.code_expires_at,
    )
    record(
        session,
        visitor(row.id, network),
        "visitor.code",
        subject_type=SUBJECT,
        subject_id=row.id,
        details={"channel": str(contact.channel)},
    )
    return row.id


def prove(session: Session, pass_id: UUID, typed: str, network: str) -> str | Wrong:
    """The token of the proven pass, for its cookie; only its hash is kept. A try is counted before
    it is judged, and a code opens one browser."""
    row = session.exec(
        select(VisitorPass)
        .where(VisitorPass.id == pass_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    now = clock.business(session)
    rules = policy(session, now)
    if row is None or row.proven_at is not None or now >= row.code_expires_at:
        return _wrong(session, pass_id, network, Wrong.EXPIRED)
    if row.tries >= rules.messages.code_tries:
        return _wrong(session, pass_id, network, Wrong.TOO_MANY)
    row.tries += 1
    session.add(row)
    if row.code_hash not in fingerprints(f"{row.id}:{typed_code(typed)}", "contact_code"):
        return _wrong(session, pass_id, network, Wrong.WRONG_CODE)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row.proven_at, row.token_hash = now, token_hash(token)
    row.ends_at = clock.wall() + rules.visitors.lasts
    session.add(row)
    record(
        session, visitor(row.id, network), "visitor.prove", subject_type=SUBJECT, subject_id=row.id
    )
    return token


def find_visitor(session: Session, token: str, network: str) -> Actor | None:
    """Whose browser this is, while the pass lasts."""
    row = session.exec(
        select(VisitorPass).where(
            VisitorPass.token_hash == token_hash(token), col(VisitorPass.ends_at) > clock.wall()
        )
    ).first()
    return visitor(row.id, network) if row else None


def end(session: Session, actor: Actor) -> None:
    """The visitor goes; what was typed and not sent goes too."""
    session.exec(
        update(VisitorPass)
        .where(col(VisitorPass.id) == actor.session_id, col(VisitorPass.ends_at) > clock.wall())
        .values(ends_at=clock.wall(), typed_sealed=None)
    )
    record(session, actor, "visitor.end", subject_type=SUBJECT, subject_id=actor.session_id)


def own_pass(session: Session, actor: Actor) -> VisitorPass:
    """The row of whoever acts; the door has looked at its end."""
    return session.get_one(VisitorPass, actor.session_id)


def typed_by(session: Session, actor: Actor, form: str) -> dict[str, str]:
    """What was typed into a form under this pass and not sent."""
    kept = json.loads(own_pass(session, actor).typed or "{}").get(form)
    return dict(kept) if isinstance(kept, dict) else {}


def keep_typed(session: Session, actor: Actor, form: str, values: Mapping[str, str]) -> None:
    row = own_pass(session, actor)
    kept = json.loads(row.typed or "{}")
    others = {name: one for name, one in kept.items() if isinstance(one, dict) and name != form}
    row.typed = json.dumps({**others, form: dict(values)} if values else others)
    session.add(row)


def give_contact(
    session: Session, actor: Actor, request: AppointmentRequest | SupportRequest
) -> None:
    """A new request is reached by the contact that this pass has proven."""
    proven = own_pass(session, actor)
    if proven.channel == Channel.EMAIL:
        request.contact_email = proven.value
        request.contact_email_hash = hash_of(proven.value or "")
    else:
        request.contact_phone = proven.value
        request.contact_phone_hash = hash_of(proven.value or "")


def asked_with(
    session: Session,
    actor: Actor,
    table: type[AppointmentRequest | SupportRequest] = AppointmentRequest,
) -> ColumnElement[bool]:
    """For queries over the table: what nobody signed in asked, and with the very contact that this
    pass has proven (VIS-3)."""
    proven = hashes_of(own_pass(session, actor).value or "")
    return and_(
        col(table.account_id).is_(None),
        or_(
            col(table.contact_email_hash).in_(proven),
            col(table.contact_phone_hash).in_(proven),
        ),
    )


def forget(session: Session) -> int:
    """A day after it was asked for, a pass says no more whose it was; returns how many."""
    long_ago = clock.business(session) - KEPT
    return int(
        session.exec(
            update(VisitorPass)
            .where(
                col(VisitorPass.made_at) <= long_ago,
                col(VisitorPass.value_sealed).is_not(None),
                or_(col(VisitorPass.ends_at).is_(None), col(VisitorPass.ends_at) <= clock.wall()),
            )
            .values(value_sealed=None, typed_sealed=None)
        ).rowcount
    )


def _wrong(session: Session, pass_id: UUID, network: str, why: Wrong) -> Wrong:
    record(
        session,
        visitor(pass_id, network),
        "visitor.prove",
        why,
        subject_type=SUBJECT,
        subject_id=pass_id,
    )
    return why


def _refused(session: Session, pass_id: UUID | None, network: str, why: Refusal) -> Refusal:
    record(session, visitor(pass_id, network), "visitor.code", why)
    return why
