"""What became of requests in a period, by reason and office, and by officer (AP-43)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, case, or_
from sqlmodel import Session, col, func, select

from cx_app.domain.appointment_requests import DECISIONS, By, RequestMove, RequestState
from cx_app.gateways import clock
from cx_app.models import Account, AppointmentRequest, Office, RequestStep
from cx_app.services.appointment_requests import reason_words

Request, Step = AppointmentRequest, RequestStep
SUBMIT: Final = "submit"
COUNTED: Final = {
    SUBMIT: "asked",
    RequestMove.BOOK: "booked",
    RequestMove.FIND_UNNEEDED: "unneeded",
    RequestMove.ASK: "questions",
    RequestMove.WITHDRAW: "withdrawn",
    RequestMove.CANCEL: "withdrawn",
    RequestMove.EXPIRE: "expired",
    RequestMove.KEEP: "came",
    RequestMove.MISS: "missed",
    RequestMove.CLOSE_OFFICE: "closed",
}
"""Which count a move adds to."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Counts of one reason at one office."""

    reason: str = ""
    office: str = ""
    asked: int = 0
    booked: int = 0
    unneeded: int = 0
    questions: int = 0
    withdrawn: int = 0
    expired: int = 0
    came: int = 0
    missed: int = 0
    closed: int = 0
    taken_back: int = 0
    answered: int = 0
    """A visit or none needed, by the last word on the request."""
    in_time: int = 0

    @property
    def reason_name(self) -> str:
        return reason_words.reason(self.reason)


NUMBERS: Final = tuple(one.name for one in fields(Outcomes) if one.type == "int")


def is_reversal() -> Any:
    """For queries over steps: a decision was taken back, within its minute, later by another
    decision, or by opening the request again."""
    return or_(
        col(Step.move) == RequestMove.UNDO,
        col(Step.corrects_id).is_not(None),
        and_(col(Step.move) == RequestMove.REOPEN, col(Step.by) == By.OFFICER),
    )


def outcomes(session: Session, begins: datetime) -> list[Outcomes]:
    """Since an instant; by reason and office, in no order."""
    counts: dict[tuple[str, UUID], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for reason, office, move, moves, reversals in session.exec(_moves(begins)):
        place = counts[reason, office]
        place[COUNTED.get(move, "")] += moves
        place["taken_back"] += int(reversals or 0)
    for reason, office, answered, in_time in session.exec(_answers(begins)):
        counts[reason, office]["answered"] += answered
        counts[reason, office]["in_time"] += int(in_time or 0)
    names = _offices(session, {office for _reason, office in counts})
    return [
        _counted(number, reason=reason, office=names.get(office, ""))
        for (reason, office), number in counts.items()
    ]


def _counted(number: Mapping[str, int], **about: Any) -> Outcomes:
    numbers: dict[str, Any] = {name: number.get(name, 0) for name in NUMBERS}
    return Outcomes(**about, **numbers)


def summed(many: Iterable[Outcomes]) -> Outcomes:
    found = list(many)
    return _counted({name: sum(getattr(one, name) for one in found) for name in NUMBERS})


def officers(session: Session, begins: datetime) -> list[tuple[str, str, int, int, int]]:
    """Account id, name, requests they are at work on now, decisions since then, and how many of
    their decisions were taken back; by name."""
    decided = _by_officer(session, col(Step.move).in_(DECISIONS), Step.at >= begins)
    back = _taken_back(session, begins)
    now = dict(
        session.exec(
            select(Request.claimed_by, func.count())
            .where(
                Request.state == RequestState.IN_REVIEW,
                col(Request.claimed_until) > clock.wall(),
            )
            .group_by(col(Request.claimed_by))
        ).all()
    )
    everybody = {one for one in {*decided, *back, *now} if one is not None}
    names = session.exec(select(Account.id, Account.name).where(col(Account.id).in_(everybody)))
    return [
        (str(one), name or "Without a name", now.get(one, 0), decided.get(one, 0), back.get(one, 0))
        for one, name in sorted(names, key=lambda row: (row[1], str(row[0])))
    ]


def _moves(begins: datetime) -> Any:
    columns: list[Any] = [
        col(Request.reason),
        col(Request.office_id),
        col(Step.move),
        func.count(),
        func.sum(case((is_reversal(), 1), else_=0)),
    ]
    return (
        select(*columns)
        .where(Step.request_id == Request.id, Step.at >= begins)
        .group_by(*columns[:3])
    )


def _answers(begins: datetime) -> Any:
    in_time = func.sum(case((col(Request.decided_at) <= col(Request.due_at), 1), else_=0))
    return (
        select(Request.reason, Request.office_id, func.count(), in_time)
        .where(col(Request.decided_at) >= begins)
        .group_by(Request.reason, col(Request.office_id))
    )


def _by_officer(session: Session, *which: Any) -> dict[UUID | None, int]:
    rows = session.exec(
        select(Step.account_id, func.count())
        .where(Step.by == By.OFFICER, *which)
        .group_by(col(Step.account_id))
    )
    return dict(rows.all())


def _taken_back(session: Session, begins: datetime) -> dict[UUID | None, int]:
    """Counted for whoever decided, not for whoever took it back."""
    corrected = select(Step.corrects_id).where(
        col(Step.corrects_id).is_not(None), Step.at >= begins
    )
    return _by_officer(session, col(Step.id).in_(corrected))


def _offices(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    rows = session.exec(select(Office.id, Office.name).where(col(Office.id).in_(ids)))
    return dict(rows.all())
