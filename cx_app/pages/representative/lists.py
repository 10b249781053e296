"""Many cases from one file (REP-17)."""

from __future__ import annotations

import reflex as rx

from cx_app.components.attachments import upload_field
from cx_app.components.content import alert, card, table, tag, when_loaded
from cx_app.domain.representation.lists import ListState
from cx_app.language import _
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.representative.links import not_yours, office_links
from cx_app.services.representation.list_words import COLUMNS
from cx_app.services.representation.lists import ListedLine
from cx_app.state.representative.lists import ListsState
from cx_app.state.session import SessionState

PAGE = "/attorney/add"
EXAMPLE = """Receipt number,Birth date,Client,Access code
IOE0912345678,1980-02-29,Ana Reyes,
IOE0912345679,5/17/1991,Li Wei,ABCD-EFGH-JKMN
"""


@portal_page(
    PAGE,
    title="Add many cases",
    audience=Audience.CUSTOMER,
    on_load=[ListsState.load],
    crumbs=[("/attorney", "Clients")],
)
def lists() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Add many cases")),
        rx.cond(SessionState.represents, office_links(PAGE)),
        when_loaded(
            ListsState.loaded,
            rx.cond(ListsState.missing, not_yours(), _page()),
            label=_("Loading your file"),
            lines=6,
        ),
    )


def _page() -> rx.Component:
    return rx.fragment(
        rx.cond(ListsState.view.id, _list()),
        rx.cond(
            (ListsState.view.id == "") | (ListsState.view.state == ListState.DONE.value), _send()
        ),
    )


def _send() -> rx.Component:
    return card(
        rx.el.h2(_("Send a file")),
        rx.el.p(
            _(
                "A line with your own access code adds the case at once. Without a code we make a "
                "Form G-28, which you sign and your client signs."
            )
        ),
        rx.el.p(_("The first line of the file names the columns, like this:")),
        rx.el.pre(
            EXAMPLE,
            class_name="cx-example usa-table-container--scrollable",
            tab_index=0,
            role="region",
            aria_label=_("Example of a file"),
        ),
        rx.cond(ListsState.colleagues.length() > 0, _for_whom()),
        upload_field(
            "cases",
            _("Your file"),
            _(
                "A CSV file from your spreadsheet, with up to 1,000 cases. We show you what we read first."
            ),
            to="/uploads/cases",
            accept=".csv,text/csv",
            csrf=SessionState.csrf,
            changed=ListsState.arrived,
            max_bytes=ListsState.max_bytes,
            too_large=_("{name} is too large. Save only the four columns, as CSV."),
            request=ListsState.representative,
        ),
    )


def _for_whom() -> rx.Component:
    return rx.el.div(
        rx.el.label(_("For which representative?"), html_for="for_whom", class_name="usa-label"),
        rx.el.select(
            rx.foreach(ListsState.colleagues, lambda one: rx.el.option(one.name, value=one.id)),
            id="for_whom",
            name="for_whom",
            default_value=ListsState.representative,
            on_change=ListsState.choose,
            class_name="usa-select",
        ),
        class_name="usa-form-group",
    )


def _list() -> rx.Component:
    view = ListsState.view
    return rx.fragment(
        rx.el.h2(
            rx.match(
                view.state,
                (ListState.READ.value, _("What we read")),
                (ListState.GOING.value, _("We are adding your cases")),
                _("Your last file"),
            ),
            id="list-title",
            tab_index=-1,
        ),
        rx.el.p(ListsState.summary, role="status", class_name="usa-intro"),
        rx.match(
            view.state,
            (ListState.READ.value, _ready()),
            (ListState.GOING.value, _going()),
            rx.fragment(),
        ),
        table(
            _("Lines that need a look come first"),
            [_(name) for name in COLUMNS],
            rx.foreach(view.lines, _line),
            stacked=True,
        ),
        rx.cond(
            view.total > view.lines.length(),
            rx.el.p(_("Download the file to see all lines."), class_name="cx-card__meta"),
        ),
        rx.el.p(
            rx.el.button(
                _("Download what came of each line"),
                type="button",
                on_click=ListsState.download,
                class_name="usa-button usa-button--unstyled",
            )
        ),
    )


def _ready() -> rx.Component:
    view = ListsState.view
    return rx.fragment(
        alert(
            "info",
            _("Nothing is added yet"),
            _("Lines that need a look are left out. Mend them and send them in another file."),
        ),
        rx.el.div(
            rx.cond(
                view.waiting > 0,
                rx.el.button(
                    _("Add these cases"),
                    type="button",
                    on_click=ListsState.begin,
                    class_name="usa-button",
                ),
            ),
            rx.el.button(
                _("Send another file"),
                type="button",
                on_click=ListsState.drop,
                class_name="usa-button usa-button--outline",
            ),
            class_name="cx-inline",
        ),
    )


def _going() -> rx.Component:
    view = ListsState.view
    return rx.el.progress(
        value=view.total - view.waiting,
        max=view.total,
        aria_label=_("How many lines are done"),
    )


def _line(one: ListedLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(one.number, scope="row"),
        rx.el.td(one.receipt, data_label=_("Receipt number")),
        rx.el.td(one.born, data_label=_("Birth date")),
        rx.el.td(one.name, data_label=_("Client")),
        rx.el.td(rx.cond(one.said, one.said, tag(_("Not yet"))), data_label=_("What came of it")),
    )
