"""One call that was asked for: whose turn it is, every step, and the words that prove the caller."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.components.acting import acting_for
from cx_app.components.content import card, facts, tag, when_loaded
from cx_app.components.dialog import sure
from cx_app.components.fields import submit, text_area, text_field
from cx_app.components.standing import came_of, not_here, so_far
from cx_app.components.timeline import moment
from cx_app.domain.callbacks import standing
from cx_app.domain.callbacks.standing import Answer
from cx_app.domain.feedback import Outcome, Task
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.public.feedback import how_did_it_go
from cx_app.services.callbacks.views import StepLine, SummaryLine
from cx_app.services.callbacks.words import ANSWERS
from cx_app.state.account.callbacks import CallbackState

PROMISED: Final = standing.CallbackState.PROMISED.value
REACHED: Final = standing.CallbackState.REACHED.value


@portal_page(
    "/account/callbacks/[reference]",
    title="Call",
    audience=Audience.CUSTOMER,
    on_load=[CallbackState.load],
    crumbs=[("/account", "My cases"), ("/account/callbacks", "Calls")],
)
def callback() -> rx.Component:
    return when_loaded(
        CallbackState.loaded,
        rx.cond(
            CallbackState.missing,
            not_here(
                rx.el.a(
                    _("Back to my calls"), href=href("/account/callbacks"), class_name="usa-button"
                )
            ),
            _page(),
        ),
        label=_("Loading the call"),
        lines=6,
    )


def _page() -> rx.Component:
    state, view = CallbackState, CallbackState.view
    return rx.fragment(
        acting_for(state.acting),
        came_of(state, _("You are in line. This page shows every step as it happens.")),
        rx.el.p(view.topic, rx.cond(view.case, " · " + view.case, ""), class_name="cx-eyebrow"),
        rx.el.div(
            rx.el.h1(view.title),
            rx.el.p(view.next, class_name="usa-intro"),
            aria_live="polite",
        ),
        rx.el.div(
            rx.el.div(
                rx.cond(view.may_answer, _answer()),
                rx.cond(view.may_put_back, _put_back()),
                rx.cond(view.phrase, _phrase()),
                rx.cond(view.summaries.length() > 0, _calls()),
                so_far(view.steps, _line),
                class_name="cx-grid__main",
            ),
            rx.el.aside(
                rx.cond(view.place > 0, _place()),
                _reference(),
                rx.cond(view.is_open, _texts()),
                rx.cond(view.may_withdraw, _withdraw()),
                class_name="cx-grid__side",
            ),
            class_name="cx-grid",
        ),
        rx.cond(view.state == REACHED, how_did_it_go(Task.CALLBACK, Outcome.DONE)),
        rx.cond(state.asking, _sure()),
    )


def _answer() -> rx.Component:
    """Buttons that equal the replies by text."""
    view = CallbackState.view
    return card(
        rx.cond(
            view.state == PROMISED,
            rx.el.h2(_("Not free after all?")),
            rx.fragment(
                rx.el.div(tag(_("Your turn"), "you"), class_name="cx-inline"),
                rx.el.h2(_("Are you free in the next 30 minutes?")),
            ),
        ),
        rx.el.p(
            _("Please answer by"),
            " ",
            rx.el.strong(view.answer_by),
            ". ",
            _("Your last answer counts."),
        ),
        rx.el.div(
            rx.cond(
                view.state == PROMISED,
                rx.fragment(),
                _say(Answer.YES, "usa-button"),
            ),
            _say(Answer.NO, "usa-button usa-button--outline"),
            _say(Answer.LATER, "usa-button usa-button--outline"),
            class_name="cx-inline",
            role="group",
            aria_label=_("Your answer"),
        ),
        rx.cond(
            view.texting,
            rx.el.p(_("You can also answer our text: 1, 2, or 3."), class_name="cx-card__meta"),
        ),
    )


def _say(said: Answer, style: str) -> rx.Component:
    return rx.el.button(
        _(ANSWERS[said]),
        type="button",
        on_click=CallbackState.answer(said.value),
        class_name=style,
    )


def _put_back() -> rx.Component:
    return card(
        rx.el.h2(_("Do you still want the call?")),
        rx.cond(
            CallbackState.view.keeps_place,
            rx.el.p(_("One click, and you are back in line in your old place.")),
            rx.el.p(_("You kept your place once. This time you go to the end of the line.")),
        ),
        rx.el.button(
            _("Put it back in line"),
            type="button",
            on_click=CallbackState.put_back,
            class_name="usa-button",
        ),
    )


def _phrase() -> rx.Component:
    return card(
        rx.el.h2(_("How you know that it is us")),
        rx.el.p(_("When we call, the officer says these three words:")),
        rx.el.p(
            CallbackState.view.phrase,
            lang=CallbackState.view.language,
            class_name="cx-code cx-phrase",
        ),
        rx.el.p(
            _(
                "If the caller does not know them, hang up. Do not say them first, and do not "
                "give them to anyone."
            )
        ),
        quiet=True,
    )


def _place() -> rx.Component:
    view = CallbackState.view
    return card(
        rx.el.h2(_("Place in line")),
        rx.el.p(view.place, class_name="cx-place"),
        rx.el.p(view.expected),
    )


def _reference() -> rx.Component:
    view = CallbackState.view
    return rx.el.section(
        rx.el.h2(_("Your request")),
        facts(
            (_("Reference number"), rx.el.span(view.reference, class_name="cx-code")),
            (_("Asked on"), view.asked),
            (_("Phone"), rx.el.span(view.phone, class_name="cx-phone")),
            (_("Time zone"), CallbackState.zone),
            (_("Hours that suit you"), CallbackState.hours),
        ),
        rx.cond((view.state == "queued") | (view.state == "waiting"), _other_phone()),
    )


def _other_phone() -> rx.Component:
    state = CallbackState
    return rx.el.details(
        rx.el.summary(_("Change the phone")),
        rx.el.form(
            text_field(
                "new_phone",
                _("New phone number"),
                hint=_("10 digits. It must be a number in the United States."),
                error=state.phone_error,
                key=state.view.phone,
                max_length=40,
                input_mode="tel",
                auto_complete="tel-national",
            ),
            submit(_("Use this phone"), outline=True),
            on_submit=state.change_phone,
            no_validate=True,
            class_name="usa-form cx-form",
        ),
        class_name="cx-more",
    )


def _texts() -> rx.Component:
    view = CallbackState.view
    return rx.el.section(
        rx.el.h2(_("Texts before the call")),
        rx.cond(
            view.texting,
            rx.fragment(
                rx.el.p(_("We text you first. You can end this here, or answer STOP.")),
                _press(_("Stop texts"), CallbackState.opt_out),
            ),
            rx.cond(
                view.may_text,
                rx.fragment(
                    rx.el.p(view.consent, id="consent-words"),
                    rx.el.button(
                        _("I agree to texts"),
                        type="button",
                        on_click=CallbackState.opt_in,
                        aria_describedby="consent-words",
                        class_name="usa-button usa-button--outline",
                    ),
                ),
                rx.fragment(
                    rx.el.p(_("We call you without a text."), " ", CallbackState.no_texts),
                    rx.el.p(
                        rx.el.a(
                            _("Go to settings"),
                            href=href("/account/settings"),
                            class_name="usa-link",
                        )
                    ),
                ),
            ),
        ),
    )


def _withdraw() -> rx.Component:
    return rx.el.p(_press(_("Take this request back"), CallbackState.ask_first))


def _press(label: str, event: Any) -> rx.Component:
    return rx.el.button(
        label, type="button", on_click=event, class_name="usa-button usa-button--outline"
    )


def _calls() -> rx.Component:
    return rx.el.section(
        rx.el.h2(_("Our calls")),
        rx.el.ul(rx.foreach(CallbackState.view.summaries, _call), class_name="cx-plain"),
    )


def _call(one: SummaryLine) -> rx.Component:
    state = CallbackState
    return rx.el.li(
        card(
            rx.el.p(one.at, class_name="cx-timeline__day"),
            rx.el.p(one.words),
            rx.cond(one.summary, rx.el.p(one.summary, class_name="cx-quote")),
            rx.cond(
                one.disputed,
                rx.fragment(
                    rx.el.p(rx.el.strong(_("You said that this is not right:"))),
                    rx.el.p(one.disputed, class_name="cx-quote"),
                    rx.cond(
                        one.answer,
                        rx.fragment(
                            rx.el.p(rx.el.strong(_("A supervisor answered:"))),
                            rx.el.p(one.answer, class_name="cx-quote"),
                        ),
                        rx.el.p(_("A supervisor looks at it.")),
                    ),
                ),
            ),
            rx.cond(
                one.may_dispute,
                rx.cond(
                    state.disputing == one.call_id,
                    rx.el.form(
                        text_area(
                            "dispute",
                            _("What is not right?"),
                            hint=_("At most 1,000 characters. A supervisor reads it."),
                            error=state.dispute_error,
                            rows=4,
                        ),
                        rx.el.div(
                            submit(_("Send")),
                            rx.el.button(
                                _("Cancel"),
                                type="button",
                                on_click=state.keep,
                                class_name="usa-button usa-button--outline",
                            ),
                            class_name="cx-inline",
                        ),
                        on_submit=state.dispute,
                        no_validate=True,
                        class_name="usa-form cx-form",
                    ),
                    rx.el.button(
                        _("This is not right"),
                        type="button",
                        on_click=state.open_dispute(one.call_id),
                        class_name="usa-button usa-button--unstyled",
                    ),
                ),
            ),
        )
    )


def _line(step: StepLine) -> rx.Component:
    return moment(step.at, step.words, rx.foreach(step.heard, lambda said: rx.el.p(said)))


def _sure() -> rx.Component:
    return sure(
        "withdraw",
        _("Take this request back?"),
        _("You lose your place in line. You can ask again at any time."),
        yes=_("Take it back"),
        on_yes=CallbackState.withdraw,
        no=_("Keep it"),
        on_no=CallbackState.keep,
    )
