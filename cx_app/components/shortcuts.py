"""Keys of a desk: what they do, and the switch that turns them off (WCAG 2.1.4)."""

from __future__ import annotations

import reflex as rx


def shortcuts(*keys: tuple[str, str]) -> rx.Component:
    """(key, what it does). The keys themselves work through `data-key` of what they press; see
    assets/portal.js."""
    return rx.el.details(
        rx.el.summary("Keys", data_key="?"),
        rx.el.dl(
            *[
                rx.el.div(rx.el.dt(rx.el.kbd(key)), rx.el.dd(does), class_name="cx-keys__row")
                for key, does in (*keys, ("?", "Show or hide this list"))
            ],
            class_name="cx-keys__list",
        ),
        rx.el.label(
            rx.el.input(type="checkbox", default_checked=True, data_shortcut_switch=""),
            " Keys are on, in this browser",
            class_name="cx-keys__switch",
        ),
        class_name="cx-keys",
    )
