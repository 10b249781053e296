"""Estimates: pace by form and office, how right they were, and the switch. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, empty, table, tag, when_loaded
from cx_app.components.desk import came_of_it, row_act
from cx_app.components.fields import submit, text_field
from cx_app.pages.page import Audience, portal_page
from cx_app.services.progress.desk import MAX_REASON, FormLine, OfficeLine
from cx_app.state.officer.progress import StaffProgressState as State


@portal_page(
    "/officer/progress",
    title="Estimates",
    audience=Audience.OFFICER,
    on_load=[State.load],
)
def staff_progress() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Estimates"),
        rx.el.p(
            "How fast cases go, how right the estimates that people see were, and a switch for each "
            "form. ",
            rx.el.a("What everybody can read of it", href="/accuracy"),
            class_name="usa-intro",
        ),
        came_of_it(State, id="said"),
        when_loaded(
            State.loaded,
            rx.cond(State.desk.day, _page(), empty("Nothing has been counted yet.")),
            label="Loading estimates",
            lines=6,
        ),
    )


AGES = ("Half older than, days", "1 of 10 older than, days")


def _page() -> rx.Component:
    desk = State.desk
    return rx.fragment(
        rx.el.p(
            "Counts up to ",
            desk.day,
            ", table ",
            desk.snapshot,
            ". How many wait on a day is the average of the last 28 days.",
            class_name="cx-card__meta",
        ),
        rx.cond(desk.rung.length() > 0, _alarms()),
        rx.el.section(
            rx.el.h2("By form"),
            table(
                "Pace, and the record of the last quarter",
                [
                    *("Form", "Wait on a day", "Done in 28 days", "28 days before"),
                    *(*AGES, "Pace"),
                    *("80 % dates held", "Chances off by", "Alarms", "Do"),
                ],
                rx.foreach(desk.forms, _form),
            ),
            class_name="cx-section",
        ),
        rx.cond(desk.may_switch, _stop()),
        rx.el.section(
            rx.el.h2("By office"),
            table(
                "Cases that wait, and that were done",
                [
                    *("Form", "Office", "Wait on a day", "Done in 28 days", "28 days before"),
                    *AGES,
                ],
                rx.foreach(desk.offices, _office),
            ),
            class_name="cx-section",
        ),
    )


def _alarms() -> rx.Component:
    """What somebody must look at, before any table (MP-32)."""
    return alert(
        "warning",
        "Look at these estimates",
        rx.el.ul(
            rx.foreach(State.desk.rung, lambda one: rx.el.li(one)), class_name="usa-list", id="rung"
        ),
        "Supervisors can stop a form below until the cause is known.",
    )


def _form(line: FormLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.form, scope="row", class_name="cx-form-number"),
        rx.el.td(line.waiting),
        rx.el.td(line.done),
        rx.el.td(line.before),
        rx.el.td(line.age),
        rx.el.td(line.old),
        rx.el.td(rx.foreach(line.pace, lambda one: rx.el.div(one))),
        rx.el.td(line.held),
        rx.el.td(line.error),
        rx.el.td(
            rx.cond(
                line.alarms.length() > 0,
                rx.foreach(line.alarms, lambda one: rx.el.div(one)),
                "none",
            )
        ),
        rx.el.td(
            rx.cond(
                line.stopped,
                rx.fragment(tag("Stopped"), rx.el.div(line.stopped), _start(line)),
                rx.cond(line.within, "goes on within a designation", "goes on"),
            )
        ),
    )


def _start(line: FormLine) -> rx.Component:
    return rx.cond(
        State.desk.may_switch,
        row_act(
            "Let it go on",
            rx.el.span(" ", line.form, class_name="usa-sr-only"),
            State.start(line.form),
        ),
    )


def _office(line: OfficeLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.form, scope="row", class_name="cx-form-number"),
        rx.el.td(line.office),
        rx.el.td(line.waiting),
        rx.el.td(line.done),
        rx.el.td(line.before),
        rx.el.td(line.age),
        rx.el.td(line.old),
    )


def _stop() -> rx.Component:
    return card(
        rx.el.h2("Stop the estimates of a form"),
        rx.el.p("It takes effect at once, on open pages too. People read that we check them."),
        rx.el.form(
            rx.el.label("Form", html_for="stop_form", class_name="usa-label"),
            rx.el.select(
                rx.foreach(State.desk.forms, lambda line: rx.el.option(line.form, value=line.form)),
                name="stop_form",
                id="stop_form",
                class_name="usa-select",
            ),
            text_field("why", "Why", hint="Colleagues read it", max_length=MAX_REASON),
            submit("Stop it"),
            on_submit=State.stop,
            no_validate=True,
            class_name="cx-form",
        ),
    )
