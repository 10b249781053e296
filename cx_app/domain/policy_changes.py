"""What a rule may be changed to, and from when on (AP-44)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from cx_app.domain.appointment_decisions import Override
from cx_app.domain.appointment_requests import RequestReason

REASONS: Final = tuple(str(reason) for reason in RequestReason)
FARTHEST: Final = 366
"""Days ahead at which a change may begin."""


@dataclass(frozen=True, slots=True)
class Number:
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Some:
    """Any of these; with `ordered` their order counts, and one at least is chosen."""

    of: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class NumberEach:
    """A number for each of these."""

    of: tuple[str, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text for each of these in each language; none is the one that came with the portal."""

    of: tuple[str, ...]
    languages: tuple[str, ...]
    most: int
    """Characters."""


Shape = Number | Some | NumberEach | Words
LANGUAGES: Final = ("en", "es")
OVERRIDES: Final = tuple(str(one) for one in Override)
SHAPES: Final[Mapping[str, Shape]] = {
    "appointment_requests.reasons": Some(REASONS, ordered=True),
    "appointment_requests.criteria": Words(REASONS, LANGUAGES, 400),
    "appointment_requests.target_business_days": NumberEach(REASONS, 1, 60),
    "appointment_requests.travel_reasons": Some(REASONS),
    "appointment_requests.mail_reasons": Some(REASONS),
    "appointment_requests.restricted_reasons": Some(REASONS),
    "appointment_requests.urgent_travel_days": Number(1, 60),
    "appointment_requests.answer_days": Number(3, 90),
    "appointment_requests.reopen_days": Number(1, 365),
    "appointment_requests.lease_minutes": Number(2, 120),
    "appointment_requests.second_officer": Some(OVERRIDES),
    "appointment_requests.open_at_once": Number(1, 100),
    "appointment_requests.a_day": Number(1, 100),
    "decisions.undo_seconds": Number(10, 600),
    "offices.lead_hours": Number(0, 240),
    "offices.window_days": Number(1, 180),
    "offices.hold_minutes": Number(2, 60),
    "offices.hold_extensions": Number(1, 5),
    "offices.near_miles": Number(1, 1_000),
    "offices.alternatives": Number(0, 10),
}
"""What administrators may change on the page; what is not here needs an operator. A hold can always
be extended once (WCAG 2.2.1)."""


class PolicyMistake(StrEnum):
    """Why a change is not taken."""

    NOT_CHANGEABLE = "not_changeable"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_CODE = "unknown_code"
    NONE_CHOSEN = "none_chosen"
    ONE_LANGUAGE = "one_language"
    TOO_LONG = "too_long"
    PROTECTED = "protected"
    """The T, U or VAWA reason is always restricted (domain 2.4-6)."""
    PAST_DAY = "past_day"
    TOO_FAR = "too_far"
    SAME = "same"
    """It is so already."""


def read(name: str, typed: Mapping[str, str]) -> Any | PolicyMistake:
    """The value as a policy row holds it, from what was typed: `value` for a number, `of_<code>`
    for each code (its number or its place), `is_<code>` for one that is ticked, and
    `of_<code>_<language>` for a text."""
    shape = SHAPES.get(name)
    match shape:
        case Number():
            return _number(typed.get("value", ""), shape.least, shape.most)
        case NumberEach():
            return _numbers(shape, typed)
        case Some():
            return _some(name, shape, typed)
        case Words():
            return _texts(shape, typed)
        case None:
            return PolicyMistake.NOT_CHANGEABLE


def begins(from_day: date | None, today: date) -> PolicyMistake | None:
    """A change never holds for what has happened (AP-44)."""
    if from_day is None or from_day < today:
        return PolicyMistake.PAST_DAY
    return PolicyMistake.TOO_FAR if (from_day - today).days > FARTHEST else None


def _number(typed: str, least: int, most: int) -> int | PolicyMistake:
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return PolicyMistake.NOT_A_NUMBER
    return int(text) if least <= int(text) <= most else PolicyMistake.OUT_OF_RANGE


def _numbers(shape: NumberEach, typed: Mapping[str, str]) -> dict[str, int] | PolicyMistake:
    numbers: dict[str, int] = {}
    for code in shape.of:
        number = _number(typed.get(f"of_{code}", ""), shape.least, shape.most)
        if isinstance(number, PolicyMistake):
            return number
        numbers[code] = number
    return numbers


def _texts(shape: Words, typed: Mapping[str, str]) -> dict[str, dict[str, str]] | PolicyMistake:
    """Whoever reads one language is never left with what the other says no more."""
    texts: dict[str, dict[str, str]] = {}
    for code in shape.of:
        written = {one: typed.get(f"of_{code}_{one}", "").strip() for one in shape.languages}
        if any(len(text) > shape.most for text in written.values()):
            return PolicyMistake.TOO_LONG
        if any(written.values()):
            if not all(written.values()):
                return PolicyMistake.ONE_LANGUAGE
            texts[code] = written
    return texts


def _some(name: str, shape: Some, typed: Mapping[str, str]) -> list[str] | PolicyMistake:
    """Where order counts, the place of each is typed, and nothing for what is left out."""
    if not shape.ordered:
        chosen = [code for code in shape.of if typed.get(f"is_{code}")]
        restricted = name == "appointment_requests.restricted_reasons"
        if restricted and RequestReason.PROTECTED_INQUIRY not in chosen:
            return PolicyMistake.PROTECTED
        return chosen
    places: dict[str, int] = {}
    for code in shape.of:
        text = typed.get(f"of_{code}", "").strip()
        if text:
            place = _number(text, 1, 99)
            if isinstance(place, PolicyMistake):
                return place
            places[code] = place
    ordered = sorted(places, key=lambda code: (places[code], shape.of.index(code)))
    return ordered or PolicyMistake.NONE_CHOSEN
