"""What people type finds the answer: misspelt, without accents, begun only, in Spanish."""

from __future__ import annotations

import pytest

from cx_app.domain.finding import MAX_TYPED, Text, find, index, words
from cx_app.language import Language, using
from cx_app.services.help.search import search
from tests.services.help.typed import TYPED


@pytest.mark.parametrize(
    ("lang", "typed", "slug"),
    [
        ("en", "forgot password", "technical-support"),
        ("en", "passwrod", "technical-support"),
        ("en", "atorney code", "attorney-got-the-code"),
        ("en", "lawyer got my code", "attorney-got-the-code"),
        ("en", "resheduel biometrics", "good-cause"),
        ("en", "interveiw", "move-an-appointment"),
        ("en", "how acurate is the estimate", "how-sure-estimates-are"),
        ("en", "text mesage before call", "text-before-a-call"),
        ("en", "complane", "tell-us"),
        ("en", "printer", "print-and-mail"),
        ("en", "ombudsmen", "who-else"),
        ("es", "contraseña", "technical-support"),
        ("es", "contrasena olvidada", "technical-support"),
        ("es", "abogdo codigo", "attorney-got-the-code"),
        ("es", "entrevsta", "move-an-appointment"),
        ("es", "quejarme", "tell-us"),
        ("es", "imprimir", "print-and-mail"),
        ("es", "ESTIMACIÓN segura", "how-sure-estimates-are"),
        *TYPED,
    ],
)
def test_the_answer_is_among_the_first_two(lang: Language, typed: str, slug: str) -> None:
    with using(lang):
        found = search(typed)
    assert slug in [hit.path.rpartition("/")[2] for hit in found[:2]]
    assert all(hit.path.startswith("/es/") is (lang == "es") for hit in found)


@pytest.mark.parametrize("typed", ["", "  ", "¿?", "zzzzqqqq", "xy"])
def test_nothing_finds_nothing(typed: str) -> None:
    assert search(typed) == []


def test_accents_and_signs_do_not_count() -> None:
    assert words("¿Mañana, 10:30?") == ["manana", "10", "30"]


def test_a_rare_word_tells_more_than_one_that_is_everywhere() -> None:
    known = index(
        [Text("a", [(1, "case code")]), Text("b", [(1, "case letter")]), Text("c", [(1, "case")])]
    )
    assert find("case code", known)[0] == "a"


def test_a_novel_is_cut() -> None:
    assert search("password " + "x" * 100_000)
    assert search("y" * MAX_TYPED + " password") == []
