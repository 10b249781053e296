"""Reasons, targets and limits of visits, as rows that hold from a day on. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, slim_alert, table, when_loaded
from cx_app.components.desk import cancel
from cx_app.components.fields import submit, text_area, text_field
from cx_app.pages.page import Audience, portal_page
from cx_app.services.policy.edit import CodeField, RuleLine
from cx_app.state.officer.visit_rules import VisitRulesState


@portal_page(
    "/officer/offices/rules",
    title="Reasons, targets and limits",
    audience=Audience.OFFICER,
    on_load=[VisitRulesState.load],
    crumbs=[("/officer/offices", "Offices")],
)
def visit_rules() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Reasons, targets and limits"),
        rx.el.p(
            "What people can ask for, how fast they are answered, and how far ahead they book. "
            "A change holds from a day on and never touches what was before.",
            class_name="usa-intro",
        ),
        when_loaded(VisitRulesState.loaded, _rules(), label="Loading the rules", lines=8),
    )


def _rules() -> rx.Component:
    shown = VisitRulesState.shown
    return rx.fragment(
        rx.cond(VisitRulesState.done, slim_alert("success", VisitRulesState.done, id="done")),
        rx.cond(VisitRulesState.changing.name, _change()),
        rx.cond(
            shown.may_change,
            rx.fragment(),
            rx.el.p("Administrators change these. You see what holds and what is planned."),
        ),
        table(
            "Rules, and since when they hold",
            ["Rule", "Now", "Since", "Planned", "Change"],
            rx.foreach(shown.lines, _line),
        ),
    )


def _line(line: RuleLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.title, rx.el.span(line.hint, class_name="cx-table__note"), scope="row"),
        rx.el.td(line.now),
        rx.el.td(line.since),
        rx.el.td(rx.cond(line.then, line.then, "Nothing")),
        rx.el.td(
            rx.cond(
                VisitRulesState.shown.may_change,
                rx.el.button(
                    "Change",
                    rx.el.span(": ", line.title, class_name="usa-sr-only"),
                    type="button",
                    on_click=VisitRulesState.begin(line.name),
                    class_name="usa-button usa-button--unstyled cx-act",
                ),
                line.rule,
            )
        ),
    )


def _change() -> rx.Component:
    rule = VisitRulesState.changing
    return card(
        rx.el.h2(rule.title, id="changing", tab_index=-1),
        rx.el.p(rule.hint, rx.cond(rule.between, rx.fragment(" ", rule.between, "."))),
        rx.el.p("Now: ", rx.el.strong(rule.now)),
        rx.cond(
            VisitRulesState.problem, slim_alert("error", VisitRulesState.problem, id="problem")
        ),
        rx.el.form(
            rx.match(
                rule.kind,
                ("number", _number(rule)),
                ("words", rx.el.div(rx.foreach(rule.codes, _words), class_name="cx-columns")),
                (
                    "ticks",
                    rx.el.fieldset(
                        rx.el.legend("Which", class_name="usa-legend"),
                        rx.foreach(rule.codes, _tick),
                        class_name="usa-fieldset",
                    ),
                ),
                rx.el.div(rx.foreach(rule.codes, _typed), class_name="cx-columns"),
            ),
            text_field(
                "from_day",
                "From which day",
                hint="Today means from this moment on",
                value=VisitRulesState.shown.today,
                key=rule.name,
                class_name="cx-hours__day",
                type="date",
                min=VisitRulesState.shown.today,
            ),
            rx.el.div(submit("Change it"), cancel(VisitRulesState.close), class_name="cx-inline"),
            on_submit=VisitRulesState.change,
            no_validate=True,
            class_name="cx-form",
        ),
    )


def _number(rule: RuleLine) -> rx.Component:
    return text_field(
        "value", "New value", value=rule.value, key=rule.name, max_length=9, input_mode="numeric"
    )


def _typed(one: CodeField) -> rx.Component:
    name = "of_" + one.code
    return rx.el.div(
        rx.el.label(one.label, html_for=name, class_name="usa-label"),
        rx.el.input(
            id=name,
            name=name,
            type="text",
            input_mode="numeric",
            default_value=one.value,
            key=VisitRulesState.changing.name + one.code,
            max_length=3,
            auto_complete="off",
            class_name="usa-input",
        ),
        class_name="usa-form-group",
    )


def _words(one: CodeField) -> rx.Component:
    return text_area(
        "of_" + one.code,
        one.label,
        hint=one.hint,
        value=one.value,
        key=VisitRulesState.changing.name + one.code,
    )


def _tick(one: CodeField) -> rx.Component:
    name = "is_" + one.code
    return rx.el.div(
        rx.el.input(
            id=name,
            name=name,
            type="checkbox",
            value="yes",
            default_checked=one.value == "yes",
            key=VisitRulesState.changing.name + one.code,
            class_name="usa-checkbox__input",
        ),
        rx.el.label(one.label, html_for=name, class_name="usa-checkbox__label"),
        class_name="usa-checkbox",
    )
