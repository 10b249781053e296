"""A drawing of the mailed letter, with the code ringed."""

from __future__ import annotations

import reflex as rx

from cx_app.language import _


def letter_with_code() -> rx.Component:
    """Where to find the code on the notice; the words beside it say the same."""
    line = {"height": "5", "rx": "2.5", "fill": "#d5dde0"}
    return rx.el.figure(
        rx.el.svg(
            rx.el.svg.rect(
                x="8", y="6", width="184", height="236", rx="4", fill="#fff", stroke="#a9b8bc"
            ),
            rx.el.svg.rect(x="24", y="24", width="62", height="7", rx="3", fill="#0b5563"),
            rx.el.svg.rect(x="24", y="48", width="54", **line),
            rx.el.svg.rect(x="24", y="58", width="66", **line),
            rx.el.svg.rect(x="24", y="88", width="110", height="9", rx="3", fill="#0b5563"),
            rx.el.svg.rect(x="24", y="106", width="150", **line),
            rx.el.svg.rect(x="24", y="116", width="132", **line),
            rx.el.svg.rect(
                x="24", y="134", width="150", height="34", rx="3", fill="#eef6f7", stroke="#0b5563"
            ),
            rx.el.svg.text(
                "ABCD-EFGH-JKMN",
                x="99",
                y="156",
                text_anchor="middle",
                font_size="15",
                font_weight="700",
                fill="#12292d",
            ),
            rx.el.svg.rect(
                x="14",
                y="125",
                width="170",
                height="52",
                rx="26",
                fill="none",
                stroke="#c4401c",
                stroke_width="4",
            ),
            *[
                rx.el.svg.rect(x="24", y=str(y), width=str(w), **line)
                for y, w in ((188, 120), (200, 140), (212, 96))
            ],
            view_box="0 0 200 248",
            role="img",
            aria_label=_(
                "Drawing of the letter: the code stands in a box in the middle of the page."
            ),
            class_name="cx-letter",
        ),
        rx.el.figcaption(_("The code is in the box in the middle of your letter.")),
        class_name="cx-letter-figure",
    )
