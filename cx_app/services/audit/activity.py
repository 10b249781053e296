"""What a person may see of the audit trail: their own acts, and staff who opened their case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, and_, col, or_, select

from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import _, say_moment
from cx_app.models import AuditEntry, Case, CaseLink, Party
from cx_app.services.audit.opening_words import opened, took_by_mistake
from cx_app.services.openings.audience import learns_of_openings
from cx_app.services.openings.held import held_entries

PAGE: Final = 50
STAFF_OPENED: Final = "case.open_by_staff"
STAFF_MISTOOK: Final = "case.open_by_mistake"
BY_STAFF: Final = (STAFF_OPENED, STAFF_MISTOOK)

TRIES: Final = ("access_code.redeem", "case.follow")
OTHER_ACTS: Final = {
    "session.open": "A sign-in was refused.",
    "session.end": "A session of yours was ended.",
    "access_code.request": "You asked for a new online access code during a pause.",
    "consent.give": "You could not agree to texts yet.",
    "case.undo_unlink": "You tried to take a removed case back too late.",
    "claim.dispute": "You could not dispute another account.",
    "address.note": "You told us an address that we could not take.",
    "address.withdraw": "You tried to take a change of address back too late.",
    "biometrics.reschedule": "You could not move a biometrics appointment.",
    "biometrics.ask_other": "You could not ask for another appointment time.",
    "biometrics.match": (
        "Someone signed in as you tried to find an appointment without a code. It did not match."
    ),
    "g28.sign": "You could not sign a Form G-28.",
    "g28.decline": "You could not decline a Form G-28.",
    "g28.send": "You could not send a Form G-28.",
    "prepared.change": "You could not change a prepared request.",
    "prepared.return": "You could not send a prepared request back.",
    "prepared.delete": "You could not delete a prepared request.",
    "prepared.submit": "You submitted a prepared request that was not accepted.",
    "appointment_request.submit": "You asked for a visit that we could not take.",
    "callback.answer": "You answered about a call when no answer was waited for.",
    "callback.put_back": "You could not put a callback back in line.",
    "callback.withdraw": "You could not take a callback back.",
    "callback.dispute": "You could not dispute the summary of a call.",
    "appointment_request.answer": "You answered a question about a visit too late.",
    "appointment_request.withdraw": "You could not take a request for a visit back.",
    "appointment_request.reopen": "You could not open a request for a visit again.",
    "appointment_request.cancel": "You could not cancel a visit.",
    "appointment_request.rebook": "You could not pick another time for a visit.",
}
OWN_ACTS: Final = {
    ("session.open", "done"): "You signed in.",
    ("session.end", "signed_out"): "You signed out.",
    ("access_code.redeem", "linked"): "You added a case with an online access code.",
    ("case.follow", "done"): "You started to follow a case.",
    ("case.unfollow", "done"): "You stopped following a case.",
    ("access_code.request", "done"): "You asked for a new online access code.",
    ("contact.verify", "done"): "You confirmed an e-mail address or a phone number.",
    ("contact.remove", "done"): "You removed an e-mail address or a phone number.",
    ("consent.give", "done"): "You agreed to texts.",
    ("consent.withdraw", "done"): "You stopped texts.",
    ("messages.choose", "done"): "You changed how you get messages.",
    ("messages.language", "done"): "You changed the language of your messages.",
    ("progress.wish", "done"): "You chose who hears about the estimate of a case.",
    ("case.unlink", "done"): "You removed a case from your account.",
    ("case.undo_unlink", "done"): "You took a removed case back.",
    ("claim.dispute", "done"): "You disputed that another account has a case of yours.",
    ("address.note", "done"): "You told us a new address.",
    ("address.withdraw", "done"): "You took a change of address back.",
    ("biometrics.reschedule", "done"): "You moved a biometrics appointment.",
    ("biometrics.ask_other", "done"): "You asked an officer for another appointment time.",
    ("biometrics.withdraw", "done"): "You took a request for another time back.",
    ("biometrics.mail_notice", "done"): "You asked for an appointment notice by mail.",
    ("biometrics.match", "done"): "You found a biometrics appointment without a code.",
    ("biometrics.end_match", "done"): "You ended what another account found without a code.",
    ("g28.sign", "done"): "You signed a Form G-28, so that somebody represents you.",
    ("g28.decline", "done"): "You said no to a Form G-28.",
    ("g28.send", "done"): "You signed a Form G-28 and sent it to a client.",
    ("representation.end", "done"): "You ended a representation.",
    ("representation.withdraw", "done"): "You withdrew as a representative.",
    ("representative.apply", "done"): "You asked for a representative account.",
    ("prepared.hand_in", "done"): "You handed in a request for a client.",
    ("prepared.change", "done"): "You changed a request that was prepared for a client.",
    ("prepared.return", "done"): "You sent a prepared request back.",
    ("prepared.delete", "done"): "You deleted a prepared request.",
    ("prepared.submit", "done"): "You submitted a request that was prepared for a client.",
    ("team.join", "done"): "You joined a team.",
    ("team.decline", "done"): "You said no to an invitation to a team.",
    ("team.leave", "done"): "You left a team, or took somebody out of it.",
    ("team.invite", "done"): "You invited somebody to your team.",
    ("appointment_request.submit", "done"): "You asked for a visit to an office.",
    ("callback.ask", "done"): "You asked for a callback.",
    ("callback.answer", "done"): "You said if you are free for a call.",
    ("callback.agree", "done"): "You agreed to texts before a call.",
    ("callback.disagree", "done"): "You said no to texts before a call.",
    ("callback.put_back", "done"): "You put a callback back in line.",
    ("callback.withdraw", "done"): "You took a callback back.",
    ("callback.change_phone", "done"): "You changed the phone of a callback.",
    ("callback.dispute", "done"): "You disputed the summary of a call.",
    ("appointment_request.answer", "done"): "You answered a question about a visit.",
    ("appointment_request.withdraw", "done"): "You took a request for a visit back.",
    ("appointment_request.reopen", "done"): "You opened a request for a visit again.",
    ("appointment_request.cancel", "done"): "You cancelled a visit.",
    ("appointment_request.rebook", "done"): "You picked another time for a visit.",
}
REFUSED_LINK: Final = "Someone signed in as you tried to add a case. It did not match."


@dataclass(frozen=True, slots=True)
class ActivityLine:
    when: str
    what: str
    receipt_number: str
    by_agency: bool


@dataclass(frozen=True, slots=True)
class ActivityPage:
    lines: list[ActivityLine] = field(default_factory=list)
    older: str = ""
    """Where the next page begins; empty on the last one."""


@dataclass(frozen=True, slots=True)
class _SeenCase:
    receipt_number: str
    shared: bool
    """More than one person is on it."""


def activity(
    session: Session, actor: Actor, *, older: str = "", only_agency: bool = False
) -> ActivityPage:
    """The newest acts first, a page at a time; `older` is what the page before gave.

    Staff are shown by role, never by name; what a supervisor holds back is not there, nor counted
    (OPEN-4). A refused try names no case, so that it can't confirm one.
    """
    cases = _cases(session, actor)
    query = (
        select(AuditEntry)
        .where(_shown(session, actor, cases, only_agency=only_agency))
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
    )
    if older:
        query = query.where(_before(older))
    rows = session.exec(query.limit(PAGE + 1)).all()
    page = rows[:PAGE]
    more = f"{page[-1].at.isoformat()} {page[-1].id}" if len(rows) > PAGE else ""
    return ActivityPage([_line(row, cases) for row in page], more)


def _shown(
    session: Session, actor: Actor, cases: Iterable[UUID], *, only_agency: bool
) -> ColumnElement[bool]:
    held = held_entries(session, cases, clock.business(session))
    staff = and_(
        col(AuditEntry.action).in_(BY_STAFF),
        col(AuditEntry.case_id).in_(list(cases)),
        col(AuditEntry.id).not_in(held),
        or_(col(AuditEntry.subject_id).is_(None), col(AuditEntry.subject_id).not_in(held)),
    )
    if only_agency:
        return staff
    own = and_(
        col(AuditEntry.account_id) == actor.account_id,
        col(AuditEntry.action).in_({action for action, _outcome in OWN_ACTS}),
    )
    return or_(own, staff)


def _before(older: str) -> ColumnElement[bool]:
    at, _space, id = older.partition(" ")
    moment, last = datetime.fromisoformat(at), UUID(id)
    column = col(AuditEntry.at)
    return or_(column < moment, and_(column == moment, col(AuditEntry.id) < last))


def _cases(session: Session, actor: Actor) -> dict[UUID, _SeenCase]:
    people: Any = (
        select(func.count(func.distinct(Party.person_id)))
        .where(Party.case_id == Case.id)
        .correlate(Case)
        .scalar_subquery()
    )
    linked = select(CaseLink.case_id).where(
        CaseLink.account_id == actor.account_id, *learns_of_openings()
    )
    rows = session.exec(
        select(Case.id, Case.receipt_number, people).where(col(Case.id).in_(linked))
    )
    return {id: _SeenCase(receipt, count > 1) for id, receipt, count in rows}


def _line(row: AuditEntry, cases: dict[UUID, _SeenCase]) -> ActivityLine:
    case = cases.get(row.case_id) if row.case_id else None
    if row.action == STAFF_OPENED:
        shared = case is None or case.shared
        what = opened(row.role, str(row.details.get("reason", "")), shared=shared)
    elif row.action == STAFF_MISTOOK:
        what = took_by_mistake(row.role)
    else:
        other = REFUSED_LINK if row.action in TRIES else OTHER_ACTS.get(row.action, REFUSED_LINK)
        what = _(OWN_ACTS.get((row.action, row.outcome), other))
    return ActivityLine(
        when=say_moment(row.at),
        what=what,
        receipt_number=case.receipt_number if case else "",
        by_agency=row.action in BY_STAFF,
    )
