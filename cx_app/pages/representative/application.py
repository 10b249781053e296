"""Ask for a representative account, and see how it stands."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import (
    alert,
    card,
    error_summary,
    facts,
    slim_alert,
    steps,
    when_loaded,
)
from cx_app.components.fields import Choice, checkbox, date_field, radio_group, submit
from cx_app.components.g28 import lines
from cx_app.components.kept_fields import kept_address, kept_state, kept_text
from cx_app.domain.representation.accounts import MOST, STATES
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.state.representative.application import UNTIL, ApplicationState

PATH = "/attorney/account"


@portal_page(
    PATH,
    title="Representative account",
    audience=Audience.CUSTOMER,
    on_load=[ApplicationState.load_page, ApplicationState.load],
    crumbs=[("/account", "My cases")],
)
def representative_account() -> rx.Component:
    state = ApplicationState
    return rx.fragment(
        rx.el.h1(_("Representative account")),
        rx.el.p(
            _("For attorneys and accredited representatives. Nobody else may represent people."),
            class_name="usa-intro",
        ),
        error_summary(_("Please check what you typed"), state.summary),
        rx.cond(state.said, slim_alert("success", state.said, id="application-said")),
        when_loaded(
            state.loaded,
            rx.fragment(_stands(), rx.cond(state.own.may_apply, _form())),
            label=_("Loading the form"),
            lines=6,
        ),
    )


def _stands() -> rx.Component:
    own = ApplicationState.own
    return rx.match(
        own.state,
        ("pending", _waits()),
        ("accepted", _accepted()),
        (
            "refused",
            alert(
                "warning",
                _("We could not accept your application"),
                own.because,
                _("You can mend it and apply again below."),
            ),
        ),
        (
            "suspended",
            alert(
                "warning",
                _("Your representative account is suspended"),
                own.because,
                _("You can’t see or act in your clients’ cases. You can apply again below."),
            ),
        ),
        rx.fragment(),
    )


def _waits() -> rx.Component:
    return card(
        rx.el.h2(_("An officer is checking your application")),
        rx.el.p(_("We write to you when it is decided. Until then you need not do anything.")),
        _facts((_("Sent on"), ApplicationState.own.applied)),
    )


def _accepted() -> rx.Component:
    own = ApplicationState.own
    return card(
        rx.el.h2(_("Your account is accepted")),
        rx.cond(
            own.run_out,
            alert(
                "warning",
                _("Your accreditation has run out"),
                _("You can’t sign forms until an officer has the new date. Call us."),
            ),
        ),
        _facts((_("Accepted on"), own.decided)),
        rx.el.p(
            rx.el.a(_("Forms G-28"), href=href("/attorney/representation"), class_name="usa-button")
        ),
    )


def _facts(*more: tuple[Any, Any]) -> rx.Component:
    own = ApplicationState.own
    return rx.fragment(
        facts(
            (_("Name"), own.name),
            (_("Works as"), own.kind),
            (_("Bar number and state, or organization"), own.licence),
            (_("Business address"), lines(own.address)),
            *more,
        ),
        rx.cond(own.accredited_until, facts((_("Accredited until"), own.accredited_until))),
    )


def _form() -> rx.Component:
    state = ApplicationState
    return rx.fragment(
        rx.el.form(
            kept_text(
                state,
                "name",
                _("Your full name"),
                hint=_("As the bar or the Department of Justice lists it"),
                max_length=MOST,
                auto_complete="name",
            ),
            radio_group(
                "kind",
                _("What are you?"),
                [
                    Choice("attorney", _("An attorney"), _("In good standing with a state bar")),
                    Choice(
                        "accredited",
                        _("An accredited representative"),
                        _("Of an organization that the Department of Justice recognizes"),
                    ),
                ],
                error=state.errors.get("kind", ""),
                value=state.values["kind"],
                key=state.form_key,
                on_change=lambda value: state.keep("kind", value),
            ),
            rx.match(
                state.values["kind"],
                ("attorney", _attorney()),
                ("accredited", _accredited()),
                rx.fragment(),
            ),
            rx.el.h2(_("Your business address"), class_name="cx-form-gap"),
            kept_address(state, hint=_("Clients and the agency see it. A P.O. box will do.")),
            checkbox(
                "sworn",
                Choice(
                    "yes",
                    _(
                        "I swear, under penalty of perjury, that all this is true, that I may "
                        "practice, and that no order keeps me from it."
                    ),
                ),
                key=state.form_key,
                error=state.errors.get("sworn", ""),
            ),
            submit(_("Send the application")),
            on_submit=state.submit,
            no_validate=True,
            class_name="usa-form cx-form",
        ),
        rx.el.section(
            rx.el.h2(_("What happens next")),
            steps(
                (
                    _("An officer checks it"),
                    _("They look you up in the public list of your bar or of the department."),
                ),
                (_("You hear from us"), _("With the reason, if we can’t accept it.")),
                (
                    _("You ask clients to sign"),
                    _("Each case needs a Form G-28 that your client signs, too."),
                ),
            ),
            class_name="cx-section",
        ),
    )


def _attorney() -> rx.Component:
    state = ApplicationState
    return rx.fragment(
        kept_text(
            state,
            "bar_number",
            _("Bar number"),
            hint=_("If your bar gives none, your registration number"),
            max_length=40,
        ),
        kept_state(state, "bar_state", _("State of the bar"), sorted(STATES)),
    )


def _accredited() -> rx.Component:
    state = ApplicationState
    return rx.fragment(
        kept_text(state, "organization", _("Recognized organization"), max_length=MOST),
        date_field(
            _("Last day of your accreditation"),
            error=state.errors.get(f"{UNTIL}month", ""),
            values=state.values,
            key=state.form_key,
            keep=state.keep,
            prefix=UNTIL,
        ),
    )
