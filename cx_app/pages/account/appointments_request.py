"""Ask for a visit to an office, step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from cx_app.components import visit_form
from cx_app.components.attachments import attachment_field, file_list
from cx_app.components.content import alert, error_summary, step_indicator, when_loaded
from cx_app.components.fields import submit
from cx_app.components.native import phone
from cx_app.components.visit_form import STEP_NAMES
from cx_app.domain.appointment_forms import NOBODY_KNOWN, Step
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.appointment_requests.form import ReviewLine
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
    return rx.fragment(
        when_loaded(
            state.loaded,
            rx.fragment(
                rx.match(
                    state.step,
                    *[
                        (str(step), _indicator(number))
                        for number, step in enumerate(list(Step)[1:], 2)
                    ],
                    _indicator(1),
                ),
                error_summary(_("Please check what you typed"), state.summary),
                _refusal(visits),
                rx.match(
                    state.step,
                    (str(Step.PERSON), _step(Step.PERSON, _person, visits)),
                    (str(Step.OFFICE), _step(Step.OFFICE, _office, visits)),
                    (str(Step.MORE), _step(Step.MORE, _more, visits)),
                    (str(Step.CHECK), _check(visits)),
                    _step(Step.REASON, _reason, visits),
                ),
            ),
            label=_("Loading the form"),
            lines=8,
        ),
    )


def _indicator(number: int) -> rx.Component:
    return step_indicator([_(name) for name in STEP_NAMES.values()], number)


def _form() -> visit_form.Form:
    state = AppointmentFormState
    return visit_form.Form(
        values=state.values,
        errors=state.errors,
        key=state.form_key,
        keep=lambda name: state.keep(name),
        choose=lambda name, value: state.keep(name, value),
        tick=lambda name: state.tick(name),
        days=state.page.days,
    )


def _step(step: Step, fields: Callable[[], Any], visits: str) -> rx.Component:
    before = list(Step)[list(Step).index(step) - 1] if step is not Step.REASON else None
    return rx.el.form(
        fields(),
        rx.el.div(
            submit(_("Continue")), _back(before, visits) if before else None, class_name="cx-inline"
        ),
        _start_again(visits) if before else None,
        on_submit=AppointmentFormState.next_step,
        no_validate=True,
        key=str(step),
        class_name="usa-form cx-form cx-visit",
    )


def _back(step: Step, visits: str) -> rx.Component:
    return rx.el.a(
        _("Back"),
        href=href(f"{visits}/request?step={step}"),
        class_name="usa-button usa-button--outline",
    )


def _start_again(visits: str) -> rx.Component:
    return rx.el.p(
        _("What you type is kept in your account until you send it.")
        if visits == VISITS
        else _("What you type is kept for an hour, until you send it."),
        " ",
        rx.el.button(
            _("Delete it and start again"),
            type="button",
            on_click=AppointmentFormState.start_again,
            class_name="usa-button usa-button--unstyled",
        ),
        class_name="cx-card__meta",
    )


def _reason() -> rx.Component:
    page = AppointmentFormState.page
    return rx.fragment(
        rx.cond(page.whom.length() > 1, visit_form.whom_choices(_form(), page.whom)),
        visit_form.reason_choices(_form(), page.reasons, page.travel_reasons),
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
        visit_form.person_fields(_form(), known),
    )


def _office() -> rx.Component:
    return visit_form.office_fields(_form(), AppointmentFormState.office)


def _more() -> rx.Component:
    state = AppointmentFormState
    return visit_form.more_fields(
        _form(),
        attachment_field(
            state.files,
            limits=state.limits,
            csrf=state.csrf,
            changed=state.show_files,
            remove=lambda file_id: state.remove_one(file_id),
        ),
    )


def _check(visits: str) -> rx.Component:
    state = AppointmentFormState
    return rx.el.form(
        rx.el.dl(rx.foreach(state.lines, lambda line: _line(line, visits)), class_name="cx-facts"),
        rx.el.section(rx.el.h3(_("Files")), file_list(state.files), class_name="cx-section"),
        visit_form.attest(_form()),
        rx.cond(
            state.expect,
            rx.el.p(
                _("If you send it now, you should hear from us by"),
                " ",
                rx.el.strong(state.expect),
                ".",
            ),
        ),
        rx.el.div(submit(_("Send request")), _back(Step.MORE, visits), class_name="cx-inline"),
        _start_again(visits),
        on_submit=state.send,
        no_validate=True,
        key=str(Step.CHECK),
        class_name="usa-form cx-form cx-visit",
    )


def _line(line: ReviewLine, visits: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(line.question),
        rx.el.dd(line.answer),
        rx.el.dd(
            rx.el.a(
                _("Change"),
                rx.el.span(" ", line.question, class_name="usa-sr-only"),
                href=href(f"{visits}/request?step=") + line.step,
            ),
            class_name="cx-facts__change",
        ),
        class_name="cx-facts__row",
    )


def _refusal(visits: str) -> rx.Component:
    state = AppointmentFormState
    return rx.cond(
        state.refused,
        alert(
            "warning",
            _("We did not send this request"),
            state.refused,
            rx.cond(
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
            ),
            id="refusal",
            urgent=True,
        ),
    )
