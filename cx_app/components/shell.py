"""What stands around every page: banner, header, breadcrumbs, footer, the session's end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from cx_app.components.content import alert
from cx_app.components.native import native_form, native_link, phone
from cx_app.components.pictures import brand_mark
from cx_app.domain.identity import IDLE_WARNING
from cx_app.language import LANGUAGES, NAMES, Language, _, href, language
from cx_app.settings import settings


@dataclass(frozen=True)
class Shell:
    """What the shell shows of the session, given by the composition root."""

    on_load: list[Any] = field(default_factory=list)
    signed_in: Any = False
    is_staff: Any = False
    name: Any = ""
    role: Any = ""
    waiting: Any = 0
    """Unread messages; for staff, messages that were given up."""
    ends_at: Any = ""
    csrf: Any = ""
    problem: Any = ""
    stay: Any = None


def skip_link() -> rx.Component:
    return native_link(_("Skip to main content"), href="#main", class_name="usa-skipnav")


def demo_banner() -> rx.Component | None:
    if not settings.demo:
        return None
    return rx.el.div(
        rx.el.p(
            rx.el.strong(_("Demonstration site, not a government service.")),
            " ",
            _("All people and cases are made up."),
            " ",
            native_link(_("Demo mailbox"), href="/demo/mailbox", class_name="cx-banner__link"),
            " · ",
            native_link(_("Demo clock"), href="/demo/clock", class_name="cx-banner__link"),
            class_name="grid-container",
        ),
        class_name="cx-banner",
        role="region",
        aria_label=_("About this site"),
    )


def header(
    shell: Shell, *, route: str, staff: bool, personal: bool, switch: rx.Component | None
) -> rx.Component:
    """`personal` pages show their menu at once; elsewhere it waits for the session."""
    menu = _menu(shell, route=route, staff=staff)
    return rx.el.header(
        quick_exit() if personal and not staff else None,
        rx.el.div(
            _brand("/officer" if staff else href("/")),
            rx.el.div(
                switch,
                rx.cond(
                    rx.State.is_hydrated,
                    rx.cond(shell.signed_in, _leave(shell), _enter(staff=staff)),
                    rx.el.span(class_name="cx-header__wait", aria_hidden="true"),
                ),
                class_name="cx-header__tools",
            ),
            class_name="grid-container cx-header__row",
        ),
        menu if personal or staff else rx.cond(shell.signed_in & ~shell.is_staff, menu),
        class_name="cx-header",
    )


def _brand(home: str) -> rx.Component:
    return native_link(
        brand_mark(),
        rx.el.span(
            rx.el.span(settings.service_name, class_name="cx-brand__name"),
            rx.el.span(settings.agency_name, class_name="cx-brand__agency"),
        ),
        href=home,
        class_name="cx-brand",
    )


def language_switch(path: Any, dynamic: bool) -> rx.Component:
    """The same page in the other language, loaded anew so that everything speaks it. The server
    learns of a new page a moment after the browser: a press takes the browser's address."""
    other: Language = next(lang for lang in LANGUAGES if lang != language())
    target: Any = href(path, other)
    props: dict[str, Any] = {"lang": other, "hreflang": other, "class_name": "cx-switch"}
    if dynamic:
        shown = rx.State.router.url.path
        target = "/es" + shown if other == "es" else shown.replace("/es/", "/")
        props["data_switch"] = other
    return native_link(NAMES[other], href=target, **props)


def breadcrumbs(crumbs: list[tuple[str, str]], title: str) -> rx.Component | None:
    if not crumbs:
        return None
    return rx.el.nav(
        rx.el.ol(
            *[
                rx.el.li(
                    rx.el.a(_(name), href=href(path), class_name="usa-breadcrumb__link"),
                    class_name="usa-breadcrumb__list-item",
                )
                for path, name in crumbs
            ],
            rx.el.li(
                rx.el.span(title),
                aria_current="page",
                class_name="usa-breadcrumb__list-item usa-current",
            ),
            class_name="usa-breadcrumb__list",
        ),
        aria_label=_("Breadcrumbs"),
        class_name="usa-breadcrumb",
    )


def footer() -> rx.Component:
    links = (
        ("/help", _("Help")),
        ("/processing-times", _("Processing times")),
        ("/accuracy", _("How right estimates were")),
        ("/accessibility", _("Accessibility")),
        ("/privacy", _("Privacy")),
        ("/feedback", _("Feedback")),
    )
    return rx.el.footer(
        rx.el.div(
            rx.el.nav(
                *[rx.el.a(label, href=href(path)) for path, label in links],
                aria_label=_("Footer"),
                class_name="cx-footer__links",
            ),
            rx.el.p(
                f"{settings.agency_name} · ",
                phone(settings.agency_phone),
                class_name="cx-footer__agency",
            ),
            _english_prevails(),
            class_name="grid-container",
        ),
        class_name="cx-footer",
    )


def _english_prevails() -> rx.Component | None:
    """Translations say which text counts (domain 9.3-3)."""
    if language() == "en":
        return None
    note = _("This is a translation. If it differs from the English text, the English text counts.")
    return rx.el.p(note, class_name="cx-footer__agency")


def problem_alert(shell: Shell) -> rx.Component:
    return rx.cond(
        shell.problem,
        alert(
            "error",
            _("Something went wrong on our side"),
            rx.el.p(
                _(
                    "What you typed is kept. Please try again. If it happens again, call us and say:"
                ),
                " ",
                rx.el.strong(shell.problem),
                class_name="usa-alert__text",
            ),
            urgent=True,
        ),
    )


def quick_exit() -> rx.Component:
    """On every signed-in page of every person, so that it marks nobody (domain 9.4 g)."""
    return native_link(
        _("Leave this site"),
        href=settings.quick_exit_url,
        class_name="cx-quick-exit",
        rel="noreferrer",
        data_quick_exit="",
    )


def session_dialog(shell: Shell, *, staff: bool) -> rx.Component:
    """Opens before the session ends; `assets/portal.js` counts down and, at the end, clears the
    page. Staying is one press, and Escape means the same (WCAG 2.2.1). People can leave the site
    from here too, because the page behind it is out of reach."""
    leave = native_link(_("Leave this site"), href=settings.quick_exit_url, data_quick_exit="")
    return rx.el.dialog(
        rx.el.h2(_("Are you still there?"), id="session-title"),
        rx.el.p(
            _("For your safety we sign you out soon. What you typed is kept. Time left:"),
            " ",
            rx.el.strong(data_time_left=""),
            rx.el.span(data_time_said="", aria_live="assertive", class_name="usa-sr-only"),
            id="session-text",
        ),
        rx.el.div(
            rx.el.button(
                _("Stay signed in"),
                type="button",
                class_name="usa-button",
                on_click=shell.stay,
                data_stay="",
            ),
            rx.el.button(
                _("Sign out"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                data_sign_out="",
            ),
            None if staff else leave,
            class_name="cx-dialog__buttons",
        ),
        data_ends_at=shell.ends_at,
        data_warn_seconds=str(int(IDLE_WARNING.total_seconds())),
        data_ended_href=href("/signed-out"),
        aria_labelledby="session-title",
        aria_describedby="session-text",
        class_name="cx-dialog",
    )


def live_region() -> rx.Component:
    return rx.el.div(id="live", aria_live="polite", class_name="usa-sr-only")


def _enter(*, staff: bool) -> rx.Component:
    start = "/staff/sign-in" if staff else f"/sign-in?lang={language()}"
    return native_link(_("Sign in"), href=start, class_name="usa-button cx-header__button")


def _leave(shell: Shell) -> rx.Component:
    return rx.el.div(
        rx.el.span(shell.name, class_name="cx-header__name"),
        native_form(
            rx.el.input(type="hidden", name="csrf", value=shell.csrf, read_only=True),
            rx.el.input(type="hidden", name="lang", value=language(), read_only=True),
            rx.el.button(
                _("Sign out"), type="submit", class_name="usa-button usa-button--unstyled"
            ),
            action="/sign-out",
            method="post",
        ),
        class_name="cx-header__account",
    )


def _staff_menu(shell: Shell, route: str) -> rx.Component:
    """Two lines: desks where people wait, and under them what keeps the house in order."""
    watches = (shell.role == "supervisor") | (shell.role == "admin")
    desks = [
        _menu_link("/officer", "Find a case", route),
        _menu_link("/officer/appointments", "Visits", route),
        _menu_link("/officer/offices/visits", "Who comes", route),
        _menu_link("/officer/callbacks", "Callbacks", route),
        _menu_link("/officer/codes", "Codes", route),
        _menu_link("/officer/reschedules", "Biometrics", route),
        _menu_link("/officer/support", "Support", route),
        _menu_link("/officer/representatives", "Representatives", route),
    ]
    house = [
        _menu_link("/officer/messages", "Messages", route, _count(shell, "given up")),
        _menu_link("/officer/feed", "Agency feed", route),
        _menu_link("/officer/progress", "Estimates", route),
        _menu_link("/officer/feedback", "Feedback", route),
        _menu_link("/officer/audit", "Audit", route),
        rx.cond(watches, _menu_link("/officer/offices", "Offices", route)),
        rx.cond(watches, _menu_link("/officer/mailroom", "Mailroom", route)),
        rx.cond(watches, _menu_link("/officer/openings", "Openings", route)),
    ]
    return rx.el.nav(
        rx.el.div(*desks, class_name="grid-container cx-menu__links"),
        rx.el.div(*house, class_name="grid-container cx-menu__links cx-menu__links--house"),
        aria_label=_("Account"),
        class_name="cx-menu",
    )


def _menu(shell: Shell, *, route: str, staff: bool) -> rx.Component:
    if staff:
        return _staff_menu(shell, route)
    represents = (shell.role == "representative") | (shell.role == "paralegal")
    links = [
        rx.cond(represents, _menu_link("/attorney", _("Clients"), route)),
        rx.cond(represents, _menu_link("/attorney/representation", _("Forms G-28"), route)),
        _menu_link("/account", _("My cases"), route),
        _menu_link("/account/appointments", _("Visits"), route),
        _menu_link("/account/callbacks", _("Calls"), route),
        _menu_link("/account/messages", _("Messages"), route, _count(shell, _("unread"))),
        _menu_link("/account/activity", _("Activity"), route),
        _menu_link("/account/settings", _("Settings"), route),
    ]
    return rx.el.nav(
        rx.el.div(*links, class_name="grid-container cx-menu__links"),
        aria_label=_("Account"),
        class_name="cx-menu",
    )


def _menu_link(path: str, label: str, route: str, *more: rx.Component) -> rx.Component:
    current = {"aria_current": "page"} if path == route else {}
    return rx.el.a(label, *more, href=href(path), **current)


def _count(shell: Shell, what: str) -> rx.Component:
    return rx.cond(
        shell.waiting > 0,
        rx.el.span(
            shell.waiting,
            rx.el.span(" ", what, class_name="usa-sr-only"),
            class_name="cx-count",
        ),
    )
