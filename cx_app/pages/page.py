"""How a page is made: one decorator for title, languages, layout, audience, breadcrumbs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import reflex as rx

from cx_app.components import shell as parts
from cx_app.components.shell import Shell
from cx_app.language import LANGUAGES, Language, _, href, using
from cx_app.settings import settings

Content = Callable[[], rx.Component]


class Audience(StrEnum):
    """Who a page is laid out for. It guards nothing: the door and the services do."""

    PUBLIC = "public"
    CUSTOMER = "customer"
    OFFICER = "officer"
    DEMO = "demo"


@dataclass(frozen=True)
class Page:
    route: str
    title: str
    content: Content
    audience: Audience
    on_load: Sequence[Any] = ()
    crumbs: Sequence[tuple[str, str]] = ()
    description: str = ""
    languages: tuple[Language, ...] = field(default=LANGUAGES)


PAGES: list[Page] = []
NOT_FOUND = "404"


def portal_page(
    route: str,
    *,
    title: str,
    audience: Audience,
    on_load: Sequence[Any] = (),
    crumbs: Sequence[tuple[str, str]] = (),
    description: str = "",
) -> Callable[[Content], Content]:
    """Registers a page. Officers and the demo work in English; everyone else has both."""
    languages: tuple[Language, ...] = (
        ("en",)
        if audience in (Audience.OFFICER, Audience.DEMO) or route == NOT_FOUND
        else LANGUAGES
    )

    def keep(content: Content) -> Content:
        PAGES.append(Page(route, title, content, audience, on_load, crumbs, description, languages))
        return content

    return keep


def register(app: rx.App, shell: Shell) -> None:
    """Adds every page in each of its languages, prerendered in that language."""
    for page in PAGES:
        for lang in page.languages:
            with using(lang):
                app.add_page(
                    _in_language(page, shell, lang),
                    route=page.route if page.route == NOT_FOUND else href(page.route),
                    title=f"{_(page.title)} | {settings.service_name}",
                    description=_(page.description) if page.description else "",
                    on_load=[*shell.on_load, *page.on_load],
                )


def _in_language(page: Page, shell: Shell, lang: Language) -> Content:
    def build() -> rx.Component:
        with using(lang):
            return layout(page, shell)

    build.__name__ = f"page_{lang}_{page.content.__name__}"
    return build


def layout(page: Page, shell: Shell) -> rx.Component:
    """Skip link, banner, header, breadcrumbs, one h1, content, footer."""
    staff = page.audience is Audience.OFFICER
    dynamic = "[" in page.route
    switch = parts.language_switch(page.route, dynamic) if len(page.languages) > 1 else None
    personal = page.audience is Audience.CUSTOMER
    return rx.fragment(
        parts.skip_link(),
        parts.demo_banner(),
        parts.header(shell, route=page.route, staff=staff, personal=personal, switch=switch),
        rx.el.main(
            parts.breadcrumbs(list(page.crumbs), _(page.title)),
            parts.problem_alert(shell),
            page.content(),
            id="main",
            tab_index=-1,
            class_name="grid-container cx-main",
        ),
        parts.footer(),
        parts.session_dialog(shell, staff=staff) if personal or staff else None,
        parts.live_region(),
    )
