"""The form that asks for a callback: its steps, and what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from cx_app.domain.callbacks.topics import CallbackTopic
from cx_app.domain.contacts import ZONES, Refusal, parse_phone


class AskStep(StrEnum):
    TOPIC = "topic"
    PHONE = "phone"
    TEXTS = "texts"
    CHECK = "check"


class Flaw(StrEnum):
    MISSING = "missing"
    NOT_A_PHONE = "not_a_phone"
    NOT_US = "not_us"
    """We call numbers of the United States and its territories only."""
    TOO_LONG = "too_long"


OTHER_PHONE: Final = "other"
"""In place of a number of the account: one that is typed."""
TEXT_FIRST, JUST_CALL = "yes", "no"
SPAN_FIELDS: Final = ("span_0", "span_1", "span_2")
"""Boxes, in the order of the spans to choose from; none ticked means any hour."""
FIELDS: Final[Mapping[AskStep, tuple[str, ...]]] = {
    AskStep.TOPIC: ("topic", "case_id", "note"),
    AskStep.PHONE: ("phone_id", "phone", "zone", *SPAN_FIELDS, "language", "spoken", "relay"),
    AskStep.TEXTS: ("texts",),
    AskStep.CHECK: (),
}
ALL_FIELDS: Final = tuple(name for names in FIELDS.values() for name in names)
BOXES: Final = (*SPAN_FIELDS, "relay")
NOTE: Final = 1_000
SPOKEN: Final = 40
Flaws = dict[str, Flaw]


def flaws_of(step: AskStep, values: Mapping[str, str], languages: Collection[str]) -> Flaws:
    """By field. The last step has none of its own."""
    match step:
        case AskStep.TOPIC:
            return _of_topic(values)
        case AskStep.PHONE:
            return _of_phone(values, languages)
        case AskStep.TEXTS if values.get("texts") not in (TEXT_FIRST, JUST_CALL):
            return {"texts": Flaw.MISSING}
    return {}


def furthest(values: Mapping[str, str], languages: Collection[str]) -> AskStep:
    """The first step that still lacks something, or the last one."""
    return next((s for s in AskStep if flaws_of(s, values, languages)), AskStep.CHECK)


def _of_topic(values: Mapping[str, str]) -> Flaws:
    found: Flaws = {}
    if values.get("topic") not in set(CallbackTopic):
        found["topic"] = Flaw.MISSING
    if len(values.get("note", "").strip()) > NOTE:
        found["note"] = Flaw.TOO_LONG
    return found


def _of_phone(values: Mapping[str, str], languages: Collection[str]) -> Flaws:
    found: Flaws = {}
    if not values.get("phone_id"):
        found["phone_id"] = Flaw.MISSING
    elif values["phone_id"] == OTHER_PHONE and (flaw := _of_number(values.get("phone", ""))):
        found["phone"] = flaw
    if values.get("zone") not in ZONES:
        found["zone"] = Flaw.MISSING
    if values.get("language") not in languages:
        found["language"] = Flaw.MISSING
    if len(values.get("spoken", "").strip()) > SPOKEN:
        found["spoken"] = Flaw.TOO_LONG
    return found


def _of_number(typed: str) -> Flaw | None:
    if not typed.strip():
        return Flaw.MISSING
    number = parse_phone(typed)
    if number is Refusal.NOT_US:
        return Flaw.NOT_US
    return Flaw.NOT_A_PHONE if isinstance(number, Refusal) else None
