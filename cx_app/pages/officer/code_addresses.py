"""New addresses that wait for an officer to confirm them. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, facts, tag
from cx_app.pages.officer.side_desk import found_out, lines_of, look_cell, other_desks, work
from cx_app.pages.page import Audience, portal_page
from cx_app.services.addresses.desk import ChangeLine
from cx_app.services.addresses.words import REASONS
from cx_app.state.officer.code_addresses import AddressDeskState

PATH = "/officer/codes/addresses"


@portal_page(
    PATH,
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
        other_desks(PATH),
        work(
            AddressDeskState,
            "change",
            "Open changes",
            caption="What may be confirmed first on top",
            columns=["Case", "Told on", "May be confirmed from"],
            row=_row,
            nothing="No change of address waits.",
            chosen=_chosen(),
        ),
    )


def _row(line: ChangeLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.receipt_number, scope="row"),
        rx.el.td(line.told),
        rx.el.td(line.confirm_from, rx.cond(line.ready, rx.fragment(" ", tag("Ready", "you")))),
        look_cell(AddressDeskState, line.id, " at the change of ", line.receipt_number),
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
            ("Address on file when it was told", lines_of(shown.before)),
            ("New address", lines_of(shown.after)),
            ("Told by", shown.told_by),
            ("Told on", shown.line.told),
            ("May be confirmed from", shown.line.confirm_from),
            ("Accounts of this person", lines_of(shown.accounts)),
        ),
        found_out(AddressDeskState, "change", REASONS, "Decide"),
    )
