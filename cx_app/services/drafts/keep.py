"""Keeps what a person has typed, so that a reload, a lost connection or a session that ran out
loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from sqlmodel import Session, select

from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import Draft
from cx_app.services.visitors.passes import keep_typed, typed_by

MAX_FIELD: Final = 5_000


def load_draft(session: Session, actor: Actor, form: str) -> dict[str, str]:
    """What the actor last typed in a form; empty when there is nothing."""
    if actor.role is Role.VISITOR:
        return typed_by(session, actor, form)
    draft = _row(session, actor, form)
    return dict(json.loads(draft.values or "{}")) if draft else {}


def keep_draft(session: Session, actor: Actor, form: str, values: Mapping[str, str]) -> None:
    """Store the form's fields, each cut at 5,000 characters."""
    kept = {name: value[:MAX_FIELD] for name, value in values.items()}
    if actor.role is Role.VISITOR:
        keep_typed(session, actor, form, kept)
        return
    draft = _row(session, actor, form) or Draft(
        account_id=actor.account_id, form=form, updated_at=clock.wall()
    )
    draft.values = json.dumps(kept)
    draft.updated_at = clock.wall()
    session.add(draft)


def drop_draft(session: Session, actor: Actor, form: str) -> None:
    """The form was sent; nothing of it stays."""
    if actor.role is Role.VISITOR:
        keep_typed(session, actor, form, {})
        return
    draft = _row(session, actor, form)
    if draft is not None:
        session.delete(draft)


def _row(session: Session, actor: Actor, form: str) -> Draft | None:
    return session.exec(
        select(Draft).where(Draft.account_id == actor.account_id, Draft.form == form)
    ).first()
