"""Clients and cases of a representative, or of a paralegal's team (REP-5)."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, empty, tag, when_loaded
from cx_app.components.desk import find_field, queues
from cx_app.components.fields import select_field, submit
from cx_app.components.turning import turn_page
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.representative.links import not_yours, office_links
from cx_app.services.representation.board import BoardRow
from cx_app.services.representation.board_words import COLUMNS, SORTS
from cx_app.state.representative.board import BoardState
from cx_app.state.session import SessionState


@portal_page(
    "/attorney",
    title="Clients",
    audience=Audience.CUSTOMER,
    on_load=[BoardState.load],
)
def clients() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Clients")),
        rx.cond(SessionState.represents, office_links("/attorney")),
        when_loaded(
            BoardState.loaded,
            rx.cond(BoardState.missing, not_yours(), _board()),
            label=_("Loading your clients"),
            lines=8,
        ),
    )


def _board() -> rx.Component:
    return rx.fragment(
        rx.cond(BoardState.to_review > 0, _to_review()),
        queues(BoardState, _("Which cases")),
        rx.cond(
            BoardState.since,
            rx.el.p(
                _("Changed means: since your last visit,"),
                " ",
                BoardState.since,
                ".",
                class_name="cx-card__meta",
            ),
        ),
        _filters(),
        rx.cond(BoardState.rows.length() > 0, _list(), _nothing()),
    )


def _to_review() -> rx.Component:
    return alert(
        "info",
        _("Your paralegals handed in requests"),
        rx.el.p(
            _("How many wait for your review:"),
            " ",
            rx.el.strong(BoardState.to_review),
            ". ",
            rx.el.a(_("Review them"), href=href("/attorney/prepared"), class_name="usa-link"),
            class_name="usa-alert__text",
        ),
    )


def _filters() -> rx.Component:
    return rx.el.form(
        find_field(_("Name or receipt number"), BoardState.search),
        rx.el.div(
            rx.el.label(_("Form"), html_for="form", class_name="usa-label"),
            rx.el.select(
                rx.el.option(_("All"), value=""),
                rx.foreach(BoardState.forms, lambda form: rx.el.option(form, value=form)),
                id="form",
                name="form",
                class_name="usa-select",
            ),
            class_name="usa-form-group",
        ),
        select_field(
            "sort", _("Order"), [("", [(one.value, _(said)) for one, said in SORTS.items()])]
        ),
        submit(_("Show"), outline=True),
        on_submit=BoardState.find,
        class_name="cx-narrow",
        role="search",
        aria_label=_("Clients"),
    )


def _nothing() -> rx.Component:
    return rx.cond(
        (BoardState.search != "") | (BoardState.form != "") | (BoardState.tab != "all"),
        empty(_("No case fits. Choose “All cases”, or search for less.")),
        empty(
            _("You have no clients here yet. Add a case with the code from your own letter."),
            rx.el.a(
                _("Add a paper-filed case"),
                href=href("/account/cases/add"),
                class_name="usa-button",
            ),
        ),
    )


def _list() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.table(
                rx.el.caption(_("Page"), " ", BoardState.page, " / ", BoardState.pages),
                rx.el.thead(rx.el.tr(*[rx.el.th(_(name), scope="col") for name in COLUMNS])),
                rx.el.tbody(rx.foreach(BoardState.rows, _row)),
                class_name="usa-table usa-table--borderless usa-table--stacked cx-table "
                "cx-table--stacked",
            ),
            class_name="usa-table-container--scrollable",
            id="clients",
            tab_index=0,
            role="region",
            aria_label=_("Clients"),
        ),
        turn_page(BoardState.page > 1, BoardState.page < BoardState.pages, BoardState.turn),
        rx.el.p(
            rx.el.button(
                _("Download this list"),
                type="button",
                on_click=BoardState.download,
                class_name="usa-button usa-button--unstyled",
            )
        ),
    )


def _row(row: BoardRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.a(row.client, href=href("/account/cases") + "/" + row.case_id),
            rx.cond(row.changed, rx.fragment(" ", tag(_("Changed")))),
            scope="row",
        ),
        rx.el.td(row.form, _note(row.receipt), data_label=_("Case")),
        rx.el.td(row.status, _note(row.status_day), data_label=_("Status")),
        rx.el.td(tag(row.turn, rx.cond(row.yours, "you", "plain")), data_label=_("Whose turn")),
        rx.el.td(row.next, _note(row.next_name), data_label=_("Next appointment")),
        rx.el.td(row.deadline, data_label=_("Answer by")),
    )


def _note(text: rx.Var[str] | str) -> rx.Component:
    return rx.cond(text, rx.el.div(text, class_name="cx-table__note"))
