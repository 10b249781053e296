"""All articles of the help, in the order of its first page. The seven questions that the public
asked the agency come first."""

from __future__ import annotations

from cx_app.language import _
from cx_app.services.help import account, more, visits
from cx_app.services.help.shapes import Article, Figures, Group


def groups(figures: Figures) -> tuple[Group, ...]:
    """In the language that is set."""
    asked = (
        account.technical_support,
        visits.text_ahead,
        visits.other_visits,
        account.attorney,
        visits.good_cause,
        more.estimates,
        more.say_so,
    )
    others = (
        account.codes,
        visits.reasons,
        visits.by_phone,
        account.print_and_mail,
        account.who_sees,
        more.who_else,
        more.glossary,
    )
    return (
        Group(_("What people ask most"), tuple(make(figures) for make in asked)),
        Group(_("More help"), tuple(make(figures) for make in others)),
    )


def articles(figures: Figures) -> tuple[Article, ...]:
    return tuple(article for group in groups(figures) for article in group.articles)
