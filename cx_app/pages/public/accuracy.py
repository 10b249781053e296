"""How right estimates were: what was said against what came, misses included (domain 5.2-9)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.accuracy_charts import held_chart, months_chart, reliability
from cx_app.components.content import empty, table, when_loaded
from cx_app.components.fields import select_one
from cx_app.components.native import native_link, phone
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.public.form_choice import form_choice
from cx_app.services.progress.published import Line, TenthLine
from cx_app.settings import settings
from cx_app.state.public.accuracy import AccuracyState


@portal_page(
    "/accuracy",
    title="How right estimates were",
    audience=Audience.PUBLIC,
    on_load=[AccuracyState.load],
)
def accuracy() -> rx.Component:
    shown = AccuracyState.shown
    return rx.fragment(
        rx.el.h1(_("How right estimates were")),
        rx.el.p(
            _(
                "At the end of each month we keep what we would have said of every case. Ninety "
                "days later we look at what came. Misses are here, too."
            ),
            class_name="usa-intro",
        ),
        when_loaded(
            AccuracyState.loaded,
            rx.cond(
                shown.forms.length() > 0,
                rx.fragment(
                    _choice(),
                    rx.el.h2(shown.title, id="shown", tab_index=-1),
                    rx.cond(shown.months.length() > 0, _record(), _none_of_these()),
                ),
                _none(),
            ),
            label=_("Loading the figures"),
            lines=6,
        ),
        rx.el.noscript(
            rx.el.p(
                _("Without scripts in your browser, open the table, or call us:"),
                " ",
                phone(settings.agency_phone),
                ". ",
                native_link(_("Get all of it as a table (CSV)"), href="/accuracy.csv", download=""),
            )
        ),
    )


def _none() -> rx.Component:
    return empty(
        _("There is no record yet. It begins three months after the first estimates were made."),
        rx.el.a(_("Processing times"), href=href("/processing-times"), class_name="usa-link"),
    )


def _none_of_these() -> rx.Component:
    return empty(_("Of this step of this form there is no record yet."))


def _choice() -> rx.Component:
    shown = AccuracyState.shown
    return form_choice(
        AccuracyState,
        select_one(
            "step",
            _("Step"),
            rx.foreach(shown.steps, lambda one: rx.el.option(one.name, value=one.value)),
            value=shown.step,
        ),
    )


def _record() -> rx.Component:
    shown = AccuracyState.shown
    return rx.fragment(
        rx.cond(shown.held, rx.el.p(rx.el.strong(shown.held), id="held")),
        rx.el.section(
            rx.el.h3(_("Month by month")),
            months_chart(shown),
            _counts(_("Cases done within 90 days of the end of the month"), shown.months),
            class_name="cx-section",
        ),
        rx.cond(
            shown.dots.length() > 0,
            rx.el.section(
                rx.el.h3(_("When we said “80 of 100 by …”, was it 80?")),
                held_chart(shown),
                class_name="cx-section",
            ),
        ),
        rx.el.section(
            rx.el.h3(_("When we said 70 of 100, was it 70?")),
            rx.cond(shown.drawn, reliability(shown)),
            table(
                _("Of 100 cases: what we said, what came"),
                [_("We said"), _("Cases"), _("Foreseen"), _("Done")],
                rx.foreach(shown.tenths, _tenth),
            ),
            class_name="cx-section",
        ),
        rx.el.section(
            rx.el.h3(_("By form and office")),
            _counts(_("All months together"), shown.offices),
            class_name="cx-section",
        ),
        rx.el.p(
            _("Counts are rounded to 5. We show nothing of fewer than 5 cases."),
            " ",
            _("Sums are made of the rounded counts, so no two tables tell more than one."),
        ),
        rx.el.ul(
            rx.el.li(
                native_link(_("Get all of it as a table (CSV)"), href="/accuracy.csv", download="")
            ),
            rx.el.li(
                native_link(
                    _("Get what we said and what came as a table (CSV)"),
                    href="/accuracy-chances.csv",
                    download="",
                )
            ),
            class_name="usa-list",
        ),
    )


def _counts(caption: str, lines: Any) -> rx.Component:
    names = [_("Group"), _("Cases"), _("Foreseen"), _("Done"), _("80 % dates"), _("Held")]
    return table(caption, names, rx.foreach(lines, _line))


def _line(line: Line) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.name, scope="row"),
        rx.el.td(line.cases),
        rx.el.td(line.foreseen),
        rx.el.td(line.came),
        rx.el.td(line.dates),
        rx.el.td(line.held),
    )


def _tenth(tenth: TenthLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(tenth.name, scope="row"),
        rx.el.td(tenth.cases),
        rx.el.td(tenth.foreseen),
        rx.el.td(tenth.came),
    )
