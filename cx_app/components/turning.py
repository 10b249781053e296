"""Pages of a list that its people turn themselves."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.language import _


def turn_page(before: Any, after: Any, turn: Any, *between: Any) -> rx.Component:
    """To the page before and the page after, where there is one; `turn` is told by how many."""
    return rx.el.nav(
        rx.cond(before, _turn(_("Previous page"), turn(-1))),
        *between,
        rx.cond(after, _turn(_("Next page"), turn(1))),
        aria_label=_("Pages"),
        class_name="cx-inline",
    )


def _turn(label: str, event: Any) -> rx.Component:
    return rx.el.button(
        label, type="button", on_click=event, class_name="usa-button usa-button--outline"
    )
