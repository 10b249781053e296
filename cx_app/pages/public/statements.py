"""Privacy, accessibility, feedback, and the page for addresses that lead nowhere."""

from __future__ import annotations

import reflex as rx

from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.settings import settings


@portal_page("/privacy", title="Privacy", audience=Audience.PUBLIC)
def privacy() -> rx.Component:
    return _statement(
        _("Privacy"),
        _("What we ask for, why, and who sees it."),
        (
            _("What we keep"),
            _(
                "Your name and e-mail from the sign-in service, the cases you add, your messages, and a record of what is done in your account. Dates of birth, numbers, addresses and messages are stored encrypted."
            ),
        ),
        (
            _("Why"),
            _(
                "To show you your own case and nobody else’s. If you don’t give a code and a date of birth, we can show the public status of a case only."
            ),
        ),
        (
            _("Who sees it"),
            _(
                "Staff who work on your case. Each opening is recorded and you can see it under Activity. We don’t sell or share it, and there is no tracking by others on these pages."
            ),
        ),
        (
            _("Messages"),
            _(
                "E-mails from us never name your case. They say that there is news and where to read it."
            ),
        ),
    )


@portal_page("/accessibility", title="Accessibility", audience=Audience.PUBLIC)
def accessibility() -> rx.Component:
    return _statement(
        _("Accessibility"),
        _("Everyone should be able to use these pages."),
        (
            _("What to expect"),
            _(
                "The pages follow WCAG 2.2 AA: they work by keyboard, with a screen reader, at 400 % zoom and on a small phone. Time limits are announced and can be extended. Letters are tagged PDFs."
            ),
        ),
        (
            _("If something does not work for you"),
            _(
                "Call {phone} and tell us what you needed. We help you by phone and mend the page.",
                phone=settings.agency_phone,
            ),
        ),
    )


@portal_page("/feedback", title="Feedback", audience=Audience.PUBLIC)
def feedback() -> rx.Component:
    return _statement(
        _("Feedback"),
        _("Tell us what went well and what did not."),
        (
            _("By phone"),
            _(
                "Call {phone}. We don’t need your name, and what you say has no effect on your case.",
                phone=settings.agency_phone,
            ),
        ),
    )


@portal_page("404", title="Page not found", audience=Audience.PUBLIC)
def not_found() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Page not found"),
        rx.el.p(
            "The address leads nowhere. Start again from the first page.", class_name="usa-intro"
        ),
        rx.el.a("First page", href="/", class_name="usa-button"),
        rx.el.div(
            rx.el.h2("No encontramos la página"),
            rx.el.p("La dirección no lleva a ninguna parte. Empiece desde la primera página."),
            rx.el.a("Primera página", href="/es"),
            lang="es",
        ),
    )


def _statement(title: str, intro: str, *sections: tuple[str, str]) -> rx.Component:
    return rx.fragment(
        rx.el.h1(title),
        rx.el.p(intro, class_name="usa-intro"),
        *[rx.el.section(rx.el.h2(heading), rx.el.p(body)) for heading, body in sections],
        rx.el.p(rx.el.a(_("First page"), href=href("/"))),
    )
