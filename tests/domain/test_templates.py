"""What a template may say, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.messages import Kind
from cx_app.domain.templates import (
    PUBLIC_PARTS,
    SAMPLES,
    SHAPES,
    Fault,
    Problem,
    Shape,
    fields_of,
    problems,
)

SHAPE = Shape(
    frozenset({"subject", "body", "email_subject", "email", "text"}),
    frozenset({"receipt", "code"}),
    needed={"text": "code"},
    public=frozenset({"code"}),
)
GOOD = {
    "subject": "News about {receipt}",
    "body": "Your case {receipt} has news.",
    "email_subject": "You have a message",
    "email": "Sign in: {link}",
    "text": "Your code is {code}.",
}


def faults(**changes: str | None) -> list[tuple[Fault, str, str]]:
    said = {part: text for part, text in (GOOD | changes).items() if text is not None}
    return [(p.fault, p.part, p.field) for p in problems({"en": said}, SHAPE, ("en",))]


def test_good_words_have_no_faults() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"text": "Your code is here."}, (Fault.MISSING_FIELD, "text", "code")),
        ({"body": "{name}, hello"}, (Fault.UNKNOWN_FIELD, "body", "name")),
        ({"email": "About {receipt}"}, (Fault.PRIVATE_FIELD, "email", "receipt")),
        ({"email_subject": "About {receipt}"}, (Fault.PRIVATE_FIELD, "email_subject", "receipt")),
        ({"email": "Your IOE0912000011"}, (Fault.PRIVATE_NUMBER, "email", "")),
        ({"email": "Your form I-485 moved"}, (Fault.PRIVATE_NUMBER, "email", "")),
        ({"email": "A-123456789 has news"}, (Fault.PRIVATE_NUMBER, "email", "")),
        ({"body": "Hello {receipt"}, (Fault.BROKEN_FIELD, "body", "")),
        ({"body": "{receipt.__class__}"}, (Fault.BROKEN_FIELD, "body", "")),
        ({"body": "{receipt!r:>99999999}"}, (Fault.BROKEN_FIELD, "body", "")),
        ({"body": "{0}"}, (Fault.BROKEN_FIELD, "body", "")),
        ({"subject": "Two\nlines"}, (Fault.MANY_LINES, "subject", "")),
        ({"subject": "x" * 121}, (Fault.TOO_LONG, "subject", "")),
        ({"body": None}, (Fault.NO_PART, "body", "")),
        ({"body": "  "}, (Fault.NO_PART, "body", "")),
        ({"letter": "Dear you"}, (Fault.UNKNOWN_PART, "letter", "")),
    ],
)
def test_each_fault_is_found(changes: dict[str, str | None], fault: object) -> None:
    assert faults(**changes) == [fault]


def test_a_language_that_is_missing() -> None:
    assert problems({"en": GOOD}, SHAPE, ("en", "es")) == [Problem(Fault.NO_LANGUAGE, "es")]


MAY_LEAVE = {
    Kind.CONTACT_CODE: frozenset({"code", "minutes"}),
    Kind.BOARD_DIGEST: frozenset({"changed", "coming", "answers", "prepared"}),  # REP-18: numbers
    Kind.VISIT_BOOKED: frozenset({"short", "city"}),  # AP-9
    Kind.VISIT_MOVED: frozenset({"short", "city"}),
    Kind.BIOMETRICS_MOVED: frozenset({"short", "city"}),
    Kind.BIOMETRICS_CLOSED: frozenset({"short", "city"}),
    **{
        kind: frozenset({"last", "clock", "minutes"})  # the reference ends so, not the phone
        for kind in Kind
        if kind.startswith("callback_")
    },
}
"""The only words of an occasion that anybody who sees a locked screen may read."""


def test_nothing_private_is_public_in_any_shape() -> None:
    for kind, shape in SHAPES.items():
        assert shape.public <= MAY_LEAVE.get(kind, frozenset()), kind
        assert shape.fields <= set(SAMPLES), kind
    assert {"email_subject", "email", "text"} == set(PUBLIC_PARTS)


@given(st.text(max_size=60))
def test_words_that_hold_can_be_filled(text: str) -> None:
    used = fields_of(text)
    if used is not None:
        assert text.format(**dict.fromkeys(used, "x")) is not None
