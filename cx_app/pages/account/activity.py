"""Activity: own acts, and who at the agency opened one's cases."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import empty, tag, when_loaded
from cx_app.language import _
from cx_app.pages.page import Audience, portal_page
from cx_app.services.audit.activity import ActivityLine
from cx_app.state.account.activity import ActivityState


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
            _("What was done in this account, and each time the agency opened one of your cases."),
            class_name="usa-intro",
        ),
        when_loaded(
            ActivityState.loaded,
            rx.cond(
                ActivityState.lines.length() > 0,
                rx.el.ol(
                    rx.foreach(ActivityState.lines, _line),
                    class_name="cx-timeline",
                    aria_label=_("The newest first"),
                ),
                empty(_("Nothing has happened yet.")),
            ),
            label=_("Loading activity"),
        ),
    )


def _line(line: ActivityLine) -> rx.Component:
    return rx.el.li(
        rx.el.p(line.when, class_name="cx-timeline__day"),
        rx.el.p(line.what),
        rx.cond(
            line.receipt_number,
            rx.el.p(_("Case"), " ", line.receipt_number, class_name="cx-timeline__day"),
        ),
        rx.cond(line.by_agency, tag(_("The agency"), "agency")),
    )
