"""For whom somebody acts, on each page where they do."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import Text
from cx_app.language import _


def acting_for(name: Text) -> rx.Component:
    """Nothing for whoever acts for themselves."""
    return rx.cond(
        name,
        rx.el.p(_("Acting for"), " ", rx.el.strong(name), class_name="cx-acting", role="status"),
    )
