"""Tell a new address, and see what happens to it by when."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import alert, card, empty, error_summary, facts, steps, when_loaded
from cx_app.components.fields import select_field, select_one, submit
from cx_app.components.kept_fields import kept_text
from cx_app.components.native import phone
from cx_app.domain.addresses import LONGEST, STATES
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.services.addresses.change import Told, Whose
from cx_app.settings import settings
from cx_app.state.account.address import AddressState


@portal_page(
    "/account/address",
    title="Change of address",
    audience=Audience.CUSTOMER,
    on_load=[AddressState.load_page, AddressState.load],
    crumbs=[("/account", "My cases")],
)
def address() -> rx.Component:
    page = AddressState.page
    return rx.fragment(
        rx.el.h1(_("Change of address")),
        rx.el.p(
            _("Tell us where you live now. Letters with codes go to your home, and nowhere else."),
            class_name="usa-intro",
        ),
        error_summary(_("Please check what you typed"), AddressState.summary),
        rx.cond(
            AddressState.refused,
            alert(
                "warning",
                _("We did not take this address"),
                AddressState.refused,
                id="refusal",
                urgent=True,
            ),
        ),
        rx.cond(AddressState.said, alert("success", AddressState.said, id="address-said")),
        when_loaded(
            AddressState.loaded,
            rx.cond(
                page.people.length() > 0,
                rx.fragment(
                    rx.foreach(page.open, _open),
                    rx.foreach(page.last, _last),
                    rx.cond(page.open.length() < page.people.length(), _form()),
                    _how_long(),
                ),
                _nobody(),
            ),
            label=_("Loading the form"),
            lines=6,
        ),
    )


def _nobody() -> rx.Component:
    return rx.fragment(
        empty(
            _("You can tell us an address here once a case of yours is in your account."),
            rx.el.a(
                _("Add a paper-filed case"),
                href=href("/account/cases/add"),
                class_name="usa-button",
            ),
        ),
        _call(),
    )


def _call() -> rx.Component:
    return rx.el.p(
        _("No code, or in a hurry? Call us:"),
        " ",
        phone(settings.agency_phone),
        class_name="cx-section",
    )


def _open(told: Told) -> rx.Component:
    return card(
        rx.el.h2(_("We are checking a new address")),
        facts(
            (_("New address"), _lines(told)),
            (_("Told on"), told.told),
            (_("An officer confirms it from"), told.confirm_from),
        ),
        rx.el.p(_("Was this not you? Stop it, and the address on file stays.")),
        rx.el.button(
            _("Stop this change"),
            type="button",
            on_click=AddressState.withdraw(told.id),
            class_name="usa-button usa-button--outline",
        ),
    )


def _last(told: Told) -> rx.Component:
    return rx.match(
        told.state,
        (
            "confirmed",
            alert(
                "success",
                _("Your new address is confirmed"),
                _("Once the agency has it on file, we mail codes there."),
                _lines(told),
            ),
        ),
        (
            "refused",
            alert(
                "warning",
                _("We could not confirm your new address"),
                _("We keep using the one on file. You can tell us again, or call us."),
                _lines(told),
            ),
        ),
        rx.fragment(),
    )


def _lines(told: Told) -> rx.Component:
    return rx.el.div(rx.foreach(told.address, _line), class_name="cx-lines")


def _line(line: str) -> rx.Component:
    return rx.el.div(line)


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.h2(_("Your new home address")),
        rx.cond(AddressState.page.people.length() > 1, _whose()),
        kept_text(
            AddressState,
            "street",
            _("Street address"),
            hint=_("House number and street, as on your mail"),
            max_length=LONGEST + 20,
            auto_complete="address-line1",
        ),
        kept_text(
            AddressState,
            "unit",
            _("Apartment, suite or unit (optional)"),
            max_length=LONGEST + 20,
            auto_complete="address-line2",
        ),
        kept_text(
            AddressState,
            "city",
            _("City"),
            max_length=LONGEST + 20,
            auto_complete="address-level2",
        ),
        _state(),
        kept_text(
            AddressState,
            "zip",
            _("ZIP code"),
            hint=_("5 or 9 digits, for example 62704"),
            max_length=20,
            input_mode="numeric",
            auto_complete="postal-code",
        ),
        submit(_("Tell us this address")),
        on_submit=AddressState.submit,
        no_validate=True,
        class_name="usa-form cx-form",
    )


def _state() -> rx.Component:
    return select_field(
        "state",
        _("State or territory"),
        [("", [(state, state) for state in sorted(STATES)])],
        any_label=_("Choose"),
        value=AddressState.values["state"],
        key=AddressState.form_key,
        error=AddressState.errors.get("state", ""),
        on_change=AddressState.keep("state"),
    )


def _whose() -> rx.Component:
    return select_one(
        "person",
        _("Whose address is it?"),
        rx.el.option(_("Choose"), value=""),
        rx.foreach(AddressState.page.people, _option),
        error=AddressState.errors.get("person", ""),
    )


def _option(one: Whose) -> rx.Component:
    return rx.el.option(one.name, value=one.id)


def _how_long() -> rx.Component:
    """Each way with its days, so that nobody waits for a letter that can't come yet (ADDR-3)."""
    dates = AddressState.page.dates
    return rx.el.section(
        rx.el.h2(_("How long it takes")),
        rx.el.p(
            _(
                "A new address does not get codes at once. So nobody can have your code mailed to a "
                "place of theirs."
            )
        ),
        steps(
            (
                rx.cond(
                    AddressState.page.open.length() > 0,
                    _dated(_("On"), dates.told),
                    _("Today"),
                ),
                _told_today(),
            ),
            (_dated(_("From"), dates.confirm_from), _check()),
            (_dated(_("By"), dates.confirm_by), _called()),
            (_dated(_("By"), dates.code_by), _coded()),
        ),
        rx.el.h3(_("Other ways")),
        rx.el.ul(
            rx.el.li(
                _("By phone or at an office: an officer asks the same and the same days pass."),
                " ",
                phone(settings.agency_phone),
            ),
            rx.el.li(
                _("You still get mail at the old address? A code that you ask for today comes by"),
                " ",
                rx.el.strong(dates.old_code_by),
                ". ",
                rx.el.a(_("Request a new code"), href=href("/account/codes/request")),
            ),
            class_name="usa-list",
        ),
        class_name="cx-section",
    )


def _dated(word: str, day: Any) -> Any:
    return rx.fragment(word, " ", day)


def _told_today() -> Any:
    return rx.cond(
        AddressState.page.protected,
        rx.fragment(
            _(
                "The agency hears of it. You get a message in your account. For your safety, we send "
                "no letter to the old address."
            )
        ),
        rx.fragment(
            _(
                "The agency hears of it. We send a letter to the old address and an e-mail to every "
                "address we know. The letter comes by"
            ),
            " ",
            AddressState.page.dates.letter_by,
            ".",
        ),
    )


def _check() -> Any:
    return _("An officer may call you. You can also come to an office with a photo ID.")


def _called() -> Any:
    return _("An officer has called you, and you know if the address is confirmed.")


def _coded() -> Any:
    return _("A code that you ask for then is at your new home, once the agency has it on file.")
