"""What answers to a text mean, and how long a text is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.texting import (
    HELP_WORDS,
    START_WORDS,
    STOP_WORDS,
    Meaning,
    fitting,
    is_gsm,
    meaning,
    segments,
)

FCC = ["stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe"]


@pytest.mark.parametrize("word", FCC)
@pytest.mark.parametrize("written", ["{}", " {}. ", "{}!!", "\n{}\n"])
def test_the_words_of_the_law_end_texts_however_they_are_written(word: str, written: str) -> None:
    for form in (word, word.upper(), word.title()):
        assert meaning(written.format(form)) is Meaning.STOP


@pytest.mark.parametrize(
    "text",
    [
        "STOPALL",
        "opt-out",
        "OptOut",
        "Please stop",
        "stop texting me please",
        "Don’t text me again",
        "ALTO",
        "pare por favor",
        "Por favor pare",
        "Cancelar",
        "¡Basta!",
        "No más",
        "no mas mensajes por favor",
        "Quiero darme de baja",
        "DESUSCRIBIR",
        "Stop\n\nSent from my iPhone",
        "hello\nSTOP\n\nSent from my phone today",
        "STOPP",
        "stooop!!",
        "stpo",
        "🛑",
        "No quiero mensajes de ustedes",
        "dejen de mandarme textos",
        "por favor no me manden nada a este número",
    ],
)
def test_clear_words_count_too_in_english_and_spanish(text: str) -> None:
    assert meaning(text) is Meaning.STOP


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("help", Meaning.HELP),
        ("Ayuda", Meaning.HELP),
        ("INFORMACIÓN", Meaning.HELP),
        ("START", Meaning.START),
        ("unstop", Meaning.START),
        ("Comenzar", Meaning.START),
        ("1", Meaning.YES),
        ("Sí", Meaning.YES),
        ("si.", Meaning.YES),
        ("YES please", Meaning.YES),
        ("2", Meaning.NO),
        ("No", Meaning.NO),
        ("", Meaning.OTHER),
        ("🙂", Meaning.OTHER),
        ("Please cancel my appointment on Monday", Meaning.OTHER),
        ("the end of the month is fine", Meaning.OTHER),
        ("I need help with my form today", Meaning.OTHER),
        ("HELP\n\nSent from my iPhone", Meaning.HELP),
        ("No, más tarde", Meaning.OTHER),
        ("no mas adelante", Meaning.OTHER),
        ("uno más", Meaning.OTHER),
        ("dejé de recibir mis cartas", Meaning.OTHER),
        ("Finn here", Meaning.OTHER),
    ],
)
def test_other_answers(text: str, expected: Meaning) -> None:
    assert meaning(text) is expected


def test_yes_is_an_answer_and_never_starts_texts_again() -> None:
    assert not START_WORDS & {"yes", "si", "1"}
    assert not STOP_WORDS & (HELP_WORDS | START_WORDS)


@given(st.text(max_size=500))
def test_any_text_has_one_meaning(text: str) -> None:
    assert meaning(text) in Meaning


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("x" * 306, 2),
        ("x" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("á" * 134, 2),
        ("á" * 135, 3),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
    ],
)
def test_segments(text: str, count: int) -> None:
    assert segments(text) == count


def test_of_spanish_some_letters_are_in_the_small_alphabet() -> None:
    assert is_gsm("ñ é ü ¿ ¡ Ñ É")
    assert not any(is_gsm(letter) for letter in "áíóúÁÍÓÚ")


@given(st.text(max_size=400), st.text(max_size=10))
def test_a_longer_text_never_needs_fewer_segments(text: str, more: str) -> None:
    assert segments(text + more) >= segments(text)


@pytest.mark.parametrize(
    ("city", "room", "said"),
    [
        ("El Paso", 160, "El Paso"),
        ("Rancho Santa Margarita", 20, "Rancho Santa Margar."),
        ("Rancho Santa Margarita", 14, "Rancho Santa."),
        ("Cañón City", 70, "Cañón City"),
        ("Cañón City", 60, "Cañon City"),
        ("Cataño", 60, "Cataño"),
        ("Rancho Santa Margarita", 3, "Rancho Santa Margarita"),
    ],
)
def test_a_long_name_is_cut_rather_than_sent_as_two_texts(city: str, room: int, said: str) -> None:
    def fill(name: str) -> str:
        return name + "x" * (160 - room) if room != 70 else name

    assert fitting(fill, city, 1) == said
