"""A month as a table of days, each a button, to look at and to choose from."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

WEEKDAYS: Final = (
    ("Sun", "Sunday"),
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
)


def month_table(page: Any, chosen: Any, *, on_choose: Any, on_turn: Any) -> rx.Component:
    """`page` has title, weeks, earlier and later; `chosen` is the ISO date that is looked at."""
    return rx.el.div(
        rx.el.div(
            _turn("Earlier month", page.earlier, on_turn),
            rx.el.h2(page.title, aria_live="polite"),
            _turn("Later month", page.later, on_turn),
            class_name="cx-month__head",
        ),
        rx.el.table(
            rx.el.caption(page.title, class_name="usa-sr-only"),
            rx.el.thead(
                rx.el.tr(
                    *[
                        rx.el.th(rx.el.abbr(short, title=name), scope="col")
                        for short, name in WEEKDAYS
                    ]
                )
            ),
            rx.el.tbody(
                rx.foreach(
                    page.weeks,
                    lambda week: rx.el.tr(
                        rx.foreach(week.days, lambda day: _day(day, chosen, on_choose))
                    ),
                )
            ),
            class_name="cx-month__days",
        ),
        class_name="cx-month",
    )


def _turn(label: str, first: Any, on_turn: Any) -> rx.Component:
    """Stays where there is no month any more, so that focus does."""
    return rx.el.button(
        label,
        type="button",
        on_click=on_turn(first),
        aria_disabled=rx.cond(first, "false", "true"),
        class_name="usa-button usa-button--outline",
    )


def _day(day: Any, chosen: Any, on_choose: Any) -> rx.Component:
    return rx.el.td(
        rx.el.button(
            rx.el.span(day.number, aria_hidden="true", class_name="cx-month__number"),
            rx.el.span(day.said, class_name="usa-sr-only"),
            rx.cond(
                day.label,
                rx.el.span(
                    rx.el.span(", ", class_name="usa-sr-only"),
                    day.label,
                    class_name="cx-month__label",
                ),
            ),
            rx.cond(
                day.seats > 0,
                rx.fragment(
                    rx.el.span(
                        rx.el.span(style={"width": day.percent.to_string() + "%"}),
                        aria_hidden="true",
                        class_name="cx-month__bar",
                    ),
                    rx.el.span(
                        rx.el.span(", ", class_name="usa-sr-only"),
                        day.booked,
                        rx.el.span("/", aria_hidden="true"),
                        rx.el.span(" of ", class_name="usa-sr-only"),
                        day.seats,
                        rx.el.span(" booked", class_name="usa-sr-only"),
                        class_name="cx-month__count",
                    ),
                ),
            ),
            type="button",
            on_click=on_choose(day.day),
            aria_pressed=rx.cond(chosen == day.day, "true", "false"),
            data_kind=day.kind,
            data_day=day.day,
            **{"aria-current": rx.cond(day.is_today, "date", "false")},
        ),
        class_name=rx.cond(day.in_month, "", "cx-month__outside"),
    )
