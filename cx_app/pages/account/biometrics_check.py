"""The time that is held, beside the one it replaces; then it is confirmed."""

from __future__ import annotations

import reflex as rx

from cx_app.components.fields import radio, radio_set, submit
from cx_app.language import _
from cx_app.services.biometrics.views import WayLine
from cx_app.state.account.biometrics import BiometricsState


def check() -> rx.Component:
    offer = BiometricsState.offer
    return rx.el.section(
        rx.el.h2(_("Check and confirm"), id="check", tab_index=-1),
        rx.el.dl(
            _side(_("From"), offer.before, offer.before_place, "cx-compare__from"),
            _side(_("To"), offer.when, offer.place, "cx-compare__to"),
            class_name="cx-compare",
        ),
        _countdown(),
        rx.el.form(
            rx.cond(BiometricsState.page.ways.length() > 0, _ways()),
            rx.el.div(
                submit(_("Move my appointment")),
                rx.el.button(
                    _("Choose another time"),
                    type="button",
                    on_click=BiometricsState.other_time,
                    class_name="usa-button usa-button--outline",
                ),
                class_name="cx-inline",
            ),
            on_submit=BiometricsState.confirm,
            class_name="usa-form cx-form cx-form--wide",
        ),
        class_name="cx-section",
    )


def _side(name: str, when: rx.Var[str], place: rx.Var[str], class_name: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name),
        rx.el.dd(
            rx.cond(when, rx.el.strong(when), rx.el.strong(_("No appointment"))),
            rx.el.span(place),
        ),
        class_name=class_name,
    )


def _countdown() -> rx.Component:
    """`assets/portal.js` counts, warns in sight and aloud when little is left, and presses the last
    button at the end (WCAG 2.2.1)."""
    offer = BiometricsState.offer
    return rx.el.div(
        rx.el.p(
            _("We keep this time for you until"),
            " ",
            rx.el.strong(offer.ends),
            ". ",
            rx.el.span(_("Time left:"), " ", rx.el.span(data_held_left="", class_name="cx-clock")),
        ),
        rx.el.p(
            rx.el.strong(data_held_said=""),
            aria_live="polite",
            class_name="cx-held__said",
        ),
        rx.cond(
            offer.may_extend,
            rx.el.button(
                _("I need more time"),
                type="button",
                on_click=BiometricsState.more_time,
                class_name="usa-button usa-button--unstyled",
            ),
            rx.el.p(_("You have asked for more time once; there is no more after this.")),
        ),
        rx.el.button(
            type="button",
            on_click=BiometricsState.hold_ended,
            data_held_over="",
            hidden=True,
        ),
        data_held_until=offer.ends_at,
        data_held_words=_("Not much time left:"),
        class_name="cx-held",
    )


def _ways() -> rx.Component:
    return radio_set(
        "way",
        _("How should we confirm it?"),
        rx.foreach(BiometricsState.page.ways, _way),
        hint=_(
            "The message is always in your inbox here. We use your choice for all news about "
            "appointments; you can change it in your settings."
        ),
    )


def _way(line: WayLine) -> rx.Component:
    return radio(
        "way", line.value, line.label, default_checked=BiometricsState.page.way == line.value
    )
