"""Decisions whose minute is over and that could not leave: their people have not heard (UNDO-5).

The portal tries on by itself; staff see them beside the messages that were given up. In English.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.decisions import LATE, Held, Kind
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import say_age, say_moment
from cx_app.models import AppointmentRequest, CodeRequest, HeldDecision, Reschedule
from cx_app.services.cases.staff import require_staff
from cx_app.services.decisions.undo import MAY
from cx_app.services.messages.dead import dead_count

SHOWN: Final = 50
WORDS: Final = {
    Kind.CODE_APPROVED: "A new code was approved",
    Kind.CODE_REFUSED: "A new code was refused",
    Kind.VISIT_BOOKED: "A visit was booked",
    Kind.VISIT_UNNEEDED: "No visit is needed",
    Kind.VISIT_ASKED: "A question about a visit",
    Kind.VISIT_MOVED: "A visit was moved",
    Kind.VISIT_CANCELLED: "A visit was cancelled",
    Kind.BIOMETRICS_APPROVED: "Another time for biometrics was agreed to",
    Kind.BIOMETRICS_REFUSED: "Another time for biometrics was refused",
    Kind.SUPPORT_ANSWERED: "Support was answered",
    Kind.REPRESENTATIVE_ACCEPTED: "A representative account was accepted",
    Kind.REPRESENTATIVE_REFUSED: "A representative account was refused",
    Kind.REPRESENTATIVE_SUSPENDED: "A representative account was suspended",
}


@dataclass(frozen=True, slots=True)
class StuckLine:
    id: str
    kind: str
    decided: str
    age: str
    """Since it should have left."""
    failures: int
    """0 where nothing has even tried: then no worker runs."""
    path: str
    """Of what was decided about."""


def stuck(session: Session, actor: Actor) -> list[StuckLine]:
    """The oldest first, at most `SHOWN`. Nothing about the actor's own, and protected ones only for
    those who may know of them, as where it was decided."""
    now = clock.business(session)
    return [
        StuckLine(
            id=str(held.id),
            kind=WORDS[Kind(held.kind)],
            decided=say_moment(held.decided_at),
            age=say_age(now - held.leaves_at),
            failures=held.failures,
            path=_path(session, held),
        )
        for held in _seen(session, actor)
    ]


def needs_a_look(session: Session, actor: Actor) -> int:
    """Messages that were given up, and these: the number in the menu of staff."""
    return dead_count(session, actor) + sum(1 for _held in _seen(session, actor))


def _seen(session: Session, actor: Actor) -> Iterator[HeldDecision]:
    require_staff(actor)
    rows = session.exec(
        select(HeldDecision)
        .where(
            HeldDecision.state == Held.HELD,
            col(HeldDecision.leaves_at) <= clock.business(session) - LATE,
        )
        .order_by(col(HeldDecision.leaves_at), col(HeldDecision.id))
        .limit(SHOWN)
    ).all()
    for held in rows:
        try:
            MAY[Kind(held.kind)](session, actor, held)
        except (Forbidden, NotFound):
            continue
        yield held


def _path(session: Session, held: HeldDecision) -> str:
    match Kind(held.kind):
        case Kind.CODE_APPROVED | Kind.CODE_REFUSED:
            return f"/officer/cases/{session.get_one(CodeRequest, held.subject_id).case_id}"
        case Kind.BIOMETRICS_APPROVED | Kind.BIOMETRICS_REFUSED:
            return f"/officer/cases/{session.get_one(Reschedule, held.subject_id).case_id}"
        case Kind.SUPPORT_ANSWERED:
            return "/officer/support"
        case (
            Kind.REPRESENTATIVE_ACCEPTED
            | Kind.REPRESENTATIVE_REFUSED
            | Kind.REPRESENTATIVE_SUSPENDED
        ):
            return "/officer/representatives"
    reference = session.get_one(AppointmentRequest, held.subject_id).reference
    return f"/officer/appointments/{reference}"
