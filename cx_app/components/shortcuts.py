"""Keys of a desk: what they do, which ones somebody would rather press, and the switch that turns
them off (WCAG 2.1.4)."""

from __future__ import annotations

import reflex as rx


def shortcuts(*keys: tuple[str, str]) -> rx.Component:
    """(key, what it does), one character each. The keys themselves work through `data-key` of what
    they press; see assets/keys.js. What is chosen here is kept in this browser, for pages whose
    `data-shortcuts` has the same name."""
    return rx.el.details(
        rx.el.summary("Keys", data_key="?"),
        rx.el.p(
            "Type another key into a box to change it. Enter opens what has the focus.",
            id="keys-hint",
        ),
        rx.el.ul(
            *[_key(key, does) for key, does in (*keys, ("?", "Show or hide this list"))],
            class_name="cx-keys__list",
        ),
        rx.el.p(
            role="status",
            data_shortcut_said="",
            data_taken="That key is taken. Choose another one.",
            data_changed="Changed.",
            data_usual="The keys are as they were made.",
            class_name="cx-keys__said",
        ),
        rx.el.div(
            rx.el.label(
                rx.el.input(type="checkbox", default_checked=True, data_shortcut_switch=""),
                " Keys are on, in this browser",
                class_name="cx-keys__switch",
            ),
            rx.el.button(
                "Back to the usual keys",
                type="button",
                data_shortcut_reset="",
                class_name="usa-button usa-button--unstyled",
            ),
            class_name="cx-inline",
        ),
        class_name="cx-keys",
    )


def _key(key: str, does: str) -> rx.Component:
    name = f"key-{ord(key)}"
    return rx.el.li(
        rx.el.input(
            id=name,
            type="text",
            default_value=key,
            max_length=2,
            auto_complete="off",
            spell_check=False,
            data_shortcut_for=key,
            aria_describedby="keys-hint",
            class_name="usa-input cx-keys__key",
        ),
        rx.el.label(does, html_for=name),
        class_name="cx-keys__row",
    )
