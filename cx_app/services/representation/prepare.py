"""The representative's side of a Form G-28: written, reviewed, signed and sent (REP-9, REP-14,
REP-15). What is answered never depends on whether there is such a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.representation.accounts import AccountState
from cx_app.domain.representation.clients import Named, client_key, name_client
from cx_app.domain.representation.forms import By, FormMove, FormRefusal, FormState
from cx_app.gateways import clock
from cx_app.models import (
    G28,
    Account,
    Case,
    CaseLink,
    G28Signature,
    Party,
    Person,
    Representation,
    RepresentativeAccount,
)
from cx_app.security.crypto import fingerprint, fingerprints
from cx_app.services.audit.record import record
from cx_app.services.cases.access import behalf, represents
from cx_app.services.changes import account_topic, touch_all
from cx_app.services.policy.current import policy
from cx_app.services.representation.accounts import standing_of
from cx_app.services.representation.moves import client_of, digest_as_it_stands, make_move
from cx_app.services.representation.tell import tell_taken_back

SUBJECT = "g28"
FORM_ACTIONS: Final = {
    FormMove.HAND_OVER: "g28.hand_over",
    FormMove.RETURN: "g28.return",
    FormMove.WITHDRAW: "g28.withdraw",
}
IN_USE = (FormState.AWAITING, FormState.SIGNED)


@dataclass(frozen=True, slots=True)
class TypedForm:
    """A form as it was typed."""

    receipt: str
    born: str
    """ISO date."""
    name: str
    notices_to_representative: bool = False
    beside: bool = False
    representative_id: UUID | None = None
    """For whom a paralegal prepares it."""


def prepare(
    session: Session, actor: Actor, typed: TypedForm, form_id: UUID | None = None
) -> UUID | set[str] | FormRefusal:
    """A new draft, or another version of one; or the fields that cannot be read. Raises `NotFound`
    for a form or a representative that is not theirs."""
    now = clock.business(session)
    named = name_client(typed.receipt, typed.born, typed.name, eastern_date(now))
    representative = for_whom(session, actor, typed.representative_id)
    if not isinstance(named, Named):
        return named
    if form_id is None:
        row = G28(
            representative_id=representative,
            prepared_by=actor.account_id,
            state=FormState.DRAFT,
            created_at=now,
            updated_at=now,
        )
    else:
        row = _held(session, actor, form_id)
        if row.state not in (FormState.DRAFT, FormState.REVIEW):
            return FormRefusal.NOT_FROM_HERE
        row.updated_at = now
    row.client = named.written()
    row.client_hash = fingerprint(client_key(row.client), "g28_client")
    row.notices_to_representative, row.beside = typed.notices_to_representative, typed.beside
    session.add(row)
    session.flush()
    _note(session, actor, row, "g28.prepare")
    return row.id


def hand_over(session: Session, actor: Actor, form_id: UUID) -> FormRefusal | None:
    """Into the representative's queue (REP-9)."""
    return _move(session, actor, form_id, FormMove.HAND_OVER)


def give_back(session: Session, actor: Actor, form_id: UUID) -> FormRefusal | None:
    """To be changed again."""
    return _move(session, actor, form_id, FormMove.RETURN)


def withdraw_form(session: Session, actor: Actor, form_id: UUID) -> FormRefusal | None:
    """A form that is not in force yet. What is in force ends with `ending.withdraw`."""
    row = _held(session, actor, form_id)
    if row.state == FormState.SIGNED:
        return FormRefusal.NOT_FROM_HERE
    asked = row.state == FormState.AWAITING
    refused = _move(session, actor, form_id, FormMove.WITHDRAW)
    if refused is None and asked:
        tell_taken_back(session, row)
    return refused


def send(
    session: Session, actor: Actor, form_ids: Sequence[UUID], signature: str
) -> dict[UUID, FormRefusal | None]:
    """The representative signs these and they go to their clients; each gets an answer of its own.
    Raises `NotFound` where one is not theirs. Nothing about any client is looked up here (REP-15).
    """
    return {one: _send(session, actor, one, signature) for one in dict.fromkeys(form_ids)}


def _send(session: Session, actor: Actor, form_id: UUID, signature: str) -> FormRefusal | None:
    row = _held(session, actor, form_id)
    refused = _may_send(session, actor, row, signature)
    if refused is None:
        account = standing_of(session, actor.account_id)
        if account is None:  # `_may_send` has seen it
            return FormRefusal.NOT_ACCEPTED
        row.name, row.capacity = account.name, account.kind
        row.licence, row.address = account.licence, account.address
        digest = digest_as_it_stands(row)
        refused = make_move(session, row, FormMove.SEND, By.REPRESENTATIVE, digest=digest)
    if refused is None:
        row.looked_at, row.case_id, row.client_party_id = None, None, None
        signed = G28Signature(
            form_id=row.id,
            side=By.REPRESENTATIVE,
            account_id=actor.account_id,
            digest=row.digest,
            at=row.updated_at,
        )
        signed.name = " ".join(signature.split())
        session.add(signed)
    _note(session, actor, row, "g28.send", refused)
    return refused


def _may_send(session: Session, actor: Actor, row: G28, signature: str) -> FormRefusal | None:
    if actor.role is not Role.REPRESENTATIVE or row.representative_id != actor.account_id:
        return FormRefusal.NOT_THEIRS
    session.get_one(Account, actor.account_id, with_for_update=True)  # one form after the other
    account = standing_of(session, actor.account_id)
    if account is None or not _is_accepted(account, session):
        return FormRefusal.NOT_ACCEPTED
    if " ".join(signature.split()).casefold() != account.name.casefold():
        return FormRefusal.UNREADABLE
    named = client_of(row)
    if _is_oneself(session, actor, named):
        return FormRefusal.ONESELF
    if _has_already(session, actor, row, named):
        return FormRefusal.ALREADY
    return FormRefusal.TOO_MANY if _too_many(session, actor) else None


def _is_accepted(account: RepresentativeAccount, session: Session) -> bool:
    today = eastern_date(clock.business(session))
    lasts = account.accredited_until is None or account.accredited_until >= today
    return account.state == AccountState.ACCEPTED and lasts


def _is_oneself(session: Session, actor: Actor, named: Named) -> bool:
    """By what the account itself has; nothing of anybody else is asked."""
    own = (
        select(CaseLink.id)
        .join(Party, col(Party.id) == CaseLink.party_id)
        .join(Person, col(Person.id) == Party.person_id)
        .join(Case, col(Case.id) == CaseLink.case_id)
        .where(
            CaseLink.account_id == actor.account_id,
            col(CaseLink.ended_at).is_(None),
            Case.receipt_number == named.receipt,
            col(Person.birth_date_hash).in_(fingerprints(named.born, "birth_date")),
        )
    )
    return session.exec(own.limit(1)).first() is not None


def _has_already(session: Session, actor: Actor, row: G28, named: Named) -> bool:
    """A form of theirs that waits or is in force, or a Form G-28 that came with the feed."""
    another = select(G28.id).where(
        G28.representative_id == actor.account_id,
        G28.id != row.id,
        col(G28.state).in_(IN_USE),
        col(G28.client_hash).in_(fingerprints(client_key(named.written()), "g28_client")),
    )
    held = (
        select(Representation.id)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Person, col(Person.id) == Party.person_id)
        .join(Case, col(Case.id) == Representation.case_id)
        .where(
            Representation.account_id == actor.account_id,
            Case.receipt_number == named.receipt,
            col(Person.birth_date_hash).in_(fingerprints(named.born, "birth_date")),
            represents(),
        )
    )
    return any(session.exec(query.limit(1)).first() for query in (another, held))


def _too_many(session: Session, actor: Actor) -> bool:
    now = clock.business(session)
    sent = session.exec(
        select(func.count())
        .select_from(G28)
        .where(
            G28.representative_id == actor.account_id,
            col(G28.sent_at) > now - timedelta(days=1),
        )
    ).one()
    return int(sent) >= policy(session, now).representation.forms_a_day


def for_whom(session: Session, actor: Actor, chosen: UUID | None) -> UUID:
    if actor.role is Role.REPRESENTATIVE:
        return actor.account_id
    mine = set(session.exec(behalf(actor))) if actor.role is Role.PARALEGAL else set()
    if chosen is None and len(mine) == 1:
        return UUID(str(mine.pop()))
    if chosen not in mine or chosen is None:
        raise NotFound("no such representative for this account")
    return chosen


def _held(session: Session, actor: Actor, form_id: UUID) -> G28:
    """A form of theirs, held until the transaction ends. Raises `NotFound`."""
    row = session.exec(
        select(G28)
        .where(G28.id == form_id, col(G28.representative_id).in_(behalf(actor)))
        .with_for_update(of=G28)
        .execution_options(populate_existing=True)
    ).first()
    if row is None or actor.role not in (Role.REPRESENTATIVE, Role.PARALEGAL):
        raise NotFound("no such form for this account")
    return row


def _move(session: Session, actor: Actor, form_id: UUID, move: FormMove) -> FormRefusal | None:
    row = _held(session, actor, form_id)
    by = By.PARALEGAL if actor.role is Role.PARALEGAL else By.REPRESENTATIVE
    refused = make_move(session, row, move, by)
    _note(session, actor, row, FORM_ACTIONS[move], refused)
    return refused


def _note(
    session: Session, actor: Actor, row: G28, action: str, refused: FormRefusal | None = None
) -> None:
    """Never with a case: whoever reads the record of a case learns of forms that found it from the
    match alone."""
    record(
        session,
        actor,
        action,
        refused or "done",
        subject_type=SUBJECT,
        subject_id=row.id,
        details={"for": str(row.representative_id)},
    )
    touch_all(session, {account_topic(row.representative_id), account_topic(row.prepared_by)})
