"""A drawing of the mailed letter, with the code ringed."""

from __future__ import annotations

import reflex as rx

from cx_app.language import _

INK = "#093b44"
QUIET = "#cbd6d9"
RING = "#b3400f"


def letter_with_code() -> rx.Component:
    """Where to find the code on the notice; the words beside it say the same."""
    return rx.el.figure(
        rx.el.svg(
            _sheet(),
            *_words(),
            *_box(),
            view_box="0 0 240 296",
            role="img",
            aria_label=_(
                "Drawing of the letter: the code stands in a box in the middle of the page."
            ),
            class_name="cx-letter",
        ),
        rx.el.figcaption(
            rx.el.strong(_("Account Acceptance Notice")),
            rx.el.br(),
            _("The code is in the box in the middle of your letter."),
        ),
        class_name="cx-letter-figure",
    )


def _sheet() -> rx.Component:
    return rx.el.svg.path(
        d="M12 4h184l32 32v252a4 4 0 0 1-4 4H12a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z M196 4v32h32",
        fill="#fff",
        stroke="#8ba6ab",
        stroke_width="1.5",
    )


def _words() -> list[rx.Component]:
    """Lines of text as bars: (x, y, width, height, colour)."""
    bars = [
        (26, 26, 64, 8, INK),
        *((26, y, w, 5, QUIET) for y, w in ((54, 58), (64, 72), (74, 50))),
        (26, 102, 128, 9, INK),
        *((26, y, w, 5, QUIET) for y, w in ((124, 186), (134, 160))),
        *((26, y, w, 5, QUIET) for y, w in ((226, 150), (238, 180), (250, 120), (268, 92))),
    ]
    return [
        rx.el.svg.rect(x=str(x), y=str(y), width=str(w), height=str(h), rx="2.5", fill=colour)
        for x, y, w, h, colour in bars
    ]


def _box() -> list[rx.Component]:
    svg = rx.el.svg
    return [
        svg.rect(
            x="34", y="160", width="172", height="40", rx="3", fill="#e7f6f8", stroke="#0e4f5c"
        ),
        svg.text(
            "ABCD-EFGH-JKMN",
            x="120",
            y="185.5",
            text_anchor="middle",
            text_length="148",
            font_size="15",
            font_weight="700",
            fill=INK,
        ),
        svg.rect(
            x="20",
            y="147",
            width="200",
            height="66",
            rx="33",
            fill="none",
            stroke=RING,
            stroke_width="4",
        ),
    ]
