"""One case: where it is, whose turn it is, what happened, who is on it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.acting import acting_for
from cx_app.components.content import alert, card, empty, facts, tag, when_loaded
from cx_app.components.timeline import moment, timeline
from cx_app.domain.feedback import Outcome, Task
from cx_app.domain.support import Fact
from cx_app.language import _, href
from cx_app.pages.account import case_claims, case_progress
from cx_app.pages.account.case_wrong import not_right
from cx_app.pages.account.code_card import code_card
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.public.feedback import how_did_it_go
from cx_app.services.cases.views import HistoryLine, PartLine, SharedLine, VisitLine
from cx_app.state.account.cases import CaseState


@portal_page(
    "/account/cases/[case_id]",
    title="Case",
    audience=Audience.CUSTOMER,
    on_load=[CaseState.load],
    crumbs=[("/account", "My cases")],
)
def case() -> rx.Component:
    return when_loaded(
        CaseState.loaded,
        rx.cond(CaseState.missing, _missing(), _page()),
        label=_("Loading the case"),
        lines=6,
    )


def _missing() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("We can’t show this case")),
        empty(
            _("It is not among the cases of this account. It may have been removed."),
            rx.el.a(_("Back to my cases"), href=href("/account"), class_name="usa-button"),
        ),
    )


def _page() -> rx.Component:
    shown = CaseState.page.card
    return rx.fragment(
        rx.cond(
            CaseState.just_added & ~shown.followed,
            alert(
                "success",
                _("The case is in your account"),
                _("We also put a message in your inbox. Keep the letter for your records."),
            ),
        ),
        case_claims.somebody_was_here(),
        acting_for(CaseState.acting, CaseState.page.submits),
        rx.el.p(shown.form, " · ", shown.form_name, class_name="cx-eyebrow"),
        rx.el.h1(shown.status_title),
        rx.el.p(shown.status_sentence, class_name="usa-intro"),
        rx.el.div(
            tag(shown.turn_label, shown.turn),
            rx.el.span(_("Since"), " ", shown.since, class_name="cx-card__meta"),
            not_right(Fact.STATUS),
            class_name="cx-inline",
        ),
        _check_again(),
        rx.cond(
            CaseState.page.hold,
            alert("warning", _("This case is on hold"), CaseState.page.hold),
        ),
        case_claims.paused(),
        rx.cond(shown.followed, _status_only()),
        rx.el.div(
            rx.el.div(
                rx.cond(CaseState.page.submits, _prepare()),
                case_progress.progress(),
                rx.cond(CaseState.page.visits.length() > 0, _visits()),
                rx.cond(CaseState.page.codes.length() > 0, _codes()),
                rx.cond(CaseState.page.shared.length() > 0, _shared()),
                rx.cond(~shown.followed, _history()),
                class_name="cx-grid__main",
            ),
            rx.el.aside(
                _facts(),
                rx.cond(~shown.followed, case_claims.people()),
                case_claims.removal(),
                rx.cond(CaseState.page.parts.length() > 0, _parts()),
                class_name="cx-grid__side",
            ),
            class_name="cx-grid",
        ),
        rx.cond(CaseState.just_added & ~shown.followed, how_did_it_go(Task.ADD_CASE, Outcome.DONE)),
    )


def _check_again() -> rx.Component:
    """For those who look often: cheaper than loading the page anew, and it says that it looked."""
    return rx.el.div(
        rx.el.button(
            _("Check again"),
            type="button",
            on_click=CaseState.check,
            class_name="usa-button usa-button--outline",
        ),
        rx.el.span(
            rx.cond(CaseState.checked, rx.fragment(_("Up to date at"), " ", CaseState.checked)),
            aria_live="polite",
            class_name="cx-card__meta",
            id="checked",
        ),
        class_name="cx-inline",
    )


def _status_only() -> rx.Component:
    return alert(
        "info",
        _("You see the status only"),
        rx.el.p(
            _(
                "You added this case by its receipt number. With the online access code from the "
                "letter you also see its history, its people and its messages."
            ),
            class_name="usa-alert__text",
        ),
        rx.el.div(
            rx.el.a(_("Add the code"), href=href("/account/cases/add"), class_name="usa-button"),
            rx.el.button(
                _("Stop following"),
                type="button",
                on_click=CaseState.unfollow,
                class_name="usa-button usa-button--unstyled",
            ),
            class_name="cx-inline",
        ),
    )


def _visits() -> rx.Component:
    return card(
        rx.el.h2(_("Where you have to go")),
        rx.el.ul(rx.foreach(CaseState.page.visits, _visit), class_name="cx-timeline"),
        not_right(Fact.VISITS),
    )


def _visit(line: VisitLine) -> rx.Component:
    return moment(
        line.when,
        rx.el.h3(line.name),
        line.where,
        rx.cond(
            line.biometrics_id,
            rx.el.p(
                rx.el.a(
                    _("See or move this appointment"),
                    href=href("/account/biometrics") + "/" + line.biometrics_id,
                )
            ),
        ),
    )


def _prepare() -> rx.Component:
    """What a paralegal can fill in for the client; a representative submits it (REP-40)."""
    return card(
        rx.el.h2(_("Prepare for this client")),
        rx.el.p(_("What you hand in waits for your representative. Nothing is sent before.")),
        rx.el.ul(
            *[
                rx.el.li(rx.el.a(said, href=href(path)))
                for said, path in (
                    (_("Ask for a visit"), "/account/appointments/request"),
                    (_("Ask for a call"), "/account/callbacks/ask"),
                    (_("Request a new code"), "/account/codes/request"),
                    (_("What you handed in"), "/attorney/prepared"),
                )
            ],
            class_name="usa-list",
        ),
    )


def _codes() -> rx.Component:
    return rx.el.section(
        rx.el.h2(_("Your online access codes")),
        rx.foreach(CaseState.page.codes, code_card),
        rx.el.p(
            rx.el.a(_("Request a new code"), href=href("/account/codes/request")),
        ),
        class_name="cx-section",
    )


def _history() -> rx.Component:
    return card(
        rx.el.h2(_("What has happened")),
        rx.cond(
            CaseState.page.history.length() > 0,
            timeline(CaseState.page.history, _step),
            empty(_("Nothing is recorded yet. Each step will show here.")),
        ),
        not_right(Fact.HISTORY),
    )


def _shared() -> rx.Component:
    """What the client lets their representative read (REP-21)."""
    return card(
        rx.el.h2(_("What we wrote to your client")),
        rx.el.p(
            _("Your client shares this with you and can stop it at any time."),
            class_name="cx-card__meta",
        ),
        timeline(CaseState.page.shared, _message),
    )


def _message(line: SharedLine) -> rx.Component:
    return moment(line.when, rx.el.h3(line.subject), line.body)


def _parts() -> rx.Component:
    return card(
        rx.el.h2(_("Whom you represent here")),
        rx.el.ul(rx.foreach(CaseState.page.parts, _part), class_name="cx-rows"),
        quiet=True,
    )


def _part(one: PartLine) -> rx.Component:
    for_whom = rx.el.span(" ", one.client, class_name="usa-sr-only")
    return rx.el.li(
        rx.el.p(rx.el.strong(one.client)),
        rx.el.p(
            rx.el.a(_("What you filed"), for_whom, href=href("/attorney/filed") + "/" + one.id)
        ),
        rx.el.p(
            rx.el.a(
                _("Withdraw from this case"),
                for_whom,
                href=href("/attorney/representation") + "?withdraw=" + one.id,
            )
        ),
        class_name="cx-rows__row",
    )


def _step(line: HistoryLine) -> rx.Component:
    return moment(line.day, rx.el.h3(line.title), line.sentence)


def _with(shown: Any, fact: Fact) -> rx.Component:
    return rx.fragment(shown, " ", not_right(fact))


def _facts() -> rx.Component:
    return card(
        rx.el.h2(_("About this case")),
        facts(
            (_("Receipt number"), CaseState.page.card.receipt_number),
            (_("Received"), _with(CaseState.page.received, Fact.RECEIVED)),
            (_("Your part"), _with(CaseState.page.capacity, Fact.PART)),
        ),
        rx.cond(
            CaseState.page.undo_day,
            rx.el.p(rx.el.a(_("Tell us a new address"), href=href("/account/address"))),
        ),
        rx.cond(
            CaseState.page.inquiry,
            rx.el.p(
                _("The agency takes questions about this case from"),
                " ",
                CaseState.page.inquiry,
                ".",
                class_name="cx-card__meta",
            ),
        ),
    )
