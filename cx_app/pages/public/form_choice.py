"""Which form figures are shown for: the choice that public pages of figures offer."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import Text
from cx_app.components.fields import submit
from cx_app.language import _


def form_choice(state: Any, chosen: Text = "") -> rx.Component:
    """All forms, or one of the state's `shown.forms`; the state has `choose`."""
    return rx.el.form(
        rx.el.div(
            rx.el.label(_("Form"), html_for="case_form", class_name="usa-label"),
            rx.el.select(
                rx.el.option(_("All forms"), value=""),
                rx.foreach(state.shown.forms, lambda form: rx.el.option(form, value=form)),
                name="case_form",
                id="case_form",
                default_value=chosen,
                class_name="usa-select",
            ),
        ),
        submit(_("Show"), outline=True),
        on_submit=state.choose,
        class_name="cx-filter-row",
    )
