"""One request that a paralegal prepared, as it is read before it is submitted (REP-41)."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, empty, fact, slim_alert, tag, when_loaded
from cx_app.components.dialog import sure
from cx_app.components.fields import submit, text_area
from cx_app.domain.prepared import NOTE
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.drafts.steps import ReviewLine
from cx_app.state.account.kept_steps import PREPARED
from cx_app.state.representative.prepared_one import OnePreparedState


@portal_page(
    f"{PREPARED}/[prepared_id]",
    title="Prepared request",
    audience=Audience.CUSTOMER,
    on_load=[OnePreparedState.load],
    crumbs=[("/attorney", "Clients"), (PREPARED, "Prepared requests")],
)
def prepared_one() -> rx.Component:
    return when_loaded(
        OnePreparedState.loaded,
        rx.cond(OnePreparedState.missing, _missing(), _one()),
        label=_("Loading the request"),
        lines=6,
    )


def _missing() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("This request is not here")),
        empty(
            _("It may have been deleted, or the client is not one of yours any more."),
            rx.el.a(_("Back to the requests"), href=href(PREPARED), class_name="usa-button"),
        ),
    )


def _one() -> rx.Component:
    state, view = OnePreparedState, OnePreparedState.view
    return rx.fragment(
        rx.el.h1(rx.cond(view.client, rx.fragment(view.what, ": ", view.client), view.what)),
        rx.el.p(tag(view.state, view.tone)),
        rx.cond(
            state.sent,
            alert(
                "success",
                _("It waits for your representative"),
                _("Nothing is sent yet. You see here what comes of it."),
                id="handed-in",
            ),
        ),
        rx.cond(state.said, slim_alert("success", state.said, id="prepared-said")),
        rx.cond(state.problem, slim_alert("error", state.problem, id="prepared-problem")),
        rx.cond(state.busy, _busy()),
        rx.cond(view.refused & (state.problem == ""), _refused()),
        rx.cond(view.note, _note()),
        rx.cond(view.left & view.may_submit, _left()),
        rx.el.div(
            rx.el.div(
                rx.cond(view.lines.length() > 0, _told()),
                rx.cond(state.returning, _return()),
                _acts(),
                class_name="cx-grid__main",
            ),
            rx.el.aside(_about(), class_name="cx-grid__side"),
            class_name="cx-grid",
        ),
        rx.cond(state.deleting, _delete()),
    )


def _told() -> rx.Component:
    return card(
        rx.el.h2(_("What was prepared")),
        rx.el.dl(rx.foreach(OnePreparedState.view.lines, _line), class_name="cx-facts"),
    )


def _about() -> rx.Component:
    """Who did what with it, and when."""
    view = OnePreparedState.view
    shown = (
        (_("Receipt number"), view.receipt),
        (_("Prepared by"), view.by),
        (_("Handed in"), view.prepared),
        (_("Last change"), view.when),
        (_("Submitted by"), view.submitted_by),
        (_("Reference number"), view.reference),
    )
    return card(
        rx.el.h2(_("About this request")),
        rx.el.dl(*[rx.cond(said, fact(name, said)) for name, said in shown], class_name="cx-facts"),
        rx.cond(
            OnePreparedState.thing,
            rx.el.p(rx.el.a(_("Open what it is about"), href=OnePreparedState.thing)),
        ),
    )


def _busy() -> rx.Component:
    return alert(
        "warning",
        _("You have another form that is not sent"),
        rx.el.p(
            _("Send it or delete it first, so that nothing that you typed is lost:"),
            " ",
            rx.el.a(_("Open that form"), href=OnePreparedState.busy, class_name="usa-link"),
            class_name="usa-alert__text",
        ),
        id="prepared-busy",
    )


def _refused() -> rx.Component:
    return alert(
        "warning",
        _("It was not accepted"),
        OnePreparedState.view.refused,
        id="prepared-refused",
    )


def _note() -> rx.Component:
    return alert("info", _("Sent back with a note"), OnePreparedState.view.note, id="prepared-note")


def _left() -> rx.Component:
    return alert(
        "warning",
        _("Whoever prepared this left your team"),
        _("Open it, check it and save it as yours before you submit it."),
    )


def _line(one: ReviewLine) -> rx.Component:
    return fact(one.question, one.answer)


def _acts() -> rx.Component:
    state, view = OnePreparedState, OnePreparedState.view
    outline = "usa-button usa-button--outline"
    return rx.el.div(
        rx.cond(
            view.may_submit,
            rx.el.button(
                _("Submit it"), type="button", on_click=state.submit, class_name="usa-button"
            ),
        ),
        rx.cond(
            view.may_change,
            rx.el.button(_("Change"), type="button", on_click=state.change, class_name=outline),
        ),
        rx.cond(
            view.may_return & ~state.returning,
            rx.el.button(
                _("Send back"), type="button", on_click=state.ask_return, class_name=outline
            ),
        ),
        rx.cond(
            view.may_delete,
            rx.el.button(
                _("Delete"),
                type="button",
                on_click=state.ask_delete,
                class_name="usa-button usa-button--unstyled",
            ),
        ),
        class_name="cx-inline cx-section",
    )


def _return() -> rx.Component:
    state = OnePreparedState
    return rx.el.form(
        text_area(
            "note",
            _("What has to be changed?"),
            hint=_("Your paralegal reads it."),
            error=state.note_error,
            max_length=NOTE,
            rows="4",
        ),
        rx.el.div(
            submit(_("Send back with this note")),
            rx.el.button(
                _("Keep it here"),
                type="button",
                on_click=state.keep_it,
                class_name="usa-button usa-button--outline",
            ),
            class_name="cx-inline",
        ),
        on_submit=state.give_back,
        no_validate=True,
        class_name="usa-form cx-form cx-form--wide",
    )


def _delete() -> rx.Component:
    return sure(
        "delete",
        _("Delete this request?"),
        _("Nothing of what was typed stays, and nothing is sent."),
        yes=_("Delete"),
        on_yes=OnePreparedState.delete,
        no=_("Keep it"),
        on_no=OnePreparedState.keep,
    )
