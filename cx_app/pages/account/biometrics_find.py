"""Biometrics appointments of an account, and finding one without a code."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, empty, error_summary, when_loaded
from cx_app.components.fields import submit
from cx_app.components.kept_fields import kept_birth_date, kept_text
from cx_app.components.turning import turn_page
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.biometrics.views import AppointmentLine
from cx_app.state.account.biometrics_find import FindBiometricsState


@portal_page(
    "/account/biometrics",
    title="Biometrics appointments",
    audience=Audience.CUSTOMER,
    on_load=[FindBiometricsState.load, FindBiometricsState.look],
    crumbs=[("/account", "My cases")],
)
def find_biometrics() -> rx.Component:
    shown = FindBiometricsState.shown
    return rx.fragment(
        rx.el.h1(_("Biometrics appointments")),
        rx.el.p(
            _("There we take your fingerprints, your photo and your signature."),
            class_name="usa-intro",
        ),
        error_summary(_("Please check what you typed"), FindBiometricsState.summary),
        _refusals(),
        when_loaded(
            FindBiometricsState.loaded,
            rx.fragment(
                rx.cond(
                    shown.lines.length() > 0,
                    rx.fragment(
                        rx.el.div(
                            rx.foreach(shown.lines, _line),
                            class_name="cx-cards",
                            id="appointments",
                            tab_index=-1,
                            role="group",
                            aria_label=_("Biometrics appointments"),
                        ),
                        rx.cond(
                            shown.pages > 1,
                            turn_page(
                                shown.page > 1, shown.page < shown.pages, FindBiometricsState.turn
                            ),
                        ),
                    ),
                    empty(_("No biometrics appointment is in this account now.")),
                ),
                _without_code(),
            ),
            label=_("Loading your appointments"),
            lines=6,
        ),
    )


def _refusals() -> rx.Component:
    return rx.fragment(
        rx.cond(
            FindBiometricsState.refused,
            alert(
                "error",
                _("We could not find an appointment"),
                FindBiometricsState.refused,
                id="refusal",
                urgent=True,
            ),
        ),
        rx.cond(
            FindBiometricsState.locked,
            alert(
                "warning",
                _("Please wait a little"),
                FindBiometricsState.locked,
                id="refusal",
                urgent=True,
            ),
        ),
    )


def _line(line: AppointmentLine) -> rx.Component:
    return card(
        rx.el.h2(
            rx.el.a(
                rx.cond(line.when, line.when, _("Choose a new time")),
                href=href("/account/biometrics") + "/" + line.id,
            ),
            class_name="cx-card__title",
        ),
        rx.el.p(line.place),
        rx.el.p(
            line.name,
            " · ",
            line.form,
            " · ",
            line.receipt_number,
            class_name="cx-card__meta",
        ),
        rx.cond(line.may_move, rx.el.p(_("You can move it online."))),
    )


def _without_code() -> rx.Component:
    return rx.el.section(
        rx.el.h2(_("Find an appointment without a code")),
        rx.el.p(
            _(
                "If you have no online access code for the case, you can still see and move the "
                "appointment. You need three things from your papers. The rest of the case stays "
                "closed until you add it with a code."
            )
        ),
        rx.el.form(
            kept_text(
                FindBiometricsState,
                "receipt",
                _("Receipt number"),
                hint=_("3 letters and 10 digits, on any notice about the case."),
                spell_check=False,
            ),
            kept_text(
                FindBiometricsState,
                "a_number",
                _("A-Number"),
                hint=_("A and 7 to 9 digits, on the appointment notice."),
                spell_check=False,
            ),
            kept_birth_date(FindBiometricsState, _("As on your filing, for example 4 28 1986")),
            submit(_("Find my appointment")),
            on_submit=FindBiometricsState.submit,
            no_validate=True,
            class_name="usa-form cx-form",
        ),
        class_name="cx-aside-section",
    )
