"""Callbacks for supervisors: disputes, figures, hours and staffing, closed days. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import card, empty, error_summary, slim_alert, table, when_loaded
from cx_app.components.desk import options_of
from cx_app.components.fields import select_field, submit, text_field
from cx_app.pages.page import Audience, portal_page
from cx_app.services.callbacks.disputing import DisputeLine, Settlement
from cx_app.services.callbacks.figures import PERIODS, ShareLine, WaitLine
from cx_app.services.callbacks.staffing import REASONS, ClosureLine, HoursLine
from cx_app.state.officer.callback_keep import CallbackKeepState


@portal_page(
    "/officer/callbacks/keep",
    title="Hours, figures and disputes",
    audience=Audience.OFFICER,
    on_load=[CallbackKeepState.load],
    crumbs=[("/officer/callbacks", "Callbacks")],
)
def callback_keep() -> rx.Component:
    state = CallbackKeepState
    return rx.fragment(
        rx.el.h1("Hours, figures and disputes"),
        when_loaded(
            state.loaded,
            rx.fragment(
                rx.cond(state.done, slim_alert("success", state.done, id="keep-said")),
                rx.cond(state.problem, slim_alert("error", state.problem, id="keep-said")),
                _section("Disputes", _disputes()),
                _section("Figures", _figures()),
                _section("Hours and staffing", _staffing()),
                _section("Closed days", _closures()),
            ),
            label="Loading",
            lines=8,
        ),
    )


def _section(title: str, *body: Any) -> rx.Component:
    return rx.el.section(rx.el.h2(title), *body, class_name="cx-section")


def _disputes() -> rx.Component:
    disputes = CallbackKeepState.disputes
    return rx.cond(
        disputes.length() > 0,
        rx.el.ul(rx.foreach(disputes, _dispute), class_name="cx-plain"),
        empty("Nobody disputes a summary."),
    )


def _dispute(one: DisputeLine) -> rx.Component:
    return rx.el.li(
        card(
            rx.el.h3(rx.el.a(one.name, ", ", one.topic, href=one.path, class_name="usa-link")),
            rx.el.p(
                one.reference,
                " · called ",
                one.called,
                " by ",
                one.officer,
                " · disputed: ",
                one.age,
                class_name="cx-card__meta",
            ),
            rx.el.p(rx.el.strong("The summary")),
            rx.el.p(one.summary, class_name="cx-quote"),
            rx.el.p(rx.el.strong("The person says")),
            rx.el.p(one.dispute, class_name="cx-quote"),
            rx.cond(one.own, rx.el.p("It was your own call: a colleague answers."), _answer(one)),
        ),
        key=one.call_id,
    )


def _answer(one: DisputeLine) -> rx.Component:
    field = "settlement-" + one.call_id
    return rx.el.form(
        rx.el.input(type="hidden", name="call", value=one.call_id, read_only=True),
        rx.el.fieldset(
            rx.el.legend("What do you make of it?", class_name="usa-legend"),
            *[
                rx.el.div(
                    rx.el.input(
                        id=field + f"-{how}",
                        type="radio",
                        name="settlement",
                        value=str(how),
                        class_name="usa-radio__input",
                    ),
                    rx.el.label(said, html_for=field + f"-{how}", class_name="usa-radio__label"),
                    class_name="usa-radio",
                )
                for how, said in (
                    (Settlement.CORRECTED, "The person is right: my answer says what holds"),
                    (Settlement.STANDS, "The summary stands"),
                )
            ],
            class_name="usa-fieldset",
        ),
        rx.el.label("Your answer", html_for="answer-" + one.call_id, class_name="usa-label"),
        rx.el.textarea(
            id="answer-" + one.call_id,
            name="answer",
            rows=4,
            max_length=2000,
            class_name="usa-textarea",
        ),
        submit("Answer the person"),
        on_submit=CallbackKeepState.settle,
        class_name="cx-form",
    )


def _figures() -> rx.Component:
    state, shown = CallbackKeepState, CallbackKeepState.figures
    return rx.fragment(
        rx.el.div(
            *[_period(days) for days in PERIODS],
            class_name="cx-choices",
            role="group",
            aria_label="Days to look at",
        ),
        rx.el.dl(
            _number("Texts answered with yes", shown.yes),
            _number("Called inside the half hour", state.in_time),
            _number("Summaries disputed", state.disputed),
            class_name="cx-figures",
        ),
        _shares("What people answer to a text", "Answer", shown.answers),
        _shares("Calls that reach the person", "Calls", shown.reached),
        _waits("How long until the first call, by topic", "Topic", shown.by_topic),
        _waits("How long until the first call, by language", "Language", shown.by_language),
    )


def _period(days: int) -> rx.Component:
    return rx.el.button(
        f"{days} days",
        type="button",
        on_click=CallbackKeepState.look_at(days),
        aria_pressed=rx.cond(CallbackKeepState.days == days, "true", "false"),
        class_name="usa-button usa-button--outline cx-choice",
    )


def _number(name: str, line: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name, " (", line.count, " of ", line.of, ")"),
        rx.el.dd(rx.cond(line.percent, line.percent, "–")),
    )


def _shares(caption: str, first: str, lines: Any) -> rx.Component:
    return table(caption, [first, "Share", "Number", "Of"], rx.foreach(lines, _share))


def _share(line: ShareLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.label, scope="row"),
        rx.el.td(rx.cond(line.percent, line.percent, "–")),
        rx.el.td(line.count),
        rx.el.td(line.of),
    )


def _waits(caption: str, first: str, lines: Any) -> rx.Component:
    return rx.cond(
        lines.length() > 0,
        table(
            caption,
            [first, "Calls", "Half within", "8 of 10 within", "Longest"],
            rx.foreach(lines, _wait),
        ),
    )


def _wait(line: WaitLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.label, scope="row"),
        rx.el.td(line.calls),
        rx.el.td(line.half),
        rx.el.td(line.most),
        rx.el.td(line.longest),
    )


def _staffing() -> rx.Component:
    state, shown = CallbackKeepState, CallbackKeepState.staffing
    return rx.fragment(
        rx.el.p(state.pace.formula, class_name="cx-formula"),
        rx.cond(
            shown.planned.length() > 0,
            table(
                "What was set, the newest on top",
                ["From", "Hours, Eastern", "Officers", "Minutes ahead", "Set by", "State"],
                rx.foreach(shown.planned, _planned),
            ),
        ),
        rx.el.form(
            error_summary("Check these fields", state.summary),
            _input("from_day", "From which day", shown.today, type="date", min=shown.today),
            _input("opens", "Calls begin", shown.opens, type="time"),
            _input("closes", "Calls end", shown.closes, type="time"),
            _input("officers", "Officers who take calls", shown.officers, input_mode="numeric"),
            _input(
                "ahead",
                "Minutes that are filled with texts, of the half hour",
                shown.ahead,
                input_mode="numeric",
            ),
            submit("Set this"),
            on_submit=state.set_staffing,
            no_validate=True,
            class_name="cx-form",
        ),
    )


def _planned(line: HoursLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.from_day, scope="row"),
        rx.el.td(line.hours),
        rx.el.td(line.officers),
        rx.el.td(line.ahead),
        rx.el.td(line.by),
        rx.el.td(rx.cond(line.in_force, "In force", "")),
    )


def _input(name: str, label: str, value: Any, **props: Any) -> rx.Component:
    state = CallbackKeepState
    return text_field(
        name,
        label,
        error=state.errors.get(name, ""),
        value=value,
        key=state.form_key,
        class_name="cx-hours__day",
        **props,
    )


def _closures() -> rx.Component:
    shown = CallbackKeepState.staffing
    return rx.fragment(
        rx.el.p("Weekends and federal holidays are closed anyway."),
        rx.cond(
            shown.closures.length() > 0,
            table(
                "Days on which nobody calls",
                ["Day", "Why", "Set by", "Change"],
                rx.foreach(shown.closures, _closure),
            ),
        ),
        rx.el.form(
            _input("closed_day", "Close a day", "", type="date", min=shown.today),
            select_field(
                "why",
                "Why",
                options_of(REASONS),
                any_label="Choose",
                key=CallbackKeepState.form_key,
            ),
            submit("Close this day", outline=True),
            on_submit=CallbackKeepState.close_day,
            no_validate=True,
            class_name="cx-form",
        ),
    )


def _closure(line: ClosureLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.said, scope="row"),
        rx.el.td(line.reason),
        rx.el.td(line.by),
        rx.el.td(
            rx.el.button(
                "Open it again",
                rx.el.span(" ", line.said, class_name="usa-sr-only"),
                type="button",
                on_click=CallbackKeepState.reopen_day(line.day),
                class_name="usa-button usa-button--unstyled cx-act",
            )
        ),
    )
