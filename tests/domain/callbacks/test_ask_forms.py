"""What the form of asking lacks, step by step."""

from __future__ import annotations

import pytest

from cx_app.domain.callbacks.ask_forms import (
    ALL_FIELDS,
    NOTE,
    OTHER_PHONE,
    SPOKEN,
    AskStep,
    Flaw,
    flaws_of,
    furthest,
)

LANGUAGES = ("en", "es")
FILLED = dict.fromkeys(ALL_FIELDS, "") | {
    "topic": "case",
    "phone_id": OTHER_PHONE,
    "phone": "202 555 0101",
    "zone": "America/New_York",
    "language": "en",
    "texts": "no",
}


def flaws(step: AskStep, **typed: str) -> dict[str, Flaw]:
    return flaws_of(step, FILLED | typed, LANGUAGES)


def test_a_filled_form_lacks_nothing() -> None:
    assert [flaws(step) for step in AskStep] == [{}] * len(AskStep)
    assert furthest(FILLED, LANGUAGES) is AskStep.CHECK


@pytest.mark.parametrize(
    ("step", "typed", "found"),
    [
        (AskStep.TOPIC, {"topic": "weather"}, {"topic": Flaw.MISSING}),
        (AskStep.TOPIC, {"note": "x" * NOTE}, {}),
        (AskStep.TOPIC, {"note": "x" * (NOTE + 1)}, {"note": Flaw.TOO_LONG}),
        (AskStep.PHONE, {"phone_id": ""}, {"phone_id": Flaw.MISSING}),
        (AskStep.PHONE, {"phone": " "}, {"phone": Flaw.MISSING}),
        (AskStep.PHONE, {"phone": "12"}, {"phone": Flaw.NOT_A_PHONE}),
        (AskStep.PHONE, {"phone": "+44 20 7946 0000"}, {"phone": Flaw.NOT_US}),
        (AskStep.PHONE, {"phone_id": "a-known-one", "phone": ""}, {}),
        (AskStep.PHONE, {"zone": ""}, {"zone": Flaw.MISSING}),
        (AskStep.PHONE, {"zone": "Europe/Rome"}, {"zone": Flaw.MISSING}),
        (AskStep.PHONE, {"language": "fr"}, {"language": Flaw.MISSING}),
        (AskStep.PHONE, {"spoken": "x" * (SPOKEN + 1)}, {"spoken": Flaw.TOO_LONG}),
        (AskStep.TEXTS, {"texts": ""}, {"texts": Flaw.MISSING}),
        (AskStep.TEXTS, {"texts": "yes"}, {}),
    ],
)
def test_each_field_is_asked_for(
    step: AskStep, typed: dict[str, str], found: dict[str, Flaw]
) -> None:
    assert flaws(step, **typed) == found
    if found:
        assert furthest(FILLED | typed, LANGUAGES) is step
