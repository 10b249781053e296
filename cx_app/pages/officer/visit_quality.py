"""Look again at decisions that nobody chose, and at those that were taken back. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, slim_alert, table, tag, when_loaded
from cx_app.components.desk import cancel, options_of
from cx_app.components.fields import Choice, radio_group, select_field, submit, text_area
from cx_app.domain.quality import NOTE_LENGTH, SIZES, Verdict
from cx_app.pages.page import Audience, portal_page
from cx_app.services.appointment_requests.desk_words import REASONS
from cx_app.services.appointment_requests.quality import CheckLine, ReversalLine, SampleLine
from cx_app.state.officer.visit_quality import QualitySampleState, VisitQualityState

VERDICTS = {
    Verdict.RIGHT: Choice(Verdict.RIGHT.value, "Right"),
    Verdict.RIGHT_UNCLEAR: Choice(
        Verdict.RIGHT_UNCLEAR.value, "Right, but not clear", "The words or the reason given"
    ),
    Verdict.WRONG: Choice(Verdict.WRONG.value, "Wrong"),
}


@portal_page(
    "/officer/offices/quality",
    title="Quality of decisions",
    audience=Audience.OFFICER,
    on_load=[VisitQualityState.load],
    crumbs=[("/officer/offices", "Offices")],
)
def visit_quality() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Quality of decisions"),
        rx.el.p(
            "Draw a sample of decisions about visits and look at them again. Chance alone says what "
            "is in it. Your own decisions are a colleague’s to look at.",
            class_name="usa-intro",
        ),
        when_loaded(VisitQualityState.loaded, _quality(), label="Loading samples", lines=6),
    )


def _quality() -> rx.Component:
    return rx.fragment(
        rx.el.section(rx.el.h2("Draw a sample"), _draw()),
        rx.el.section(
            rx.el.h2("Samples"),
            rx.cond(
                VisitQualityState.rows.length() > 0,
                table(
                    "The newest first",
                    ["Drawn", "Decisions of", "Reason", "Looked at", "Wrong"],
                    rx.foreach(VisitQualityState.rows, _sample),
                ),
                empty("No sample was drawn yet."),
            ),
            class_name="cx-section",
        ),
        rx.el.section(
            rx.el.h2("Decisions that were taken back"),
            rx.cond(
                VisitQualityState.reversals.length() > 0,
                table(
                    "The newest 50",
                    ["Request", "Reason", "What happened", "When", "By"],
                    rx.foreach(VisitQualityState.reversals, _reversal),
                ),
                empty("No decision was taken back."),
            ),
            class_name="cx-section",
        ),
    )


def _draw() -> rx.Component:
    return rx.el.form(
        rx.cond(
            VisitQualityState.problem, slim_alert("error", VisitQualityState.problem, id="problem")
        ),
        rx.el.div(
            _day("first_day", "First day"),
            _day("last_day", "Last day"),
            select_field(
                "reason",
                "Reason",
                options_of(REASONS),
                any_label="All reasons",
            ),
            select_field("size", "How many", [("", [(str(n), str(n)) for n in SIZES])]),
            class_name="cx-filter-row",
        ),
        submit("Draw"),
        on_submit=VisitQualityState.draw,
        no_validate=True,
    )


def _day(name: str, label: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="usa-label"),
        rx.el.input(id=name, name=name, type="date", class_name="usa-input"),
        class_name="usa-form-group",
    )


def _sample(row: SampleLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.a(row.drawn, href="/officer/offices/quality/" + row.id),
            rx.el.span("by ", row.by, class_name="cx-table__note"),
            scope="row",
        ),
        rx.el.td(row.days),
        rx.el.td(row.reason),
        rx.el.td(row.looked_at, " of ", row.size),
        rx.el.td(row.wrong),
    )


def _reversal(row: ReversalLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.a(row.reference, href="/officer/appointments/" + row.reference), scope="row"
        ),
        rx.el.td(row.reason),
        rx.el.td(row.what),
        rx.el.td(row.when),
        rx.el.td(row.by),
    )


@portal_page(
    "/officer/offices/quality/[sample_id]",
    title="A sample of decisions",
    audience=Audience.OFFICER,
    on_load=[QualitySampleState.load],
    crumbs=[("/officer/offices", "Offices"), ("/officer/offices/quality", "Quality of decisions")],
)
def quality_sample() -> rx.Component:
    return when_loaded(
        QualitySampleState.loaded,
        rx.cond(QualitySampleState.missing, _missing(), _page()),
        label="Loading the sample",
        lines=6,
    )


def _missing() -> rx.Component:
    return rx.fragment(
        rx.el.h1("There is no such sample"),
        empty(
            "It was never drawn.",
            rx.el.a("All samples", href="/officer/offices/quality", class_name="usa-button"),
        ),
    )


def _page() -> rx.Component:
    drawn = QualitySampleState.page.sample
    return rx.fragment(
        rx.el.h1("A sample of decisions"),
        rx.el.p(
            drawn.days,
            ", ",
            drawn.reason,
            ": ",
            drawn.size,
            " of ",
            drawn.among,
            " decisions, drawn by ",
            drawn.by,
            class_name="usa-intro",
        ),
        rx.cond(QualitySampleState.done, slim_alert("success", QualitySampleState.done, id="done")),
        rx.cond(QualitySampleState.looking.id, _look()),
        table(
            "In the order in which they were drawn",
            ["Request", "Reason and office", "Decision", "By", "Found", "Look"],
            rx.foreach(QualitySampleState.page.lines, _check),
        ),
    )


def _check(line: CheckLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.a(line.reference, href="/officer/appointments/" + line.reference), scope="row"
        ),
        rx.el.td(line.reason, rx.el.span(line.office, class_name="cx-table__note")),
        rx.el.td(
            line.decision,
            rx.el.span(line.outcome, class_name="cx-table__note"),
            rx.cond(line.taken_back, tag("Taken back", "agency")),
        ),
        rx.el.td(line.by, rx.el.span(line.decided, class_name="cx-table__note")),
        rx.el.td(
            rx.match(
                line.verdict,
                *[(verdict.value, choice.label) for verdict, choice in VERDICTS.items()],
                "Not yet",
            ),
            rx.cond(line.note, rx.el.p(line.note)),
            rx.el.span(line.checked_by, class_name="cx-table__note"),
        ),
        rx.el.td(
            rx.cond(
                line.mine,
                "Yours: a colleague looks",
                rx.cond(
                    line.verdict,
                    "",
                    rx.el.button(
                        "Say what you found",
                        rx.el.span(" in ", line.reference, class_name="usa-sr-only"),
                        type="button",
                        on_click=QualitySampleState.look(line.id),
                        class_name="usa-button usa-button--unstyled cx-act",
                    ),
                ),
            )
        ),
    )


def _look() -> rx.Component:
    line = QualitySampleState.looking
    return card(
        rx.el.h2("What did you find?", id="looking", tab_index=-1),
        rx.el.p(
            rx.el.a(line.reference, href="/officer/appointments/" + line.reference),
            ", ",
            line.decision,
            ", by ",
            line.by,
        ),
        rx.cond(
            QualitySampleState.problem,
            slim_alert("error", QualitySampleState.problem, id="problem"),
        ),
        rx.el.form(
            radio_group("verdict", "The decision is", list(VERDICTS.values()), key=line.id),
            text_area(
                "note",
                "Note",
                hint=f"Up to {NOTE_LENGTH} characters, kept sealed; needed unless it is right",
                max_length=NOTE_LENGTH,
                key=line.id,
                rows=3,
            ),
            rx.el.div(
                submit("Keep it"),
                cancel(QualitySampleState.close),
                class_name="cx-inline",
            ),
            on_submit=QualitySampleState.find,
            no_validate=True,
            class_name="cx-form",
        ),
    )
