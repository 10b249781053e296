"""The desk of codes, and the codes of one case: decide, refuse, replace. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import alert, card, empty, table, tag, when_loaded
from cx_app.components.desk import (
    came_of_it,
    cancel,
    choices_of,
    no_authority,
    options_of,
    queues,
    row_act,
)
from cx_app.components.fields import Choice, radio_group, select_field, select_one, submit
from cx_app.components.undo import undo_bar
from cx_app.pages.officer.reasons import opened_file
from cx_app.pages.page import Audience, portal_page
from cx_app.services.access_codes.case_file import CodeFile, HolderLine, RequestFile
from cx_app.services.access_codes.desk import DeskRow
from cx_app.services.access_codes.desk_words import CONFIRMED, ENDS, REFUSALS
from cx_app.state.officer.codes import CaseCodesState, CodesDeskState


@portal_page(
    "/officer/codes",
    title="Codes",
    audience=Audience.OFFICER,
    on_load=[CodesDeskState.load],
)
def codes_desk() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Codes that need a look"),
        rx.el.p(
            "Most requests for a code need nobody. These do. Nothing here shows a code itself.",
            class_name="usa-intro",
        ),
        when_loaded(CodesDeskState.loaded, _desk(), label="Loading the desk", lines=6),
    )


def _desk() -> rx.Component:
    return rx.fragment(
        rx.cond(
            CodesDeskState.not_looked_up > 0,
            alert(
                "warning",
                "Requests are not being looked up",
                "Tell the operators. Waiting: " + CodesDeskState.not_looked_up.to_string(),
            ),
        ),
        queues(CodesDeskState, "Which"),
        rx.el.nav(
            _desk_link("Disputes", CodesDeskState.disputes, "/officer/codes/disputes"),
            _desk_link("Changes of address", CodesDeskState.addresses, "/officer/codes/addresses"),
            _desk_link(
                "Shared addresses", CodesDeskState.shared, "/officer/codes/shared-addresses"
            ),
            class_name="cx-choices",
            aria_label="Desks beside this one",
        ),
        rx.cond(
            CodesDeskState.rows.length() > 0,
            table(
                "The oldest first",
                ["Receipt number", "Form", "Why is this here?", "Waiting"],
                rx.foreach(CodesDeskState.rows, _row),
            ),
            empty("Nothing waits here. That is how it should be."),
        ),
        rx.cond(CodesDeskState.more, rx.el.p("The oldest 50 are shown.")),
    )


def _desk_link(label: str, count: rx.Var[int], href: str) -> rx.Component:
    return rx.el.a(
        label,
        " ",
        rx.el.span(count, class_name="cx-count"),
        href=href,
        class_name="usa-button usa-button--outline cx-choice",
    )


def _row(row: DeskRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.a(row.receipt_number, href="/officer/codes/" + row.case_id), scope="row"),
        rx.el.td(row.form),
        rx.el.td(row.why),
        rx.el.td(row.age, rx.cond(row.late, tag("Too long", "you"))),
    )


@portal_page(
    "/officer/codes/[case_id]",
    title="Codes of a case",
    audience=Audience.OFFICER,
    on_load=[CaseCodesState.load],
    crumbs=[("/officer/codes", "Codes")],
)
def case_codes() -> rx.Component:
    return opened_file(
        CaseCodesState,
        _case(),
        shut="This case can’t be opened",
        back=("/officer/codes", "Back to codes"),
        why="Nothing about its codes waits for you. Its people can read your reason.",
        label="Loading the codes",
    )


def _case() -> rx.Component:
    page = CaseCodesState.page
    return rx.fragment(
        rx.el.h1("Codes of ", page.receipt_number),
        rx.el.div(
            tag(page.form),
            rx.cond(page.protected, tag("Protected: 8 USC 1367", "you")),
            rx.el.a("The case", href="/officer/cases/" + page.case_id),
            class_name="cx-inline",
        ),
        came_of_it(CaseCodesState),
        rx.cond(page.alerted, _alerted()),
        rx.cond(CaseCodesState.deciding.id, _decide()),
        rx.cond(CaseCodesState.ending.id, _end()),
        rx.el.section(
            rx.el.h2("Requests"),
            rx.cond(
                page.requests.length() > 0,
                rx.foreach(page.requests, _request),
                empty("Nobody has asked for a code here."),
            ),
            class_name="cx-section",
        ),
        rx.el.section(
            rx.el.h2("Codes"),
            rx.cond(
                page.codes.length() > 0,
                table(
                    "The life of each code, the newest first",
                    ["For", "State", "What has happened", "Good until", "Do"],
                    rx.foreach(page.codes, _code),
                ),
                empty("No code was issued for this case."),
            ),
            class_name="cx-section",
        ),
    )


def _alerted() -> rx.Component:
    return alert(
        "warning",
        "Many wrong codes were tried on this case",
        rx.el.p(
            "The people of the case are not locked out. If somebody may have a code who should not, "
            "put a new one in its place.",
            class_name="usa-alert__text",
        ),
        rx.el.button(
            "I have looked at it",
            type="button",
            on_click=CaseCodesState.looked,
            class_name="usa-button usa-button--outline",
        ),
    )


def _request(row: RequestFile) -> rx.Component:
    return card(
        rx.el.div(
            rx.el.h3(row.title, class_name="cx-card__title"),
            tag(row.state, rx.cond(row.waits, "you", "plain")),
            class_name="cx-card__head",
        ),
        rx.cond(row.why, rx.el.p(rx.el.strong(row.why))),
        rx.cond(row.waits & row.without_authority, no_authority()),
        rx.cond(row.waits & row.unproven, _unproven()),
        rx.el.p(
            "Asked ",
            row.asked,
            " from the account ",
            row.asked_by,
            rx.cond(row.waits, rx.fragment(" · waiting ", row.age)),
            class_name="cx-card__meta",
        ),
        rx.cond(row.late, tag("Waiting too long", "you")),
        rx.cond(row.decided, rx.el.p(row.decided)),
        undo_bar(CaseCodesState, row.undo, "the decision about the request of " + row.asked),
        rx.cond(
            row.waits,
            rx.el.button(
                "Decide",
                rx.el.span(" about the request of ", row.asked, class_name="usa-sr-only"),
                type="button",
                on_click=CaseCodesState.begin_to_decide(row.id),
                class_name="usa-button",
            ),
        ),
    )


def _unproven() -> rx.Component:
    return alert(
        "info",
        "Nobody has used a code of this Form G-28 yet",
        "Whoever asks says that they are its representative. The code goes to the business address "
        "of the form and nowhere else.",
    )


def _decide() -> rx.Component:
    row = CaseCodesState.deciding
    return card(
        rx.el.h2("Decide", id="deciding", tab_index=-1),
        rx.el.p(row.why),
        table(
            "Where a code would go",
            ["Who", "Part", "Date of birth", "Address on file", "Changed"],
            rx.foreach(row.holders, _holder),
        ),
        rx.el.div(
            rx.el.form(
                rx.el.h3("Approve"),
                rx.cond(row.holders.length() > 1, _whose()),
                radio_group(
                    "confirmed",
                    "How was it confirmed?",
                    choices_of(CONFIRMED),
                    key=row.id,
                ),
                submit("Approve"),
                on_submit=CaseCodesState.approve,
                class_name="cx-form",
            ),
            rx.el.form(
                rx.el.h3("Refuse"),
                radio_group(
                    "refusal",
                    "Why does no code go out?",
                    choices_of(REFUSALS),
                    key=row.id,
                ),
                submit("Refuse", outline=True),
                on_submit=CaseCodesState.refuse,
                class_name="cx-form",
            ),
            class_name="cx-split",
        ),
        cancel(CaseCodesState.close),
    )


def _whose() -> rx.Component:
    return select_one(
        "holder",
        "Whose code is it?",
        rx.el.option("Choose", value=""),
        rx.foreach(
            CaseCodesState.deciding.holders,
            lambda one: rx.el.option(one.name, ", ", one.part, value=one.id),
        ),
    )


def _holder(one: HolderLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(one.name, scope="row"),
        rx.el.td(one.part),
        rx.el.td(one.born),
        rx.el.td(one.address),
        rx.el.td(rx.cond(one.address_since, one.address_since, "Not known to us")),
    )


def _code(row: CodeFile) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.holder, rx.el.div(row.way, class_name="cx-card__meta"), scope="row"),
        rx.el.td(row.state, rx.cond(row.note, rx.el.div(row.note, class_name="cx-card__meta"))),
        rx.el.td(
            rx.el.ul(rx.foreach(row.steps, lambda step: rx.el.li(step)), class_name="usa-list")
        ),
        rx.el.td(row.good_until),
        rx.el.td(
            rx.cond(
                row.live,
                row_act(
                    "End or replace",
                    rx.el.span(" the code for ", row.holder, class_name="usa-sr-only"),
                    CaseCodesState.begin_to_end(row.id),
                ),
            )
        ),
    )


def _end() -> rx.Component:
    row = CaseCodesState.ending
    return card(
        rx.el.h2("End or replace a code", id="ending", tab_index=-1),
        rx.el.p("The code for ", row.holder, ", ", row.state, "."),
        rx.el.form(
            radio_group(
                "what",
                "What should happen?",
                [
                    Choice(
                        "replace", "Put a new one in its place", "It goes to the address on file"
                    ),
                    Choice("end", "End it", "Nobody can use it, and nothing goes out"),
                ],
                key=row.id,
            ),
            select_field(
                "end_reason",
                "Why",
                options_of(ENDS),
                any_label="Choose",
                key=row.id,
            ),
            submit("Do it"),
            on_submit=CaseCodesState.end,
            class_name="cx-form",
        ),
        cancel(CaseCodesState.close),
    )
