"""A request for a visit: submitted by whoever acts, handed in by a paralegal (AP-2, REP-9)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.appointment_forms import Flaws, Step
from cx_app.domain.identity import Actor
from cx_app.domain.prepared import PreparedKind, PreparedRefusal
from cx_app.services.appointment_requests.form import flaws
from cx_app.services.appointment_requests.submit import Answer, Flawed, submit
from cx_app.services.prepared.access import of_form, whom_to_prepare
from cx_app.services.prepared.hand_in import HandedIn, Preparing, Work, hand_in
from cx_app.services.representation.acting import submits_for_party


def send_visit(
    session: Session, actor: Actor, typed: Mapping[str, str], submit_key: str
) -> Answer | HandedIn | PreparedRefusal:
    """Submit the form; hand it in where a paralegal filled it in for a client, or where somebody
    changed what was handed in."""
    whom = whom_to_prepare(
        session, actor, submit_key, lambda one: str(one.party.id) == typed.get("whom")
    )
    if whom is None:
        return submit(session, actor, typed, submit_key)
    if isinstance(whom, PreparedRefusal):
        return whom
    found: Flaws = {}
    for step in Step:
        found |= flaws(session, actor, step, typed)
    if found:
        return Flawed(found)
    work = Work(PreparedKind.VISIT, submit_key, typed, whom.case.id, whom.party.id)
    return hand_in(session, actor, work)


def preparing_visit(
    session: Session, actor: Actor, party_id: UUID | None, form_key: str
) -> Preparing:
    """Who submits the form as it is filled in."""
    return Preparing(
        submits_for_party(session, actor, party_id) if party_id else "",
        of_form(session, actor, form_key) is not None,
    )
