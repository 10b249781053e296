"""Forms G-28 of a representative, or of a paralegal's team: what waits, whom they represent, what
is over."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import empty, slim_alert, table, tag, when_loaded
from cx_app.components.desk import find_field, queues
from cx_app.components.dialog import cancel_button, question
from cx_app.components.fields import submit
from cx_app.components.turning import turn_page
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.representative.links import not_yours
from cx_app.services.representation.forms import FormLine, HeldLine, Shelf
from cx_app.state.representative.filed import FILED
from cx_app.state.representative.forms import FORMS, FormsState


@portal_page(
    FORMS,
    title="Forms G-28",
    audience=Audience.CUSTOMER,
    on_load=[FormsState.load],
    crumbs=[("/attorney", "Clients")],
)
def forms() -> rx.Component:
    state = FormsState
    return rx.fragment(
        rx.el.h1(_("Forms G-28")),
        rx.el.p(
            _("One form for each client in each case. You sign first, then your client does."),
            class_name="usa-intro",
        ),
        when_loaded(
            state.loaded,
            rx.cond(state.missing, not_yours(), _shelves()),
            label=_("Loading your forms"),
            lines=6,
        ),
    )


def _shelves() -> rx.Component:
    state = FormsState
    return rx.fragment(
        rx.cond(state.said, slim_alert("success", state.said, id="forms-said")),
        rx.cond(state.leaving.id, _leave()),
        rx.el.p(
            rx.el.a(
                _("Prepare a Form G-28"), href=href(f"{FORMS}/prepare"), class_name="usa-button"
            )
        ),
        queues(state, _("Which forms")),
        rx.el.div(
            rx.cond(
                (state.tab == Shelf.IN_FORCE.value) | (state.tab == Shelf.BEFORE.value),
                _find(),
            ),
            rx.match(
                state.tab,
                (Shelf.IN_FORCE.value, rx.cond(state.held.length() > 0, _held(), _nobody())),
                (Shelf.BEFORE.value, rx.cond(state.held.length() > 0, _before(), _none())),
                rx.cond(state.forms.length() > 0, _forms(), empty(_("There is no form here."))),
            ),
            rx.cond(
                state.pages > 1,
                turn_page(
                    state.page > 1,
                    state.page < state.pages,
                    state.turn,
                    rx.el.span(_("Page"), " ", state.page, " / ", state.pages),
                ),
            ),
            id="forms",
            tab_index=-1,
        ),
    )


def _find() -> rx.Component:
    return rx.el.form(
        find_field(_("Name or receipt number"), FormsState.search),
        submit(_("Show"), outline=True),
        on_submit=FormsState.find,
        class_name="cx-narrow",
        role="search",
        aria_label=_("Clients"),
    )


def _nobody() -> rx.Component:
    return rx.cond(
        FormsState.search,
        empty(_("No client fits. Search for less.")),
        empty(_("You represent nobody here yet. Prepare a form, and your client signs it.")),
    )


def _none() -> rx.Component:
    return rx.cond(
        FormsState.search,
        empty(_("No client fits. Search for less.")),
        empty(_("There is nobody here whom you represented before.")),
    )


def _forms() -> rx.Component:
    return table(
        _("Forms"),
        [_("Client"), _("Receipt number"), _("Where it stands"), _("Last change")],
        rx.foreach(FormsState.forms, _form),
        stacked=True,
    )


def _form(line: FormLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.a(line.client, href=href(FORMS) + "/" + line.id), scope="row"),
        rx.el.td(line.receipt, data_label=_("Receipt number")),
        rx.el.td(
            tag(line.state, line.tone),
            rx.cond(
                line.until,
                rx.el.div(_("Until"), " ", line.until, class_name="cx-table__note"),
            ),
            data_label=_("Where it stands"),
        ),
        rx.el.td(line.day, data_label=_("Last change")),
    )


def _held() -> rx.Component:
    return table(
        _("Clients"),
        [_("Client"), _("Case"), _("Since"), _("Withdraw")],
        rx.foreach(FormsState.held, _client),
        stacked=True,
    )


def _client(line: HeldLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.a(line.client, href=href("/account/cases") + "/" + line.case_id), scope="row"
        ),
        rx.el.td(
            line.form,
            rx.el.div(line.receipt, class_name="cx-table__note"),
            data_label=_("Case"),
        ),
        rx.el.td(line.since, data_label=_("Since")),
        rx.el.td(
            rx.el.button(
                _("Withdraw"),
                rx.el.span(" ", line.client, class_name="usa-sr-only"),
                type="button",
                on_click=FormsState.ask_leave(line.id),
                class_name="usa-button usa-button--unstyled",
            ),
            data_label=_("Withdraw"),
        ),
    )


def _before() -> rx.Component:
    return table(
        _("Clients"),
        [_("Client"), _("Case"), _("Until"), _("What you filed")],
        rx.foreach(FormsState.held, _former),
        stacked=True,
    )


def _former(line: HeldLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.client, scope="row"),
        rx.el.td(
            line.form,
            rx.el.div(line.receipt, class_name="cx-table__note"),
            data_label=_("Case"),
        ),
        rx.el.td(line.ended, data_label=_("Until")),
        rx.el.td(
            rx.cond(
                line.filed,
                rx.el.a(
                    _("Read it"),
                    rx.el.span(" ", line.client, " ", line.receipt, class_name="usa-sr-only"),
                    href=href(FILED) + "/" + line.id,
                ),
                _("Nothing"),
            ),
            data_label=_("What you filed"),
        ),
    )


def _leave() -> rx.Component:
    leaving = FormsState.leaving
    return question(
        "leave",
        _("Withdraw from this case?"),
        rx.el.p(rx.el.strong(leaving.client), " · ", leaving.form, " · ", leaving.receipt),
        rx.el.p(
            _(
                "You no longer see the case or act in it, from this moment on. What you sent stays, "
                "and you can still read it. Your client and the agency hear of it. To come back, "
                "you need a new form that your client signs."
            )
        ),
        rx.el.div(
            rx.el.button(
                _("Withdraw"),
                type="button",
                class_name="usa-button",
                on_click=FormsState.leave,
            ),
            cancel_button(FormsState.stay, _("Keep representing")),
            class_name="cx-dialog__buttons",
        ),
    )
