"""The card "Safe contacts" of a protected case, for supervisors: whom its person named as their
representative (REP-12)."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, slim_alert, table
from cx_app.components.desk import row_act
from cx_app.components.fields import submit, text_field
from cx_app.services.representation.safe import ProtectedPerson, SafeLine
from cx_app.state.officer.case_safe import CaseSafeState as State


def case_safe() -> rx.Component:
    return rx.cond(
        State.loaded,
        card(
            rx.el.h2("Safe contacts", id="safe-title", tab_index=-1),
            rx.el.p(
                "Representatives whom the protected person named to us. Nobody else can file a "
                "Form G-28 for them here, and nobody learns that the case exists."
            ),
            rx.cond(State.said, slim_alert("success", State.said, id="safe-said")),
            rx.cond(
                State.contacts.named.length() > 0,
                table(
                    "Named now",
                    ["Representative", "For", "Since", "Take out"],
                    rx.foreach(State.contacts.named, _line),
                ),
                empty("Nobody is named."),
            ),
            _form(),
        ),
    )


def _line(line: SafeLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            line.representative,
            rx.el.div(line.kind, class_name="cx-table__note"),
            scope="row",
        ),
        rx.el.td(line.person),
        rx.el.td(line.since),
        rx.el.td(
            row_act(
                "Take out",
                rx.el.span(" ", line.representative, class_name="usa-sr-only"),
                State.unname(line.id),
            )
        ),
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.h3("Name a representative"),
        rx.el.p("Only after the person told you so, on a safe number or in person."),
        rx.el.div(
            rx.el.label("For whom", html_for="safe_person", class_name="usa-label"),
            rx.el.select(
                rx.foreach(State.contacts.people, _person),
                id="safe_person",
                name="safe_person",
                class_name="usa-select",
            ),
            class_name="usa-form-group",
        ),
        text_field(
            "safe_name",
            "Full name of the representative",
            hint="As their account has it",
            error=State.error,
            max_length=120,
        ),
        text_field(
            "safe_licence",
            "Bar number and state, or organization",
            hint="Such as 123456 (IL)",
            max_length=120,
        ),
        submit("Name them"),
        on_submit=State.name,
        no_validate=True,
        class_name="usa-form cx-form cx-form-gap",
        aria_labelledby="safe-title",
    )


def _person(one: ProtectedPerson) -> rx.Component:
    return rx.el.option(one.name, value=one.id)
