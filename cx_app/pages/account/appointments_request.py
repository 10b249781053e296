"""Ask for a visit to an office, step by step."""

from __future__ import annotations

import reflex as rx

from cx_app.components import visit_form
from cx_app.components.attachments import attachment_field, file_list
from cx_app.components.kept_steps import kept_steps, review_lines
from cx_app.components.native import phone
from cx_app.components.visit_form import STEP_NAMES
from cx_app.domain.appointment_forms import NOBODY_KNOWN
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.settings import settings
from cx_app.state.account.appointment_form import HERE, VISITS, AppointmentFormState


@portal_page(
    HERE,
    title="Ask for a visit",
    audience=Audience.CUSTOMER,
    on_load=[AppointmentFormState.load],
    crumbs=[("/account", "My cases"), ("/account/appointments", "Visits")],
)
def ask_for_a_visit() -> rx.Component:
    return rx.fragment(heading(), steps(VISITS))


def heading() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Ask for a visit")),
        rx.el.p(
            _("You ask, we answer, and pick the time. This is a request, not an appointment."),
            class_name="usa-intro",
        ),
    )


def steps(visits: str) -> rx.Component:
    """The whole form; `visits` is where the pages of its requests lie: those of an account, or those
    of people without one."""
    state = AppointmentFormState
    here = f"{visits}/request"
    return kept_steps(
        state,
        STEP_NAMES,
        [_reason, _person, _office, _more, lambda: _check(here)],
        here=here,
        kept=_("What you type is kept in your account until you send it.")
        if visits == VISITS
        else _("What you type is kept for an hour, until you send it."),
        refused=_open_request(visits),
    )


def _reason() -> rx.Component:
    state, page = AppointmentFormState, AppointmentFormState.page
    return rx.fragment(
        rx.cond(page.whom.length() > 1, visit_form.whom_choices(state, page.whom)),
        visit_form.reason_choices(state, page.reasons, page.criteria, page.travel_reasons),
        rx.el.p(
            _(
                "This form is for visits in the United States. You are outside of it, have an "
                "asylum interview, or need something else? Call us:"
            ),
            " ",
            phone(settings.agency_phone),
        ),
    )


def _person() -> rx.Component:
    whom = AppointmentFormState.values["whom"]
    known = (whom != "") & (whom != NOBODY_KNOWN)
    return rx.fragment(
        rx.cond(
            known,
            rx.el.p(
                _("Name, date of birth and case are on file. You need not type them again."),
            ),
        ),
        visit_form.person_fields(AppointmentFormState, known),
    )


def _office() -> rx.Component:
    state = AppointmentFormState
    return visit_form.office_fields(state, state.office, state.page.days)


def _more() -> rx.Component:
    state = AppointmentFormState
    return visit_form.more_fields(
        state,
        rx.cond(
            (state.submits != "") | state.changes,
            rx.el.p(_("Files go with the request once it is submitted. Add them there.")),
            attachment_field(
                state.files,
                limits=state.limits,
                csrf=state.csrf,
                changed=state.show_files,
                remove=lambda file_id: state.remove_one(file_id),
            ),
        ),
    )


def _check(here: str) -> rx.Component:
    state = AppointmentFormState
    return rx.fragment(
        review_lines(state, here),
        rx.el.section(rx.el.h3(_("Files")), file_list(state.files), class_name="cx-section"),
        visit_form.attest(state),
        rx.cond(
            state.expect,
            rx.el.p(
                _("If you send it now, you should hear from us by"),
                " ",
                rx.el.strong(state.expect),
                ".",
            ),
        ),
    )


def _open_request(visits: str) -> rx.Component:
    state = AppointmentFormState
    return rx.cond(
        state.open_reference,
        rx.el.p(
            rx.el.a(
                _("See the open request"),
                " ",
                state.open_shown,
                href=href(f"{visits}/") + state.open_reference,
                class_name="usa-link",
            ),
            class_name="usa-alert__text",
        ),
    )
