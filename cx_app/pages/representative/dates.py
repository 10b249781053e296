"""All dates of a representative's clients, the nearest first."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, table, tag, when_loaded
from cx_app.components.fields import Choice, radio_group
from cx_app.components.turning import turn_page
from cx_app.domain.representation.digests import Every
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.representative.links import not_yours, office_links
from cx_app.services.representation.dates import DateLine
from cx_app.state.representative.dates import DatesState
from cx_app.state.session import SessionState

PAGE = "/attorney/dates"
COLUMNS = ("When", "Client", "What for", "Where")


@portal_page(
    PAGE,
    title="Dates",
    audience=Audience.CUSTOMER,
    on_load=[DatesState.load],
    crumbs=[("/attorney", "Clients")],
)
def dates() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Dates")),
        rx.cond(SessionState.represents, office_links(PAGE)),
        when_loaded(
            DatesState.loaded,
            rx.cond(DatesState.missing, not_yours(), _page()),
            label=_("Loading dates"),
            lines=8,
        ),
    )


def _page() -> rx.Component:
    return rx.fragment(
        rx.cond(
            DatesState.view.rows.length() > 0,
            _list(),
            empty(
                _("None of your clients has a date ahead."),
                rx.el.a(_("See your clients"), href=href("/attorney"), class_name="usa-button"),
            ),
        ),
        _digest(),
    )


def _list() -> rx.Component:
    return rx.fragment(
        rx.el.p(
            rx.el.button(
                _("Save all for your calendar"),
                type="button",
                on_click=DatesState.download,
                class_name="usa-button usa-button--outline",
            )
        ),
        table(
            _("Appointments and answers that are due, the nearest first"),
            [_(name) for name in COLUMNS],
            rx.foreach(DatesState.view.rows, _row),
            stacked=True,
            id="dates",
        ),
        turn_page(DatesState.view.page > 1, DatesState.view.more, DatesState.turn),
    )


def _row(one: DateLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            one.when, rx.cond(one.answer, rx.fragment(" ", tag(_("Answer"), "you"))), scope="row"
        ),
        rx.el.td(
            rx.el.a(one.client, href=href("/account/cases") + "/" + one.case_id),
            rx.el.div(one.receipt, class_name="cx-table__note"),
            data_label=_("Client"),
        ),
        rx.el.td(one.what, data_label=_("What for")),
        rx.el.td(one.place, data_label=_("Where")),
    )


def _digest() -> rx.Component:
    return card(
        rx.el.h2(_("Digest by e-mail")),
        radio_group(
            "digest",
            _("How often do you want one?"),
            [
                Choice(Every.NEVER.value, _("Never")),
                Choice(Every.DAY.value, _("Each day at 7 a.m. Eastern Time")),
                Choice(Every.WEEK.value, _("Each Monday at 7 a.m. Eastern Time")),
            ],
            hint=_(
                "It says how many cases have news, how many dates are near, and how much "
                "prepared work waits for you, and no names. "
                "Where there is none of it, none comes."
            ),
            value=DatesState.digest,
            key=DatesState.digest,
            on_change=DatesState.choose_digest,
        ),
        rx.el.p(DatesState.said, role="status", class_name="cx-card__meta"),
        quiet=True,
    )
