"""Applications for a representative account, and those that were accepted, for officers (REP-3).
In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, facts
from cx_app.components.desk import choice_button
from cx_app.components.fields import submit, text_field
from cx_app.components.undo import undo_bar
from cx_app.pages.officer.side_desk import close, found_out, lines_of, look_cell, work
from cx_app.pages.page import Audience, portal_page
from cx_app.services.representation.applications import ApplicationLine
from cx_app.state.officer.representatives import RepresentativesState

FINDINGS = {
    "listed": "The public list has them under this name, and they may practice",
    "not_listed": "No list has them",
    "name_differs": "The list has another name",
    "not_active": "They are listed, and may not practice now",
    "disciplined": "The list of disciplined representatives names them",
    "cannot_tell": "It can’t be confirmed with what they gave",
}


@portal_page(
    "/officer/representatives",
    title="Representatives",
    audience=Audience.OFFICER,
    on_load=[RepresentativesState.load],
)
def representatives() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Representatives"),
        rx.el.p(
            "Attorneys and accredited representatives who ask to act for people here. Look each up "
            "in the public list of the bar or of the Department of Justice.",
            class_name="usa-intro",
        ),
        _queues(),
        work(
            RepresentativesState,
            "application",
            "Applications",
            caption="At most 50; search by name for others",
            columns=["Name", "Works as", "Applied", "State", "Decided"],
            row=_row,
            nothing="Nobody stands here.",
            chosen=rx.el.div(_chosen(), class_name="cx-section"),
        ),
    )


def _queues() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.foreach(
                RepresentativesState.tabs,
                lambda one: choice_button(
                    one.label,
                    " ",
                    rx.el.span(one.count, class_name="cx-count"),
                    chosen=RepresentativesState.tab == one.value,
                    on_click=RepresentativesState.choose_queue(one.value),
                ),
            ),
            class_name="cx-choices",
            role="group",
            aria_label="Which applications",
        ),
        rx.el.form(
            text_field("name", "Name", hint="Any part of it", max_length=80),
            submit("Find", outline=True),
            on_submit=RepresentativesState.find,
            class_name="cx-narrow",
            role="search",
        ),
    )


def _row(line: ApplicationLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.name, scope="row"),
        rx.el.td(line.kind),
        rx.el.td(line.applied),
        rx.el.td(line.state),
        rx.el.td(line.decided),
        look_cell(RepresentativesState, line.id, " at ", line.name),
    )


def _chosen() -> rx.Component:
    shown = RepresentativesState.chosen
    return card(
        rx.el.h2(shown.line.name, id="application-title", tab_index=-1),
        rx.cond(
            RepresentativesState.problem,
            alert("error", RepresentativesState.problem, id="applications-problem", urgent=True),
        ),
        undo_bar(RepresentativesState, shown.undo, "the decision about " + shown.line.name),
        facts(
            ("Works as", shown.line.kind),
            ("Bar number and state, or organization", shown.licence),
            (
                "Accredited until",
                rx.cond(shown.accredited_until, shown.accredited_until, "Not needed"),
            ),
            ("Business address", lines_of(shown.address)),
            ("Account", shown.account),
            ("Sworn", shown.sworn),
            ("State", shown.line.state),
        ),
        rx.cond(shown.because, rx.el.p("They were told: ", shown.because)),
        rx.cond(
            shown.stands == "accepted",
            alert(
                "warning",
                "This account is accepted",
                "Every finding but the first suspends it at once: they are signed out, reach no "
                "client’s case, and forms that wait for a client end. You have a minute to undo it.",
            ),
        ),
        rx.cond(shown.decidable, _form(), rx.el.p(close(RepresentativesState))),
    )


def _form() -> rx.Component:
    return found_out(
        RepresentativesState,
        "application",
        FINDINGS,
        "Record this",
        hint=(
            "The first one accepts. Any other refuses or suspends, and they read it as the reason."
        ),
        key=RepresentativesState.chosen.line.id + RepresentativesState.chosen.undo.id,
    )
