"""The usual hours of an office, on the page of its calendar. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import error_summary, slim_alert, table
from cx_app.components.desk import cancel, choice_button
from cx_app.components.fields import submit, text_field
from cx_app.services.offices.hours_form import WeekdayLine
from cx_app.state.officer.office_hours import OfficeHoursState, ServiceChoice


def usual_hours() -> rx.Component:
    shown = OfficeHoursState.shown
    return rx.el.section(
        rx.el.h2("Usual hours"),
        rx.cond(
            OfficeHoursState.done,
            slim_alert("success", OfficeHoursState.done, id="hours-done"),
        ),
        rx.cond(
            OfficeHoursState.services.length() > 1,
            rx.el.div(
                rx.foreach(OfficeHoursState.services, _service),
                class_name="cx-choices",
                role="group",
                aria_label="For what",
            ),
        ),
        rx.cond(shown.since, rx.el.p(shown.label, " at these hours since or from ", shown.since)),
        rx.cond(OfficeHoursState.editing, _form(), _shown()),
        class_name="cx-section",
    )


def _service(one: ServiceChoice) -> rx.Component:
    return choice_button(
        one.label,
        chosen=OfficeHoursState.shown.service == one.value,
        on_click=OfficeHoursState.choose(one.value),
    )


def _shown() -> rx.Component:
    shown = OfficeHoursState.shown
    return rx.fragment(
        table(
            "Each weekday, on the office’s own clock",
            ["Day", "Hours", "Minutes each", "People at the same time"],
            rx.foreach(shown.lines, _line),
        ),
        rx.el.button(
            "Change the hours",
            id="edit-hours",
            type="button",
            on_click=OfficeHoursState.edit,
            class_name="usa-button usa-button--outline",
        ),
    )


def _line(line: WeekdayLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.name, scope="row"),
        rx.el.td(rx.cond(line.hours, line.hours, "Closed")),
        rx.el.td(rx.cond(line.hours, line.minutes, "")),
        rx.el.td(rx.cond(line.hours, line.people, "")),
    )


def _form() -> rx.Component:
    shown = OfficeHoursState.shown
    return rx.el.form(
        error_summary("Check these hours", OfficeHoursState.summary),
        rx.el.p(
            "Write hours on a 24-hour clock, such as 8:00-12:00, 13:00-16:00. Leave a day empty when "
            "the office does not see people. Who is booked stays booked.",
            id="hours-hint",
        ),
        text_field(
            "from_day",
            "From which day",
            error=OfficeHoursState.errors["from_day"],
            value=shown.first_day,
            key=OfficeHoursState.fresh,
            class_name="cx-hours__day",
            type="date",
            min=shown.first_day,
        ),
        rx.el.div(
            table(
                "Each weekday",
                ["Day", "Hours", "Minutes each", "People at the same time"],
                rx.foreach(shown.lines, _fields),
            ),
            class_name="cx-hours",
        ),
        rx.el.div(
            submit("Set these hours"),
            cancel(OfficeHoursState.close),
            class_name="cx-inline",
        ),
        on_submit=OfficeHoursState.save,
        no_validate=True,
    )


def _fields(line: WeekdayLine) -> rx.Component:
    number = line.weekday.to_string()
    return rx.el.tr(
        rx.el.th(line.name, scope="row"),
        rx.el.td(_field("hours_" + number, line.name, " hours", line.hours, 80)),
        rx.el.td(_field("minutes_" + number, line.name, " minutes each", line.minutes, 3)),
        rx.el.td(_field("people_" + number, line.name, " people at the same time", line.people, 2)),
    )


def _field(name: Any, day: Any, what: str, value: Any, length: int) -> rx.Component:
    return rx.fragment(
        _mistake(name),
        rx.el.input(
            id=name,
            name=name,
            type="text",
            default_value=value,
            max_length=length,
            auto_complete="off",
            key=OfficeHoursState.fresh,
            aria_label=day + what,
            aria_describedby="hours-hint",
            aria_invalid=_is_wrong(name),
            class_name="usa-input",
        ),
    )


def _mistake(name: Any) -> rx.Component:
    said = OfficeHoursState.errors[name]
    return rx.cond(said, rx.el.span(said, class_name="usa-error-message"))


def _is_wrong(name: Any) -> Any:
    return rx.cond(OfficeHoursState.errors[name], "true", "false")
