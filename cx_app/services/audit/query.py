"""Which audit rows an actor may read, and which of them the filters mean.

Rows come by keyset, the newest first; each filter has an index together with the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, false, func, literal, or_, select, text, tuple_
from sqlmodel import Session, col

from cx_app.domain.business_time import end_of_day
from cx_app.domain.identity import STAFF, Actor
from cx_app.domain.people import search_name
from cx_app.domain.receipts import parse_receipt_number
from cx_app.models import Account, AuditEntry, Case, CaseLink, RoleGrant
from cx_app.models.base import UtcDateTime
from cx_app.services.audit.filters import Filters
from cx_app.services.audit.words import ACTIONS, NOUNS
from cx_app.services.cases.staff import SEES_PROTECTED

MOST_ACCOUNTS: Final = 50
"""Of staff whose names begin alike."""
THE_SYSTEM: Final = "system"
Conditions = list[ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the trail: rows before it are older."""

    at: datetime
    id: UUID


def conditions(session: Session, actor: Actor, filters: Filters) -> Conditions | None:
    """None when nothing can match, such as for a case that is not there for this actor."""
    _plan_for_these_values(session)
    own = _own_cases(session, actor)
    given: list[ColumnElement[bool] | None] = []
    if filters.who:
        given.append(_who(session, actor, filters.who, own))
    if filters.case:
        case_id = _case(session, actor, filters.case, own)
        given.append(None if case_id is None else col(AuditEntry.case_id) == case_id)
    if filters.what in NOUNS:
        actions = [one for one in ACTIONS if one.startswith(f"{filters.what}.")]
        given.append(col(AuditEntry.action).in_(actions))
    elif filters.what:
        given.append(col(AuditEntry.action) == filters.what)
    if filters.outcome:
        given.append(col(AuditEntry.outcome) == filters.outcome)
    if filters.first_day:
        first = end_of_day(filters.first_day - timedelta(days=1))
        given.append(col(AuditEntry.at) >= first)
    if filters.last_day:
        given.append(col(AuditEntry.at) < end_of_day(filters.last_day))
    if filters.network:
        given.append(col(AuditEntry.network) == filters.network)
    if filters.session:
        given.append(col(AuditEntry.session_id) == filters.session)
    known = [one for one in given if one is not None]
    return known + _readable(actor, own) if len(known) == len(given) else None


def newest(
    session: Session, where: Conditions, before: Cursor | None, limit: int
) -> list[AuditEntry]:
    place = tuple_(col(AuditEntry.at), col(AuditEntry.id))
    query = select(AuditEntry).where(*where)
    if before is not None:
        query = query.where(
            col(AuditEntry.at) <= before.at,
            place < tuple_(literal(before.at, UtcDateTime), literal(before.id, Uuid)),
        )
    query = query.order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc()).limit(limit)
    return list(session.scalars(query))


def count(session: Session, where: Conditions, limit: int) -> int:
    """How many, up to a limit."""
    some = select(col(AuditEntry.id)).where(*where).limit(limit).subquery()
    return int(session.scalar(select(func.count()).select_from(some)) or 0)


def _plan_for_these_values(session: Session) -> None:
    """An officer has a thousand times the rows of a person. PostgreSQL would come to plan both
    alike, and then fetch and sort all of the officer's for one page. Nor does it pay to read the
    whole of two indexes for a few rows: the better one, in its order, is enough."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
        session.execute(text("SET LOCAL enable_bitmapscan = off"))


def _readable(actor: Actor, own: list[UUID]) -> Conditions:
    """Row by row and by the case's key: a join might be planned through all cases."""
    about = col(AuditEntry.case_id)
    found: Conditions = []
    if actor.role not in SEES_PROTECTED:
        protected = select(col(Case.protected)).where(col(Case.id) == AuditEntry.case_id)
        found.append(func.coalesce(protected.scalar_subquery(), false()).is_(False))
    if own:
        found.append(or_(about.is_(None), about.not_in(own)))
    return found


def _own_cases(session: Session, actor: Actor) -> list[UUID]:
    """Nobody works on their own case, nor looks up who opened it here."""
    query = select(col(CaseLink.case_id)).where(
        col(CaseLink.account_id) == actor.account_id, col(CaseLink.ended_at).is_(None)
    )
    return list(session.scalars(query))


def _case(session: Session, actor: Actor, receipt: str, own: list[UUID]) -> UUID | None:
    query = select(col(Case.id)).where(col(Case.receipt_number) == receipt)
    if actor.role not in SEES_PROTECTED:
        query = query.where(col(Case.protected).is_(False))
    found = session.scalars(query).first()
    return None if found in own else found


def _who(session: Session, actor: Actor, who: str, own: list[UUID]) -> ColumnElement[bool] | None:
    if who.casefold() == THE_SYSTEM:
        return col(AuditEntry.account_id).is_(None)
    if parse_receipt_number(who):
        case_id = _case(session, actor, who, own)
        query = select(col(CaseLink.account_id)).where(col(CaseLink.case_id) == case_id)
        accounts = list(session.scalars(query.distinct()))
    else:
        accounts = _staff_called(session, who)
    if not accounts:
        return None
    one = col(AuditEntry.account_id)
    return one == accounts[0] if len(accounts) == 1 else one.in_(accounts[:MOST_ACCOUNTS])


def _staff_called(session: Session, typed: str) -> list[UUID]:
    """By subject, or by the beginnings of words of the name, accents aside. E-mails are sealed and
    have no hash to look them up by. Whoever once held a staff role counts.

    Their accounts are read and compared here: a join would be planned through everybody's.
    """
    grants = select(col(RoleGrant.account_id)).where(col(RoleGrant.role).in_(STAFF)).distinct()
    staff = select(col(Account.id), col(Account.subject), col(Account.name)).where(
        col(Account.id).in_(list(session.scalars(grants)))
    )
    parts = search_name(typed).split()
    return [
        account
        for account, subject, name in session.execute(staff).all()
        if subject == typed or (parts and _is_called(name, parts))
    ]


def _is_called(name: str, parts: list[str]) -> bool:
    words = f" {search_name(name)}"
    return all(f" {part}" in words for part in parts)
