"""How it went: a page of its own, and the small question after a task (CX-2, CX-5, CX-7)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import alert, card, error_summary, when_loaded
from cx_app.components.feedback import behind_it, in_own_words, thumbs
from cx_app.components.fields import Choice, radio_group, select_field, submit
from cx_app.domain.feedback import PREFIX, Outcome, Task
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.public.help import by_phone
from cx_app.services.feedback.words import BAD, GOOD, OUTCOMES, TASKS, WAYS, trust_question
from cx_app.settings import settings
from cx_app.state.public.feedback import AfterTaskState, FeedbackState
from cx_app.state.public.help import HelpState


@portal_page(
    "/feedback",
    title="Feedback",
    audience=Audience.PUBLIC,
    on_load=[HelpState.load, FeedbackState.enter],
    description="How to tell us what went well and what did not.",
)
def feedback() -> rx.Component:
    return rx.el.div(
        rx.el.h1(_("Feedback")),
        rx.el.p(_("Tell us what went well and what did not."), class_name="usa-intro"),
        rx.el.p(
            _(
                "We do not keep who you are. What you say about the portal has no effect on your "
                "case."
            )
        ),
        rx.el.p(
            _("Do you want an answer?"),
            " ",
            rx.el.a(_("Write to support"), href=href("/help/support"), class_name="usa-link"),
            ". ",
            _("Could we not help you?"),
            " ",
            rx.el.a(_("Who else can help"), href=href("/help/who-else"), class_name="usa-link"),
            ".",
        ),
        rx.el.noscript(
            rx.el.p(_("The form needs scripts in your browser. Without them, call us."))
        ),
        when_loaded(
            FeedbackState.loaded,
            rx.cond(FeedbackState.thanked, _thanks(), _form()),
            label=_("Loading the form"),
            lines=6,
        ),
        by_phone(),
        class_name="cx-statement",
    )


def _form() -> rx.Component:
    state = FeedbackState
    return rx.el.form(
        _mistakes(state),
        select_field(
            f"{PREFIX}task",
            _("What did you come for?"),
            [("", [(str(task), _(said)) for task, said in TASKS.items()])],
            any_label=_("Choose"),
            error=state.errors.get(f"{PREFIX}task", ""),
            key=state.form_key,
        ),
        radio_group(
            f"{PREFIX}way",
            _("How did you reach us?"),
            [Choice(str(way), _(said)) for way, said in WAYS.items()],
            error=state.errors.get(f"{PREFIX}way", ""),
            key=state.form_key,
        ),
        radio_group(
            f"{PREFIX}outcome",
            _("Did you get it done?"),
            [Choice(str(outcome), _(said)) for outcome, said in OUTCOMES.items()],
            error=state.errors.get(f"{PREFIX}outcome", ""),
            key=state.form_key,
        ),
        _questions(state),
        submit(_("Send")),
        on_submit=state.send,
        no_validate=True,
        class_name="usa-form cx-form",
    )


def how_did_it_go(task: Task, outcome: Outcome | Any) -> rx.Component:
    """At the end of a page on which a task has ended. Put it where it shows only then; it asks
    once in 90 days, and can be put away with one press."""
    state = AfterTaskState
    return rx.el.div(
        rx.cond(state.task == task.value, rx.cond(state.thanked, _thanks(), _card())),
        on_mount=state.offer(task.value, outcome),
        class_name="cx-feedback",
    )


def _card() -> rx.Component:
    state = AfterTaskState
    return card(
        rx.el.h2(_("How did it go?")),
        rx.el.p(
            _(
                "You can leave this out. We do not keep who you are, and it has no effect on your "
                "case."
            ),
            class_name="usa-hint",
        ),
        rx.el.form(
            _mistakes(state),
            _questions(state, brief=True),
            rx.el.div(
                rx.cond(state.trust, submit(_("Send"))),
                rx.el.button(
                    _("Don’t ask me now"),
                    type="button",
                    on_click=state.decline,
                    class_name="usa-button usa-button--unstyled",
                ),
                class_name="cx-inline",
            ),
            on_submit=state.send,
            no_validate=True,
            class_name="usa-form cx-form",
        ),
        quiet=True,
    )


def _questions(state: Any, *, brief: bool = False) -> rx.Component:
    """`brief` shows what is behind it only once there is a thumb."""
    words = rx.fragment(in_own_words(state), _burden())
    return rx.fragment(
        thumbs(state, trust_question()),
        behind_it(state, GOOD, BAD),
        rx.cond(state.trust, words) if brief else words,
    )


def _burden() -> rx.Component:
    """What the law wants beside questions of an agency, where one is."""
    number = settings.omb_control_number
    return rx.el.p(
        _("It takes about two minutes."),
        f" {_('OMB control number')}: {number}." if number else "",
        class_name="usa-hint cx-burden",
    )


def _mistakes(state: Any) -> rx.Component:
    return rx.fragment(
        error_summary(_("Please look at this again"), state.summary, id="feedback-errors"),
        rx.cond(state.refused, alert("warning", state.refused, id="feedback-refused", urgent=True)),
    )


def _thanks() -> rx.Component:
    return alert(
        "success",
        _("Thank you"),
        _("We read what people say, and mend what we can."),
        id="feedback-thanks",
    )
