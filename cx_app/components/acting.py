"""For whom somebody acts, on each page where they do."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import Text
from cx_app.language import _


def acting_for(name: Text, submits: Text = "") -> rx.Component:
    """Nothing for whoever acts for themselves. `submits` names who submits what a paralegal only
    prepares (REP-9)."""
    return rx.cond(
        name,
        rx.el.p(
            _("Acting for"),
            " ",
            rx.el.strong(name),
            rx.cond(
                submits,
                rx.fragment(
                    ". ", _("You prepare. Who reviews and submits it:"), " ", rx.el.strong(submits)
                ),
            ),
            class_name="cx-acting",
            role="status",
        ),
    )
