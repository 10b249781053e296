"""Help: account support topics, each with who can solve it (OAC-5)."""

from __future__ import annotations

import reflex as rx

from cx_app.components.native import phone
from cx_app.language import _
from cx_app.pages.page import Audience, portal_page
from cx_app.settings import settings


@portal_page("/help", title="Help", audience=Audience.PUBLIC)
def help_topics() -> rx.Component:
    return rx.fragment(
        rx.el.h1(_("Help")),
        rx.el.p(
            _("Short answers about your account and your code. For all else, call us:"),
            " ",
            phone(settings.agency_phone),
            class_name="usa-intro",
        ),
        rx.el.div(
            _topic(
                _("I can’t sign in"),
                _(
                    "Passwords and second steps belong to the sign-in service. Use “Forgot your password” on its page. After several wrong passwords wait 20 minutes and try again."
                ),
            ),
            _topic(
                _("What is an online access code?"),
                _(
                    "A code of 12 letters and digits in the letter that we mail after we accept a paper filing. It links the filing to your account, works once, and is good for 90 days."
                ),
            ),
            _topic(
                _("My code does not work"),
                _(
                    "Codes never have 0, O, 1, I or L. If the code is older than 90 days, was used before or was lost, sign in and request a new one. It comes by mail, usually within 10 business days."
                ),
            ),
            _topic(
                _("My attorney got a code and I did not"),
                _(
                    "You and your attorney each have a code of your own; one does not work for the other. Sign in and request yours."
                ),
            ),
            _topic(
                _("Too many tries"),
                _(
                    "After five tries that don’t match we pause for 20 minutes. Nothing is lost: what you typed is kept."
                ),
            ),
            _topic(
                _("I moved"),
                _("Call us before you ask for a code. We mail codes only to the address on file."),
            ),
            _topic(
                _("Who sees my case?"),
                _(
                    "Accounts that added it as the same person, your representative, and staff who work on it. Under Activity you see each time staff opened it."
                ),
            ),
            class_name="cx-topics",
        ),
    )


def _topic(question: str, answer: str) -> rx.Component:
    return rx.el.section(rx.el.h2(question), rx.el.p(answer))
