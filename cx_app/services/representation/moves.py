"""Moves a stored Form G-28 the way the rules say, and no other way."""

from __future__ import annotations

import json

from sqlmodel import Session

from cx_app.domain.representation.clients import Named, read_named
from cx_app.domain.representation.forms import (
    LIVE,
    By,
    Form,
    FormMove,
    FormRefusal,
    FormState,
    Wording,
    after,
    digest_of,
)
from cx_app.gateways import clock
from cx_app.models import G28
from cx_app.services.policy.current import policy


def make_move(
    session: Session, row: G28, move: FormMove, by: By, *, digest: str = ""
) -> FormRefusal | None:
    """Whoever calls holds the row; why not, or None when it was made."""
    now = clock.business(session)
    rules = policy(session, now).representation
    made = after(_form(row), move, by, now, rules, digest=digest)
    if isinstance(made, FormRefusal):
        return made
    row.state, row.digest, row.updated_at = made.state, made.digest, now
    row.sent_at, row.answer_by = made.sent_at, made.answer_by
    row.signed_at, row.ended_at = made.signed_at, made.ended_at
    session.add(row)
    return None


def wording_of(row: G28) -> Wording:
    """What both sides sign, as it stands on the form."""
    named = client_of(row)
    return Wording(
        form_id=str(row.id),
        receipt=named.receipt,
        client_name=named.name,
        client_born=named.born,
        representative_name=row.name,
        capacity=row.capacity,
        licence=row.licence or "",
        address=tuple(json.loads(row.address or "[]")),
        notices_to_representative=row.notices_to_representative,
        beside=row.beside,
    )


def digest_as_it_stands(row: G28) -> str:
    return digest_of(wording_of(row))


def client_of(row: G28) -> Named:
    return read_named(row.client or "{}")


def is_live(row: G28) -> bool:
    return row.state in LIVE


def _form(row: G28) -> Form:
    return Form(
        state=FormState(row.state),
        digest=row.digest,
        sent_at=row.sent_at,
        answer_by=row.answer_by,
        signed_at=row.signed_at,
        ended_at=row.ended_at,
    )
