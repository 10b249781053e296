"""The desk of visits: queues with live counts, and the list that officers live in. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import empty, slim_alert, tag, when_loaded
from cx_app.components.desk import find_field, options_of, queues
from cx_app.components.fields import select_field, submit
from cx_app.components.shortcuts import shortcuts
from cx_app.pages.page import Audience, portal_page
from cx_app.services.appointment_requests import desk_words as words
from cx_app.services.appointment_requests.queue_row import LANGUAGES, QueueRow
from cx_app.state.officer.appointments import PICK, Result, VisitsDeskState
from cx_app.state.officer.choices import Pair


@portal_page(
    "/officer/appointments",
    title="Visits",
    audience=Audience.OFFICER,
    on_load=[VisitsDeskState.load],
)
def visits_desk() -> rx.Component:
    return rx.el.div(
        rx.el.h1("Requests for a visit"),
        when_loaded(VisitsDeskState.loaded, _desk(), label="Loading the desk", lines=8),
        class_name="cx-desk",
        data_shortcuts="visits",
    )


def _desk() -> rx.Component:
    return rx.fragment(
        queues(VisitsDeskState, "Queue", by_key=True),
        _filters(),
        rx.el.div(
            rx.cond(
                VisitsDeskState.problem,
                slim_alert("error", VisitsDeskState.problem, id="take-problem"),
            ),
            rx.cond(VisitsDeskState.results.length() > 0, _results()),
            id="taken",
            tab_index=-1,
        ),
        rx.cond(VisitsDeskState.rows.length() > 0, _list(), _nothing()),
        _pager(),
        rx.el.details(
            rx.el.summary("How this list is ordered"),
            rx.el.ol(*[rx.el.li(one) for one in words.FORMULA], class_name="usa-list"),
            class_name="cx-keys",
        ),
        shortcuts(
            ("j", "Next request"),
            ("k", "Request before"),
            ("x", "Tick it"),
            ("c", "Claim what is ticked"),
            ("/", "Search"),
            ("n", "Next page"),
            ("p", "Page before"),
            ("u", "Unassigned"),
            ("m", "Mine"),
            ("w", "Waiting for the person"),
            ("d", "Due"),
            ("e", "Done"),
        ),
    )


def _filters() -> rx.Component:
    state = VisitsDeskState
    return rx.el.form(
        find_field("Reference, receipt number or name", state.text, key=state.tab, data_key="/"),
        select_field(
            "reason",
            "Reason",
            options_of(words.REASONS),
            any_label="All",
        ),
        rx.el.div(
            rx.el.label("Office", html_for="office", class_name="usa-label"),
            rx.el.select(
                rx.el.option("All", value=""),
                rx.foreach(state.offices, _option),
                id="office",
                name="office",
                class_name="usa-select",
            ),
            class_name="usa-form-group",
        ),
        select_field(
            "language", "Language", [("", [("en", "English"), *LANGUAGES.items()])], any_label="All"
        ),
        select_field(
            "sort",
            "Order",
            [("", list(words.SORTS.items()))],
            value=state.sort,
            key=state.tab,
        ),
        submit("Show", outline=True),
        on_submit=state.narrow,
        class_name="cx-narrow",
        role="search",
        aria_label="Requests",
    )


def _option(one: Pair) -> rx.Component:
    return rx.el.option(one.label, value=one.value)


def _results() -> rx.Component:
    return rx.el.ul(
        rx.foreach(VisitsDeskState.results, _result),
        class_name="cx-results",
        aria_label="What came of each",
    )


def _result(one: Result) -> rx.Component:
    return rx.el.li(
        rx.el.strong(one.reference), " ", one.said, data_ok=rx.cond(one.ok, "yes", "no")
    )


def _list() -> rx.Component:
    state = VisitsDeskState
    return rx.el.form(
        rx.el.div(
            rx.el.button("Claim", type="submit", class_name="usa-button", data_key="c"),
            rx.cond(
                state.officers.length() > 0,
                rx.el.div(
                    rx.el.label("for", html_for="to", class_name="usa-label"),
                    rx.el.select(
                        rx.el.option("Me", value=""),
                        rx.foreach(state.officers, _option),
                        id="to",
                        name="to",
                        class_name="usa-select",
                    ),
                    class_name="cx-bulk__to",
                ),
            ),
            class_name="cx-bulk",
        ),
        rx.el.div(
            rx.el.table(
                rx.el.caption(
                    "Page ", state.page, ". Tick what you claim; the reference opens a request."
                ),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(rx.el.span("Tick", class_name="usa-sr-only"), scope="col"),
                        *[
                            rx.el.th(name, scope="col")
                            for name in ("Request", "For", "Due", "Waiting", "Has it")
                        ],
                    )
                ),
                rx.el.tbody(rx.foreach(state.rows, _row), key=state.round),
                class_name=(
                    "usa-table usa-table--borderless usa-table--stacked cx-table cx-table--stacked "
                    "cx-visits"
                ),
            ),
            class_name="usa-table-container--scrollable",
            id="visits",
            tab_index=0,
            role="region",
            aria_label="Requests",
        ),
        on_submit=state.take,
    )


def _row(row: QueueRow) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.el.input(
                type="checkbox",
                name=PICK + row.id,
                value="1",
                aria_label="Tick " + row.reference,
                class_name="cx-pick",
                data_pick="",
            )
        ),
        rx.el.th(
            rx.el.a(row.reference, href=row.path, data_row_link="", class_name="cx-whole"),
            rx.el.div(row.name, class_name="cx-table__note"),
            scope="row",
        ),
        rx.el.td(
            row.reason,
            rx.el.div(
                row.office,
                rx.cond(row.language, rx.fragment(" · ", row.language)),
                class_name="cx-table__note",
            ),
        ),
        rx.el.td(
            rx.cond(row.mark, tag(row.mark, "you")),
            rx.el.div(
                rx.cond(row.due, row.due, row.state), class_name="cx-due", data_tone=row.tone
            ),
            rx.cond(row.tone != "none", _bar(row)),
            rx.el.div(row.why, class_name="cx-table__note"),
        ),
        rx.el.td(
            row.age,
            rx.el.div("in all ", row.total, class_name="cx-table__note"),
            data_label="Waiting",
        ),
        rx.el.td(rx.cond(row.who, row.who, "–"), data_label="Has it"),
        data_row="",
        key=row.id,  # what is ticked goes with its row when others come and go
    )


def _bar(row: QueueRow) -> rx.Component:
    """How much of the time until it is due is over; the words beside it say it too."""
    return rx.el.div(
        rx.el.div(
            class_name="cx-share__done",
            style={"width": row.share.to_string() + "%"},
            data_tone=row.tone,
        ),
        class_name="cx-share",
        aria_hidden="true",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        VisitsDeskState.text,
        empty("Nothing matches. Try a whole reference number, or the beginning of a name."),
        rx.match(
            VisitsDeskState.tab,
            *[(name, empty(said)) for name, said in words.EMPTY.items()],
            empty("Nothing is here."),
        ),
    )


def _pager() -> rx.Component:
    state = VisitsDeskState
    return rx.cond(
        (state.page > 1) | state.more,
        rx.el.nav(
            rx.cond(state.page > 1, _turn("Previous page", -1, "p")),
            rx.cond(state.more, _turn("Next page", 1, "n")),
            class_name="cx-inline",
            aria_label="Pages",
        ),
    )


def _turn(label: str, pages: int, key: str) -> rx.Component:
    return rx.el.button(
        label,
        type="button",
        on_click=VisitsDeskState.turn(pages),
        data_key=key,
        class_name="usa-button usa-button--outline",
    )
