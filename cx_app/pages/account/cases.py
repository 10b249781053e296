"""My cases."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, tag, when_loaded
from cx_app.components.letter import letter_with_code
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.cases.views import CaseCard, RemovedCase
from cx_app.state.account.cases import CasesState
from cx_app.state.session import SessionState


@portal_page(
    "/account",
    title="My cases",
    audience=Audience.CUSTOMER,
    on_load=[CasesState.load],
)
def my_cases() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("My cases")),
        when_loaded(
            CasesState.loaded,
            rx.fragment(
                rx.cond(
                    CasesState.said,
                    alert("info", CasesState.said, id="cases-said"),
                ),
                rx.cond(CasesState.to_sign > 0, _to_sign()),
                rx.foreach(CasesState.removed, _removed),
                rx.cond(CasesState.cards.length() > 0, _list(), _first_case()),
            ),
            label=_("Loading your cases"),
            lines=4,
        ),
    )


def _to_sign() -> rx.Component:
    """Whoever is asked to be represented hears of it where they look first."""
    return alert(
        "info",
        _("A form waits for your answer"),
        rx.el.p(
            rx.el.a(_("Read it, then sign or say no"), href=href("/account/representation")),
            class_name="usa-alert__text",
        ),
    )


def _removed(one: RemovedCase) -> rx.Component:
    """A case that its person may still take back (CLAIM-7)."""
    return alert(
        "info",
        _("You removed a case"),
        rx.el.p(
            one.form,
            " · ",
            one.receipt_number,
            ". ",
            _("Removed on"),
            " ",
            one.day,
            ". ",
            _("You can take this back until"),
            " ",
            rx.el.strong(one.undo_until),
            ".",
            class_name="usa-alert__text",
        ),
        rx.el.div(
            rx.el.button(
                _("Take it back"),
                rx.el.span(" ", one.receipt_number, class_name="usa-sr-only"),
                type="button",
                on_click=CasesState.take_back(one.id),
                class_name="usa-button usa-button--outline",
            ),
            class_name="cx-inline",
        ),
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.foreach(CasesState.cards, _card),
        rx.cond(CasesState.more, _more()),
        card(
            rx.el.h2(_("Did you file on paper?"), class_name="cx-card__title"),
            rx.el.p(_("Add a case with the online access code from your letter.")),
            _add_button(outline=True),
            rx.el.p(
                rx.el.a(
                    _("Find a biometrics appointment without a code"),
                    href=href("/account/biometrics"),
                )
            ),
            quiet=True,
        ),
        class_name="cx-cards",
    )


def _more() -> rx.Component:
    return rx.el.div(
        rx.cond(
            SessionState.represents,
            rx.el.p(
                _("Not all cases of your clients are shown."),
                " ",
                rx.el.a(_("See all your clients"), href=href("/attorney")),
            ),
        ),
        rx.el.button(
            _("Show more cases"),
            type="button",
            class_name="usa-button usa-button--outline",
            on_click=CasesState.show_more,
        ),
    )


def _card(shown: CaseCard) -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h2(
                rx.el.a(
                    shown.form,
                    rx.cond(shown.form_name, rx.el.span(" · ", shown.form_name)),
                    href=href("/account/cases") + "/" + shown.id,
                ),
                class_name="cx-card__title",
            ),
            tag(shown.turn_label, shown.turn),
            class_name="cx-card__head",
        ),
        rx.cond(shown.client, rx.el.p(_("Client"), ": ", rx.el.strong(shown.client))),
        rx.el.p(shown.status_title, class_name="cx-card__status"),
        rx.el.p(shown.status_sentence),
        rx.cond(
            shown.next_visit,
            rx.el.p(
                _("Your appointment:"),
                " ",
                rx.el.strong(shown.next_visit),
                rx.cond(
                    shown.biometrics_id,
                    rx.fragment(
                        " ",
                        rx.el.a(
                            _("See or move it"),
                            href=href("/account/biometrics") + "/" + shown.biometrics_id,
                        ),
                    ),
                ),
            ),
        ),
        rx.cond(
            shown.code_news,
            rx.el.p(_("New code:"), " ", rx.el.strong(shown.code_news)),
        ),
        rx.el.p(
            _("Since {day}", day="").strip(),
            " ",
            shown.since,
            rx.el.span(" · ", _("Receipt number"), " ", shown.receipt_number),
            class_name="cx-card__meta",
        ),
        rx.cond(
            shown.followed,
            rx.el.p(
                _("Status only."),
                " ",
                rx.el.a(_("Add your code to see everything"), href=href("/account/cases/add")),
                class_name="cx-card__meta",
            ),
        ),
    )


def _first_case() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h2(_("Add your first case")),
            rx.el.p(
                _(
                    "If you filed on paper, we mailed you a letter with an online access code. "
                    "Type it in once, and your case is here from then on."
                )
            ),
            _add_button(),
            rx.el.p(
                rx.el.a(_("I don’t have a code"), href=href("/account/codes/request")),
            ),
            rx.el.p(
                rx.el.a(
                    _("Find a biometrics appointment without a code"),
                    href=href("/account/biometrics"),
                )
            ),
        ),
        letter_with_code(),
        class_name="cx-split",
    )


def _add_button(*, outline: bool = False) -> rx.Component:
    style = "usa-button usa-button--outline" if outline else "usa-button"
    return rx.el.a(_("Add a paper-filed case"), href=href("/account/cases/add"), class_name=style)
