"""What a person may see of the audit trail: their own acts, and staff who opened their case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, or_, select

from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor
from cx_app.language import _, say_moment
from cx_app.models import AuditEntry, Case, CaseLink, Party

PAGE: Final = 50
STAFF_OPENED: Final = "case.open_by_staff"
PROTECTED_ROLES: Final = (PartyRole.APPLICANT, PartyRole.BENEFICIARY, PartyRole.DERIVATIVE)
"""In a protected case only the protected person's side sees staff views (design 7)."""

TRIES: Final = ("access_code.redeem", "case.follow")
OTHER_ACTS: Final = {
    "session.open": "A sign-in was refused.",
    "session.end": "A session of yours was ended.",
    "access_code.request": "You asked for a new online access code during a pause.",
}
OWN_ACTS: Final = {
    ("session.open", "done"): "You signed in.",
    ("session.end", "signed_out"): "You signed out.",
    ("access_code.redeem", "linked"): "You added a case with an online access code.",
    ("case.follow", "done"): "You started to follow a case.",
    ("case.unfollow", "done"): "You stopped following a case.",
    ("access_code.request", "done"): "You asked for a new online access code.",
}
REFUSED_LINK: Final = "Someone signed in as you tried to add a case. It did not match."
STAFF_SENTENCE: Final = "The agency opened this case (as {role})."
STAFF_ROLES: Final = {
    "officer": "officer",
    "supervisor": "supervisor",
    "admin": "administrator",
}


@dataclass(frozen=True, slots=True)
class ActivityLine:
    when: str
    what: str
    receipt_number: str
    by_agency: bool


def activity(
    session: Session, actor: Actor, *, before: datetime | None = None
) -> list[ActivityLine]:
    """The newest acts first, a page at a time. Staff are shown by role, never by name; a refused
    try names no case, so that it can't confirm one."""
    cases = _cases(session, actor)
    own = (col(AuditEntry.account_id) == actor.account_id) & col(AuditEntry.action).in_(
        {action for action, _outcome in OWN_ACTS}
    )
    staff = (col(AuditEntry.action) == STAFF_OPENED) & col(AuditEntry.case_id).in_(list(cases))
    query = select(AuditEntry).where(or_(own, staff)).order_by(col(AuditEntry.at).desc())
    if before is not None:
        query = query.where(col(AuditEntry.at) < before)
    rows = session.exec(query.limit(PAGE)).all()
    return [_line(row, cases) for row in rows]


def _cases(session: Session, actor: Actor) -> dict[UUID, str]:
    rows = session.exec(
        select(Case.id, Case.receipt_number)
        .join(CaseLink, col(CaseLink.case_id) == Case.id)
        .join(Party, col(Party.id) == CaseLink.party_id)
        .where(
            CaseLink.account_id == actor.account_id,
            col(CaseLink.ended_at).is_(None),
            or_(col(Case.protected).is_(False), col(Party.role).in_(PROTECTED_ROLES)),
        )
    )
    return dict(rows.all())


def _line(row: AuditEntry, cases: dict[UUID, str]) -> ActivityLine:
    by_agency = row.action == STAFF_OPENED
    if by_agency:
        what = _(STAFF_SENTENCE, role=_(STAFF_ROLES.get(row.role, "officer")))
    else:
        other = REFUSED_LINK if row.action in TRIES else OTHER_ACTS.get(row.action, REFUSED_LINK)
        what = _(OWN_ACTS.get((row.action, row.outcome), other))
    return ActivityLine(
        when=say_moment(row.at),
        what=what,
        receipt_number=cases.get(row.case_id, "") if row.case_id else "",
        by_agency=by_agency,
    )
