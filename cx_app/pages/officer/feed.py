"""The agency feed: what the agency has not answered, refused, or sees differently. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import alert, card, empty, table, when_loaded
from cx_app.components.desk import pages_of, row_act
from cx_app.components.fields import select_field, submit, text_area, text_field
from cx_app.pages.page import Audience, portal_page
from cx_app.services.feed_out.settle import MAX_NOTE
from cx_app.services.feed_out.staff import KINDS, PAGE, EventLine, FindingLine, Show
from cx_app.state.officer.feed import FeedState

SHOWN = {
    Show.LATE: "Late",
    Show.WAITING: "All not acknowledged",
    Show.REFUSED: "Refused",
    Show.CONFLICT: "Conflicts",
}


@portal_page(
    "/officer/feed",
    title="Agency feed",
    audience=Audience.OFFICER,
    on_load=[FeedState.load],
)
def agency_feed() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Agency feed"),
        rx.el.p(
            "What the portal decides goes back to the agency’s systems. "
            "This page lists what they have not answered, refused, or see differently.",
            class_name="usa-intro",
        ),
        _said(),
        when_loaded(FeedState.loaded, _page(), label="Loading the agency feed", lines=6),
    )


def _said() -> rx.Component:
    return rx.fragment(
        rx.cond(FeedState.done, alert("success", "Done", FeedState.done)),
        rx.cond(
            FeedState.problem, alert("error", "That did not work", FeedState.problem, urgent=True)
        ),
    )


def _page() -> rx.Component:
    return rx.fragment(
        _figures(),
        rx.cond(FeedState.settling.id, _settle()),
        rx.el.section(
            rx.el.h2("Events that need a look"),
            _filters(),
            rx.cond(FeedState.rows.length() > 0, _events(), _nothing()),
            class_name="cx-section",
        ),
        rx.cond(FeedState.resolving.id, _resolve()),
        rx.el.section(
            rx.el.h2("Daily statements"),
            rx.cond(
                FeedState.findings.length() > 0,
                _findings(),
                empty("The agency’s statements and the portal agree."),
            ),
            class_name="cx-section",
        ),
    )


def _figures() -> rx.Component:
    figures = FeedState.figures
    counts = (
        ("Not acknowledged", figures.waiting),
        ("Late", figures.late),
        ("Refused", figures.refused),
        ("Conflicts", figures.conflicts),
        ("Differences", figures.findings),
    )
    return rx.fragment(
        rx.el.dl(
            *[rx.el.div(rx.el.dt(term), rx.el.dd(count)) for term, count in counts],
            class_name="cx-figures",
        ),
        rx.el.div(
            _last("Oldest without an answer", _or(figures.oldest, "none")),
            _last("The agency last pulled", _or(figures.last_fetched, "not yet")),
            _last("Last daily statement", _or(figures.last_statement, "none yet")),
            rx.el.button(
                "Look again",
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=FeedState.look_again,
            ),
            class_name="cx-inline",
        ),
    )


def _last(name: str, when: Any) -> rx.Component:
    return rx.el.p(name, ": ", rx.el.strong(when), class_name="cx-card__meta")


def _or(value: Any, otherwise: Any) -> Any:
    return rx.cond(value, value, otherwise)


def _filters() -> rx.Component:
    return rx.el.form(
        select_field("show", "Which", [("", [(s.value, label) for s, label in SHOWN.items()])]),
        select_field(
            "kind", "Kind", [("", [(k.value, KINDS[k]) for k in KINDS])], any_label="All kinds"
        ),
        submit("Show", outline=True),
        on_submit=FeedState.choose,
        class_name="cx-filter-row",
    )


def _nothing() -> rx.Component:
    return empty("There is nothing of this kind. That is how it should be.")


def _events() -> rx.Component:
    return rx.fragment(
        table(
            "The oldest first",
            ["What", "Receipt number", "Left", "Where it stands", "Do"],
            rx.foreach(FeedState.rows, _event),
        ),
        pages_of(FeedState, PAGE),
    )


def _event(row: EventLine) -> rx.Component:
    about = rx.el.span(" ", row.kind, " ", row.receipt_number, class_name="usa-sr-only")
    return rx.el.tr(
        rx.el.th(row.kind, scope="row"),
        rx.el.td(rx.el.a(row.receipt_number, href="/officer/cases/" + row.case_id)),
        rx.el.td(rx.el.div(row.age, " ago"), rx.el.div(row.sent, class_name="cx-card__meta")),
        rx.el.td(row.standing),
        rx.el.td(
            rx.cond(
                row.may_send_again,
                row_act("Send again", about, FeedState.send_again(row.id)),
            ),
            row_act("Settle by hand", about, FeedState.begin_to_settle(row.id)),
        ),
    )


def _settle() -> rx.Component:
    row = FeedState.settling
    return card(
        rx.el.h2("Settle by hand"),
        rx.el.p(
            row.kind,
            ", ",
            row.receipt_number,
            ". Ask the agency whether it has this, and under which id.",
        ),
        rx.el.form(
            text_field(
                "agency_id",
                "The agency’s id",
                hint="For example MER-000123",
                error=FeedState.field_error,
                max_length=64,
            ),
            rx.el.div(submit("Settle it"), _cancel(), class_name="cx-inline"),
            on_submit=FeedState.settle,
            no_validate=True,
            class_name="cx-form",
        ),
    )


def _cancel() -> rx.Component:
    return rx.el.button(
        "Cancel",
        type="button",
        class_name="usa-button usa-button--outline",
        on_click=FeedState.close,
    )


def _findings() -> rx.Component:
    return rx.fragment(
        table(
            "What one side knows and the other does not, the oldest day first",
            ["Day", "What", "Receipt number or event", "Agency’s ids", "Do"],
            rx.foreach(FeedState.findings, _finding),
        ),
        rx.cond(
            FeedState.figures.findings > FeedState.findings.length(),
            rx.el.p(
                "There are more. Resolve some of these to see them.", class_name="cx-card__meta"
            ),
        ),
    )


def _finding(row: FindingLine) -> rx.Component:
    about = rx.el.span(" ", row.what, " ", row.day, class_name="usa-sr-only")
    return rx.el.tr(
        rx.el.th(row.day, scope="row"),
        rx.el.td(row.what),
        rx.el.td(_or(row.receipt_number, row.event_id)),
        rx.el.td(row.ids),
        rx.el.td(row_act("Resolve", about, FeedState.begin_to_resolve(row.id))),
    )


def _resolve() -> rx.Component:
    row = FeedState.resolving
    return card(
        rx.el.h2("Resolve"),
        rx.el.p(row.what, ", ", row.day, ". ", _or(row.receipt_number, row.event_id)),
        rx.el.form(
            text_area(
                "note",
                "What you found out",
                hint=f"Up to {MAX_NOTE} characters, for colleagues who look later",
                error=FeedState.field_error,
                max_length=MAX_NOTE,
            ),
            rx.el.div(submit("Resolve it"), _cancel(), class_name="cx-inline"),
            on_submit=FeedState.resolve,
            no_validate=True,
            class_name="cx-form",
        ),
    )
