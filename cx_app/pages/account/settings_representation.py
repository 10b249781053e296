"""Settings, who represents me: who, in what, what they did, and how it ends."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, slim_alert
from cx_app.components.dialog import cancel_button, question
from cx_app.language import _, href
from cx_app.services.representation.mine import Act, RepresentedLine
from cx_app.state.account.representation import RepresentationState


def section() -> rx.Component:
    mine = RepresentationState.mine
    return rx.fragment(
        rx.cond(
            RepresentationState.said,
            slim_alert("success", RepresentationState.said, id="represent-said"),
        ),
        rx.cond(RepresentationState.ending.id, _question()),
        rx.cond(mine.waiting > 0, _waiting()),
        rx.cond(
            mine.now.length() > 0,
            rx.el.ul(rx.foreach(mine.now, _now), class_name="cx-rows"),
            rx.el.p(_("Nobody represents you in a case that is in this account.")),
        ),
        rx.cond(
            mine.before.length() > 0,
            rx.el.details(
                rx.el.summary(_("Who represented you before")),
                rx.el.ul(rx.foreach(mine.before, _before), class_name="cx-rows"),
                class_name="cx-rows__record",
            ),
        ),
        rx.el.p(
            _("Are you an attorney or an accredited representative yourself?"),
            " ",
            rx.el.a(_("Representative account"), href=href("/attorney/account")),
            class_name="cx-card__meta",
        ),
    )


def _waiting() -> rx.Component:
    return alert(
        "info",
        _("A form waits for your answer"),
        rx.el.p(
            rx.el.a(_("Read it, then sign or say no"), href=href("/account/representation")),
            class_name="usa-alert__text",
        ),
    )


def _who(line: RepresentedLine) -> rx.Component:
    return rx.fragment(
        rx.el.h3(line.name),
        rx.el.p(line.kind, " · ", line.form, " · ", line.receipt),
    )


def _now(line: RepresentedLine) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                _who(line),
                rx.el.p(_("Since"), " ", line.since),
                rx.cond(
                    line.notices_to_representative,
                    rx.el.p(_("Notices go to the representative’s business address alone")),
                ),
            ),
            rx.cond(
                line.may_end,
                rx.el.button(
                    _("End this"),
                    rx.el.span(" ", line.name, " ", line.receipt, class_name="usa-sr-only"),
                    type="button",
                    on_click=RepresentationState.ask_end(line.id),
                    class_name="usa-button usa-button--unstyled",
                ),
            ),
            class_name="cx-rows__line",
        ),
        rx.cond(line.may_share, _sharing(line)),
        _acts(line),
        class_name="cx-rows__row",
    )


def _sharing(line: RepresentedLine) -> rx.Component:
    """What they read of the client's messages is the client's choice (REP-21)."""
    return rx.el.div(
        rx.el.p(
            rx.cond(
                line.messages_shared,
                _("They read what we write to you about this case: news and appointments."),
                _("They don’t read our messages to you. They see the case itself."),
            ),
            " ",
            _("Nobody shares codes, calls, or who opened your case."),
        ),
        rx.el.button(
            rx.cond(
                line.messages_shared, _("Stop sharing messages"), _("Share messages with them")
            ),
            rx.el.span(" ", line.name, " ", line.receipt, class_name="usa-sr-only"),
            type="button",
            on_click=RepresentationState.share(line.id, ~line.messages_shared),
            class_name="usa-button usa-button--unstyled",
        ),
    )


def _before(line: RepresentedLine) -> rx.Component:
    return rx.el.li(
        _who(line),
        rx.el.p(line.since, " – ", line.ended),
        _acts(line),
        class_name="cx-rows__row",
    )


def _acts(line: RepresentedLine) -> rx.Component:
    return rx.cond(
        line.acts.length() > 0,
        rx.el.details(
            rx.el.summary(_("What they did for you")),
            rx.el.ol(
                rx.foreach(line.acts, _act),
                class_name="cx-timeline",
                aria_label=_("The newest first"),
            ),
            class_name="cx-rows__record",
        ),
        rx.el.p(_("They have done nothing here for you yet."), class_name="cx-card__meta"),
    )


def _act(one: Act) -> rx.Component:
    return rx.el.li(
        rx.el.p(one.when, class_name="cx-timeline__day"),
        rx.el.p(one.what),
    )


def _question() -> rx.Component:
    going = RepresentationState.ending
    return question(
        "end",
        _("End this representation?"),
        rx.el.p(rx.el.strong(going.name), " · ", going.form, " · ", going.receipt),
        rx.el.p(
            _(
                "From this moment on they can’t see your case or act in it here, even in a page "
                "that is open. What they sent for you stays, and they can still read that. They "
                "and the agency hear of it. Appointments and dates stay: they are yours to keep "
                "now."
            )
        ),
        rx.el.p(
            _(
                "This does not end a contract between you and them. To be represented by them "
                "again, you must sign a new form."
            )
        ),
        rx.el.div(
            rx.el.button(
                _("End it now"),
                type="button",
                class_name="usa-button",
                on_click=RepresentationState.end,
            ),
            cancel_button(RepresentationState.keep, _("Keep it")),
            class_name="cx-dialog__buttons",
        ),
    )
