"""Activity: own acts, and who at the agency opened one's cases."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import empty, table, tag, when_loaded
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
                table(
                    _("The newest first"),
                    [_("When"), _("What"), _("Case")],
                    rx.foreach(ActivityState.lines, _line),
                ),
                empty(_("Nothing has happened yet.")),
            ),
            label=_("Loading activity"),
        ),
    )


def _line(line: ActivityLine) -> rx.Component:
    return rx.el.tr(
        rx.el.td(line.when),
        rx.el.td(line.what, rx.cond(line.by_agency, tag(_("The agency"), "agency"))),
        rx.el.td(line.receipt_number),
    )
