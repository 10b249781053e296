"""The client's side of a Form G-28: read, signed or declined in their own account (REP-1)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.business_time import last_day
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.domain.representation.forms import By, FormMove, FormRefusal, FormState
from cx_app.gateways import clock
from cx_app.language import say_date
from cx_app.models import G28, Case, CaseLink, G28Signature, Party, Representation
from cx_app.services.audit.record import record
from cx_app.services.cases.access import is_disputed, is_suspended, on_protected_side
from cx_app.services.representation.ending import close, tell_agency
from cx_app.services.representation.moves import client_of, digest_as_it_stands, make_move
from cx_app.services.representation.tell import show, tell_client, tell_representative
from cx_app.services.representation.words import say_kind


@dataclass(frozen=True, slots=True)
class FormView:
    """What a client reads before signing."""

    id: str
    digest: str
    receipt: str
    form: str
    client: str
    representative: str
    kind: str
    licence: str
    address: list[str]
    notices_to_representative: bool
    ends: list[str]
    """Who represents the client now, and no longer does once this is signed."""
    until: str


def asked_of(session: Session, actor: Actor) -> list[FormView]:
    """Forms that wait for the actor's signature, the one with least time left first."""
    rows = session.exec(
        select(G28, Case, Party)
        .join(Party, col(Party.id) == G28.client_party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(CaseLink, col(CaseLink.party_id) == Party.id)
        .where(*_signs(session, actor), G28.state == FormState.AWAITING)
        .order_by(col(G28.answer_by))
    )
    return [view(session, form, case, party) for form, case, party in rows]


def sign(
    session: Session, actor: Actor, form_id: UUID, digest: str, signature: str
) -> FormRefusal | None:
    """Why not, or None when the form is in force. `digest` is of what was shown. Raises `NotFound`
    for a form that is not the actor's to sign."""
    form, case, party = _asked(session, actor, form_id)
    return signed_by(session, actor, (form, case, party), digest, signature)


def decline(session: Session, actor: Actor, form_id: UUID) -> FormRefusal | None:
    form, case, party = _asked(session, actor, form_id)
    return declined_by(session, actor, (form, case, party))


def signed_by(
    session: Session,
    actor: Actor,
    asked: tuple[G28, Case, Party],
    digest: str,
    signature: str,
    account_id: UUID | None = None,
) -> FormRefusal | None:
    """The client's signature, however they came in."""
    form, case, party = asked
    name = " ".join(signature.split())[:120]
    refused = FormRefusal.UNREADABLE if not name else _changed(form)
    refused = refused or make_move(session, form, FormMove.SIGN, By.CLIENT, digest=digest)
    _note(session, actor, form, case, party, "g28.sign", refused)
    if refused is not None:
        return refused
    row = G28Signature(
        form_id=form.id,
        side=By.CLIENT,
        account_id=account_id or _account(actor),
        digest=digest,
        at=form.updated_at,
    )
    row.name = name
    session.add(row)
    if not form.beside:
        for other in living(session, party):
            close(session, actor, other, FormMove.REPLACE, By.SYSTEM)
    _begin(session, form, case, party)
    return None


def declined_by(
    session: Session, actor: Actor, asked: tuple[G28, Case, Party]
) -> FormRefusal | None:
    form, case, party = asked
    refused = make_move(session, form, FormMove.DECLINE, By.CLIENT)
    _note(session, actor, form, case, party, "g28.decline", refused)
    if refused is None:
        tell_representative(
            session,
            form.representative_id,
            case,
            Kind.G28_DECLINED,
            f"g28:declined:{form.id}",
            receipt=case.receipt_number,
        )
        show(session, case, party, form.representative_id)
    return refused


def view(session: Session, form: G28, case: Case, party: Party) -> FormView:
    return FormView(
        id=str(form.id),
        digest=form.digest,
        receipt=case.receipt_number,
        form=case.form,
        client=client_of(form).name,
        representative=form.name,
        kind=say_kind(form.capacity),
        licence=form.licence or "",
        address=json.loads(form.address or "[]"),
        notices_to_representative=form.notices_to_representative,
        ends=[] if form.beside else [one.representative_name for one in living(session, party)],
        until=say_date(last_day(form.answer_by)) if form.answer_by else "",
    )


def living(session: Session, party: Party) -> Sequence[Representation]:
    """Who represents the party now, held in one order."""
    return session.exec(
        select(Representation)
        .where(Representation.client_party_id == party.id, col(Representation.ended_at).is_(None))
        .order_by(col(Representation.id))
        .with_for_update()
    ).all()


def _signs(session: Session, actor: Actor) -> tuple[Any, ...]:
    """Whoever has the case as the very party, and whose part in it nobody disputes (CLAIM-3); not
    where the representative was suspended since."""
    return (
        CaseLink.account_id == actor.account_id,
        col(CaseLink.ended_at).is_(None),
        col(Party.ended_at).is_(None),
        on_protected_side(),
        ~is_disputed(clock.business(session)),
        ~is_suspended(col(G28.representative_id), G28),
    )


def _asked(session: Session, actor: Actor, form_id: UUID) -> tuple[G28, Case, Party]:
    found = session.exec(
        select(G28, Case, Party)
        .join(Party, col(Party.id) == G28.client_party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(CaseLink, col(CaseLink.party_id) == Party.id)
        .where(*_signs(session, actor), G28.id == form_id)
        .with_for_update(of=G28)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("no such form for this account")
    return found


def _changed(form: G28) -> FormRefusal | None:
    """The row must still say what the representative signed."""
    return FormRefusal.CHANGED if digest_as_it_stands(form) != form.digest else None


def _begin(session: Session, form: G28, case: Case, party: Party) -> None:
    held = Representation(
        feed_id="",
        case_id=case.id,
        client_party_id=party.id,
        representative_name=form.name,
        capacity=form.capacity,
        notices_to_representative=form.notices_to_representative,
        account_id=form.representative_id,
        since=form.signed_at or clock.business(session),
        form_id=form.id,
    )
    held.feed_id = str(held.id)
    held.address = form.address
    session.add(held)
    session.flush()
    tell_agency(session, held, case, party, entered=True)
    facts = {"representative": form.name}
    key = f"g28:signed:{form.id}"
    tell_client(session, case, party, Kind.G28_SIGNED, key, **facts)
    tell_representative(
        session,
        form.representative_id,
        case,
        Kind.G28_SIGNED,
        key,
        receipt=case.receipt_number,
        **facts,
    )
    show(session, case, party, form.representative_id)


def _account(actor: Actor) -> UUID | None:
    return actor.account_id if actor.account_id.int else None


def _note(
    session: Session,
    actor: Actor,
    form: G28,
    case: Case,
    party: Party,
    action: str,
    refused: FormRefusal | None,
) -> None:
    record(
        session,
        actor,
        action,
        refused or "done",
        case_id=case.id,
        subject_type="g28",
        subject_id=form.id,
        details={"party": str(party.id)},
    )
