"""States, steps and answers as people read them, in the current language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cx_app.domain.appointment_decisions import Cancelled, Moved
from cx_app.domain.appointment_forms import Details, Span, Wish
from cx_app.domain.appointment_requests import (
    Accommodation,
    By,
    HalfDay,
    RequestMove,
    RequestState,
)
from cx_app.language import NAMES, _, known, say_date
from cx_app.models import AppointmentRequest

YOU, AGENCY, NOBODY = "you", "agency", "nobody"
TURNS: Final = {
    YOU: "Your turn",
    AGENCY: "The agency’s turn",
    NOBODY: "Nothing to do now",
}
STATES: Final[Mapping[RequestState, tuple[str, str, str]]] = {
    RequestState.SUBMITTED: (
        AGENCY,
        "We have your request",
        "An officer will look at it. This is a request, not an appointment: please do not come "
        "to the office yet.",
    ),
    RequestState.IN_REVIEW: (
        AGENCY,
        "An officer looks at your request",
        "This is a request, not an appointment: please do not come to the office yet.",
    ),
    RequestState.NEEDS_INFO: (
        YOU,
        "We have a question for you",
        "Answer it here, and the request goes on.",
    ),
    RequestState.SCHEDULED: (
        NOBODY,
        "Your visit is booked",
        "Please come a few minutes early. Check here on the day that the office is open.",
    ),
    RequestState.NOT_NEEDED: (
        NOBODY,
        "You need no visit",
        "We wrote to you how this is settled without one. You find it in your messages.",
    ),
    RequestState.WITHDRAWN: (NOBODY, "This request has ended", "It was taken back."),
    RequestState.EXPIRED: (
        NOBODY,
        "This request has ended",
        "We asked you something and got no answer in time.",
    ),
    RequestState.COMPLETED: (NOBODY, "You were at the office", "The visit is over."),
    RequestState.NO_SHOW: (
        NOBODY,
        "You did not come to the visit",
        "If you still need one, ask again. If you were there, please call us.",
    ),
    RequestState.OFFICE_CANCELLED: (
        YOU,
        "The office closed on the day of your visit",
        "We are sorry. Pick another time: it is yours at once.",
    ),
}
STEPS: Final[Mapping[str, str]] = {
    "submit": "The visit was asked for.",
    RequestMove.ASK: "We asked you something.",
    RequestMove.ANSWER: "The question was answered.",
    RequestMove.BOOK: "We booked a visit.",
    RequestMove.FIND_UNNEEDED: "We found that no visit is needed.",
    RequestMove.WITHDRAW: "The request was taken back.",
    RequestMove.EXPIRE: "The request ended without an answer.",
    RequestMove.REOPEN: "The request was opened again.",
    RequestMove.CANCEL: "The visit was cancelled.",
    RequestMove.CLOSE_OFFICE: "The office closed, and the visit was cancelled.",
    RequestMove.REBOOK: "Another time was picked.",
    RequestMove.KEEP: "The office says that you came.",
    RequestMove.MISS: "The office says that you did not come.",
}
BY: Final = {
    YOU: "by you",
    By.PERSON: "by another account of yours or your representative",
    By.OFFICER: "by an officer",
    By.SYSTEM: "by itself",
}
BECAUSE: Final[Mapping[str, str]] = {
    Moved.ASKED: "We were asked for another time.",
    Moved.OFFICE: "The office can’t see you at the first time. We are sorry.",
    Moved.MISTAKE: "The first time was a mistake of ours. We are sorry.",
    Cancelled.ASKED: "We were asked to cancel it.",
    Cancelled.SETTLED: "What you need is done without a visit.",
    Cancelled.MISTAKE: "It was booked by mistake. We are sorry.",
}
"""Why an officer moved or cancelled a visit."""
HALVES: Final = {HalfDay.MORNING: "in the morning", HalfDay.AFTERNOON: "in the afternoon"}
NEEDS: Final = {
    Accommodation.SIGN_LANGUAGE: "A sign language interpreter",
    Accommodation.WHEELCHAIR: "A way in for a wheelchair",
    Accommodation.READING_HELP: "Help with reading or seeing",
    Accommodation.HEARING_HELP: "Help with hearing",
    Accommodation.MORE_TIME: "More time",
    Accommodation.OFF_SITE: "A visit at home or in a hospital",
    Accommodation.OTHER: "Something else",
}


@dataclass(frozen=True, slots=True)
class Standing:
    title: str
    sentence: str
    turn: str
    turn_label: str


def standing_words(state: str) -> Standing:
    turn, title, sentence = STATES[RequestState(state)]
    return Standing(_(title), _(sentence), turn, _(TURNS[turn]))


def say_step(move: str, by: str, *, mine: bool) -> str:
    """What happened and who did it."""
    who = YOU if mine and by == By.PERSON else By(by)
    return f"{_(STEPS[move])} ({_(BY[who])})"


def because_words(outcome: str) -> str:
    return _(BECAUSE[outcome]) if outcome in BECAUSE else ""


def say_phone(number: str) -> str:
    """`+12125550101` -> `(212) 555-0101`."""
    digits = number.removeprefix("+1")
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}" if len(digits) == 10 else number


def say_wish(wish: Wish) -> str:
    return f"{say_date(wish.day)}, {_(HALVES[wish.half])}"


def say_span(span: Span) -> str:
    if span.first == span.last:
        return say_date(span.first)
    return _("{first} to {last}", first=say_date(span.first), last=say_date(span.last))


def say_told(request: AppointmentRequest, details: Details) -> list[tuple[str, str]]:
    """What was told, question and answer, without what was left empty."""
    lines = [
        (_("For"), request.name),
        (_("Phone"), say_phone(details.phone)),
        (_("Language"), NAMES[known(request.language)]),
        (_("ZIP code"), request.zip_code),
        (_("Day of travel"), say_date(request.travel_on) if request.travel_on else ""),
        (_("Times that suit you"), "; ".join(map(say_wish, details.wishes))),
        (_("Days you can’t come"), "; ".join(map(say_span, details.away))),
        (_("Help that you need"), ", ".join(_(NEEDS[need]) for need in details.needs)),
        (_("About that help"), details.needs_words),
        (_("What you told us"), details.note),
    ]
    return [(question, str(answer)) for question, answer in lines if answer]
