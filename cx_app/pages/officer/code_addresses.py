"""New addresses that wait for an officer to confirm them. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, empty, facts, table, tag, when_loaded
from cx_app.components.fields import Choice, radio_group, submit
from cx_app.pages.page import Audience, portal_page
from cx_app.services.addresses.desk import ChangeLine
from cx_app.services.addresses.words import REASONS
from cx_app.state.officer.code_addresses import AddressDeskState


@portal_page(
    "/officer/codes/addresses",
    title="Changes of address",
    audience=Audience.OFFICER,
    on_load=[AddressDeskState.load],
    crumbs=[("/officer/codes", "Codes")],
)
def addresses_page() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Changes of address"),
        rx.el.p(
            "People told us a new home address. Confirm it once they have proved who they are, on a "
            "call to a number on file or at an office. Codes go there only when the agency’s own "
            "records have it.",
            class_name="usa-intro",
        ),
        rx.el.p(rx.el.a("Disputes", href="/officer/codes/disputes")),
        address_changes(),
    )


def address_changes() -> rx.Component:
    """Complete in itself, for a page or a tab of one; the page loads `AddressDeskState.load`."""
    return when_loaded(
        AddressDeskState.loaded,
        rx.fragment(
            rx.el.h2("Open changes", id="changes-title", tab_index=-1),
            rx.cond(
                AddressDeskState.said,
                alert("success", AddressDeskState.said, id="changes-said"),
            ),
            rx.cond(
                AddressDeskState.lines.length() > 0,
                table(
                    "What may be confirmed first on top",
                    ["Case", "Told on", "May be confirmed from", "Look"],
                    rx.foreach(AddressDeskState.lines, _row),
                ),
                empty("No change of address waits."),
            ),
            rx.cond(AddressDeskState.chosen.line.id, _chosen()),
        ),
        label="Loading changes of address",
    )


def _row(line: ChangeLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.receipt_number, scope="row"),
        rx.el.td(line.told),
        rx.el.td(line.confirm_from, rx.cond(line.ready, rx.fragment(" ", tag("Ready", "you")))),
        rx.el.td(
            rx.el.button(
                "Look",
                rx.el.span(" at the change of ", line.receipt_number, class_name="usa-sr-only"),
                type="button",
                class_name="usa-button usa-button--unstyled",
                on_click=AddressDeskState.choose(line.id),
            )
        ),
    )


def _chosen() -> rx.Component:
    shown = AddressDeskState.chosen
    return card(
        rx.el.h2("New address on ", shown.line.receipt_number, id="change-title", tab_index=-1),
        rx.el.p(
            "That you looked is recorded, and the people of the case see that an officer opened it."
        ),
        facts(
            ("Person", shown.person),
            ("Address on file when it was told", _address(shown.before)),
            ("New address", _address(shown.after)),
            ("Told by", shown.told_by),
            ("Told on", shown.line.told),
            ("May be confirmed from", shown.line.confirm_from),
            ("Accounts of this person", _address(shown.accounts)),
        ),
        rx.el.form(
            radio_group(
                "change_reason",
                "What did you find out?",
                [Choice(reason.value, words) for reason, words in REASONS.items()],
                error=AddressDeskState.error,
                key=shown.line.id,
            ),
            rx.el.div(
                submit("Decide"),
                rx.el.button(
                    "Close",
                    type="button",
                    class_name="usa-button usa-button--unstyled",
                    on_click=AddressDeskState.leave,
                ),
                class_name="cx-inline cx-section",
            ),
            on_submit=AddressDeskState.decide,
            no_validate=True,
            class_name="cx-form",
            aria_labelledby="change-title",
        ),
    )


def _address(lines: rx.Var[list[str]]) -> rx.Component:
    return rx.el.div(rx.foreach(lines, lambda line: rx.el.div(line)), class_name="cx-lines")
