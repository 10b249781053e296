"""Ask for a visit without an account, and look the request up again: the same screens as with one."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, when_loaded
from cx_app.components.fields import submit, text_field
from cx_app.components.native import native_form, native_link
from cx_app.components.shell import quick_exit
from cx_app.language import _, href, language
from cx_app.pages.account.appointments_one import request_page
from cx_app.pages.account.appointments_request import heading, steps
from cx_app.pages.page import Audience, portal_page
from cx_app.state.account.appointment_form import HERE, VISITORS
from cx_app.state.account.appointments import AppointmentState
from cx_app.state.public.visitor import VisitorState

ASK = f"{VISITORS}/request"
LOOK_UP = f"{VISITORS}/look-up"


@portal_page(
    ASK,
    title="Ask for a visit",
    audience=Audience.PUBLIC,
    on_load=[VisitorState.enter],
    description="Ask for a visit to an office, without an account.",
)
def ask_without_an_account() -> rx.Component:
    return rx.fragment(
        quick_exit(),
        heading(),
        when_loaded(
            VisitorState.loaded,
            rx.cond(
                VisitorState.proven,
                rx.fragment(steps(VISITORS), leave()),
                rx.fragment(
                    with_an_account(
                        _("Sign in to ask"),
                        HERE,
                        _("Then nothing has to be typed twice, and news comes to your account."),
                    ),
                    contact_steps(ASK),
                ),
            ),
            label=_("Loading the form"),
            lines=6,
        ),
        _other(LOOK_UP, _("You asked before? Look your request up")),
    )


@portal_page(
    LOOK_UP,
    title="Look up a request",
    audience=Audience.PUBLIC,
    on_load=[VisitorState.enter_look_up],
    description="See where your request for a visit stands.",
)
def look_up() -> rx.Component:
    return rx.fragment(
        quick_exit(),
        rx.el.h1(_("Look up a request")),
        rx.el.p(
            _("For requests that were sent without an account. You need the reference number."),
            class_name="usa-intro",
        ),
        when_loaded(
            VisitorState.loaded,
            rx.cond(VisitorState.proven, rx.fragment(_number(), leave()), contact_steps(LOOK_UP)),
            label=_("Loading the form"),
            lines=4,
        ),
        _other(ASK, _("Ask for a visit")),
    )


@portal_page(
    f"{VISITORS}/[reference]",
    title="Visit",
    audience=Audience.PUBLIC,
    on_load=[VisitorState.enter_one, AppointmentState.load],
    crumbs=[(LOOK_UP, "Look up a request")],
)
def visit_without_an_account() -> rx.Component:
    return rx.fragment(
        quick_exit(),
        request_page(
            _("Keep the reference number: with it and a new code you can look it up again."),
            rx.el.a(_("Look up a request"), href=href(LOOK_UP), class_name="usa-button"),
        ),
        leave(),
    )


def with_an_account(link: str, path: str, then: str) -> rx.Component:
    """Whoever can sign in had better: `path` is where they go on, `then` what it is good for."""
    return alert(
        "info",
        _("You have an account?"),
        rx.el.p(
            native_link(
                link,
                href=f"/sign-in?next={href(path)}&lang={language()}",
                class_name="usa-link",
            ),
            ". ",
            then,
            class_name="usa-alert__text",
        ),
    )


def contact_steps(place: str) -> rx.Component:
    """First where to reach them, then the code that went there."""
    return rx.cond(VisitorState.pass_id, _code(place), _where())


def _where() -> rx.Component:
    state = VisitorState
    return rx.el.form(
        rx.cond(state.problem, alert("warning", state.problem, id="problem", urgent=True)),
        text_field(
            "contact",
            _("Your e-mail address, or your US phone number"),
            hint=_(
                "We send you a code there, and later word that there is news. Nobody else sees it."
            ),
            error=state.error,
            value=state.contact,
            max_length=254,
            auto_complete="email",
            auto_capitalize="none",
        ),
        rx.el.p(
            _(
                "If it is a phone number, you agree to texts about this request. Message and data "
                "rates may apply. Reply STOP to end them, HELP for help."
            ),
            class_name="usa-hint",
        ),
        submit(_("Send me a code")),
        on_submit=state.send,
        no_validate=True,
        class_name="usa-form cx-form",
    )


def _code(place: str) -> rx.Component:
    """A real form: with the right code the browser gets a cookie, which only an answer of the server
    can set."""
    state = VisitorState
    return native_form(
        rx.cond(state.problem, alert("warning", state.problem, id="problem", urgent=True)),
        rx.el.p(
            _("We sent a code to"),
            " ",
            rx.el.strong(state.sent_to),
            ". ",
            _("It comes within a minute and works for ten."),
        ),
        text_field(
            "code",
            _("Code"),
            hint=_("6 digits"),
            max_length=12,
            input_mode="numeric",
            auto_complete="one-time-code",
            auto_focus=True,
        ),
        rx.el.input(type="hidden", name="pass", value=state.pass_id, read_only=True),
        rx.el.input(type="hidden", name="next", value=place, read_only=True),
        rx.el.input(type="hidden", name="lang", value=language(), read_only=True),
        submit(_("Continue")),
        rx.el.p(
            rx.el.button(
                _("Send another code, or use another contact"),
                type="button",
                on_click=state.start_again,
                class_name="usa-button usa-button--unstyled",
            )
        ),
        action="/appointments/proof",
        method="post",
        class_name="usa-form cx-form",
    )


def _number() -> rx.Component:
    state = VisitorState
    return rx.el.form(
        text_field(
            "reference",
            _("Reference number"),
            hint=_("12 letters and digits, like 4K7M-2QXR-9TBC. Small letters are fine."),
            error=state.reference_error,
            max_length=40,
            auto_capitalize="characters",
            class_name="cx-code",
        ),
        submit(_("Look it up")),
        on_submit=state.find,
        no_validate=True,
        class_name="usa-form cx-form",
    )


def leave() -> rx.Component:
    """On a shared computer: the pass ends, and nothing can be seen any more."""
    return native_form(
        rx.el.input(type="hidden", name="csrf", value=VisitorState.csrf, read_only=True),
        rx.el.input(type="hidden", name="lang", value=language(), read_only=True),
        rx.el.p(
            _("This browser can see your requests for an hour."),
            " ",
            rx.el.button(
                _("Finish now"), type="submit", class_name="usa-button usa-button--unstyled"
            ),
            class_name="cx-card__meta",
        ),
        action="/appointments/leave",
        method="post",
        class_name="cx-section",
    )


def _other(path: str, label: str) -> rx.Component:
    return rx.el.div(
        card(rx.el.a(label, href=href(path), class_name="usa-link"), quiet=True),
        class_name="cx-section",
    )
