"""Finds whom a sent form names, out of sight of whoever sent it (REP-15), and lets unanswered
forms run out (REP-13)."""

from __future__ import annotations

from sqlmodel import Session, col, select

from cx_app.domain import access_codes
from cx_app.domain.business_time import last_day
from cx_app.domain.cases import PartyRole
from cx_app.domain.messages import Kind
from cx_app.domain.representation.forms import (
    LIVE,
    By,
    FormMove,
    FormState,
    may_be_client,
)
from cx_app.gateways import clock
from cx_app.models import G28, Case, G28Passcode, Party, Person, SafeRepresentative
from cx_app.security.crypto import fingerprint, fingerprints
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.cases.access import on_protected_side
from cx_app.services.policy.current import policy
from cx_app.services.representation.held import is_fresh
from cx_app.services.representation.moves import client_of, make_move
from cx_app.services.representation.tell import (
    accounts_of,
    ask_client,
    mail_client,
    show,
    tell_expired,
)


def match_forms(session: Session, limit: int = 50) -> int:
    """Run by a task; returns how many were looked up."""
    waiting = session.exec(
        select(G28)
        .where(
            G28.state == FormState.AWAITING,
            col(G28.looked_at).is_(None),
            ~is_fresh(col(G28.representative_id)),
        )
        .order_by(col(G28.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for form in waiting:
        form.looked_at = clock.business(session)
        session.add(form)
        found = _client(session, form)
        if found is not None:
            form.case_id, form.client_party_id = found[0].id, found[1].id
            session.flush()
            _ask(session, form, *found)
        record(
            session,
            SYSTEM_ACTOR,
            "g28.match",
            "matched" if found else "unmatched",
            case_id=form.case_id,
            subject_type="g28",
            subject_id=form.id,
        )
    return len(waiting)


def expire_forms(session: Session, limit: int = 100) -> int:
    """Forms that no client answered in time; returns how many."""
    now = clock.business(session)
    late = session.exec(
        select(G28)
        .where(G28.state == FormState.AWAITING, col(G28.answer_by) <= now)
        .order_by(col(G28.answer_by))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for form in late:
        if make_move(session, form, FormMove.EXPIRE, By.SYSTEM) is None:
            tell_expired(session, form)
            record(
                session,
                SYSTEM_ACTOR,
                "g28.expire",
                case_id=form.case_id,
                subject_type="g28",
                subject_id=form.id,
            )
    return len(late)


def _client(session: Session, form: G28) -> tuple[Case, Party] | None:
    """Exactly one person of the case who can be its client, and has no live form of this
    representative; nobody otherwise, whatever the reason."""
    named = client_of(form)
    rows = session.exec(
        select(Case, Party)
        .join(Party, col(Party.case_id) == Case.id)
        .join(Person, col(Person.id) == Party.person_id)
        .where(
            Case.receipt_number == named.receipt,
            col(Case.closed).is_(False),
            col(Party.ended_at).is_(None),
            col(Person.birth_date_hash).in_(fingerprints(named.born, "birth_date")),
            on_protected_side(),
        )
        .order_by(col(Party.id))
        .limit(2)
    ).all()
    if len(rows) != 1:
        return None
    case, party = rows[0]
    rules = policy(session, clock.business(session)).representation
    named_safe = _is_named(session, form, party)
    role = PartyRole(party.role)
    if not may_be_client(role, case.form, rules, protected=case.protected, named=named_safe):
        return None
    session.get_one(Party, party.id, with_for_update=True)
    other = session.exec(
        select(G28.id).where(
            G28.client_party_id == party.id,
            G28.representative_id == form.representative_id,
            G28.id != form.id,
            col(G28.state).in_(LIVE),
        )
    ).first()
    return None if other else (case, party)


def _is_named(session: Session, form: G28, party: Party) -> bool:
    return (
        session.exec(
            select(SafeRepresentative.id).where(
                SafeRepresentative.person_id == party.person_id,
                SafeRepresentative.account_id == form.representative_id,
                col(SafeRepresentative.ended_at).is_(None),
            )
        ).first()
        is not None
    )


def _ask(session: Session, form: G28, case: Case, party: Party) -> None:
    """In their account, or with a passcode that is mailed to their own residence (REP-11)."""
    if accounts_of(session, party):
        ask_client(session, form, case, party)
        show(session, case, party, None)
        return
    secret = access_codes.generate()
    mailed = mail_client(
        session,
        case,
        party,
        Kind.G28_PASSCODE,
        f"g28:passcode:{form.id}",
        representative=form.name,
        code=access_codes.grouped(secret),
        until=last_day(form.answer_by) if form.answer_by else "",
    )
    if mailed:
        session.add(
            G28Passcode(
                form_id=form.id,
                code_hash=fingerprint(secret, "g28_passcode"),
                made_at=clock.business(session),
            )
        )
