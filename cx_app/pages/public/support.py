"""Write to support, or complain; and the answers (SUP-1, SUP-2)."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, error_summary, facts, tag, when_loaded
from cx_app.components.fields import (
    Choice,
    radio_group,
    select_field,
    select_one,
    submit,
    text_area,
)
from cx_app.components.shell import quick_exit
from cx_app.domain.feedback import Outcome, Task
from cx_app.domain.support import ABOUT_ACCOUNT, ABOUT_US
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.public.appointment_request import contact_steps, leave, with_an_account
from cx_app.pages.public.feedback import how_did_it_go
from cx_app.pages.public.help import HELP, by_phone
from cx_app.services.support.asking import CaseChoice, OwnLine
from cx_app.services.support.words import KINDS, TOPICS
from cx_app.state.public.help import HelpState
from cx_app.state.public.support import SupportState

PLACE = "/help/support"


@portal_page(
    PLACE,
    title="Write to support",
    audience=Audience.PUBLIC,
    on_load=[HelpState.load, SupportState.enter],
    crumbs=[HELP],
    description="Ask about your account, or complain, with or without an account.",
)
def write_to_support() -> rx.Component:
    state = SupportState
    return rx.fragment(
        quick_exit(),
        rx.el.h1(_("Write to support")),
        rx.el.p(
            _(
                "Ask about your account, or complain. You get a reference number at once and an "
                "answer within {n} business days.",
                n=HelpState.figures.support_days,
            ),
            class_name="usa-intro",
        ),
        rx.el.p(
            _(
                "We can’t tell you here how a case is decided. Do not send passwords or codes, and "
                "no A-Numbers. If it can’t wait, call us."
            )
        ),
        rx.el.noscript(
            rx.el.p(_("The form needs scripts in your browser. Without them, call us."))
        ),
        when_loaded(
            state.loaded,
            rx.cond(
                state.may_ask,
                rx.fragment(
                    rx.cond(state.gone, _gone()),
                    rx.cond(state.sent.reference, _sent(), _form()),
                    _answers(),
                    rx.cond(state.has_account, None, leave()),
                ),
                rx.fragment(
                    with_an_account(
                        _("Sign in to write to us"),
                        PLACE,
                        _("Then you can name your case, and the answer comes to your account."),
                    ),
                    contact_steps(PLACE),
                ),
            ),
            label=_("Loading the form"),
            lines=6,
        ),
        by_phone(),
    )


def _gone() -> rx.Component:
    """Alike for a case that is not theirs and for one that is not there."""
    return alert(
        "info",
        _("We can’t show this case"),
        _("It is not among the cases of this account. It may have been removed."),
    )


def _sent() -> rx.Component:
    sent = SupportState.sent
    return rx.fragment(
        alert(
            "success",
            _("We have it"),
            rx.el.p(
                _("Your reference number is"),
                " ",
                rx.el.strong(sent.reference, class_name="cx-reference"),
                ". ",
                _("You get an answer by"),
                " ",
                sent.until,
                ".",
                class_name="usa-alert__text",
            ),
            id="sent",
        ),
        rx.cond(
            SupportState.correcting.case_id,
            rx.el.a(
                _("Back to the case"),
                href=href("/account/cases/") + SupportState.correcting.case_id,
                class_name="usa-button",
            ),
            rx.el.button(
                _("Write about something else"),
                type="button",
                on_click=SupportState.load,
                class_name="usa-button usa-button--outline",
            ),
        ),
    )


def _form() -> rx.Component:
    state = SupportState
    errors = state.errors
    return rx.el.form(
        error_summary(_("Please look at this again"), state.summary),
        rx.cond(state.refused, alert("warning", state.refused, id="refused", urgent=True)),
        rx.cond(state.correcting.case_id, _correcting(), _about()),
        text_area(
            "note",
            rx.cond(
                state.correcting.case_id, _("What is not right about it?"), _("What happened?")
            ),
            hint=rx.cond(
                state.correcting.case_id,
                _("What should it say, and how can we see that?"),
                _("In your own words. When was it, and what did you see or hear?"),
            ),
            error=errors.get("note", ""),
            value=state.values["note"],
            key=state.form_key,
            keep=state.keep,
            max_length=4000,
            rows=6,
        ),
        rx.el.p(_("You get an answer by"), " ", state.form.until, ".", class_name="usa-hint"),
        submit(_("Send")),
        on_submit=state.send,
        no_validate=True,
        class_name="usa-form cx-form",
    )


def _correcting() -> rx.Component:
    about = SupportState.correcting
    return rx.fragment(
        rx.el.h2(_("Something in my case is not right")),
        facts(
            (_("Case"), about.receipt),
            (_("What is not right"), about.name),
            (_("We show"), rx.el.span(about.shown, class_name="cx-typed")),
        ),
    )


def _about() -> rx.Component:
    state, errors = SupportState, SupportState.errors
    return rx.fragment(
        radio_group(
            "kind",
            _("What do you send?"),
            [Choice(str(kind), _(said)) for kind, said in KINDS.items()],
            error=errors.get("kind", ""),
            value=state.values["kind"],
            key=state.form_key,
            on_change=lambda value: state.keep("kind", value),
        ),
        select_field(
            "topic",
            _("What is it about?"),
            [
                (_("My account"), [(str(one), _(TOPICS[one])) for one in ABOUT_ACCOUNT]),
                (_("How you helped me"), [(str(one), _(TOPICS[one])) for one in ABOUT_US]),
            ],
            any_label=_("Choose"),
            error=errors.get("topic", ""),
            value=state.values["topic"],
            key=state.form_key,
            keep=state.keep,
        ),
        rx.cond(state.form.cases.length() > 0, _case()),
    )


def _case() -> rx.Component:
    state = SupportState
    return select_one(
        "case",
        _("Which case is it about? You can leave this open."),
        rx.el.option(_("No case"), value=""),
        rx.foreach(state.form.cases, _case_option),
        value=state.values["case"],
        key=state.form_key,
        keep=state.keep,
    )


def _case_option(one: CaseChoice) -> rx.Component:
    return rx.el.option(one.label, value=one.value)


def _answers() -> rx.Component:
    return rx.cond(
        SupportState.lines.length() > 0,
        rx.el.section(
            rx.el.h2(_("What you sent before")),
            rx.foreach(SupportState.lines, _line),
            rx.cond(SupportState.answered, how_did_it_go(Task.SUPPORT, Outcome.DONE)),
            class_name="cx-section cx-cards",
            id="answers",
        ),
    )


def _line(line: OwnLine) -> rx.Component:
    return card(
        rx.el.h3(rx.el.span(line.reference, class_name="cx-number"), " ", tag(line.state)),
        facts(
            (_("You sent"), line.kind),
            (_("About"), line.topic),
            (_("You wrote"), rx.el.span(line.note, class_name="cx-typed")),
            (_("Sent on"), line.asked),
            (_("We answer by"), line.until),
        ),
        rx.cond(
            line.shown,
            facts((_("We showed"), rx.el.span(line.shown, class_name="cx-typed"))),
        ),
        rx.cond(
            line.answered,
            rx.fragment(
                rx.el.h4(_("Our answer")),
                rx.el.p(line.answer, class_name="cx-typed"),
                rx.cond(
                    line.changed,
                    rx.fragment(
                        rx.el.h4(_("What we changed")),
                        rx.el.p(line.changed, class_name="cx-typed"),
                    ),
                ),
            ),
        ),
    )
