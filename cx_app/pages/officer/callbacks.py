"""The desk of callbacks: promises with what is left of them, then plain calls. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import empty, slim_alert, table, tag, when_loaded
from cx_app.components.fields import submit, text_field
from cx_app.components.shortcuts import shortcuts
from cx_app.pages.page import Audience, portal_page
from cx_app.services.callbacks.desk import DeskRow
from cx_app.state.officer.callbacks import CallbackDeskState


@portal_page(
    "/officer/callbacks",
    title="Callbacks",
    audience=Audience.OFFICER,
    on_load=[CallbackDeskState.load],
)
def callbacks_desk() -> rx.Component:
    return rx.el.div(
        rx.el.h1("Callbacks"),
        when_loaded(CallbackDeskState.loaded, _desk(), label="Loading the desk", lines=8),
        class_name="cx-desk",
        data_shortcuts="",
    )


def _desk() -> rx.Component:
    state, desk = CallbackDeskState, CallbackDeskState.desk
    return rx.fragment(
        rx.el.div(
            rx.el.button(
                "Take the next call",
                type="button",
                on_click=state.take_next,
                data_key="t",
                class_name="usa-button",
            ),
            rx.el.a(
                "Open one for a caller",
                href="/officer/callbacks/open",
                data_key="o",
                class_name="usa-button usa-button--outline",
            ),
            rx.cond(
                desk.may_keep,
                rx.el.a(
                    "Hours, figures and disputes",
                    rx.cond(desk.disputes > 0, " (" + desk.disputes.to_string() + ")", ""),
                    href="/officer/callbacks/keep",
                    class_name="usa-button usa-button--outline",
                ),
            ),
            class_name="cx-inline",
        ),
        rx.cond(state.problem, slim_alert("error", state.problem, id="desk-problem")),
        rx.cond(
            desk.mine.length() > 0,
            _section(
                "You have this one now",
                _calls("Finish it first", desk.mine),
            ),
        ),
        _section(
            "Said yes: call before the time ends",
            rx.cond(
                desk.promised.length() > 0,
                rx.fragment(
                    _calls("The first to end on top", desk.promised),
                    rx.el.button(
                        "Pause the countdowns",
                        type="button",
                        data_countdown_pause="",
                        aria_pressed="false",
                        class_name="usa-button usa-button--unstyled",
                    ),
                ),
                empty("Nobody waits for a promised call."),
            ),
        ),
        _section(
            "Plain calls",
            rx.cond(
                desk.calls.length() > 0,
                _calls("Urgent ones first, then who waits longest", desk.calls),
                empty("Nobody is to be called without a text now."),
            ),
        ),
        _pace(),
        rx.el.form(
            text_field(
                "find",
                "Find by reference",
                hint="12 letters and digits, as on the person’s page",
                max_length=20,
                auto_capitalize="characters",
            ),
            submit("Find", outline=True),
            on_submit=state.find,
            class_name="cx-form cx-section",
            role="search",
        ),
        shortcuts(("t", "Take the next call"), ("o", "Open one for a caller")),
    )


COLUMNS: list[Any] = ["Person", "Call by", "About", "Language", "Waits", "With"]


def _section(title: str, *body: Any) -> rx.Component:
    return rx.el.section(rx.el.h2(title), *body, class_name="cx-section")


def _calls(caption: str, rows: list[DeskRow]) -> rx.Component:
    return table(caption, COLUMNS, rx.foreach(rows, _row), stacked=True)


def _row(row: DeskRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.a(row.name, href=row.path, class_name="usa-link"),
            rx.el.div(row.reference, class_name="cx-table__note"),
            scope="row",
        ),
        rx.el.td(
            rx.cond(
                row.call_by,
                rx.fragment(
                    rx.el.div(
                        rx.el.span(
                            row.left, data_count_until=row.call_by_iso, class_name="cx-clock"
                        ),
                        class_name="cx-due",
                        data_tone=rx.cond(row.tone == "soon", "today", row.tone),
                    ),
                    rx.el.div("by ", row.call_by, class_name="cx-table__note"),
                ),
                "Any time today",
            ),
            data_label="Call by",
        ),
        rx.el.td(
            row.topic,
            rx.cond(row.urgent, rx.fragment(" ", tag("Urgent", "you"))),
            data_label="About",
        ),
        rx.el.td(
            row.language,
            rx.cond(row.relay, rx.fragment(" ", tag("TTY or relay", "agency"))),
            data_label="Language",
        ),
        rx.el.td(
            row.age,
            rx.cond(
                row.calls > 0,
                rx.el.div("Calls so far: ", row.calls, class_name="cx-table__note"),
            ),
            data_label="Waits",
        ),
        rx.el.td(rx.cond(row.who, row.who, "–"), data_label="With"),
        data_row="",
        key=row.id,
    )


def _pace() -> rx.Component:
    desk, pace = CallbackDeskState.desk, CallbackDeskState.pace
    return _section(
        "Pace of texts",
        rx.el.dl(
            _figure("In line", desk.in_line),
            _figure("Asked by text", desk.asked),
            _figure("Wait for the person", desk.waiting),
            _figure("Texts that may go now", pace.texts),
            class_name="cx-figures",
        ),
        rx.el.p(pace.formula, class_name="cx-formula"),
        rx.el.p(
            "Even if everybody says yes at once, everybody can be called within the half hour.",
            class_name="cx-card__meta",
        ),
    )


def _figure(name: str, value: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(value))
