"""How somebody stands to one case, and what that allows (REP-2, REP-9, REP-12)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from cx_app.domain.appointment_requests import AskedAs
from cx_app.domain.identity import Actor, Role
from cx_app.domain.representation.authority import (
    Action,
    Barrier,
    Capacity,
    Standing,
    authority,
)
from cx_app.gateways import clock
from cx_app.models import (
    G28,
    AppointmentRequest,
    Callback,
    Case,
    CodeRequest,
    Party,
    Representation,
    Reschedule,
)
from cx_app.services.cases.access import (
    behalf,
    is_named,
    link_to,
    on_protected_side,
    refuse,
    represents,
)
from cx_app.services.policy.current import policy


def allowed(session: Session, actor: Actor, case_id: UUID, action: Action) -> Barrier | None:
    """Why not; None where they may. Raises `NotFound`, alike for a case that is not there and for
    one that is nothing to them."""
    barrier = authority(standing(session, actor, case_id), action)
    if barrier is Barrier.NOT_THERE:
        raise refuse()
    return barrier


def standing(session: Session, actor: Actor, case_id: UUID) -> Standing:
    """Asked anew in the transaction of each act, so that what ended counts at once."""
    if actor.role.is_staff:
        there = session.get(Case, case_id) is not None
        return Standing(Capacity.OFFICER if there else Capacity.OUTSIDER)
    if link_to(session, actor, case_id) is not None:
        return Standing(Capacity.CLIENT)
    row = session.exec(
        select(Case, represents(), Representation.form_id, is_named(col(Representation.account_id)))
        .join(Representation, col(Representation.case_id) == Case.id)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .where(
            Case.id == case_id,
            col(Representation.account_id).in_(behalf(actor)),
            on_protected_side(),
        )
        .order_by(represents().desc(), col(Representation.since).desc())
        .limit(1)
    ).first()
    if row is None:
        return Standing(Capacity.OUTSIDER)
    case, in_force, form_id, named = row
    excluded = policy(session, clock.business(session)).representation.excluded_forms
    return Standing(
        Capacity.PARALEGAL if actor.role is Role.PARALEGAL else Capacity.REPRESENTATIVE,
        in_force=bool(in_force),
        accepted=actor.role in (Role.REPRESENTATIVE, Role.PARALEGAL),
        filed=bool(session.exec(select(filed_in(actor.account_id, case_id))).first()),
        protected=case.protected,
        named=bool(named) or (form_id is None and bool(in_force)),
        excluded_form=case.form in excluded,
    )


def filed_in(account_id: Any, case_id: Any) -> ColumnElement[bool]:
    """Whether an account filed something in a case as a representative: a Form G-28 that was
    signed, a request for a visit, a call or a code, another time for an appointment. For a query
    over `Representation`, or with values."""
    filed: tuple[Any, ...] = (
        select(G28.id).where(
            G28.representative_id == account_id,
            G28.case_id == case_id,
            col(G28.signed_at).is_not(None),
        ),
        *(
            select(table.id).where(
                table.account_id == account_id,
                table.case_id == case_id,
                table.asked_as == AskedAs.REPRESENTATIVE,
            )
            for table in (AppointmentRequest, Callback, CodeRequest)
        ),
        select(Reschedule.id).where(
            Reschedule.asked_by == account_id,
            Reschedule.case_id == case_id,
            col(Reschedule.acting_for),
        ),
    )
    return or_(*(one.correlate(Representation).exists() for one in filed))
