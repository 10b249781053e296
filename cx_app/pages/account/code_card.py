"""How far a request for a code, or a code, is: a state, what comes next, and what has happened."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, tag
from cx_app.components.timeline import moment, timeline
from cx_app.language import _
from cx_app.services.cases.views import CodeLine, LifeStep


def code_card(line: CodeLine) -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h3(line.title, class_name="cx-card__title"),
            tag(line.state, line.tone),
            class_name="cx-card__head",
        ),
        rx.cond(line.next, rx.el.p(line.next)),
        rx.el.details(
            rx.el.summary(
                _("What has happened"), rx.el.span(" ", line.title, class_name="usa-sr-only")
            ),
            timeline(line.steps, _step),
        ),
        quiet=True,
    )


def _step(step: LifeStep) -> rx.Component:
    return moment(step.when, step.what)
