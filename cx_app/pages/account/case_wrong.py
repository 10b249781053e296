"""Beside a fact of a case: the way to say that it is not right (SUP-7)."""

from __future__ import annotations

import reflex as rx

from cx_app.domain.support import Fact
from cx_app.language import _, href
from cx_app.services.support.words import FACTS
from cx_app.state.account.cases import CaseState


def not_right(fact: Fact) -> rx.Component:
    """For whoever has the case in full; the form is that of support."""
    page = CaseState.page
    return rx.cond(
        page.corrects,
        rx.el.a(
            _("This is wrong"),
            rx.el.span(" ", _(FACTS[fact]), class_name="usa-sr-only"),
            href=href("/help/support") + "?case=" + page.card.id + f"&fact={fact}",
            class_name="usa-link cx-wrong",
        ),
    )
