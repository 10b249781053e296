"""Charts of how right estimates were. Each says in its label what it shows; a table is beside it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.language import _
from cx_app.services.progress.published import (
    CHART_HEIGHT,
    CHART_WIDTH,
    EDGE,
    FOOT,
    SQUARE,
    Bar,
    Label,
    Tenth,
)

SAID, CAME, LINE = "#5fb3c4", "#0e4f5c", "#5d6c74"


def months_chart(bars: Any, labels: Any, words: Any) -> rx.Component:
    svg = rx.el.svg
    return rx.el.figure(
        svg(
            rx.foreach(bars, _bar),
            svg.path(d=f"M0 {CHART_HEIGHT - FOOT}H{CHART_WIDTH}", stroke=LINE, stroke_width="1"),
            rx.foreach(labels, _label),
            view_box=f"0 0 {CHART_WIDTH} {CHART_HEIGHT}",
            role="img",
            aria_label=words,
            class_name="cx-chart",
        ),
        rx.el.figcaption(
            rx.el.span(class_name="cx-key", data_kind="foreseen", aria_hidden="true"),
            _("foreseen"),
            " ",
            rx.el.span(class_name="cx-key", data_kind="came", aria_hidden="true"),
            _("done"),
            class_name="cx-card__meta",
        ),
    )


def _bar(bar: Bar) -> rx.Component:
    return rx.el.svg.rect(
        x=bar.x,
        y=bar.y,
        width="8",
        height=bar.height,
        fill=rx.cond(bar.kind == "came", CAME, SAID),
    )


def _label(label: Label) -> rx.Component:
    return rx.el.svg.text(
        label.text,
        x=label.x,
        y=str(CHART_HEIGHT - 5),
        text_anchor="middle",
        class_name="cx-axis cx-axis--small",
    )


def reliability(tenths: Any, words: Any) -> rx.Component:
    """A point on the diagonal was right; below it, fewer came than we said."""
    svg = rx.el.svg
    low, high, right = SQUARE - EDGE / 2, EDGE / 2, SQUARE
    return rx.el.figure(
        svg(
            svg.path(d=f"M{EDGE} {low}H{right}M{EDGE} {low}V{high}", stroke=LINE, fill="none"),
            svg.path(d=f"M{EDGE} {low}L{right} {high}", stroke=SAID, stroke_dasharray="3 3"),
            rx.foreach(tenths, _point),
            view_box=f"0 0 {SQUARE + EDGE} {SQUARE}",
            role="img",
            aria_label=words,
            class_name="cx-chart cx-chart--square",
        ),
        rx.el.figcaption(
            _("To the right: what we said. Upwards: what came. On the dashed line we were right."),
            class_name="cx-card__meta",
        ),
    )


def _point(tenth: Tenth) -> rx.Component:
    return rx.cond(tenth.x != "", rx.el.svg.circle(cx=tenth.x, cy=tenth.y, r="4", fill=CAME))
