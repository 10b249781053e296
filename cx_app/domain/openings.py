"""Why staff open a case, what explains an opening, and how long one may be held back
(design 7, access transparency)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from cx_app.domain.business_time import EASTERN, eastern_date

SATURDAY: Final = 5


class OpeningReason(StrEnum):
    """What staff say before they see a case. Codes only: no free text is asked for."""

    CONTACT = "contact"
    REQUEST = "request"
    WORK = "work"
    SECURITY = "security"
    REVIEW = "review"


class Explanation(StrEnum):
    """What was waiting on a case when it was opened."""

    ALERT = "alert"
    CODE_REQUEST = "code_request"
    RETURNED_LETTER = "returned_letter"
    VISIT_REQUEST = "visit_request"
    CALLBACK = "callback"
    SUPPORT = "support"


class HoldReason(StrEnum):
    INQUIRY = "inquiry"
    SAFETY = "safety"
    LAW = "law"


class HoldAnswer(StrEnum):
    """What came of asking to hold an opening back; also the outcome of its audit row."""

    HELD = "done"
    OWN = "own_opening"
    LINKED = "own_case"
    NOT_AHEAD = "not_ahead"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class OpeningRules:
    """What policy says about opening cases."""

    ask_again: timedelta
    """The same person is not asked again about the same case within this time."""
    hold_days: int
    """An opening is held back for at most so many days."""
    opens_hour: int
    closes_hour: int
    """Office hours, Monday to Friday, Eastern; wide enough for offices further west."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the desks know of a case as it is opened. A new desk adds a field here, and what it
    explains to `explanation`."""

    alert: bool = False
    """Somebody tried to reach the case again and again."""
    request_in_review: bool = False
    """A request for a code or for another time of an appointment, a dispute or a change of address
    waits for an officer."""
    letter_returned: bool = False
    """The letter with a live code came back."""
    callback_waits: bool = False
    """Somebody waits for a call about it."""
    visit_asked: bool = False
    """A request for a visit to an office waits for an officer."""
    support_asked: bool = False
    """A question, a complaint or a correction about it waits for an answer."""
    address_shared: bool = False
    """Its code went where codes of unrelated cases went (3.3-13)."""


def explanation(grounds: Grounds) -> Explanation | None:
    """What brought somebody to a case; None when nothing was waiting there."""
    if grounds.request_in_review:
        return Explanation.CODE_REQUEST
    if grounds.letter_returned:
        return Explanation.RETURNED_LETTER
    if grounds.visit_asked:
        return Explanation.VISIT_REQUEST
    if grounds.callback_waits:
        return Explanation.CALLBACK
    if grounds.support_asked:
        return Explanation.SUPPORT
    return Explanation.ALERT if grounds.alert or grounds.address_shared else None


def goes_on(
    opened_at: datetime, said: str, reason: OpeningReason | None, now: datetime, rules: OpeningRules
) -> bool:
    """Whether this still is the opening of before: a reload within minutes, for no new reason."""
    return now - opened_at < rules.ask_again and reason in (None, said)


def off_hours(at: datetime, rules: OpeningRules) -> bool:
    local = at.astimezone(EASTERN)
    return local.weekday() >= SATURDAY or not rules.opens_hour <= local.hour < rules.closes_hour


def hold_ends(appears_on: date, now: datetime, rules: OpeningRules) -> HoldAnswer:
    """An opening appears on a later day than today, and at most so many days from today."""
    ahead = (appears_on - eastern_date(now)).days
    if ahead < 1:
        return HoldAnswer.NOT_AHEAD
    return HoldAnswer.TOO_FAR if ahead > rules.hold_days else HoldAnswer.HELD
