"""The page of one request of a person: what came of what they just did, and what happened so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from cx_app.components.content import Text, alert, empty
from cx_app.components.timeline import timeline
from cx_app.language import _


def not_here(back: rx.Component) -> rx.Component:
    """In place of what does not exist or is not theirs; `back` leads on."""
    return rx.fragment(
        rx.el.h1(_("We can’t show this request")),
        empty(_("It is not among the requests that you can see here."), back),
    )


def came_of(state: Any, sent: Text) -> rx.Component:
    """`sent` is what to know after the request was sent; then what the last act did, or why not."""
    return rx.fragment(
        rx.cond(state.just_sent, alert("success", _("We have your request"), sent, id="sent")),
        rx.cond(state.said, alert("success", state.said, id="said")),
        rx.cond(
            state.refused,
            alert("warning", _("This was not done"), state.refused, id="refusal", urgent=True),
        ),
    )


def so_far(lines: Any, moment_of: Callable[[Any], rx.Component]) -> rx.Component:
    return rx.el.section(rx.el.h2(_("What happened so far")), timeline(lines, moment_of))
