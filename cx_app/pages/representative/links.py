"""What the pages of a representative's office share: the way to the others, and to one's own."""

from __future__ import annotations

from typing import Final

import reflex as rx

from cx_app.components.content import empty
from cx_app.language import _, href

PAGES: Final = (
    ("/attorney", "Clients"),
    ("/attorney/dates", "Dates"),
    ("/attorney/add", "Add many cases"),
    ("/attorney/prepared", "Prepared requests"),
    ("/attorney/office", "Team"),
)


def not_yours() -> rx.Component:
    return empty(
        _("This page is for representatives and their paralegals."),
        rx.el.a(_("Go to my cases"), href=href("/account"), class_name="usa-button"),
        rx.el.p(rx.el.a(_("Ask for a representative account"), href=href("/attorney/account"))),
    )


def office_links(here: str) -> rx.Component:
    links = [rx.el.a(_(name), href=href(path)) for path, name in PAGES if path != here]
    return rx.el.nav(*links, aria_label=_("Your office"), class_name="cx-inline")
