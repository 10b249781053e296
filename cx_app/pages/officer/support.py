"""Support: questions about accounts and complaints, worked by staff. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, facts, table, tag, when_loaded
from cx_app.components.desk import came_of_it, pages_of, queues, row_act
from cx_app.components.fields import select_field, submit, text_area
from cx_app.components.undo import undo_bar
from cx_app.pages.page import Audience, portal_page
from cx_app.services.support.desk import PAGE, SupportLine
from cx_app.services.support.words import CAUSES
from cx_app.state.officer.support import SupportDeskState

STATE = SupportDeskState


@portal_page(
    "/officer/support",
    title="Support",
    audience=Audience.OFFICER,
    on_load=[STATE.load],
)
def support_desk() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Support"),
        rx.el.p(
            "Questions about accounts, complaints, and what is not right in a case. What is due "
            "first stands on top.",
            class_name="usa-intro",
        ),
        when_loaded(
            STATE.loaded,
            rx.fragment(
                queues(STATE, "Queues"),
                came_of_it(STATE),
                undo_bar(STATE, STATE.chosen.undo, "the answer to " + STATE.chosen.line.reference),
                rx.el.h2("Waiting", id="queue", tab_index=-1, class_name="usa-sr-only"),
                rx.cond(STATE.rows.length() > 0, _rows(), empty("Nothing is here.")),
                rx.cond(STATE.chosen.line.id, _chosen()),
            ),
            label="Loading support",
            lines=6,
        ),
    )


def _rows() -> rx.Component:
    return rx.fragment(
        rx.cond(
            STATE.tab == "answered",
            table(
                "Answered, the latest first",
                [
                    "Reference",
                    "About",
                    "Took",
                    "Owner",
                    "What was behind it",
                    "What was changed",
                    "Look",
                ],
                rx.foreach(STATE.rows, _answered_row),
            ),
            table(
                "Due first on top",
                ["Reference", "About", "Age", "Answer by", "Owner", "Look"],
                rx.foreach(STATE.rows, _row),
            ),
        ),
        pages_of(STATE, PAGE),
    )


def _row(line: SupportLine) -> rx.Component:
    return rx.el.tr(
        _named(line),
        rx.el.td(line.topic),
        rx.el.td(line.age),
        rx.el.td(line.due, " ", rx.cond(line.late, tag("Late", "warning"))),
        rx.el.td(rx.cond(line.owner, line.owner, "Nobody yet")),
        rx.el.td(_look(line)),
    )


def _answered_row(line: SupportLine) -> rx.Component:
    return rx.el.tr(
        _named(line),
        rx.el.td(line.topic),
        rx.el.td(line.age, " ", rx.cond(line.late, tag("Late", "warning"))),
        rx.el.td(line.owner),
        rx.el.td(line.cause),
        rx.el.td(rx.cond(line.changed, line.changed, "Nothing")),
        rx.el.td(_look(line)),
    )


def _named(line: SupportLine) -> rx.Component:
    number = rx.el.span(line.reference, class_name="cx-number")
    return rx.el.th(number, rx.el.br(), line.kind, scope="row")


def _look(line: SupportLine) -> rx.Component:
    return row_act(
        "Look",
        rx.el.span(" at ", line.reference, class_name="usa-sr-only"),
        STATE.look(line.id),
    )


def _chosen() -> rx.Component:
    shown = STATE.chosen
    return card(
        rx.el.h2(
            shown.line.kind,
            " ",
            rx.el.span(shown.line.reference, class_name="cx-number"),
            id="request",
            tab_index=-1,
        ),
        facts(
            ("About", shown.line.topic),
            ("Asked by", shown.who),
            ("Asked on", shown.asked),
            ("Answer by", shown.line.due),
            ("Age", shown.line.age),
            ("Language", shown.language),
            ("Owner", rx.cond(shown.line.owner, shown.line.owner, "Nobody yet")),
            ("Case", rx.cond(shown.case_id, _case(), "None")),
        ),
        rx.cond(
            shown.shown,
            rx.fragment(
                rx.el.h3("How it stood on their page"),
                rx.el.p(shown.shown, class_name="cx-typed"),
            ),
        ),
        rx.el.h3("What they wrote"),
        rx.el.p(shown.note, class_name="cx-typed"),
        rx.cond(shown.answered, _answered(), _acts()),
    )


def _case() -> rx.Component:
    return rx.el.a(STATE.chosen.receipt, href="/officer/cases/" + STATE.chosen.case_id)


def _answered() -> rx.Component:
    return rx.fragment(
        rx.el.h3("Our answer"),
        rx.el.p(STATE.chosen.answer, class_name="cx-typed"),
        _button("Close", STATE.close),
    )


def _acts() -> rx.Component:
    return rx.cond(
        STATE.chosen.mine,
        _answer(),
        rx.el.div(
            rx.el.button("Take it", type="button", on_click=STATE.take, class_name="usa-button"),
            _button("Close", STATE.close),
            class_name="cx-inline cx-section",
        ),
    )


def _answer() -> rx.Component:
    shown = STATE.chosen
    return rx.el.form(
        select_field(
            "cause",
            "What was behind it?",
            [("", [(str(cause), said) for cause, said in CAUSES.items()])],
            any_label="Choose",
            value=shown.typed["cause"],
            key=STATE.form_key,
        ),
        text_area(
            "reply",
            "Answer",
            hint="In their language, in plain words. At most 2,000 characters. They read it as it is.",
            value=shown.typed["reply"],
            key=STATE.form_key,
            max_length=2000,
            rows=6,
        ),
        text_area(
            "changed",
            "What was changed because of it",
            hint="Whoever complains, or says that something is not right, reads this, too. Say so "
            "if nothing was changed.",
            value=shown.typed["changed"],
            key=STATE.form_key,
            max_length=2000,
            rows=3,
        ),
        rx.el.div(
            submit("Send the answer"),
            _button("Put it back", STATE.give_back),
            _button("Close", STATE.close),
            class_name="cx-inline cx-section",
        ),
        on_submit=STATE.answer,
        no_validate=True,
        class_name="usa-form cx-form",
    )


def _button(label: str, on_click: object) -> rx.Component:
    return rx.el.button(
        label, type="button", on_click=on_click, class_name="usa-button usa-button--unstyled"
    )
