"""Privacy, accessibility, and the page for addresses that lead nowhere."""

from __future__ import annotations

import reflex as rx

from cx_app.components.native import phone
from cx_app.language import _
from cx_app.pages.page import Audience, portal_page
from cx_app.settings import settings


@portal_page(
    "/privacy",
    title="Privacy",
    audience=Audience.PUBLIC,
    description="What the portal keeps about you, why, and who sees it.",
)
def privacy() -> rx.Component:
    return _statement(
        _("Privacy"),
        _("What we keep about you, why, and who sees it."),
        _part(
            _("What we keep"),
            _(
                "Your name and e-mail address from the sign-in service, the cases you add, our "
                "messages to you, and a record of what is done in your account."
            ),
            _(
                "Dates of birth, A-Numbers, addresses, phone numbers and what you type into forms "
                "are stored encrypted."
            ),
        ),
        _part(
            _("Why we ask"),
            _(
                "We ask for the code and your date of birth to be sure that a case is yours. "
                "You don’t have to give them. Without them we can show only the form and the "
                "status of a case."
            ),
        ),
        _part(
            _("Who sees it"),
            _(
                "You, your representative if you have one, and staff who work on your case. "
                "Each time staff open your case we record it, and you can see it under Activity."
            ),
            _("We don’t sell what we know, and nobody else follows you on these pages."),
        ),
        _part(
            _("Cookies"),
            _(
                "One cookie keeps you signed in and one carries you through the sign-in. Your "
                "browser also keeps a random number for each tab and the time at which your "
                "session ends. There is nothing else."
            ),
        ),
        _part(
            _("Our e-mails"),
            _(
                "They say that there is news and where to read it, and no more. Only supporters "
                "with a Form I-134A get their code by e-mail."
            ),
        ),
        _part(
            _("If someone looks at your phone or computer"),
            _(
                "“Leave this site” is on every page of your account. It signs you out and opens "
                "another site at once. Pages you looked at before can still be in the history of "
                "your browser."
            ),
        ),
        _call(_("Questions about your data? Call us:")),
    )


@portal_page(
    "/accessibility",
    title="Accessibility",
    audience=Audience.PUBLIC,
    description="What works for everyone, and what to do if something does not work for you.",
)
def accessibility() -> rx.Component:
    return _statement(
        _("Accessibility"),
        _("Everyone should be able to use these pages."),
        _part(
            _("What you can expect"),
            _(
                "We build to WCAG 2.2, level AA. You can use every page with the keyboard alone, "
                "with a screen reader, enlarged to 400 percent, and on a small phone."
            ),
            _(
                "Before your session ends we tell you, and you can stay signed in with one press. "
                "What you type is kept."
            ),
            _("Our letters are PDF files that a screen reader can read."),
        ),
        _part(
            _("If something does not work for you"),
            _("Call us and say what you wanted to do. We help you by phone and mend the page."),
        ),
        _call(_("Call us:")),
    )


@portal_page("404", title="Page not found", audience=Audience.PUBLIC)
def not_found() -> rx.Component:
    """In both languages at once, because no route says which one is wanted."""
    return rx.el.div(
        rx.el.section(
            rx.el.h1("We can’t find that page"),
            rx.el.p(
                "The address may be mistyped, or the page has moved. Your cases are not affected.",
                class_name="usa-intro",
            ),
            rx.el.div(
                rx.el.a("Go to the first page", href="/", class_name="usa-button"),
                rx.el.a("Help", href="/help"),
                class_name="cx-inline",
            ),
        ),
        rx.el.section(
            rx.el.h2("No encontramos esa página"),
            rx.el.p(
                "Puede que la dirección esté mal escrita o que la página haya cambiado de lugar. "
                "Sus casos no se ven afectados."
            ),
            rx.el.div(
                rx.el.a("Ir a la primera página", href="/es", class_name="usa-button"),
                rx.el.a("Ayuda", href="/es/help"),
                class_name="cx-inline",
            ),
            lang="es",
            class_name="cx-section",
        ),
    )


def _statement(title: str, intro: str, *parts: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.h1(title), rx.el.p(intro, class_name="usa-intro"), *parts, class_name="cx-statement"
    )


def _part(heading: str, *sentences: str) -> rx.Component:
    return rx.el.section(rx.el.h2(heading), *[rx.el.p(sentence) for sentence in sentences])


def _call(words: str) -> rx.Component:
    return rx.el.p(words, " ", phone(settings.agency_phone), class_name="cx-call")
