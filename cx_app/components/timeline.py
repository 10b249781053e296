"""What happened, or will, moment by moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from cx_app.components.content import Text


def timeline(lines: Any, moment_of: Callable[[Any], rx.Component], **props: Any) -> rx.Component:
    """`lines` are known only in the browser; each becomes a `moment`."""
    return rx.el.ol(rx.foreach(lines, moment_of), class_name="cx-timeline", **props)


def moment(when: Text, *what: Any) -> rx.Component:
    """When, then what in elements; a sentence of its own becomes a paragraph."""
    return rx.el.li(
        rx.el.p(when, class_name="cx-timeline__day"),
        *[rx.el.p(one) if isinstance(one, str | rx.Var) else one for one in what],
    )
