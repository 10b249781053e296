"""A form in steps: what names it, and how it reads before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cx_app.models.base import uuid7

KEY: Final = "key"
"""The field that names the form that was begun, so that sending it twice makes one request."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One answer to check; `step` is where it is changed, empty for what the form does not ask."""

    step: str
    question: str
    answer: str


def new_key() -> str:
    """Names one form that somebody begins, however often it is sent."""
    return uuid7().hex
