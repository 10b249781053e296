"""Forms and statuses have plain words, in both languages."""

from __future__ import annotations

import pytest

from cx_app.domain.cases import FORMS, STATUSES, UNKNOWN, Status, Turn, form_name, status_of
from cx_app.language import _, using
from cx_app.services.cases.views import CAPACITIES, TURNS

CLOSED = {"LEA", "EA", "IFA", "IFAD"}
SENTENCES = sorted(
    {
        *FORMS.values(),
        *(
            text
            for status in (*STATUSES.values(), UNKNOWN)
            for text in (status.title, status.sentence)
        ),
        *TURNS.values(),
        *CAPACITIES.values(),
    }
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_form_status_and_turn_is_said_in_spanish(sentence: str) -> None:
    with using("es"):
        spanish = _(sentence)
    assert spanish
    assert spanish != sentence


@pytest.mark.parametrize("status", [*STATUSES.values(), UNKNOWN], ids=lambda s: s.title)
def test_a_status_is_a_short_title_and_sentences(status: Status) -> None:
    assert len(status.title) <= 40
    assert status.sentence.endswith(".")
    assert "invalid" not in f"{status.title} {status.sentence}".lower()


def test_what_ends_a_case_leaves_nobody_s_turn() -> None:
    assert {code for code, status in STATUSES.items() if status.closes} == CLOSED
    assert all(STATUSES[code].turn is Turn.NOBODY for code in CLOSED)


def test_an_unknown_code_or_form_is_not_an_error() -> None:
    assert status_of("") is UNKNOWN
    assert status_of("ZZ9") is UNKNOWN
    assert form_name("I-999") == ""
