"""What people hear of their callbacks: in the inbox, by e-mail if they want, and by text where they
agreed. No text says anything private (domain 1.3-10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from cx_app.domain.callbacks.hours import night_begins
from cx_app.domain.callbacks.standing import Told
from cx_app.domain.messages import Channel, Kind, Why
from cx_app.gateways import clock
from cx_app.models import Account, Callback, Case
from cx_app.services.callbacks.hours import policy_now
from cx_app.services.messages.notify import notify
from cx_app.services.messages.outbox import enqueue

KINDS: Final = {
    Told.PROMISE: Kind.CALLBACK_PROMISED,
    Told.ANOTHER_DAY: Kind.CALLBACK_ANOTHER_DAY,
    Told.POSTPONED: Kind.CALLBACK_POSTPONED,
    Told.NO_LONGER_POSTPONED: Kind.CALLBACK_NOT_POSTPONED,
    Told.NOT_UNDERSTOOD: Kind.CALLBACK_NOT_UNDERSTOOD,
    Told.TOO_LATE: Kind.CALLBACK_TOO_LATE,
    Told.WINDOW_MISSED: Kind.CALLBACK_WINDOW_MISSED,
    Told.CALL_MISSED: Kind.CALLBACK_MISSED,
    Told.WAITS_FOR_YOU: Kind.CALLBACK_WAITS,
    Told.WRONG_NUMBER: Kind.CALLBACK_WRONG_NUMBER,
}
TEXT_ONLY: Final = frozenset({Told.NOT_UNDERSTOOD})
NEVER_BY_TEXT: Final = frozenset({Told.WRONG_NUMBER})
WITH_ANOTHER: Final = {
    Told.ANOTHER_DAY: (Told.NO_LONGER_POSTPONED,),
    Told.CALL_MISSED: (Told.WAITS_FOR_YOU,),
    Told.TOO_LATE: (Told.WAITS_FOR_YOU,),
}
"""What is left out where another one is said at once, which says it too."""


def tell(
    session: Session, row: Callback, told: Sequence[Told], step_id: UUID, *, by_text: bool
) -> None:
    """Once for each step. By text where texts go ahead of the call, or they have just written."""
    account = session.get(Account, row.account_id) if row.account_id else None
    for one in told:
        if any(other in told for other in WITH_ANOTHER.get(one, ())):
            continue
        facts = facts_of(row)
        key = f"callback:{step_id}:{one}"
        if account is not None and one not in TEXT_ONLY:
            notify(
                session,
                account,
                KINDS[one],
                dedupe_key=key,
                case_id=row.case_id,
                protected=is_protected(session, row),
                why=Why.ASKED,
                by_text=False,
                **facts,
            )
        if (row.texting or by_text) and one not in NEVER_BY_TEXT:
            text(session, row, KINDS[one], key, facts, answers=by_text)


def inform(session: Session, row: Callback, kind: Kind, key: str) -> None:
    """Of what is no step of the rules: inbox and e-mail."""
    account = session.get(Account, row.account_id) if row.account_id else None
    if account is None:
        return
    notify(
        session,
        account,
        kind,
        dedupe_key=key,
        case_id=row.case_id,
        protected=is_protected(session, row),
        why=Why.ASKED,
        by_text=False,
        **facts_of(row),
    )


def text(
    session: Session, row: Callback, kind: Kind, key: str, facts: dict[str, Any], *, answers: bool
) -> None:
    """To the phone of the callback. Whether it still may go is asked again when it is claimed; it
    is of no use after the half hour that it speaks of. At night nothing goes but an answer to what
    they have just written (domain 1.3-9)."""
    now = clock.business(session)
    rules = policy_now(session, now).callbacks
    until = now + rules.call_within
    if not answers:
        night = night_begins(now, ZoneInfo(row.zone), rules)
        if night is None:
            return
        until = min(until, night)
    enqueue(
        session,
        kind,
        Channel.SMS,
        dedupe_key=f"text:{key}",
        language=row.language,
        account_id=row.account_id,
        case_id=row.case_id,
        contact_id=row.contact_id,
        why=Why.ASKED,
        facts=addressed(row, facts),
        not_after=until,
        at_most_once=True,
    )


def addressed(row: Callback, facts: dict[str, Any]) -> dict[str, Any]:
    """Beside what a text says: whose it is, and where it goes where that is no proven number of an
    account."""
    to = {} if row.contact_id is not None else {"to": row.phone}
    return {**{name: str(value) for name, value in facts.items()}, "callback": str(row.id), **to}


def facts_of(row: Callback) -> dict[str, Any]:
    facts: dict[str, Any] = {"last": row.reference[-4:]}
    at = row.call_by or row.not_before
    if at is not None:
        facts["at"], facts["at_zone"] = at.isoformat(), row.zone
    return facts


def is_protected(session: Session, row: Callback) -> bool:
    case = session.get(Case, row.case_id) if row.case_id else None
    return row.protected or (case is not None and case.protected)
