"""Charts of how right estimates were. Each says in its label what it shows; a table is beside it."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.language import _
from cx_app.services.progress.accuracy_drawing import (
    EDGE,
    FOOT,
    HIGH,
    LEFT,
    RIGHT,
    SIDE,
    SQUARE,
    TOP,
    WIDE,
    Bar,
    Dot,
    Label,
    Tick,
    at,
    height,
)
from cx_app.services.progress.published import TenthLine

SAID, CAME, LINE, GRID = "#d9eef2", "#0e4f5c", "#5d6c74", "#dfe1e2"
PROMISED: Final = 80
"""Of 100 dates of the kind "80 of 100 by …"."""
TWENTIES: Final = range(0, 101, 20)


def months_chart(shown: Any) -> rx.Component:
    """What was foreseen beside what came, month by month."""
    return rx.el.figure(
        _by_month(
            _("Cases"),
            rx.foreach(shown.ticks, _tick),
            rx.foreach(shown.bars, _bar),
            shown.labels,
            shown.chart,
        ),
        rx.el.figcaption(
            _key("foreseen", _("Foreseen")), _key("came", _("Done")), class_name="cx-card__meta"
        ),
    )


def held_chart(shown: Any) -> rx.Component:
    """Of 100 dates, how many held, month by month, against what they promised."""
    svg, promised = rx.el.svg, height(PROMISED, 100)
    return rx.el.figure(
        _by_month(
            _("Of 100 dates"),
            rx.fragment(*[_fixed_tick(n) for n in TWENTIES]),
            rx.fragment(
                svg.path(
                    d=f"M{LEFT} {promised}H{RIGHT}",
                    stroke=LINE,
                    stroke_width="1.5",
                    stroke_dasharray="4 3",
                ),
                rx.foreach(shown.dots, _dot),
            ),
            shown.labels,
            shown.dots_said,
        ),
        rx.el.figcaption(
            _("On the dashed line 80 of 100 held, as they should. Below it, too few did."),
            class_name="cx-card__meta",
        ),
    )


def reliability(shown: Any) -> rx.Component:
    """A point on the diagonal was right; below it, fewer came than we said."""
    svg = rx.el.svg
    (left, low), (right, high) = at(0, 0), at(100, 100)
    middle = str(EDGE + SIDE / 2)
    return rx.el.figure(
        svg(
            *[_crossed(n) for n in TWENTIES],
            svg.path(d=f"M{left} {high}V{low}H{right}", stroke=LINE, fill="none"),
            svg.path(
                d=f"M{left} {low}L{right} {high}",
                stroke=LINE,
                stroke_width="1.5",
                stroke_dasharray="4 3",
            ),
            svg.text(_("Came, of 100"), x="2", y="9", class_name="cx-axis cx-axis--name"),
            svg.text(
                _("We said, of 100"),
                x=middle,
                y=str(SQUARE - 4),
                text_anchor="middle",
                class_name="cx-axis cx-axis--name",
            ),
            rx.foreach(shown.tenths, _point),
            view_box=f"0 0 {SQUARE} {SQUARE}",
            role="img",
            aria_label=shown.diagram,
            class_name="cx-chart cx-chart--square",
        ),
        rx.el.figcaption(
            _("On the dashed line we were right. Below it, fewer cases were done than we said."),
            " ",
            _("Larger points speak of more cases."),
            class_name="cx-card__meta",
        ),
    )


def _by_month(unit: str, scale: Any, drawn: Any, labels: Any, words: Any) -> rx.Component:
    """A chart with months along its foot, and what is counted named above its upright axis."""
    svg = rx.el.svg
    return svg(
        svg.text(unit, x="2", y="12", class_name="cx-axis cx-axis--name"),
        scale,
        drawn,
        svg.path(d=f"M{LEFT} {TOP}V{FOOT}H{RIGHT}", stroke=LINE, fill="none"),
        rx.foreach(labels, _label),
        view_box=f"0 0 {WIDE} {HIGH}",
        role="img",
        aria_label=words,
        class_name="cx-chart cx-chart--axes",
    )


def _key(kind: str, name: str) -> rx.Component:
    return rx.el.span(
        rx.el.span(class_name="cx-key", data_kind=kind, aria_hidden="true"), name, " "
    )


def _tick(tick: Tick) -> rx.Component:
    svg = rx.el.svg
    return svg.g(
        svg.rect(x=str(LEFT), y=tick.y, width=str(RIGHT - LEFT), height="1", fill=GRID),
        svg.text(
            tick.text, x=str(LEFT - 5), y=tick.y, dy="4", text_anchor="end", class_name="cx-axis"
        ),
    )


def _fixed_tick(share: int) -> rx.Component:
    return _tick(Tick(f"{height(share, 100):.1f}", str(share)))


def _bar(bar: Bar) -> rx.Component:
    """What was only said is an outline; what came is filled."""
    return rx.el.svg.rect(
        x=bar.x,
        y=bar.y,
        width=bar.width,
        height=bar.height,
        fill=rx.cond(bar.kind == "came", CAME, SAID),
        stroke=CAME,
        stroke_width="1",
    )


def _dot(dot: Dot) -> rx.Component:
    return rx.el.svg.circle(cx=dot.x, cy=dot.y, r="4", fill=CAME)


def _label(label: Label) -> rx.Component:
    svg = rx.el.svg
    return svg.g(
        svg.rect(x=label.x, y=str(FOOT), width="1", height="5", fill=LINE),
        svg.text(
            label.text, x=label.x, y=str(HIGH - 5), text_anchor="middle", class_name="cx-axis"
        ),
    )


def _crossed(share: int) -> rx.Component:
    """A line of the diagram's grid each way, with its number."""
    svg = rx.el.svg
    (x, low), (_right, high) = at(share, 0), at(100, 100)
    left, y = at(0, share)
    return svg.g(
        svg.path(d=f"M{x} {low}V{high}M{left} {y}H{EDGE + SIDE}", stroke=GRID, fill="none"),
        svg.text(str(share), x=x, y=low, dy="13", text_anchor="middle", class_name="cx-axis"),
        svg.text(str(share), x=str(EDGE - 4), y=y, dy="3", text_anchor="end", class_name="cx-axis"),
    )


def _point(tenth: TenthLine) -> rx.Component:
    return rx.cond(
        tenth.x != "",
        rx.el.svg.circle(
            cx=tenth.x, cy=tenth.y, r=tenth.radius, fill=CAME, stroke="white", stroke_width="1"
        ),
    )
