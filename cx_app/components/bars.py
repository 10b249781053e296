"""Bars to compare a few numbers by: a chart that is its own table."""

from __future__ import annotations

from typing import Any

import reflex as rx


def bar_table(caption: str, first: str, bars: Any, *, unit: str = "Requests") -> rx.Component:
    """`bars` have a label, a value, and a percent of the highest of them."""
    return rx.el.table(
        rx.el.caption(caption),
        rx.el.thead(
            rx.el.tr(
                rx.el.th(first, scope="col"),
                rx.el.th(unit, scope="col", class_name="cx-barred__value"),
            )
        ),
        rx.el.tbody(
            rx.foreach(
                bars,
                lambda bar: rx.el.tr(
                    rx.el.th(bar.label, scope="row"),
                    rx.el.td(
                        rx.el.span(bar.value, class_name="cx-barred__number"),
                        fill(bar.percent),
                    ),
                ),
            )
        ),
        class_name="cx-barred",
    )


def stack(parts: Any) -> rx.Component:
    """What something is made of; `parts` have a tone and a percent of the whole. The numbers beside
    it say the same."""
    return rx.el.span(
        rx.foreach(
            parts,
            lambda part: rx.el.span(
                style={"width": part.percent.to_string() + "%"},
                class_name="cx-stack__" + part.tone,
            ),
        ),
        aria_hidden="true",
        class_name="cx-stack",
    )


def stack_key(tones: dict[str, str]) -> rx.Component:
    """Which tone stands for what."""
    return rx.el.ul(
        *[
            rx.el.li(rx.el.span(aria_hidden="true", class_name=f"cx-stack__{tone}"), said)
            for tone, said in tones.items()
        ],
        class_name="cx-stack-key",
    )


def fill(percent: Any) -> rx.Component:
    """How much of something is taken; the number beside it says the same."""
    return rx.el.span(
        rx.el.span(style={"width": percent.to_string() + "%"}),
        aria_hidden="true",
        class_name="cx-fill",
    )
