"""Searching the help, in the language that is set."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cx_app.domain.finding import Index, Text, find, index
from cx_app.language import Language, href, language, using
from cx_app.services.help.articles import articles
from cx_app.services.help.figures import default_figures
from cx_app.services.help.shapes import Article

TITLE, ALSO, HEADING, BODY = 3.0, 2.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Hit:
    path: str
    title: str
    lead: str


def search(typed: str) -> list[Hit]:
    """What fits best first; nothing for nothing. Figures in the texts are not searched for, so
    those of the defaults will do."""
    known, by_key = _indexed(language())
    return [
        Hit(href(by_key[key].path), by_key[key].title, by_key[key].lead)
        for key in find(typed, known)
    ]


@cache
def _indexed(lang: Language) -> tuple[Index, dict[str, Article]]:
    with using(lang):
        made = articles(default_figures())
    texts = [
        Text(
            article.slug,
            (
                (TITLE, article.title),
                (ALSO, article.also),
                *((HEADING, part.heading) for part in article.parts),
                (BODY, article.text),
            ),
        )
        for article in made
    ]
    return index(texts), {article.slug: article for article in made}
