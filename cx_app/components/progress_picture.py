"""The picture of an estimate: a band on a time line that begins today and fades where we cannot
see. What it shows stands in words in its label and in the table beside it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.language import _
from cx_app.services.progress.views import Tick

BAND, EDGE, INK, LINE = "#99deea", "#0e4f5c", "#12303a", "#5d6c74"


def progress_picture(picture: Any, *, greyed: Any) -> rx.Component:
    svg = rx.el.svg
    return svg(
        svg.defs(fade("cx-fade")),
        svg.path(d="M14 66H306", stroke=LINE, stroke_width="1.5"),
        svg.path(d="M306 66l-6 -4v8z", fill=LINE),
        *_band(picture, "cx-fade", y="34", height="24"),
        rx.cond(
            picture.half != "",
            svg.rect(x=picture.half, y="30", width="3", height="32", rx="1.5", fill=EDGE),
        ),
        rx.cond(
            picture.half != "",
            svg.text(_("Half"), x=picture.half, y="25", text_anchor="middle", class_name="cx-axis"),
        ),
        svg.path(d="M14 20V70", stroke=INK, stroke_width="2"),
        svg.text(_("Today"), x="14", y="14", class_name="cx-axis cx-axis--now"),
        rx.foreach(picture.ticks, _tick),
        view_box="0 0 320 90",
        role="img",
        aria_label=picture.label,
        class_name=rx.cond(greyed, "cx-estimate cx-estimate--old", "cx-estimate"),
    )


def progress_band(picture: Any) -> rx.Component:
    """The band alone, for a step of the path; the words of its time line are text, which does not
    shrink with the picture. Where it has no words of its own, what stands beside it says the same.
    """
    svg = rx.el.svg
    return rx.el.div(
        svg(
            svg.path(d="M14 22H320", stroke=LINE, stroke_width="1"),
            *_band(picture, "cx-fade-small", y="6", height="16"),
            rx.cond(
                picture.half != "",
                svg.rect(x=picture.half, y="3", width="3", height="22", rx="1.5", fill=EDGE),
            ),
            svg.path(d="M14 0V28", stroke=INK, stroke_width="2"),
            view_box="13 0 307 28",
            role="img",
            aria_label=picture.label,
            aria_hidden=rx.cond(picture.label == "", "true", "false"),
            class_name="cx-estimate",
        ),
        rx.el.p(
            rx.el.span(_("Today")),
            rx.el.span(picture.until),
            aria_hidden="true",
            class_name="cx-band__ends",
        ),
        class_name="cx-band",
    )


def _band(picture: Any, fade_id: str, *, y: str, height: str) -> tuple[Any, Any]:
    """What we can see, and before it, so that no seam shows, how it goes on."""
    rect = rx.el.svg.rect
    return (
        rx.cond(
            picture.fades != "",
            rect(
                x=picture.fades, y=y, width=picture.fading, height=height, fill=f"url(#{fade_id})"
            ),
        ),
        rect(x=picture.begin, y=y, width=picture.width, height=height, rx="4", fill=BAND),
    )


def band_fade() -> rx.Component:
    """What the bands of a page fade with, once for all of them."""
    svg = rx.el.svg
    return svg(
        svg.defs(fade("cx-fade-small")), width="0", height="0", aria_hidden="true", display="block"
    )


def fade(name: str) -> rx.Component:
    """Where a band goes on beyond what we can see."""
    svg = rx.el.svg
    return svg.linear_gradient(
        svg.stop(offset="0", stop_color=BAND, stop_opacity="1"),
        svg.stop(offset="1", stop_color=BAND, stop_opacity="0"),
        id=name,
    )


def _tick(tick: Tick) -> rx.Component:
    svg = rx.el.svg
    return svg.g(
        svg.rect(x=tick.x, y="63", width="1", height="7", fill=LINE),
        svg.text(tick.label, x=tick.x, y="84", text_anchor=tick.anchor, class_name="cx-axis"),
    )
