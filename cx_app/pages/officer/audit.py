"""The audit trail as staff search it. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import card, empty, error_summary, tag, when_loaded
from cx_app.components.fields import select_field, submit, text_field
from cx_app.components.native import native_form
from cx_app.pages.page import Audience, portal_page
from cx_app.services.audit.export import LIMIT
from cx_app.services.audit.filters import FIELDS
from cx_app.services.audit.outcome_words import OUTCOMES
from cx_app.services.audit.search import AuditLine
from cx_app.services.audit.words import ACTIONS, NOUNS
from cx_app.state.officer.audit import AuditState
from cx_app.state.session import SessionState

COLUMNS = ("When", "Who", "What", "Case", "From", "Seal")


@portal_page(
    "/officer/audit",
    title="Audit",
    audience=Audience.OFFICER,
    on_load=[AuditState.load],
)
def audit() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Audit"),
        rx.el.p(
            "Who did what, to whose case, when and from where. What you look at here is recorded too.",
            class_name="usa-intro",
        ),
        error_summary("That can’t be searched by", AuditState.errors),
        when_loaded(
            AuditState.ready,
            rx.fragment(_filters(), _results()),
            label="Loading the audit",
            lines=6,
        ),
    )


def _filters() -> rx.Component:
    shown, fresh = AuditState.shown, AuditState.fresh
    actions = [
        (words, [(noun, f"{words}: all"), *_actions_of(noun)]) for noun, words in NOUNS.items()
    ]
    return rx.el.form(
        rx.el.div(
            text_field(
                "who",
                "Who",
                hint="Staff: name or sign-in id. People: a receipt number of theirs.",
                value=shown["who"],
                key=f"who-{fresh}",
                max_length=200,
            ),
            text_field(
                "case",
                "Whose case",
                hint="Receipt number",
                value=shown["case"],
                key=f"case-{fresh}",
            ),
            text_field(
                "network",
                "From where",
                hint="Network address",
                value=shown["network"],
                max_length=64,
            ),
            _day("first_day", "First day"),
            _day("last_day", "Last day"),
            select_field("what", "What", actions, any_label="Anything", value=shown["what"]),
            select_field(
                "outcome",
                "Outcome",
                [("", list(OUTCOMES.items()))],
                any_label="Any",
                value=shown["outcome"],
            ),
            class_name="cx-filters",
        ),
        _session(),
        submit("Search"),
        on_submit=AuditState.search,
        no_validate=True,
        class_name="cx-form cx-form--wide",
        role="search",
    )


def _actions_of(noun: str) -> list[tuple[str, str]]:
    return [(code, words) for code, words in ACTIONS.items() if code.startswith(f"{noun}.")]


def _day(name: str, label: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="usa-label"),
        rx.el.input(
            id=name,
            name=name,
            type="date",
            default_value=AuditState.shown[name],
            key=f"{name}-{AuditState.fresh}",
            class_name="usa-input",
        ),
        class_name="usa-form-group",
    )


def _session() -> rx.Component:
    """Chosen from a line, never typed."""
    return rx.fragment(
        rx.el.input(
            type="hidden", name="session", value=AuditState.shown["session"], read_only=True
        ),
        rx.cond(
            AuditState.shown["session"] != "",
            rx.el.p(
                "One session only. ",
                rx.el.button(
                    "Show all sessions",
                    type="button",
                    on_click=AuditState.any_session,
                    class_name="usa-button usa-button--unstyled",
                ),
            ),
        ),
    )


def _results() -> rx.Component:
    return rx.cond(
        AuditState.searched,
        rx.el.section(
            rx.el.h2("What was found", id="found", tab_index=-1),
            rx.cond(
                AuditState.lines.length() > 0,
                rx.fragment(_table(), _paging(), rx.cond(AuditState.may_export, _export())),
                empty(
                    "Nothing was recorded that fits all of this. Try more days or fewer filters."
                ),
            ),
            class_name="cx-audit",
        ),
    )


def _table() -> rx.Component:
    return rx.el.table(
        rx.el.caption(rx.el.span(AuditState.said, ", the newest first", role="status")),
        rx.el.thead(rx.el.tr(*[rx.el.th(name, scope="col") for name in COLUMNS])),
        rx.el.tbody(rx.foreach(AuditState.lines, _line)),
        class_name="usa-table usa-table--borderless usa-table--stacked cx-table cx-table--stacked",
    )


def _line(line: AuditLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.when, scope="row"),
        rx.el.td(line.who, rx.cond(line.role, rx.el.span(line.role, class_name="cx-table__note"))),
        rx.el.td(line.what, _outcome(line), _details(line)),
        rx.el.td(
            rx.cond(
                line.receipt_number,
                rx.el.a(line.receipt_number, href="/officer/cases/" + line.case_id),
                "",
            ),
            data_label="Case",
        ),
        rx.el.td(line.network, data_label="From"),
        rx.el.td(rx.cond(line.sealed, "Sealed", "Not yet"), data_label="Seal"),
        key=line.id,
    )


def _outcome(line: AuditLine) -> rx.Component:
    """Nothing where it went as it should."""
    said = rx.cond(line.refused, tag(line.outcome, "you"), line.outcome)
    return rx.cond(line.outcome, rx.el.span(said, class_name="cx-table__note"))


def _details(line: AuditLine) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            "Details", rx.el.span(" of ", line.what, ", ", line.when, class_name="usa-sr-only")
        ),
        rx.el.dl(
            _fact("Code", line.codes),
            _fact("Recorded with it", line.details),
            _fact("About", line.subject),
            _fact("Session", line.session_id),
            _fact("Entry", line.id),
        ),
        rx.cond(line.session_id, _only("session", line.session_id, "All of this session")),
        rx.cond(line.receipt_number, _only("case", line.receipt_number, "All of this case")),
        class_name="cx-details",
    )


def _fact(name: str, value: Any) -> rx.Component:
    return rx.cond(value, rx.el.div(rx.el.dt(name), rx.el.dd(value)))


def _only(name: str, value: Any, label: str) -> rx.Component:
    return rx.el.button(
        label,
        type="button",
        on_click=AuditState.only(name, value),
        class_name="usa-button usa-button--unstyled",
    )


def _paging() -> rx.Component:
    """Both buttons stay, so that focus stays on them; one that leads nowhere says so."""
    return rx.el.nav(
        _turn("Newer lines", AuditState.previous_page, AuditState.page > 1),
        rx.el.span("Page ", AuditState.page),
        _turn("Older lines", AuditState.next_page, AuditState.older),
        aria_label="Pages",
        class_name="cx-paging",
    )


def _turn(label: str, handler: Any, leads_on: Any) -> rx.Component:
    return rx.el.button(
        label,
        type="button",
        on_click=handler,
        aria_disabled=rx.cond(leads_on, "false", "true"),
        class_name="usa-button usa-button--outline",
    )


def _export() -> rx.Component:
    return card(
        rx.el.h3("Take it away as a table", class_name="cx-card__title"),
        rx.el.p(
            f"A CSV file of everything found, at most {LIMIT:,} lines. That you took it is recorded.",
        ),
        native_form(
            rx.el.input(type="hidden", name="csrf", value=SessionState.csrf, read_only=True),
            *[
                rx.el.input(type="hidden", name=name, value=AuditState.shown[name], read_only=True)
                for name in FIELDS
            ],
            submit("Download CSV", outline=True),
            action="/officer/audit/export",
            method="post",
        ),
        quiet=True,
    )
