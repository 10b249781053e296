"""A visitor looks a request up by its reference number (VIS-3)."""

from __future__ import annotations

from enum import StrEnum

from sqlmodel import Session

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.visitors import Counted
from cx_app.gateways import clock
from cx_app.services.appointment_requests.access import request_of
from cx_app.services.audit.record import record
from cx_app.services.policy.current import policy
from cx_app.services.visitors.limits import UNKNOWN_NETWORK, count, within
from cx_app.services.visitors.passes import own_pass


class LookUp(StrEnum):
    """Why nothing is shown."""

    NOT_FOUND = "not_found"
    """Not there, or of somebody else: the same words after the same work."""
    TOO_MANY = "too_many"


def look_up(session: Session, actor: Actor, typed: str) -> str | LookUp:
    """The reference number as it is kept, once it is known to be this visitor's. Only what did not
    fit is counted, by contact and network and never by number: nobody locks somebody else out."""
    rules = policy(session, clock.business(session)).visitors
    subjects = {
        Counted.LOOKS_BY: own_pass(session, actor).value or "",
        Counted.LOOKS_FROM: actor.network or UNKNOWN_NETWORK,
    }
    if not within(session, subjects, rules):
        record(session, actor, "visitor.look_up", LookUp.TOO_MANY)
        return LookUp.TOO_MANY
    try:
        request = request_of(session, actor, typed)
    except NotFound:
        count(session, subjects)
        record(session, actor, "visitor.look_up", LookUp.NOT_FOUND)
        return LookUp.NOT_FOUND
    record(
        session,
        actor,
        "visitor.look_up",
        subject_type="appointment_request",
        subject_id=request.id,
    )
    return request.reference
