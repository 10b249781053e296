"""Which message says which decision, and how it reads before it goes (AP-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session

from cx_app.domain.appointment_decisions import Question, Unneeded
from cx_app.domain.business_time import eastern_date, end_of_day, last_day
from cx_app.domain.messages import Kind
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.language import Language, _, known, using
from cx_app.models import AppointmentRequest, Booking, Office, Slot
from cx_app.services.appointment_requests.tell import place_of
from cx_app.services.messages.catalogue import filled, in_force
from cx_app.services.policy.current import policy

QUESTIONS: Final = {
    Question.PHOTO: Kind.VISIT_QUESTION_PHOTO,
    Question.ADDRESS: Kind.VISIT_QUESTION_ADDRESS,
    Question.TRAVEL: Kind.VISIT_QUESTION_TRAVEL,
    Question.IDENTITY: Kind.VISIT_QUESTION_IDENTITY,
    Question.CASE: Kind.VISIT_QUESTION_CASE,
}
UNNEEDED: Final = {
    Unneeded.BY_MAIL: Kind.VISIT_NOT_NEEDED_BY_MAIL,
    Unneeded.UNMET: Kind.VISIT_NOT_NEEDED_UNMET,
    Unneeded.SETTLED: Kind.VISIT_NOT_NEEDED_SETTLED,
    Unneeded.OTHER_WAY: Kind.VISIT_NOT_NEEDED_OTHER_WAY,
}
ENGLISH: Final[Language] = "en"


@dataclass(frozen=True, slots=True)
class Preview:
    """The message as it will be, in the person's language; English beside it if that is another."""

    language: str = ""
    subject: str = ""
    body: str = ""
    english_subject: str = ""
    english_body: str = ""


def kind_of(outcome: str) -> Kind:
    """Of a question or of "not needed", by the code in its step."""
    if outcome in set(Question):
        return QUESTIONS[Question(outcome)]
    return UNNEEDED[Unneeded(outcome)]


def answer_by(session: Session, now: datetime) -> datetime:
    """The first instant too late for a question that is asked now (domain 2.4-5)."""
    answer: timedelta = policy(session, now).requests.answer
    return end_of_day(eastern_date(now) + answer)


def preview(
    session: Session,
    request: AppointmentRequest,
    kind: Kind,
    *,
    at: Slot | Booking | None = None,
    because: str = "",
) -> Preview:
    """`at` is the time that it speaks of; `because` a sentence of ours."""
    now = clock.business(session)
    facts = shown_facts(request, answer_by(session, now))
    if at is not None:
        office = session.get_one(Office, at.office_id)
        facts |= {
            "starts": at.starts_at.isoformat(),
            "zone": office.time_zone,
            "place": place_of(office),
        }
    facts["because"] = because
    language = known(request.language)
    subject, body = in_words(session, kind, language, facts)
    if language == ENGLISH:
        return Preview("English", subject, body)
    return Preview("Spanish", subject, body, *in_words(session, kind, ENGLISH, facts))


def shown_facts(request: AppointmentRequest, until: datetime) -> dict[str, Any]:
    return {"reference": shown(request.reference), "until": last_day(until)}


def in_words(
    session: Session, kind: Kind, language: Language, facts: dict[str, Any]
) -> tuple[str, str]:
    words = in_force(session, kind)
    if words is None:
        raise ValueError(f"{kind} has no words")
    with using(language):
        facts = {**facts, "because": _(facts["because"]) if facts.get("because") else ""}
    return filled(words, language, "subject", facts), filled(words, language, "letter", facts)
