"""A callback: asked for by whoever acts, handed in by a paralegal (TA-1, REP-9)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.callbacks.ask_forms import JUST_CALL, OTHER_PHONE, AskStep, Flaws
from cx_app.domain.identity import Actor
from cx_app.domain.prepared import PreparedKind, PreparedRefusal
from cx_app.services.callbacks.asking import Asked, AskRefusal, contact_of
from cx_app.services.callbacks.asking_form import flaws, send
from cx_app.services.prepared.access import of_form, whom_to_prepare
from cx_app.services.prepared.hand_in import HandedIn, Preparing, Work, hand_in
from cx_app.services.representation.acting import submits_in_case


def send_call(
    session: Session, actor: Actor, values: Mapping[str, str], key: str, consent_version: str
) -> Asked | AskRefusal | Flaws | HandedIn | PreparedRefusal:
    """Ask for it; hand it in where a paralegal filled it in for a client, or where somebody changed
    what was handed in. Raises `NotFound` for a case or a number that is not theirs."""
    whom = whom_to_prepare(
        session, actor, key, lambda one: str(one.case.id) == values.get("case_id")
    )
    if whom is None:
        return send(session, actor, values, key, consent_version)
    if isinstance(whom, PreparedRefusal):
        return whom
    found: Flaws = {}
    for step in AskStep:
        found |= flaws(session, actor, step, values)
    if found:
        return found
    told = {**values, **_number(session, actor, values)}
    work = Work(PreparedKind.CALL, key, told, whom.case.id, whom.party.id)
    return hand_in(session, actor, work)


def preparing_call(
    session: Session, actor: Actor, case_id: UUID | None, form_key: str
) -> Preparing:
    """Who submits the form as it is filled in."""
    return Preparing(
        submits_in_case(session, actor, case_id) if case_id else "",
        of_form(session, actor, form_key) is not None,
    )


def _number(session: Session, actor: Actor, values: Mapping[str, str]) -> dict[str, str]:
    """The number itself, since whoever submits has other numbers in their account; and nobody
    agrees to texts for somebody else."""
    chosen = values.get("phone_id", "")
    contact = None if chosen == OTHER_PHONE else contact_of(session, actor, chosen)
    phone = (contact.value or "") if contact else values.get("phone", "")
    return {"phone_id": OTHER_PHONE, "phone": phone, "texts": JUST_CALL}
