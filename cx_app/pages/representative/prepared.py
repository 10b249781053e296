"""Requests that paralegals prepared: the queue of a representative, and a paralegal's own (REP-40,
REP-41)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import empty, slim_alert, table, tag, when_loaded
from cx_app.components.desk import find_field, queues
from cx_app.components.fields import select_field, select_one, submit, text_field
from cx_app.components.turning import turn_page
from cx_app.domain.representation.clients import MOST
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.representative.links import not_yours, office_links
from cx_app.services.prepared.forms import FormToSign
from cx_app.services.prepared.queue import Helper, PreparedLine, Shelf
from cx_app.services.prepared.words import KINDS
from cx_app.state.account.kept_steps import PREPARED
from cx_app.state.representative.prepared import FORMS, PICK, Outcome, PreparedState


@portal_page(
    PREPARED,
    title="Prepared requests",
    audience=Audience.CUSTOMER,
    on_load=[PreparedState.load],
    crumbs=[("/attorney", "Clients")],
)
def prepared() -> rx.Component:
    state = PreparedState
    return rx.fragment(
        rx.el.h1(_("Prepared requests")),
        when_loaded(
            state.loaded,
            rx.cond(state.missing, not_yours(), _queue()),
            label=_("Loading the requests"),
            lines=8,
        ),
    )


def _queue() -> rx.Component:
    state = PreparedState
    return rx.fragment(
        rx.el.p(
            rx.cond(
                state.submits,
                _("Your paralegals prepare, and you submit. Nothing is sent before you do."),
                _("You prepare, and a representative submits. Here is what came of it."),
            ),
            class_name="usa-intro",
        ),
        office_links(PREPARED),
        rx.cond(state.problem, slim_alert("error", state.problem, id="prepared-problem")),
        rx.cond(state.said, _came_of_it()),
        queues(state, _("Which requests")),
        rx.el.div(
            rx.cond(
                state.tab == FORMS,
                rx.cond(state.forms.length() > 0, _forms(), empty(_("No form waits here."))),
                rx.fragment(
                    rx.cond(state.submits, _narrow()),
                    rx.cond(state.rows.length() > 0, _rows(), _nothing()),
                    rx.cond(
                        state.pages > 1,
                        turn_page(state.page > 1, state.page < state.pages, state.turn),
                    ),
                ),
            ),
            id="prepared",
            tab_index=-1,
        ),
    )


def _came_of_it() -> rx.Component:
    """A batch, row by row."""
    return rx.el.section(
        slim_alert("info", PreparedState.said, id="prepared-said"),
        rx.el.ul(
            rx.foreach(PreparedState.outcomes, _outcome),
            class_name="cx-results",
            aria_label=_("What came of each"),
        ),
    )


def _outcome(one: Outcome) -> rx.Component:
    return rx.el.li(
        rx.el.strong(one.client),
        ", ",
        one.what,
        ": ",
        one.said,
        data_ok=rx.cond(one.done, "yes", "no"),
    )


def _narrow() -> rx.Component:
    state = PreparedState
    return rx.el.form(
        find_field(_("Name or receipt number"), state.search),
        select_field(
            "kind",
            _("What"),
            [("", [(one.value, _(said)) for one, said in KINDS.items()])],
            any_label=_("All"),
        ),
        select_one(
            "helper",
            _("Prepared by"),
            rx.el.option(_("Everybody"), value=""),
            rx.foreach(state.helpers, _helper),
        ),
        submit(_("Show"), outline=True),
        on_submit=state.find,
        class_name="cx-narrow",
        role="search",
        aria_label=_("Requests"),
    )


def _helper(one: Helper) -> rx.Component:
    return rx.el.option(one.name, value=one.id)


def _nothing() -> rx.Component:
    state = PreparedState
    return rx.cond(
        (state.search != "") | (state.kind != "") | (state.helper != ""),
        empty(_("Nothing fits. Search for less.")),
        rx.cond(
            state.submits,
            empty(_("Nothing waits here. What your paralegals hand in comes here.")),
            empty(
                _("Nothing is here. Open a client’s case to prepare a request."),
                rx.el.a(_("Clients"), href=href("/attorney"), class_name="usa-button"),
            ),
        ),
    )


def _rows() -> rx.Component:
    state = PreparedState
    return rx.cond(
        state.submits & (state.tab == Shelf.REVIEW.value),
        rx.el.form(
            _bulk(
                _("Submit what is ticked"),
                _("With this you say that what these requests tell is true, as far as you know."),
            ),
            _table(rx.foreach(state.rows, _row_to_tick), ticks=True),
            on_submit=state.submit,
        ),
        _table(rx.foreach(state.rows, _row), ticks=False),
    )


def _bulk(label: str, sentence: str) -> rx.Component:
    return rx.el.div(
        submit(label), rx.el.span(sentence, class_name="cx-card__meta"), class_name="cx-bulk"
    )


def _table(rows: Any, *, ticks: bool) -> rx.Component:
    columns = [_("Client"), _("What"), _("Prepared by"), _("Where it stands"), _("Last change")]
    return table(
        _("Requests"),
        [rx.el.span(_("Tick"), class_name="usa-sr-only"), *columns] if ticks else columns,
        rows,
        stacked=True,
        key=PreparedState.round.to_string() + PreparedState.tab,
    )


def _row_to_tick(one: PreparedLine) -> rx.Component:
    name = rx.cond(one.client, one.client, one.receipt)
    return rx.el.tr(
        _tick(one.id, _("Tick"), " ", name, ", ", one.what),
        *_cells(one),
        key=one.id,  # what is ticked goes with its row when others come and go
    )


def _row(one: PreparedLine) -> rx.Component:
    return rx.el.tr(*_cells(one), key=one.id)


def _tick(row_id: Any, *label: Any, of: str = "request") -> rx.Component:
    box = of + "-" + row_id
    return rx.el.td(
        rx.el.label(*label, html_for=box, class_name="usa-sr-only"),
        rx.el.input(id=box, type="checkbox", name=PICK + row_id, value="1", class_name="cx-pick"),
    )


def _cells(one: PreparedLine) -> list[rx.Component]:
    return [
        rx.el.th(
            rx.el.a(
                rx.cond(one.client, one.client, one.receipt), href=href(PREPARED) + "/" + one.id
            ),
            rx.cond(one.client & one.receipt, rx.el.div(one.receipt, class_name="cx-table__note")),
            scope="row",
        ),
        rx.el.td(one.what, data_label=_("What")),
        rx.el.td(one.by, data_label=_("Prepared by")),
        rx.el.td(
            tag(one.state, one.tone),
            rx.cond(one.refused, rx.el.div(one.refused, class_name="cx-table__note")),
            rx.cond(one.note, rx.el.div(one.note, class_name="cx-table__note")),
            data_label=_("Where it stands"),
        ),
        rx.el.td(one.when, data_label=_("Last change")),
    ]


def _forms() -> rx.Component:
    state = PreparedState
    return rx.cond(
        state.submits,
        rx.el.form(
            _form_table(rx.foreach(state.forms, _form_to_tick), ticks=True),
            text_field(
                "signature",
                _("Type your full name to sign"),
                hint=_("As your account has it. It counts like a signature on paper."),
                max_length=MOST,
                auto_complete="name",
            ),
            rx.el.p(
                _(
                    "I declare under penalty of perjury that I may practice, that my client asked "
                    "me to represent them, and that what this form says is true."
                )
            ),
            _bulk(
                _("Sign and send what is ticked"),
                _("Read each form first. Each client is asked for their own signature."),
            ),
            on_submit=state.sign,
            class_name="cx-section",
        ),
        _form_table(rx.foreach(state.forms, _form), ticks=False),
    )


def _form_table(rows: Any, *, ticks: bool) -> rx.Component:
    columns = [_("Client"), _("Receipt number"), _("Prepared by"), _("Last change")]
    return table(
        _("Forms G-28 to sign"),
        [rx.el.span(_("Tick"), class_name="usa-sr-only"), *columns] if ticks else columns,
        rows,
        stacked=True,
        key=PreparedState.round.to_string(),
    )


def _form_to_tick(one: FormToSign) -> rx.Component:
    return rx.el.tr(
        _tick(one.id, _("Tick"), " ", one.client, of="form"), *_form_cells(one), key=one.id
    )


def _form(one: FormToSign) -> rx.Component:
    return rx.el.tr(*_form_cells(one), key=one.id)


def _form_cells(one: FormToSign) -> list[rx.Component]:
    return [
        rx.el.th(
            rx.el.a(one.client, href=href("/attorney/representation") + "/" + one.id), scope="row"
        ),
        rx.el.td(one.receipt, data_label=_("Receipt number")),
        rx.el.td(one.by, data_label=_("Prepared by")),
        rx.el.td(one.when, data_label=_("Last change")),
    ]
