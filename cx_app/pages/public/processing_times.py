"""Processing times: the general figure of each form and office, beside the agency's inquiry date."""

from __future__ import annotations

import reflex as rx

from cx_app.components.accuracy_charts import CAME
from cx_app.components.content import empty, table, when_loaded
from cx_app.components.native import native_link, phone
from cx_app.language import _, href
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.public.form_choice import form_choice
from cx_app.services.progress.processing_times import BAR, TimeLine, how_counted
from cx_app.settings import settings
from cx_app.state.public.processing_times import ProcessingTimesState


@portal_page(
    "/processing-times",
    title="Processing times",
    audience=Audience.PUBLIC,
    on_load=[ProcessingTimesState.load],
    description="How long 80 of 100 cases took, by form and office.",
)
def processing_times() -> rx.Component:
    shown = ProcessingTimesState.shown
    return rx.fragment(
        rx.el.h1(_("Processing times")),
        rx.el.p(
            _("How long 80 of 100 cases took that were done in the last six months."),
            class_name="usa-intro",
        ),
        when_loaded(
            ProcessingTimesState.loaded,
            rx.cond(shown.lines.length() > 0, _figures(), _none()),
            label=_("Loading the figures"),
            lines=6,
        ),
        rx.el.noscript(
            rx.el.p(
                _("Without scripts in your browser, open the table, or call us:"),
                " ",
                phone(settings.agency_phone),
            )
        ),
        rx.el.p(
            native_link(
                _("Get all of it as a table (CSV)"), href="/processing-times.csv", download=""
            )
        ),
        _explained(),
    )


def _none() -> rx.Component:
    return empty(_("There are no figures yet. They come with the first cases that are done."))


def _figures() -> rx.Component:
    shown = ProcessingTimesState.shown
    return rx.fragment(
        form_choice(ProcessingTimesState, shown.form),
        rx.el.h2(shown.title, id="shown", tab_index=-1),
        rx.el.p(_("As of the end of"), " ", shown.as_of, class_name="cx-card__meta"),
        _chart(),
        table(
            _("80 of 100 cases took no longer than this"),
            [
                _("Form or office"),
                _("Time"),
                _("Days"),
                _("You can ask about your case if we got it before"),
            ],
            rx.foreach(shown.lines, _line),
        ),
    )


def _chart() -> rx.Component:
    shown = ProcessingTimesState.shown
    return rx.el.figure(
        rx.el.svg(
            rx.foreach(shown.lines, _bar),
            view_box=shown.box,
            role="img",
            aria_label=shown.chart,
            class_name="cx-chart",
        ),
        class_name="cx-figure",
    )


def _bar(line: TimeLine) -> rx.Component:
    svg = rx.el.svg
    return rx.fragment(
        svg.text(line.name, x="0", y=line.text_y, class_name="cx-axis cx-axis--small"),
        svg.rect(x="0", y=line.y, width=line.width, height=str(BAR), fill=CAME),
        svg.text(line.took, x=line.end, y=line.y, dy="11", class_name="cx-axis cx-axis--small"),
    )


def _line(line: TimeLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.name, scope="row"),
        rx.el.td(line.took),
        rx.el.td(line.days),
        rx.el.td(line.before),
    )


def _explained() -> rx.Component:
    return rx.fragment(
        rx.el.section(
            rx.el.h2(_("How we count")),
            *[rx.el.p(sentence) for sentence in how_counted()],
            class_name="cx-section",
        ),
        rx.el.section(
            rx.el.h2(_("When you can ask about your case")),
            rx.el.p(
                _(
                    "The agency sets this day for each form. It is most often later than the time above, "
                    "and it is not counted from it. It can change. Until then we take no questions "
                    "about why a case takes long."
                )
            ),
            class_name="cx-section",
        ),
        rx.el.section(
            rx.el.h2(_("How your own estimate differs")),
            rx.el.p(
                _(
                    "These figures look back at cases that are done. The estimate in your account "
                    "looks ahead. It knows how long your own case has waited, and how fast your "
                    "office is now."
                )
            ),
            rx.el.p(
                rx.el.a(
                    _("How sure is the estimate for my case?"),
                    href=href("/help/how-sure-estimates-are"),
                    class_name="usa-link",
                )
            ),
            class_name="cx-section",
        ),
    )
