"""What people really type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.callbacks.replies import answer_in
from cx_app.domain.callbacks.standing import Answer

TYPED = {
    Answer.YES: [
        "1", " 1 ", "1.", "1)", "1!", "one", "Yes", "YES please", "yess", "yeeees", "Y", "yep",
        "ok", "okay!", "sure", "Sí", "si", "SI claro", "sip", "si, estoy libre", "👍", "👍🏽", "1️⃣",
        "✅", "yes\n\nSent from my phone", "\n\n1\n", "1 yes I am at home", "I am free",
        "disponible",
        "yes yes yes", "avalable", "lista", "1 - yes",
    ],
    Answer.NO: [
        "2", "2.", "no", "NO", "No thanks", "nope", "nop", "nah", "n", "not now", "ahora no", "👎",
        "2️⃣", "no, I am not free", "no puedo", "estoy ocupada", "busy", "dos", "cant", "can't",
        "2 sorry", "occupied busy", "ocupadoo",
    ],
    Answer.LATER: [
        "3", "3.", "later", "Later please", "tomorrow", "tommorow", "mañana", "manana", "luego",
        "más tarde", "después", "otro día", "tres", "3️⃣", "tonight", "3 tomorrow morning",
        "No, más tarde",
    ],
    Answer.OTHER: [
        "", "   ", "\n", "4", "12", "1 2", "1 or 2?", "who is this", "quien es", "yes later",
        "????",
        "😀", "👍👎", "my case has been pending for nine months and nobody ever calls me, yes",
        "call me maybe tomorrow", "yes no", "11", "0",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "answer"), [(text, answer) for answer, texts in TYPED.items() for text in texts]
)
def test_what_was_typed_is_understood(typed: str, answer: Answer) -> None:
    assert answer_in(typed) is answer


@given(st.text(max_size=500))
def test_anything_has_one_answer_whatever_stands_around_it(text: str) -> None:
    assert answer_in(text) is answer_in(f"\n {text} \n")


@given(st.sampled_from(TYPED[Answer.YES]), st.sampled_from(TYPED[Answer.NO]))
def test_a_yes_with_a_no_is_no_yes(yes: str, no: str) -> None:
    assert answer_in(f"{no} {yes}".replace("\n", " ")) is not Answer.YES
