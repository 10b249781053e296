"""On a case page: myProgress, from the path of milestones to the receipt of the estimate."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import card, slim_alert, table
from cx_app.components.fields import Choice, checkbox, radio_group, submit
from cx_app.components.native import native_link, phone
from cx_app.components.progress_picture import band_fade, progress_band, progress_picture
from cx_app.domain.progress.path import Mark
from cx_app.language import _, href
from cx_app.services.progress.views import MarkLine, MoveLine, Row
from cx_app.settings import settings
from cx_app.state.account.cases import CaseState


def progress() -> rx.Component:
    shown = CaseState.page.progress
    return rx.cond(
        shown.shown,
        card(
            rx.el.h2(_("Your progress"), id="progress-title"),
            rx.el.ol(
                rx.foreach(shown.marks, _mark),
                class_name=rx.cond(shown.greyed, "cx-path cx-path--old", "cx-path"),
            ),
            band_fade(),
            rx.el.p(
                _("Whose turn it is:"), " ", rx.el.strong(shown.turn), ", ", shown.turn_since, "."
            ),
            rx.cond(shown.title, _answer(shown), _after_the_decision(shown)),
            id="progress",
        ),
    )


def _mark(line: MarkLine) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.match(
                line.mark,
                (Mark.DONE.value, "✓"),
                (Mark.NOW.value, "●"),
                (Mark.NOT_REPORTED.value, "?"),
                "",
            ),
            class_name="cx-path__mark",
            aria_hidden="true",
        ),
        rx.el.div(
            rx.el.strong(line.name),
            rx.el.span(", ", line.said, class_name="cx-path__said"),
            rx.cond(line.when, rx.el.span(line.when, class_name="cx-path__when")),
            rx.cond(line.band.width != "", progress_band(line.band)),
            rx.cond(line.rows.length() > 0, _behind(line)),
        ),
        data_mark=line.mark,
        class_name="cx-path__step",
    )


def _behind(line: MarkLine) -> rx.Component:
    """Of a step ahead, what its band says, and what stands behind it."""
    return rx.fragment(
        rx.cond(line.sentence != "", rx.el.p(line.sentence, class_name="cx-path__counts")),
        rx.el.details(
            rx.el.summary(
                _("More about this step"), rx.el.span(": ", line.name, class_name="usa-sr-only")
            ),
            table(_("Cases like yours"), [_("What"), _("When")], rx.foreach(line.rows, _row)),
            rx.foreach(line.sure, lambda one: rx.el.p(one)),
        ),
    )


def _answer(shown: Any) -> rx.Component:
    return rx.fragment(
        rx.el.h3(shown.title, class_name="cx-progress__title"),
        rx.foreach(shown.sentences, lambda one: rx.el.p(one)),
        rx.cond(shown.inquiry, _what_to_do(shown)),
        rx.foreach(shown.notes, lambda one: rx.el.p(one, class_name="cx-progress__note")),
        rx.cond(shown.rows.length() > 0, _picture(shown)),
        rx.cond(shown.sure.data, _sure(shown)),
        rx.cond(shown.moves.length() > 0, _moves(shown)),
        rx.cond(shown.may_wish, _wish(shown)),
    )


def _what_to_do(shown: Any) -> rx.Component:
    return rx.el.p(
        shown.inquiry,
        " ",
        native_link(_("Ask about a case"), href=shown.inquiry_link),
        " ",
        _("or call"),
        " ",
        phone(settings.agency_phone),
        ".",
        id="inquiry",
    )


def _picture(shown: Any) -> rx.Component:
    return rx.fragment(
        rx.el.figure(
            progress_picture(shown.picture, greyed=shown.greyed),
            rx.el.figcaption(
                _(
                    "The band goes from 10 to 90 of 100 cases like yours; the line is half of them. "
                    "Where it fades, we can’t see."
                ),
                class_name="cx-card__meta",
            ),
        ),
        rx.el.p(_("This is not a promise."), class_name="cx-progress__note"),
        rx.el.details(
            rx.el.summary(_("The same as a table")),
            table(_("Cases like yours"), [_("What"), _("When")], rx.foreach(shown.rows, _row)),
        ),
    )


def _row(row: Row) -> rx.Component:
    return rx.el.tr(rx.el.th(row.what, scope="row"), rx.el.td(row.value))


def _after_the_decision(shown: Any) -> rx.Component:
    """Only steps have dates then."""
    return rx.cond(
        shown.sure.receipt != "",
        rx.el.details(rx.el.summary(_("Receipt")), *_receipt(shown.sure)),
    )


def _sure(shown: Any) -> rx.Component:
    sure = shown.sure
    return rx.el.details(
        rx.el.summary(
            rx.cond(shown.rows.length() > 0, _("How sure is this?"), _("What this comes from"))
        ),
        rx.cond(sure.similar, rx.el.p(sure.similar)),
        rx.el.p(sure.data, " ", sure.record),
        rx.el.p(sure.public),
        rx.el.p(rx.el.a(_("How right we were, month by month"), href=href("/accuracy"))),
        *_receipt(sure),
    )


def _receipt(sure: Any) -> tuple[rx.Component, rx.Component]:
    return (
        rx.el.p(
            _(
                "The receipt below says what this was made from. With the counts it names, anyone "
                "who has them gets the same figures. It does not say who you are."
            )
        ),
        rx.el.pre(
            sure.receipt,
            class_name="cx-receipt",
            tab_index=0,
            aria_label=_("Receipt"),
            role="group",
        ),
    )


def _moves(shown: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(_("Why it moved")),
        rx.el.ul(rx.foreach(shown.moves, _move), class_name="cx-timeline"),
    )


def _move(line: MoveLine) -> rx.Component:
    return rx.el.li(
        rx.el.p(line.day, class_name="cx-timeline__day"),
        rx.el.p(line.why, rx.cond(line.change, rx.el.strong(" ", line.change))),
    )


def _wish(shown: Any) -> rx.Component:
    """Off unless asked for."""
    return rx.el.details(
        rx.el.summary(_("Tell me when it moves")),
        rx.el.form(
            rx.cond(
                CaseState.wish_said,
                slim_alert("success", CaseState.wish_said, id="wish-said"),
            ),
            radio_group(
                "tell_days",
                _("Send me a message when the half moves by"),
                [
                    Choice("0", _("Never")),
                    Choice("14", _("Two weeks or more")),
                    Choice("30", _("A month or more")),
                    Choice("60", _("Two months or more")),
                ],
                value=shown.wish.tell_days,
                key=shown.wish.tell_days,
            ),
            rx.cond(
                shown.wish.can_share,
                checkbox(
                    "share",
                    Choice("yes", _("Let my representative see this, too")),
                    checked=shown.wish.share,
                ),
            ),
            submit(_("Keep this"), outline=True),
            on_submit=CaseState.keep_wish,
            class_name="cx-form",
        ),
    )
