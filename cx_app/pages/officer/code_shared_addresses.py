"""Addresses that codes of unrelated cases go to. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, facts, table, tag
from cx_app.pages.officer.side_desk import found_out, lines_of, look_cell, other_desks, work
from cx_app.pages.page import Audience, portal_page
from cx_app.services.addresses.shared_desk import SharedCase, SharedLine
from cx_app.services.addresses.shared_words import REASONS
from cx_app.state.officer.code_shared_addresses import SharedAddressesState

PATH = "/officer/codes/shared-addresses"


@portal_page(
    PATH,
    title="Shared addresses",
    audience=Audience.OFFICER,
    on_load=[SharedAddressesState.load],
    crumbs=[("/officer/codes", "Codes")],
)
def shared_addresses_page() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Shared addresses"),
        rx.el.p(
            "Codes of several cases went to one address, and nothing relates these cases to each "
            "other. It may be a shelter, or somebody who gathers codes of others. The letters are "
            "not held up.",
            class_name="usa-intro",
        ),
        other_desks(PATH),
        work(
            SharedAddressesState,
            "shared",
            "Addresses to look at",
            caption="The most cases first",
            columns=["Unrelated cases", "First code on"],
            row=_row,
            nothing="No address waits.",
            chosen=_chosen(),
        ),
    )


def _row(line: SharedLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.cases, scope="row"),
        rx.el.td(line.since),
        look_cell(
            SharedAddressesState,
            line.id,
            " at the address of ",
            line.cases,
            " cases since ",
            line.since,
        ),
    )


def _chosen() -> rx.Component:
    shown = SharedAddressesState.chosen
    return card(
        rx.el.h2(shown.line.cases, " cases at one address", id="shared-title", tab_index=-1),
        rx.el.p("That you looked at the address is recorded."),
        facts(
            ("Address", lines_of(shown.address)),
            ("Unrelated cases", shown.line.cases),
            ("First code on", shown.line.since),
            ("When it showed before", rx.cond(shown.before, shown.before, "It did not")),
        ),
        table(
            "Cases that had a code sent there, the newest first",
            ["Case", "Form", "First code on", "Family"],
            rx.foreach(shown.cases, _case),
        ),
        rx.el.p(
            "Cases of one family share people, and count once. Open a case to see its codes, and to "
            "end one that should not be used."
        ),
        found_out(
            SharedAddressesState,
            "shared",
            REASONS,
            "Settle",
            hint="It shows again when more unrelated cases are there than now.",
        ),
    )


def _case(one: SharedCase) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.a(one.receipt_number, href="/officer/codes/" + one.case_id),
            rx.cond(one.protected, rx.fragment(" ", tag("Protected", "you"))),
            scope="row",
        ),
        rx.el.td(one.form),
        rx.el.td(one.since),
        rx.el.td(one.family),
    )
