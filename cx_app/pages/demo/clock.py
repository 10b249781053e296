"""The demo's clock: moves forward, never back."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card
from cx_app.pages.page import Audience, portal_page
from cx_app.state.demo.clock import ClockState

STEPS = (
    ("1 minute", 1),
    ("20 minutes", 20),
    ("1 hour", 60),
    ("1 day", 24 * 60),
    ("1 week", 7 * 24 * 60),
    ("30 days", 30 * 24 * 60),
    ("90 days", 90 * 24 * 60),
)


@portal_page("/demo/clock", title="Demo clock", audience=Audience.DEMO, on_load=[ClockState.load])
def demo_clock() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Demo clock"),
        rx.el.p(
            "Rules about time use this clock. It moves forward only; nobody is signed out by it.",
            class_name="usa-intro",
        ),
        rx.cond(ClockState.error, alert("error", "Not moved", ClockState.error, urgent=True)),
        card(
            rx.el.p("Now: ", rx.el.strong(ClockState.now, id="demo-now"), aria_live="polite"),
            rx.el.div(
                *[
                    rx.el.button(
                        f"Forward {label}",
                        type="button",
                        class_name="usa-button usa-button--outline",
                        on_click=ClockState.advance(minutes),
                    )
                    for label, minutes in STEPS
                ],
                class_name="cx-inline",
            ),
        ),
    )
