"""The end of a representation: by the client, by the representative, by another form, or by the
agency. Access ends with the row, at the next event of any tab (REP-16)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.domain.representation.authority import Action, Barrier
from cx_app.domain.representation.forms import By, FormMove
from cx_app.gateways import clock
from cx_app.models import G28, AccessCode, Case, CaseLink, Party, Representation
from cx_app.services.audit.record import record
from cx_app.services.cases.access import is_disputed, on_protected_side, represents
from cx_app.services.feed.fields import AddressField
from cx_app.services.feed_out import records
from cx_app.services.feed_out.send_back import send_back
from cx_app.services.representation.access import allowed
from cx_app.services.representation.moves import make_move
from cx_app.services.representation.tell import show, tell_client, tell_representative

SUBJECT: Final = "representation"
END_ACTIONS: Final = {
    FormMove.END: "representation.end",
    FormMove.WITHDRAW: "representation.withdraw",
    FormMove.REPLACE: "representation.replace",
}
_LAST_LINE: Final = re.compile(r"(?P<city>.+), (?P<state>[A-Z]{2}) (?P<zip>[0-9]{5}(?:-[0-9]{4})?)")
_SIDES: Final = {FormMove.REPLACE: "replaced"}


def end(session: Session, actor: Actor, representation_id: UUID) -> None:
    """The client no longer wants to be represented by somebody. Raises `NotFound` for what is not
    the actor's to end; a second click finds nothing left."""
    held = session.exec(
        select(Representation)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(CaseLink, col(CaseLink.party_id) == Party.id)
        .where(
            Representation.id == representation_id,
            CaseLink.account_id == actor.account_id,
            col(CaseLink.ended_at).is_(None),
            on_protected_side(),
            ~is_disputed(clock.business(session)),
        )
        .with_for_update(of=Representation)
        .execution_options(populate_existing=True)
    ).first()
    if held is None:
        raise NotFound("no such representation for this account")
    if held.ended_at is None:
        close(session, actor, held, FormMove.END, By.CLIENT)


def withdraw(session: Session, actor: Actor, representation_id: UUID) -> Barrier | None:
    """The representative leaves the case. Raises `NotFound`."""
    held = session.exec(
        select(Representation)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .where(
            Representation.id == representation_id,
            Representation.account_id == actor.account_id,
            represents(),
        )
        .with_for_update(of=Representation)
        .execution_options(populate_existing=True)
    ).first()
    if held is None:
        raise NotFound("no such representation for this account")
    barrier = allowed(session, actor, held.case_id, Action.WITHDRAW)
    if barrier is None:
        close(session, actor, held, FormMove.WITHDRAW, By.REPRESENTATIVE)
    return barrier


def close(session: Session, actor: Actor, held: Representation, move: FormMove, by: By) -> None:
    """Whoever calls holds the row and has seen that it has not ended."""
    now = clock.business(session)
    held.state, held.ended_at = "ended", now
    held.ended_by = _SIDES.get(move, str(by))
    session.add(held)
    _end_form(session, held, move, by)
    _void_codes(session, held)
    party = session.get_one(Party, held.client_party_id)
    case = session.get_one(Case, held.case_id)
    tell_agency(session, held, case, party, entered=False)
    facts = {"representative": held.representative_name}
    key = f"represented:ended:{held.id}"
    tell_client(session, case, party, Kind.REPRESENTATION_ENDED, key, **facts)
    tell_representative(
        session,
        held.account_id,
        case,
        Kind.REPRESENTATION_ENDED,
        key,
        receipt=case.receipt_number,
        **facts,
    )
    record(
        session,
        actor,
        END_ACTIONS[move],
        case_id=case.id,
        subject_type=SUBJECT,
        subject_id=held.id,
        details={"party": str(party.id)},
    )
    show(session, case, party, held.account_id)


def follow_agency(session: Session, ended: Iterable[UUID]) -> None:
    """Representations that the feed has just ended: their forms here end too."""
    for held_id in ended:
        held = session.get_one(Representation, held_id)
        _end_form(session, held, FormMove.END, By.SYSTEM)


def tell_agency(
    session: Session, held: Representation, case: Case, party: Party, *, entered: bool
) -> None:
    send_back(
        session,
        records.Representation(
            representation=held.feed_id,
            state="entered" if entered else "ended",
            capacity="attorney" if held.capacity == "attorney" else "accredited_representative",
            representative_name=held.representative_name,
            address=_address(held),
            since=held.since,
            ended=held.ended_at,
        ),
        case=case,
        party=party,
        subject_id=held.id,
        dedupe_key=f"representation:{'entered' if entered else 'ended'}:{held.id}",
    )


def _address(held: Representation) -> AddressField | None:
    """The feed may bring a Form G-28 without one."""
    lines = json.loads(held.address or "[]")
    last = _LAST_LINE.fullmatch(lines[-1]) if len(lines) > 1 else None
    if last is None:
        return None
    return AddressField(lines=tuple(lines[:-1]), **last.groupdict())


def _end_form(session: Session, held: Representation, move: FormMove, by: By) -> None:
    if held.form_id is None:
        return
    form = session.get_one(G28, held.form_id, with_for_update=True)
    make_move(session, form, move, by)


def _void_codes(session: Session, held: Representation) -> None:
    """Codes that were not used are void with it (FEED-5)."""
    session.exec(
        update(AccessCode)
        .where(
            col(AccessCode.representation_id) == held.id,
            col(AccessCode.redeemed_at).is_(None),
            col(AccessCode.voided_at).is_(None),
        )
        .values(
            voided_at=clock.business(session), void_reason="representation_ended", code_sealed=None
        )
    )
