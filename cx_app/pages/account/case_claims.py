"""On a case page: who can see the case, disputing an account, removing the case."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, tag
from cx_app.components.fields import Choice, radio_group, submit
from cx_app.components.native import phone
from cx_app.domain.code_claims import Ground
from cx_app.domain.support import Fact
from cx_app.language import _, href
from cx_app.pages.account.case_wrong import not_right
from cx_app.services.cases.views import LinkLine
from cx_app.settings import settings
from cx_app.state.account.cases import CaseState


def paused() -> rx.Component:
    """To somebody who is disputed: what they can still do, and until when."""
    return rx.cond(
        CaseState.page.paused,
        alert(
            "warning",
            _("We are checking who may use this case"),
            CaseState.page.paused,
            rx.el.p(
                _("Questions? Call"),
                " ",
                phone(settings.agency_phone),
                class_name="usa-alert__text",
            ),
        ),
    )


def somebody_was_here() -> rx.Component:
    """To somebody who has just added a case that another account has too (CLAIM-1)."""
    return rx.cond(
        CaseState.just_added & (CaseState.page.links.length() > 1),
        alert(
            "warning",
            _("Another account has this case, too"),
            _(
                "It was added as the same person as you. See “Who can see this case” for the "
                "account and the day. If it is not yours and you did not agree, dispute it there."
            ),
        ),
    )


def people() -> rx.Component:
    page = CaseState.page
    return card(
        rx.el.h2(_("Who can see this case"), id="people-title", tab_index=-1),
        rx.cond(
            CaseState.dispute_said,
            alert("info", _("Thank you"), CaseState.dispute_said, id="dispute-said"),
        ),
        rx.cond(
            page.links.length() > 0,
            rx.fragment(
                rx.el.p(_("Accounts that added it as the same person:")),
                rx.el.ul(rx.foreach(page.links, _link), class_name="usa-list"),
            ),
        ),
        rx.cond(CaseState.disputed, _dispute_form()),
        rx.cond(page.representative, rx.el.p(_("Representative:"), " ", page.representative)),
        rx.cond(page.pair, rx.el.p(page.pair, class_name="cx-card__meta")),
        rx.cond(page.corrects, rx.el.p(not_right(Fact.PEOPLE))),
        rx.el.p(
            rx.el.a(_("See who at the agency opened it"), href=href("/account/activity")),
        ),
    )


def _link(line: LinkLine) -> rx.Component:
    return rx.el.li(
        line.account,
        " · ",
        _("added on"),
        " ",
        line.day,
        rx.cond(line.disputed, rx.fragment(" ", tag(_("Being checked"), "agency"))),
        rx.cond(
            line.can_dispute,
            rx.el.p(
                rx.el.button(
                    _("Dispute this account"),
                    rx.el.span(" ", line.account, class_name="usa-sr-only"),
                    type="button",
                    on_click=CaseState.choose_account(line.id),
                    class_name="usa-button usa-button--unstyled",
                )
            ),
        ),
    )


def _dispute_form() -> rx.Component:
    return rx.el.form(
        rx.el.h3(_("Dispute an account"), id="dispute-title", tab_index=-1),
        rx.el.p(CaseState.disputed_account),
        rx.el.p(
            _(
                "Two officers check it. Until they decide, that account can read this case and "
                "answer what we ask by a due date, but not start anything new. We tell its owner "
                "that we check, not who asked."
            )
        ),
        radio_group(
            "ground",
            _("What is wrong?"),
            [
                Choice(Ground.UNKNOWN.value, _("I don’t know this account")),
                Choice(Ground.NO_CONSENT.value, _("I know who it is, and I did not agree")),
                Choice(Ground.LOST_LETTER.value, _("My letter was lost or taken")),
            ],
            error=CaseState.ground_error,
            key=CaseState.disputed,
        ),
        rx.el.div(
            submit(_("Send")),
            rx.el.button(
                _("Cancel"),
                type="button",
                on_click=CaseState.leave_dispute,
                class_name="usa-button usa-button--unstyled",
            ),
            class_name="cx-inline cx-section",
        ),
        on_submit=CaseState.dispute,
        no_validate=True,
        class_name="cx-form",
        aria_labelledby="dispute-title",
    )


def removal() -> rx.Component:
    """Only where the case was added by code."""
    return rx.cond(
        CaseState.page.undo_day,
        card(
            rx.el.h2(_("Not your case?")),
            rx.cond(CaseState.removing, _confirm(), _offer()),
            quiet=True,
        ),
    )


def _offer() -> rx.Component:
    return rx.fragment(
        rx.el.p(_("If you added it by mistake, remove it from your account.")),
        rx.el.button(
            _("Remove this case"),
            type="button",
            id="remove",
            on_click=CaseState.ask_removal,
            class_name="usa-button usa-button--outline",
        ),
    )


def _confirm() -> rx.Component:
    return rx.el.div(
        rx.el.h3(_("Remove this case from your account?"), id="remove-title", tab_index=-1),
        rx.el.ul(
            rx.el.li(_("You stop seeing it at once, also in other windows.")),
            rx.el.li(
                _("You can take this back until"), " ", rx.el.strong(CaseState.page.undo_day), "."
            ),
            rx.el.li(_("The code you used stays used. After that day you need a new one.")),
            rx.el.li(_("What we sent you stays. Nobody else loses the case.")),
            class_name="usa-list",
        ),
        rx.el.div(
            rx.el.button(
                _("Yes, remove it"),
                type="button",
                on_click=CaseState.remove_case,
                class_name="usa-button usa-button--secondary",
            ),
            rx.el.button(
                _("Keep it"),
                type="button",
                on_click=CaseState.keep_case,
                class_name="usa-button usa-button--unstyled",
            ),
            class_name="cx-inline",
        ),
        role="group",
        aria_labelledby="remove-title",
    )
