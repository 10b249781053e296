"""Every question has an answer, in both languages, in plain words, with the figures in force."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cx_app import database as db
from cx_app.domain.appointment_requests import RequestReason
from cx_app.domain.biometrics import Cause
from cx_app.gateways import clock
from cx_app.language import LANGUAGES, Language, using
from cx_app.models import PolicySetting
from cx_app.services.help.articles import articles, groups
from cx_app.services.help.figures import default_figures, figures
from cx_app.services.help.shapes import Article
from cx_app.services.messages.plain import too_hard

QUESTIONS = (
    "technical-support",
    "text-before-a-call",
    "move-an-appointment",
    "attorney-got-the-code",
    "good-cause",
    "how-sure-estimates-are",
    "tell-us",
)


def written(lang: Language) -> tuple[Article, ...]:
    with using(lang):
        return articles(default_figures())


def sentences(article: Article) -> list[str]:
    parts = [one for part in article.parts for one in (*part.sentences, *part.points, part.who)]
    return [article.title, article.lead, *(one for one in parts if one)]


def test_what_the_public_asked_stands_first_and_has_an_address_each() -> None:
    asked, _others = groups(default_figures())
    assert tuple(one.slug for one in asked.articles) == QUESTIONS
    slugs = [one.slug for one in written("en")]
    assert len(set(slugs)) == len(slugs)
    assert all(one.lead and one.parts for one in written("en"))


def test_spanish_says_all_of_it() -> None:
    for english, spanish in zip(written("en"), written("es"), strict=True):
        assert english.slug == spanish.slug
        assert [one for one in sentences(english) if one in sentences(spanish)] in (
            [],
            ["Immigration Services Advocate"],
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_are_plain(lang: Language) -> None:
    hard = {
        article.slug: measured
        for article in written(lang)
        if (measured := too_hard(lang, article.text))
    }
    assert hard == {}


def test_causes_and_reasons_are_those_of_the_forms() -> None:
    shown = {part.only for article in written("en") for part in article.parts if part.only}
    causes = {f"cause:{one.value}" for one in Cause}
    assert shown == causes | {f"reason:{one.value}" for one in RequestReason}
    assert set(default_figures().offered) <= shown


@pytest.mark.usefixtures("database")
def test_figures_are_those_in_force() -> None:
    with db.read() as session:
        assert figures(session) == default_figures()
    with db.write() as session:
        for name, value in (
            ("biometrics.limit_hours", 24),
            ("callbacks.answer_minutes", 45),
            ("biometrics.causes", ["illness"]),
        ):
            session.add(
                PolicySetting(
                    name=name,
                    value=value,
                    rule="tests",
                    effective_from=clock.business(session) - timedelta(minutes=1),
                    set_by="tests",
                )
            )
    with db.read() as session:
        now = figures(session)
    assert (now.move_hours, now.answer_minutes) == (24, 45)
    assert [one for one in now.offered if one.startswith("cause:")] == [
        "cause:illness",
        "cause:other",
    ]
