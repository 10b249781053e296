"""Disputes about who added a case, for officers. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, facts, table
from cx_app.pages.officer.side_desk import close, found_out, look_cell, other_desks, work
from cx_app.pages.page import Audience, portal_page
from cx_app.services.claims.desk import Claimant, DisputeLine
from cx_app.services.claims.words import REASONS
from cx_app.state.officer.code_disputes import DisputesState

PATH = "/officer/codes/disputes"


@portal_page(
    PATH,
    title="Disputes",
    audience=Audience.OFFICER,
    on_load=[DisputesState.load],
    crumbs=[("/officer/codes", "Codes")],
)
def disputes_page() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Disputes"),
        rx.el.p(
            "Somebody says that another account should not have their case. While you check, that "
            "account reads and meets deadlines, and does nothing else.",
            class_name="usa-intro",
        ),
        other_desks(PATH),
        work(
            DisputesState,
            "dispute",
            "Open disputes",
            caption="What lapses first on top",
            columns=["Case", "Part", "Opened", "Lapses after", "State"],
            row=_row,
            nothing="No dispute is open.",
            chosen=_chosen(),
        ),
    )


def _row(line: DisputeLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.receipt_number, rx.el.br(), line.form, scope="row"),
        rx.el.td(line.role),
        rx.el.td(line.opened),
        rx.el.td(line.lapses),
        rx.el.td(line.state, rx.cond(line.waits_for_me, None, rx.el.p("You said your word."))),
        look_cell(DisputesState, line.id, " at the dispute of ", line.receipt_number),
    )


def _chosen() -> rx.Component:
    shown = DisputesState.chosen
    return card(
        rx.el.h2("Dispute on ", shown.line.receipt_number, id="dispute-title", tab_index=-1),
        rx.el.p(
            "That you looked is recorded, and the people of the case see that an officer opened it."
        ),
        facts(
            ("Person", shown.person),
            ("Part", shown.line.role),
            ("What was said", shown.ground),
            ("Opened", shown.line.opened),
            ("Lapses after", shown.line.lapses),
            ("First officer", rx.cond(shown.line.said, shown.line.said, "Nobody yet")),
        ),
        table(
            "Accounts of this person in the case",
            ["Account", "Added on", "In this dispute"],
            rx.foreach(shown.claimants, _claimant),
        ),
        rx.el.p(
            rx.el.a("Open the case", href="/officer/cases/" + shown.line.case_id),
            " to see its codes. Ask the person on a call to a number on file, never one of a message.",
        ),
        rx.cond(shown.line.waits_for_me, _form(), _wait()),
    )


def _claimant(one: Claimant) -> rx.Component:
    return rx.el.tr(rx.el.th(one.account, scope="row"), rx.el.td(one.linked), rx.el.td(one.side))


def _wait() -> rx.Component:
    return rx.el.p(
        "You said your word. Another officer must agree.",
        close(DisputesState),
        class_name="cx-inline",
    )


def _form() -> rx.Component:
    return found_out(
        DisputesState,
        "dispute",
        REASONS,
        "Say so",
        hint=(
            "The first two remove the disputed account, the others let both stay. Two officers "
            "must come to the same."
        ),
    )
