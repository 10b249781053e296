"""One line of the desk: what an officer sees without opening the request. In English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from cx_app.domain.appointment_ages import age, total_age
from cx_app.domain.appointment_requests import (
    WAITS_FOR_AGENCY,
    Lease,
    RequestReason,
    RequestState,
    Urgency,
    lease,
    standing,
)
from cx_app.domain.business_time import eastern_date, last_day
from cx_app.domain.identity import Actor
from cx_app.domain.references import shown
from cx_app.language import say_age
from cx_app.models import AppointmentRequest
from cx_app.services.appointment_requests.desk_words import (
    MASKED_NAME,
    MASKED_REASON,
    REASONS,
    STATES,
    WHY,
)

LANGUAGES: Final = {"es": "Spanish"}
WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class QueueRow:
    id: str
    reference: str
    path: str
    name: str
    reason: str
    office: str
    state: str
    age: str
    """On the agency's clock, which pauses for the person (design 7)."""
    total: str
    """Since it was asked."""
    due: str
    share: int
    """Of the time until it is due, in percent, for a bar."""
    tone: str
    """`ok`, `today` or `late`; `none` when nothing is due."""
    mark: str
    """What makes it urgent."""
    why: str
    who: str
    """Who has claimed it."""
    language: str


def row_of(
    request: AppointmentRequest,
    office: str,
    claimed_by: str | None,
    actor: Actor,
    now: datetime,
    wall: datetime,
) -> QueueRow:
    claim = lease(request.claimed_by, request.claimed_until, actor.account_id, wall)
    state = standing(RequestState(request.state), claim)
    paused = timedelta(seconds=request.paused_seconds)
    until = request.ended_at or request.decided_at or now
    due, share, tone = due_of(request, state, now)
    reason = RequestReason(request.reason)
    return QueueRow(
        id=str(request.id),
        reference=shown(request.reference),
        path=f"/officer/appointments/{request.reference}",
        name=MASKED_NAME if request.protected else request.name,
        reason=MASKED_REASON if request.protected else REASONS[reason],
        office=office,
        state=STATES[state],
        age=say_age(age(request.asked_at, paused, request.waiting_since, until)),
        total=say_age(total_age(request.asked_at, until)),
        due=due,
        share=share,
        tone=tone,
        mark=mark_of(request, state, now),
        why=WHY[Urgency(request.urgency)] if state in WAITS_FOR_AGENCY else STATES[state],
        who=_who(claim, claimed_by),
        language=LANGUAGES.get(request.language, ""),
    )


def due_of(request: AppointmentRequest, state: RequestState, now: datetime) -> tuple[str, int, str]:
    """In words, as a share of the time, and as a tone."""
    if state is RequestState.NEEDS_INFO and request.answer_by is not None:
        return f"Answer by {_day(last_day(request.answer_by))}", 0, "none"
    if state not in WAITS_FOR_AGENCY:
        return "", 0, "none"
    whole = request.due_at - request.asked_at
    left = request.due_at - now
    share = WHOLE - round(WHOLE * (left / whole)) if whole else WHOLE
    day, today = last_day(request.due_at), eastern_date(now)
    if day < today:
        late = (today - day).days
        return f"{late} {'day' if late == 1 else 'days'} late", WHOLE, "late"
    if day == today:
        return "Due today", max(0, min(WHOLE, share)), "today"
    return f"Due {_day(day)}", max(0, min(WHOLE, share)), "ok"


def mark_of(request: AppointmentRequest, state: RequestState, now: datetime) -> str:
    if state is RequestState.OFFICE_CANCELLED:
        return "Office closed"
    if request.urgency != Urgency.TRAVEL or request.travel_on is None:
        return ""
    if request.protected:
        return "Urgent"
    days = (request.travel_on - eastern_date(now)).days
    if days < 0:
        return "Day of travel has passed"
    return (
        f"Travels in {days} days" if days > 1 else "Travels tomorrow" if days else "Travels today"
    )


def _day(day: date) -> str:
    """`Tue, Dec 1`: the year goes without saying on a desk."""
    return f"{day:%a, %b} {day.day}"


def _who(claim: Lease, name: str | None) -> str:
    if claim is Lease.NOBODYS:
        return ""
    return "You" if claim is Lease.MINE else name or "A colleague"
