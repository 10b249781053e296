"""What people said of tasks: charts that are their own tables, and the file that is reported (CX-6,
CX-9). In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.bars import bar_table
from cx_app.components.content import card, empty, table, tag, when_loaded
from cx_app.components.fields import submit
from cx_app.components.native import native_form
from cx_app.pages.page import Audience, portal_page
from cx_app.services.feedback.trends import CommentLine, DriverLine, QuarterChoice
from cx_app.services.feedback.words import TRUST
from cx_app.settings import settings
from cx_app.state.officer.feedback import FeedbackTrendsState
from cx_app.state.session import SessionState

STATE = FeedbackTrendsState


@portal_page(
    "/officer/feedback",
    title="Feedback",
    audience=Audience.OFFICER,
    on_load=[STATE.load],
)
def feedback_trends() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Feedback"),
        rx.el.p(
            "What people say after a task. Nobody’s name is kept, and no figure tells of fewer than ",
            STATE.shown.least,
            " people.",
            class_name="usa-intro",
        ),
        when_loaded(STATE.loaded, _figures(), label="Counting", lines=8),
    )


def _figures() -> rx.Component:
    shown = STATE.shown
    return rx.fragment(
        _choose_quarter(),
        rx.el.h2(shown.label, aria_live="polite"),
        rx.el.p("They were asked: “", TRUST.replace("{agency}", settings.agency_name), "”"),
        rx.cond(
            shown.enough,
            rx.fragment(_numbers(), _parts()),
            empty("There are too few answers in this quarter to show any."),
        ),
        rx.el.section(
            rx.cond(
                shown.months.length() > 0,
                _bars("Thumbs up by month, a year up to this quarter", "Month", shown.months),
                empty("Nobody has answered in this year yet."),
            ),
            class_name="cx-section",
        ),
        rx.cond(shown.enough, rx.fragment(_drivers(), _comments())),
        _export(),
    )


def _choose_quarter() -> rx.Component:
    return rx.el.form(
        rx.el.label("Quarter", html_for="quarter", class_name="usa-label"),
        rx.el.div(
            rx.el.select(
                rx.foreach(STATE.shown.quarters, _option),
                id="quarter",
                name="quarter",
                default_value=STATE.shown.quarter,
                key=STATE.shown.quarter,
                class_name="usa-select",
            ),
            submit("Show", outline=True),
            class_name="cx-inline",
        ),
        on_submit=STATE.choose,
        class_name="usa-form cx-form",
    )


def _option(one: QuarterChoice) -> rx.Component:
    return rx.el.option(one.label, value=one.value)


def _numbers() -> rx.Component:
    shown = STATE.shown
    pairs = (
        ("Thumbs up", shown.share),
        ("Answers", shown.answers),
        ("People asked after a task", shown.offered),
        ("Answers for 100 asked", rx.cond(shown.rate, shown.rate, "Nobody was asked")),
    )
    return rx.el.dl(
        *[rx.el.div(rx.el.dt(term), rx.el.dd(value)) for term, value in pairs],
        class_name="cx-figures",
    )


def _parts() -> rx.Component:
    shown = STATE.shown
    return rx.el.div(
        _bars("By task", "Task", shown.tasks),
        rx.cond(
            shown.ways.length() > 0,
            _bars("By channel", "Channel", shown.ways),
            empty("Channels are not shown: they would tell of too few people."),
        ),
        _bars("By outcome", "Outcome", shown.outcomes),
        _bars("By language", "Language", shown.languages),
        class_name="cx-split",
    )


def _bars(caption: str, first: str, lines: Any) -> rx.Component:
    return bar_table(caption, first, lines, unit="Thumbs up, of answers")


def _drivers() -> rx.Component:
    return table(
        "What went well, and what did not",
        ["What", "Went well", "Did not"],
        rx.foreach(STATE.shown.drivers, _driver),
    )


def _driver(line: DriverLine) -> rx.Component:
    return rx.el.tr(rx.el.th(line.label, scope="row"), rx.el.td(line.good), rx.el.td(line.bad))


def _comments() -> rx.Component:
    shown = STATE.shown
    return rx.cond(
        shown.reads_comments,
        rx.el.section(
            rx.el.h2("In their own words"),
            rx.el.p("Only of tasks with answers enough, in no order. For supervisors."),
            rx.cond(
                shown.comments.length() > 0,
                rx.el.ul(rx.foreach(shown.comments, _comment), class_name="cx-rows"),
                empty("Nobody wrote anything."),
            ),
            class_name="cx-section",
        ),
    )


def _comment(line: CommentLine) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            line.task,
            " ",
            rx.cond(line.up, tag("Thumbs up"), tag("Thumbs down", "warning")),
            class_name="cx-card__meta",
        ),
        rx.el.p(line.words, class_name="cx-typed"),
        class_name="cx-rows__row",
    )


def _export() -> rx.Component:
    return card(
        rx.el.h2("Take it away as it is reported", class_name="cx-card__title"),
        rx.el.p(
            "A CSV file of the quarter: one line for each service and channel, with how many "
            "customers there were, were asked and answered. Too small figures are left open. That "
            "you took it is recorded."
        ),
        native_form(
            rx.el.input(type="hidden", name="csrf", value=SessionState.csrf, read_only=True),
            rx.el.input(type="hidden", name="quarter", value=STATE.shown.quarter, read_only=True),
            submit("Download CSV", outline=True),
            action="/officer/feedback/export",
            method="post",
        ),
        quiet=True,
    )
