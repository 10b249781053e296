"""Activity: own acts, and who at the agency opened one's cases."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, tag, when_loaded
from cx_app.components.fields import Choice, checkbox, submit
from cx_app.components.native import native_form, phone
from cx_app.components.timeline import moment, timeline
from cx_app.language import _, language
from cx_app.pages.page import Audience, portal_page
from cx_app.services.audit.activity import ActivityLine
from cx_app.settings import settings
from cx_app.state.account.activity import ActivityState
from cx_app.state.session import SessionState


@portal_page(
    "/account/activity",
    title="Activity",
    audience=Audience.CUSTOMER,
    on_load=[ActivityState.load],
    crumbs=[("/account", "My cases")],
)
def activity() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Activity")),
        rx.el.p(
            _(
                "What was done in this account, and each time the agency opened one of your "
                "cases, and why."
            ),
            class_name="usa-intro",
        ),
        when_loaded(
            ActivityState.loaded,
            rx.fragment(
                checkbox(
                    "only_agency",
                    Choice("yes", _("Show only what the agency did")),
                    checked=ActivityState.only_agency,
                    on_change=ActivityState.show_only_agency,
                ),
                rx.cond(ActivityState.lines.length() > 0, _lines(), _nothing()),
            ),
            label=_("Loading activity"),
        ),
        _everywhere(),
    )


def _lines() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            timeline(ActivityState.lines, _line, aria_label=_("The newest first")),
            class_name="cx-form-gap",
        ),
        rx.cond(
            ActivityState.older,
            rx.el.button(
                _("Show older"),
                type="button",
                class_name="usa-button usa-button--outline",
                on_click=ActivityState.show_older,
            ),
        ),
        rx.cond(ActivityState.full, rx.el.p(_("Call us if you need what happened before that."))),
    )


def _nothing() -> rx.Component:
    return rx.el.div(
        rx.cond(
            ActivityState.only_agency,
            empty(_("The agency has not opened any of your cases.")),
            empty(_("Nothing has happened yet.")),
        ),
        class_name="cx-form-gap",
    )


def _everywhere() -> rx.Component:
    """For a lost phone or a shared computer: every browser at once."""
    return rx.cond(
        SessionState.csrf,
        rx.el.div(
            card(
                rx.el.h2(_("Did you not do all of this?"), class_name="cx-card__title"),
                rx.el.p(_("Sign out on all devices. Then change your password where you sign in.")),
                rx.el.p(
                    _("Do you think we had no reason to open your case? Call us:"),
                    " ",
                    phone(settings.agency_phone),
                ),
                native_form(
                    rx.el.input(
                        type="hidden", name="csrf", value=SessionState.csrf, read_only=True
                    ),
                    rx.el.input(type="hidden", name="lang", value=language(), read_only=True),
                    rx.el.input(type="hidden", name="everywhere", value="1", read_only=True),
                    submit(_("Sign out on all devices"), outline=True),
                    action="/sign-out",
                    method="post",
                ),
                quiet=True,
            ),
            class_name="cx-section",
        ),
    )


def _line(line: ActivityLine) -> rx.Component:
    return moment(
        line.when,
        line.what,
        rx.cond(
            line.receipt_number,
            rx.el.p(_("Case"), " ", line.receipt_number, class_name="cx-timeline__day"),
        ),
        rx.cond(line.by_agency, tag(_("The agency"), "agency")),
    )
