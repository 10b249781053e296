"""What estimates say is plain enough, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from babel.messages.pofile import read_po

from cx_app.domain.progress.estimate import Estimate, Quantiles, Status
from cx_app.domain.progress.ledger import Reason
from cx_app.domain.progress.milestones import FITTED
from cx_app.domain.progress.record import together
from cx_app.domain.progress.table import Level, Milestone
from cx_app.language import CATALOGUES, LANGUAGES, Language, _, using
from cx_app.services.messages.plain import too_hard
from cx_app.services.progress import words

DAY = date(2026, 3, 4)
TABLES = (words.NAMES, words.MARKS, words.PAUSED, words.LEVELS, words.REASONS)
SAID = [
    *(sentence for table in TABLES for sentence in table.values()),
    *(sentence for pair in words.REFUSALS.values() for sentence in pair),
    *(words.PAUSED_TITLE, words.HELD, words.BEFORE_APPROVAL, words.NOT_COUNTED),
    *(*words.NO_TABLE.values(), *words.NO_STEP.values(), *words.NO_STEPS.values()),
    *(*words.COUNTED.values(), words.COUNTED_STEP, words.ALSO_ENDED, words.NO_PUBLIC_STEP),
]


def catalogue() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("progress.po", "accuracy.po"):
        with (CATALOGUES / "es" / "LC_MESSAGES" / name).open("rb") as file:
            found |= {str(m.id): str(m.string) for m in read_po(file) if m.id}
    return found


def test_every_answer_has_its_words() -> None:
    spoken = {*words.REFUSALS, Status.DONE, Status.ESTIMATED, Status.PAUSED}
    assert set(Status) <= spoken
    assert set(words.REASONS) == set(Reason)
    assert set(words.LEVELS) == set(Level)
    assert set(Milestone) <= set(words.NAMES)
    assert set(words.NO_STEP) == set(Status) - {Status.DONE, Status.ESTIMATED}
    assert set(words.NO_TABLE) == set(Milestone) - set(FITTED)
    assert set(words.NO_STEPS) == set(words.REFUSALS) - set(Status)


@pytest.mark.parametrize("sentence", SAID)
def test_every_table_s_words_are_spanish_in_spanish(sentence: str) -> None:
    with using("es"):
        assert _(sentence) != sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_refusals_pauses_and_reasons_are_plain(lang: Language) -> None:
    with using(lang):
        for sentence in SAID:
            filled = _(sentence)
            for name, value in (("{n}", "900"), ("{age}", "90"), ("{days}", "30")):
                filled = filled.replace(name, value)
            assert too_hard(lang, filled) == "", (filled, too_hard(lang, filled))


def test_everything_else_of_the_page_is_plain_in_both_languages() -> None:
    fields = {"{n}": "40", "{age}": "90", "{days}": "90", "{day}": "May 4"}
    fields |= {"{half}": "May 4", "{most}": "June 8"}
    for english, spanish in catalogue().items():
        for lang, text in (("en", english), ("es", spanish)):
            for name, value in fields.items():
                text = text.replace(name, value)
            assert too_hard(lang, text) == "", (text, too_hard(lang, text))


def test_a_date_that_is_far_is_said_as_its_week() -> None:
    assert words.say_about(DAY + timedelta(days=60), DAY) == "Sunday, May 3, 2026"
    assert words.say_about(DAY + timedelta(days=61), DAY) == "the week of May 4, 2026"
    with using("es"):
        assert words.say_about(DAY + timedelta(days=61), DAY) == "la semana del 4 de mayo de 2026"
        assert words.say_about(DAY, DAY) == "el miércoles, 4 de marzo de 2026"


@pytest.mark.parametrize(
    ("half", "most", "said"),
    [
        (10, 40, "half of them by Saturday, March 14, 2026, 80 of 100 by Monday, April 13, 2026"),
        (10, None, "half of them by Saturday, March 14, 2026"),
        (None, None, "half of them later than we can see"),
    ],
)
def test_a_step_says_by_when_as_far_as_we_can_see(
    half: int | None, most: int | None, said: str
) -> None:
    days = Quantiles(1, half, most, None)
    at = {"as_of": DAY, "age": 40, "data_day": DAY, "snapshot": "y", "version": "1"}
    estimate = Estimate(Milestone.INTERVIEW, Status.ESTIMATED, days=days, **at)
    assert words.step_said(estimate) == said


def test_a_day_to_ask_is_the_agency_s_own_or_none() -> None:
    yesterday, tomorrow = (DAY + timedelta(days=n) for n in (-1, 1))
    assert "from Thursday, March 5, 2026 on" in words.when_to_ask(tomorrow, DAY)
    assert "since Wednesday, March 4, 2026" in words.when_to_ask(DAY, DAY)
    assert "since Tuesday, March 3, 2026" in words.when_to_ask(yesterday, DAY)
    assert "has not said" in words.when_to_ask(None, DAY)


def test_a_record_of_few_dates_is_none() -> None:
    def said(**counts: int) -> str:
        return words.record_said(replace(together([]), **counts))

    few = words.LEAST_RECORD - 1
    assert "no record yet" in said(dates=few, held=20, foreseen=few, came=few)
    assert "about 80 held" in said(dates=50, held=40, foreseen=90, came=1)
    assert "about 120 did" in said(dates=few, held=20, foreseen=50, came=60)
