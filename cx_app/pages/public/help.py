"""Help: an address for each question, readable without a script (OAC-5, domain 11)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import card, facts
from cx_app.components.fields import submit, text_field
from cx_app.components.native import native_link, phone
from cx_app.domain.finding import MAX_TYPED
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.biometrics.words import say_hours
from cx_app.services.help.articles import articles, groups
from cx_app.services.help.search import Hit
from cx_app.services.help.shapes import Article, Group, Part
from cx_app.services.policy.current import default_policy
from cx_app.settings import settings
from cx_app.state.public.help import HelpState

HELP = ("/help", "Help")


@portal_page(
    "/help",
    title="Help",
    audience=Audience.PUBLIC,
    on_load=[HelpState.load, HelpState.clear],
    description="Answers to what people ask about the portal, calls, visits and waiting times.",
)
def help_topics() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Help")),
        rx.el.p(_("Find an answer, or call us. You need no account."), class_name="usa-intro"),
        _search(),
        *[_group(group) for group in groups(HelpState.figures)],
        by_phone(),
    )


def _search() -> rx.Component:
    return rx.el.div(
        rx.el.form(
            text_field(
                "words",
                _("Search the help"),
                hint=_("A few words. Small spelling mistakes are fine."),
                max_length=MAX_TYPED,
            ),
            submit(_("Search")),
            on_submit=HelpState.find,
            no_validate=True,
            class_name="usa-form cx-form cx-help__search",
        ),
        rx.cond(
            HelpState.searched,
            card(
                rx.el.h2(_("What we found"), id="found", tab_index=-1),
                rx.cond(
                    HelpState.hits.length() > 0,
                    rx.el.ul(rx.foreach(HelpState.hits, _hit), class_name="cx-help__list"),
                    rx.el.p(
                        _("Nothing has these words. Try other ones, look at the list, or call us.")
                    ),
                ),
            ),
        ),
        role="search",
    )


def _hit(hit: Hit) -> rx.Component:
    return rx.el.li(rx.el.a(hit.title, href=hit.path, class_name="usa-link"), rx.el.p(hit.lead))


def _group(group: Group) -> rx.Component:
    return rx.el.section(
        rx.el.h2(group.title),
        rx.el.ul(
            *[
                rx.el.li(
                    rx.el.a(article.title, href=href(article.path), class_name="usa-link"),
                    rx.el.p(article.lead),
                )
                for article in group.articles
            ],
            class_name="cx-help__list cx-help__list--wide",
        ),
        class_name="cx-section",
    )


def by_phone() -> rx.Component:
    """The number and its hours, also on the reader's own clock (`assets/portal.js`)."""
    figures = HelpState.figures
    return rx.el.section(
        rx.el.h2(_("Call us")),
        rx.el.p(
            phone(settings.agency_phone),
            rx.el.br(),
            rx.cond(HelpState.hours, HelpState.hours, say_hours(default_policy().biometrics)),
            ". ",
            # Only once the page has loaded: a script that fills it before would clash with React.
            rx.cond(
                HelpState.hours,
                rx.el.span(
                    data_hours_from=figures.phone_from,
                    data_hours_until=figures.phone_until,
                    data_hours_words=_("On your clock: {from} to {until}."),
                ),
            ),
            id="phone-hours",
        ),
        rx.el.p(_("We speak English and Spanish. For another language, ask for an interpreter.")),
        class_name="cx-section cx-section--quiet",
    )


def _article(article: Article) -> rx.Component:
    return rx.el.article(
        rx.el.h1(article.title),
        rx.el.p(article.lead, class_name="usa-intro"),
        _do_it(article),
        *[_part(part) for part in article.parts],
        _other_help() if article.slug == "who-else" else None,
        by_phone(),
        rx.el.p(
            rx.el.a(_("All help"), href=href("/help"), class_name="usa-link"),
            class_name="cx-help__back",
        ),
        class_name="cx-statement cx-help",
    )


def _do_it(article: Article) -> rx.Component | None:
    if not article.links:
        return None
    (path, label), *others = article.links
    return rx.el.div(
        native_link(label, href=href(path), class_name="usa-button"),
        *[rx.el.a(label, href=href(path), class_name="usa-link") for path, label in others],
        class_name="cx-inline",
    )


def _part(part: Part) -> Any:
    shown = rx.el.section(
        rx.el.h2(part.heading),
        *[rx.el.p(sentence) for sentence in part.sentences],
        rx.el.ul(*[rx.el.li(point) for point in part.points], class_name="usa-list")
        if part.points
        else None,
        facts((_("Who can solve it"), part.who)) if part.who else None,
        **({"id": part.only.partition(":")[2].replace("_", "-")} if part.only else {}),
    )
    return rx.cond(HelpState.figures.offered.contains(part.only), shown) if part.only else shown


def _other_help() -> rx.Component:
    return rx.el.p(
        settings.other_help_name,
        ": ",
        phone(settings.other_help_phone) if settings.other_help_phone else None,
        " ",
        native_link(settings.other_help_url, href=settings.other_help_url, class_name="usa-link")
        if settings.other_help_url
        else None,
        id="other-help",
    )


def _page_of(slug: str) -> Any:
    def content() -> rx.Component:
        return _article(next(a for a in articles(HelpState.figures) if a.slug == slug))

    content.__name__ = f"help_{slug.replace('-', '_')}"
    return content


for one in articles(HelpState.figures):
    portal_page(
        one.path,
        title=one.title,
        audience=Audience.PUBLIC,
        on_load=[HelpState.load],
        crumbs=[HELP],
    )(_page_of(one.slug))
