"""Biometrics where somebody lives who cannot come to a center: asked for and arranged. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import card
from cx_app.components.desk import choices_of, options_of
from cx_app.components.fields import (
    radio_group,
    select_field,
    submit,
    text_area,
    text_field,
)
from cx_app.services.biometrics.desk_words import DAY_PARTS, HOME_REASONS
from cx_app.services.biometrics.home import MAX_NOTE
from cx_app.state.officer.reschedules import RescheduleState


def at_home() -> rx.Component:
    page = RescheduleState.page
    return rx.cond(
        page.home.state,
        card(
            rx.el.h2("Biometrics at home"),
            rx.el.p(page.home.words),
            rx.cond(page.home.note, rx.el.p(page.home.note)),
            rx.cond(page.home.when, rx.el.p("Somebody comes: ", rx.el.strong(page.home.when))),
            rx.el.p(
                "Their appointment at the center stays, and nobody records that they did not come. "
                "They are told when somebody comes, of each change, and when you end it."
            ),
            _when(),
            rx.el.div(
                rx.cond(page.home.state == "arranged", _step("It is done", "done")),
                _step("End it", "ended"),
                class_name="cx-inline",
            ),
        ),
        rx.cond(
            page.may_ask_home,
            rx.el.details(
                rx.el.summary("They can’t come to a center"),
                rx.el.form(
                    radio_group(
                        "home_reason",
                        "Why does somebody have to go there?",
                        choices_of(HOME_REASONS),
                        key=page.id,
                    ),
                    text_area(
                        "home_note",
                        "What must whoever goes there know?",
                        hint=f"Up to {MAX_NOTE} characters",
                        max_length=MAX_NOTE,
                        key=page.id,
                    ),
                    submit("Ask for a visit at home", outline=True),
                    on_submit=RescheduleState.ask_home,
                    class_name="cx-form",
                ),
            ),
        ),
    )


def _when() -> rx.Component:
    home = RescheduleState.page.home
    return rx.el.form(
        text_field(
            "home_day",
            "On which day does somebody come?",
            type="date",
            value=home.day,
            key=home.day,
        ),
        select_field(
            "home_part",
            "When on that day?",
            options_of(DAY_PARTS),
            any_label="Choose",
            value=home.part,
            key=home.part,
        ),
        rx.cond(
            home.when,
            submit("Change the day", outline=True),
            submit("It is arranged", outline=True),
        ),
        on_submit=RescheduleState.arrange_home,
        class_name="cx-filter-row",
    )


def _step(label: str, to: str) -> Any:
    return rx.el.button(
        label,
        type="button",
        class_name="usa-button usa-button--outline",
        on_click=RescheduleState.change_home(to),
    )
