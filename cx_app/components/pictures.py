"""Own drawings: the mark of the service."""

from __future__ import annotations

import reflex as rx


def brand_mark() -> rx.Component:
    """Three milestones on a path, the last one still open; the name stands beside it."""
    svg = rx.el.svg
    return svg(
        svg.rect(width="36", height="36", rx="8", fill="#0e4f5c"),
        svg.path(d="M10 18h16", stroke="#99deea", stroke_width="2.5"),
        svg.circle(cx="9", cy="18", r="4", fill="#fff"),
        svg.circle(cx="18", cy="18", r="4", fill="#fff"),
        svg.circle(cx="27", cy="18", r="3.25", fill="#0e4f5c", stroke="#fff", stroke_width="2"),
        view_box="0 0 36 36",
        aria_hidden="true",
        class_name="cx-brand__mark",
    )
