"""One biometrics appointment: where and when, and choosing another time."""

from __future__ import annotations

import reflex as rx

from cx_app.components.acting import acting_for
from cx_app.components.content import alert, card, empty, facts, when_loaded
from cx_app.components.native import native_link
from cx_app.domain.biometrics import RescheduleState
from cx_app.domain.feedback import Outcome, Task
from cx_app.language import _, href, language
from cx_app.pages.account import biometrics_check, biometrics_choose
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.public.feedback import how_did_it_go
from cx_app.services.biometrics.views import FamilyLine, MatchLine
from cx_app.state.account.biometrics import BiometricsState

FILES = "/downloads/biometrics/"


@portal_page(
    "/account/biometrics/[appointment_id]",
    title="Biometrics appointment",
    audience=Audience.CUSTOMER,
    on_load=[BiometricsState.load],
    crumbs=[("/account", "My cases"), ("/account/biometrics", "Biometrics appointments")],
)
def biometrics() -> rx.Component:
    return when_loaded(
        BiometricsState.loaded,
        rx.cond(BiometricsState.missing, _missing(), _page()),
        label=_("Loading the appointment"),
        lines=6,
    )


def _missing() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("We can’t show this appointment")),
        empty(
            _("It is not among the appointments of this account."),
            rx.el.a(
                _("Biometrics appointments"),
                href=href("/account/biometrics"),
                class_name="usa-button",
            ),
        ),
    )


def _page() -> rx.Component:
    shown = BiometricsState.page
    return rx.fragment(
        rx.el.p(
            shown.form,
            rx.cond(shown.form_name, rx.fragment(" · ", shown.form_name)),
            " · ",
            shown.receipt_number,
            class_name="cx-eyebrow",
        ),
        rx.el.h1(_("Biometrics appointment")),
        acting_for(rx.cond(shown.acting_for, shown.name, ""), shown.submits),
        rx.el.div(
            rx.el.div(_present(), _notice(), _matches(), class_name="cx-move__now"),
            rx.el.div(
                _news(),
                rx.cond(BiometricsState.done, _done(), _what_can_be_done()),
                class_name="cx-move__next",
            ),
            class_name="cx-move",
        ),
        rx.cond(
            BiometricsState.done | (shown.request.state == RescheduleState.REFUSED.value),
            how_did_it_go(
                Task.BIOMETRICS,
                rx.cond(BiometricsState.done, Outcome.DONE.value, Outcome.NOT_DONE.value),
            ),
        ),
    )


def _present() -> rx.Component:
    present = BiometricsState.page.present
    return card(
        rx.el.h2(_("Your appointment now")),
        rx.cond(
            present.when,
            rx.fragment(
                rx.el.p(present.when, class_name="cx-move__when", id="present-when"),
                rx.el.address(
                    rx.el.strong(present.place),
                    rx.foreach(present.address, lambda line: rx.el.span(line)),
                    class_name="cx-move__place",
                ),
                rx.cond(
                    present.map_link,
                    rx.el.p(
                        native_link(
                            _("Show it on a map"),
                            href=present.map_link,
                            class_name="usa-link usa-link--external",
                            rel="noreferrer",
                        )
                    ),
                ),
                rx.cond(
                    present.limit,
                    facts(
                        (_("You can move it online until"), present.limit),
                        (_("That is in"), rx.el.span(present.left, id="left")),
                    ),
                ),
                rx.cond(
                    BiometricsState.page.moves,
                    rx.el.p(BiometricsState.page.moves, class_name="cx-card__meta"),
                ),
            ),
            rx.el.p(_("There is no appointment now.")),
        ),
    )


def _notice() -> rx.Component:
    notice = BiometricsState.page.notice
    return card(
        rx.el.h2(_("What to bring")),
        rx.el.ul(
            rx.foreach(BiometricsState.page.bring, lambda line: rx.el.li(line)),
            class_name="usa-list",
        ),
        rx.cond(
            notice.number,
            rx.fragment(
                facts(
                    (_("Notice number"), notice.number),
                    (_("Date of this notice"), notice.made),
                ),
                rx.cond(
                    notice.replaces,
                    rx.el.p(_("It replaces the notice"), " ", notice.replaces, "."),
                ),
                rx.cond(~BiometricsState.done & (BiometricsState.page.submits == ""), _files()),
            ),
            rx.cond(
                BiometricsState.page.present.when,
                rx.el.p(
                    _("The agency mailed you the notice for this appointment. Bring that one.")
                ),
            ),
        ),
        quiet=True,
    )


def _files() -> rx.Component:
    path = FILES + BiometricsState.page.id
    return rx.el.ul(
        rx.el.li(
            native_link(
                _("Notice to print (PDF)"), href=path + "/notice.pdf", class_name="usa-button"
            )
        ),
        rx.el.li(
            native_link(
                _("Put it in your calendar"),
                href=path + f"/appointment.ics?lang={language()}",
                class_name="usa-button usa-button--outline",
            )
        ),
        rx.cond(
            BiometricsState.page.mailed,
            rx.el.li(rx.el.p(_("A printed notice is on its way to the address on file."))),
            rx.cond(BiometricsState.page.may_mail, rx.el.li(_by_mail())),
        ),
        class_name="cx-plain-list",
    )


def _by_mail() -> rx.Component:
    return rx.fragment(
        rx.el.button(
            _("I can’t print: mail it to me"),
            type="button",
            on_click=BiometricsState.mail_it,
            class_name="usa-button usa-button--unstyled",
        ),
        rx.el.p(
            _("It takes some days. Public libraries print for little or no money."),
            class_name="cx-card__meta",
        ),
    )


def _matches() -> rx.Component:
    """Accounts that found it without a code; whoever has the case as this person sends them away."""
    matches = BiometricsState.page.matches
    return rx.cond(
        matches.length() > 0,
        card(
            rx.el.h2(_("Found without a code")),
            rx.el.p(
                _(
                    "These accounts can see and move this appointment, and nothing else of the "
                    "case. If one of them should not, end it."
                )
            ),
            rx.el.ul(rx.foreach(matches, _match), class_name="cx-plain-list"),
            quiet=True,
            id="matches",
        ),
    )


def _match(line: MatchLine) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.el.strong(line.account), ", ", line.day),
        rx.el.button(
            _("End this"),
            rx.el.span(" ", line.account, class_name="usa-sr-only"),
            type="button",
            on_click=BiometricsState.end_match(line.id),
            class_name="usa-button usa-button--outline",
        ),
    )


def _news() -> rx.Component:
    """What was just done, or why it was not."""
    rule, request = BiometricsState.page.rule, BiometricsState.page.request
    return rx.fragment(
        rx.cond(BiometricsState.said, alert("success", BiometricsState.said, id="said")),
        rx.cond(
            BiometricsState.problem,
            alert(
                "warning",
                _("It was not moved"),
                BiometricsState.problem,
                id="problem",
                urgent=True,
            ),
        ),
        rx.cond(rule.code, _rule()),
        rx.cond(request.state, _request()),
        rx.cond(BiometricsState.page.home.title, _home()),
    )


def _home() -> rx.Component:
    home = BiometricsState.page.home
    return card(rx.el.h2(home.title), rx.el.p(home.text), id="home")


def _rule() -> rx.Component:
    rule = BiometricsState.page.rule
    return alert(
        "info",
        rule.title,
        rule.why,
        rx.cond(rule.still, rx.el.p(rule.still, class_name="usa-alert__text")),
        rx.cond(
            rule.warning,
            rx.el.p(rx.el.strong(rule.warning), class_name="usa-alert__text"),
        ),
        id="rule",
    )


def _request() -> rx.Component:
    request = BiometricsState.page.request
    return card(
        rx.el.h2(request.title),
        rx.el.p(request.text),
        facts((_("Asked on"), request.asked)),
        rx.cond(
            request.words,
            rx.el.blockquote(request.words, class_name="cx-said"),
        ),
        rx.cond(
            request.can_withdraw,
            rx.el.button(
                _("Take the request back"),
                type="button",
                on_click=BiometricsState.take_back,
                class_name="usa-button usa-button--outline",
            ),
        ),
        id="request",
    )


def _what_can_be_done() -> rx.Component:
    return rx.cond(
        BiometricsState.page.may_move,
        rx.cond(
            BiometricsState.offer.hold_id,
            biometrics_check.check(),
            biometrics_choose.choose(),
        ),
    )


def _done() -> rx.Component:
    shown = BiometricsState.page
    return rx.fragment(
        alert(
            "success",
            _("Your appointment is moved"),
            rx.el.p(
                rx.el.strong(shown.present.when),
                ", ",
                shown.present.place,
                class_name="usa-alert__text",
            ),
            _("Print the new notice and bring it. The old one counts no more."),
            id="done",
        ),
        card(rx.el.h2(_("Your new notice")), _files()),
        rx.cond(shown.family.length() > 0, _family()),
        rx.el.div(
            rx.el.a(_("Back to my cases"), href=href("/account"), class_name="usa-button"),
            rx.cond(
                shown.may_move,
                rx.el.button(
                    _("Move it again"),
                    type="button",
                    on_click=BiometricsState.move_again,
                    class_name="usa-button usa-button--unstyled",
                ),
            ),
            class_name="cx-inline",
        ),
    )


def _family() -> rx.Component:
    return rx.el.section(
        rx.el.h2(_("Come together")),
        rx.el.p(
            _(
                "These people of your family have an appointment too. Each one is moved for "
                "itself; we show you the times next to this one first."
            )
        ),
        rx.el.ul(rx.foreach(BiometricsState.page.family, _relative), class_name="cx-rows"),
        class_name="cx-section",
        id="family",
    )


def _relative(line: FamilyLine) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.el.strong(line.name), " · ", line.form),
        rx.el.p(line.when, ", ", line.place),
        rx.el.p(
            native_link(
                _("Move it next to this one"),
                rx.el.span(" ", line.name, class_name="usa-sr-only"),
                href=href("/account/biometrics/") + line.id + "?beside=" + BiometricsState.page.id,
                class_name="usa-link",
            )
        ),
        class_name="cx-rows__row",
    )
