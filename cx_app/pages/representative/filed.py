"""What a representative filed for one client: theirs to read after the end, too (REP-16)."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, fact, facts, when_loaded
from cx_app.components.timeline import moment, timeline
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.representation.filed import FiledAnswer, FiledLine
from cx_app.state.representative.filed import FILED, FiledState
from cx_app.state.representative.forms import FORMS


@portal_page(
    FILED + "/[representation_id]",
    title="What you filed",
    audience=Audience.CUSTOMER,
    on_load=[FiledState.load],
    crumbs=[("/attorney", "Clients"), (FORMS, "Forms G-28")],
)
def filed() -> rx.Component:
    return when_loaded(
        FiledState.loaded,
        rx.cond(FiledState.missing, _missing(), _page()),
        label=_("Loading what you filed"),
        lines=6,
    )


def _missing() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("We can’t show this")),
        empty(
            _("It is not among what you filed in this account."),
            rx.el.a(_("Back to your forms"), href=href(FORMS), class_name="usa-button"),
        ),
    )


def _page() -> rx.Component:
    page = FiledState.page
    return rx.fragment(
        rx.el.h1(_("What you filed for"), " ", page.client),
        rx.cond(
            page.ended,
            rx.el.p(
                _(
                    "You no longer represent this person in this case. What you filed stays yours "
                    "to read. What became of it since, only your client sees."
                ),
                class_name="usa-intro",
            ),
        ),
        rx.el.div(
            card(
                facts(
                    (_("Form"), page.form),
                    (_("Receipt number"), page.receipt),
                    (_("Since"), page.since),
                    (_("Until"), rx.cond(page.ended, page.ended, _("You represent them now"))),
                ),
                rx.cond(
                    page.form_id,
                    rx.el.p(
                        rx.el.a(_("Read the Form G-28"), href=href(FORMS) + "/" + page.form_id)
                    ),
                ),
            ),
            card(
                rx.el.h2(_("What you sent")),
                rx.cond(
                    page.lines.length() > 0,
                    timeline(page.lines, _line),
                    empty(_("You sent nothing here.")),
                ),
            ),
            class_name="cx-cards",
        ),
    )


def _line(line: FiledLine) -> rx.Component:
    return moment(
        line.when,
        rx.el.h3(line.what),
        rx.cond(line.number, rx.el.p(rx.el.span(line.number, class_name="cx-number"))),
        rx.cond(
            line.told.length() > 0,
            rx.el.dl(rx.foreach(line.told, _told), class_name="cx-facts"),
        ),
    )


def _told(one: FiledAnswer) -> rx.Component:
    return fact(one.question, one.answer)
