"""Why another time is needed, then a center, a day and a time."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import alert, empty, tag
from cx_app.components.fields import KEEP_AFTER_MS, radio, radio_set, submit, text_area, text_field
from cx_app.language import _, href
from cx_app.services.biometrics.views import CauseLine, DayLine, OfficeLine, TimeLine
from cx_app.services.prepared.biometrics import WishedTime
from cx_app.state.account.biometrics import BiometricsState


def choose() -> rx.Component:
    chooses, cause = BiometricsState.page.chooses, BiometricsState.cause
    submits = BiometricsState.page.submits
    return rx.fragment(
        rx.cond(chooses, rx.fragment(), _why()),
        rx.cond(BiometricsState.handed_in, _handed_in()),
        rx.cond(
            chooses | ((cause != "") & (cause != "other")),
            _where_and_when(),
            rx.cond(cause == "other", rx.cond(submits, _prepared_words(), _sent_words())),
        ),
    )


def _why() -> rx.Component:
    return rx.el.section(
        rx.el.h2(_("Do you need another time?")),
        radio_set(
            "cause",
            _("Why can’t you come?"),
            rx.foreach(BiometricsState.page.causes, _cause),
            hint=_("Choose what fits best. You need no proof, but the reason must be true."),
        ),
        class_name="cx-section",
    )


def _cause(line: CauseLine) -> rx.Component:
    return radio(
        "cause",
        line.value,
        line.label,
        hint=line.hint,
        checked=BiometricsState.cause == line.value,
        on_change=BiometricsState.choose_cause(line.value),
    )


def _sent_words() -> rx.Component:
    return _own_words(_("Send to an officer"), BiometricsState.ask_officer)


def _prepared_words() -> rx.Component:
    return _own_words(_("Hand in for review"), BiometricsState.hand_in)


def _own_words(label: str, on_submit: Any) -> rx.Component:
    return rx.el.form(
        text_area(
            "words",
            _("What keeps you from coming?"),
            hint=BiometricsState.page.words_hint,
            error=BiometricsState.words_error,
            value=BiometricsState.words,
            key=BiometricsState.words_key,
            on_change=BiometricsState.keep_words.debounce(KEEP_AFTER_MS),
            rows="5",
        ),
        rx.el.p(
            _(
                "Your appointment stays as it is until an officer decides. While they do, you are "
                "not recorded as missing it."
            )
        ),
        submit(label),
        on_submit=on_submit,
        no_validate=True,
        class_name="usa-form cx-form cx-form--wide",
    )


def _where_and_when() -> rx.Component:
    return rx.el.section(
        rx.el.h2(_("Choose another time")),
        rx.el.h3(_("Where"), id="where", tab_index=-1),
        _near(),
        rx.el.ul(
            rx.foreach(BiometricsState.centers, _center),
            class_name="cx-centers",
            aria_labelledby="where",
        ),
        rx.el.div(
            rx.el.h3(_("When")),
            rx.el.div(
                _half("", _("All day")),
                _half("morning", _("Mornings")),
                _half("afternoon", _("Afternoons")),
                class_name="cx-choices",
                role="group",
                aria_label=_("Part of the day"),
            ),
            class_name="cx-move__head",
        ),
        rx.cond(
            BiometricsState.times.days.length() > 0,
            rx.fragment(_week(), _times()),
            empty(_("No free times here in the next weeks. Try another center, or call us.")),
        ),
        rx.cond(BiometricsState.page.submits, _wished()),
        class_name="cx-section",
        id="times",
        tab_index=-1,
    )


def _handed_in() -> rx.Component:
    """A paralegal's own, which waits for review."""
    return alert(
        "info",
        _("You handed in another time for this appointment"),
        rx.el.p(
            _("It waits for review. What you hand in now takes its place."),
            " ",
            rx.el.a(
                _("See what waits"),
                href=href("/attorney/prepared") + "/" + BiometricsState.handed_in,
                class_name="usa-link",
            ),
            class_name="usa-alert__text",
        ),
        id="handed-in",
    )


def _wished() -> rx.Component:
    """Nothing is held for a paralegal: whoever submits takes the first that is still free."""
    return rx.el.form(
        rx.el.h3(_("Times that suit"), id="wished", tab_index=-1),
        rx.cond(
            BiometricsState.wished.length() > 0,
            rx.el.ol(rx.foreach(BiometricsState.wished, _wish), class_name="usa-list"),
            rx.el.p(_("Choose up to 3 times above, the best one first.")),
        ),
        rx.el.p(
            _(
                "No time is held yet. When it is submitted, the first of these that is still free "
                "is booked."
            )
        ),
        submit(_("Hand in for review")),
        on_submit=BiometricsState.hand_in,
        no_validate=True,
        class_name="usa-form cx-form cx-form--wide",
    )


def _wish(one: WishedTime) -> rx.Component:
    return rx.el.li(
        one.when,
        ", ",
        one.place,
        " ",
        rx.cond(one.free, rx.fragment(), tag(one.said)),
        " ",
        rx.el.button(
            _("Take off"),
            rx.el.span(" ", one.when, class_name="usa-sr-only"),
            type="button",
            on_click=BiometricsState.wish(one.slot_id),
            class_name="usa-button usa-button--unstyled",
        ),
    )


def _near() -> rx.Component:
    return rx.el.form(
        text_field(
            "near",
            _("Look near another ZIP code (optional)"),
            hint=_("If you are not at the address on file. 5 digits."),
            error=BiometricsState.near_error,
            value=BiometricsState.near,
            max_length=10,
            input_mode="numeric",
            class_name="usa-input--small",
        ),
        submit(_("Show centers"), outline=True),
        on_submit=BiometricsState.look_near,
        no_validate=True,
        class_name="usa-form cx-form",
    )


def _center(line: OfficeLine) -> rx.Component:
    chosen = BiometricsState.times.office_id == line.id
    return rx.el.li(
        rx.el.button(
            rx.el.strong(line.name),
            rx.cond(line.here, rx.el.span(_("Your center now"), class_name="cx-tag usa-tag")),
            rx.el.span(line.address),
            rx.cond(line.far, rx.el.span(line.far)),
            rx.el.span(line.free, class_name="cx-centers__free"),
            type="button",
            aria_pressed=rx.cond(chosen, "true", "false"),
            on_click=BiometricsState.look_at(line.id),
            class_name="cx-centers__one",
        )
    )


def _half(value: str, label: str) -> rx.Component:
    return rx.el.button(
        label,
        type="button",
        aria_pressed=rx.cond(BiometricsState.half == value, "true", "false"),
        on_click=BiometricsState.only(value),
        class_name="cx-choice",
    )


def _week() -> rx.Component:
    times = BiometricsState.times
    return rx.fragment(
        rx.el.div(
            _turn(times.earlier, _("Earlier weeks")),
            rx.el.p(times.week, class_name="cx-week__name", aria_live="polite"),
            _turn(times.later, _("Later weeks")),
            class_name="cx-week__head",
        ),
        rx.el.ol(rx.foreach(times.days, _day), class_name="cx-week"),
    )


def _turn(day: Any, label: str) -> rx.Component:
    return rx.el.button(
        label,
        type="button",
        disabled=day == "",
        on_click=BiometricsState.on_day(day),
        class_name="usa-button usa-button--outline",
    )


def _day(line: DayLine) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(line.said, class_name="usa-sr-only"),
            rx.el.span(line.weekday, aria_hidden="true"),
            rx.el.strong(line.day, aria_hidden="true"),
            rx.el.span(line.month, aria_hidden="true"),
            rx.el.span(line.free, aria_hidden="true", class_name="cx-week__free"),
            type="button",
            disabled=line.count == 0,
            aria_pressed=rx.cond(line.chosen, "true", "false"),
            on_click=BiometricsState.on_day(line.iso),
            class_name="cx-week__day",
        )
    )


def _times() -> rx.Component:
    times = BiometricsState.times
    return rx.fragment(
        rx.el.h4(times.chosen_day, id="day"),
        rx.el.p(_("Times are in"), " ", times.zone, ".", class_name="cx-card__meta"),
        rx.el.ul(rx.foreach(times.times, _time), class_name="cx-times", aria_labelledby="day"),
        rx.cond(
            BiometricsState.page.submits,
            rx.fragment(),
            alert(
                "info",
                BiometricsState.page.keeps,
                _("Nothing is moved until you confirm. If you need it, you can ask for more time."),
            ),
        ),
    )


def _time(line: TimeLine) -> rx.Component:
    """Who acts holds it; who prepares names it."""
    return rx.el.li(
        rx.cond(
            BiometricsState.page.submits,
            _time_button(line, BiometricsState.wish(line.slot_id)),
            _time_button(line, BiometricsState.hold(line.slot_id)),
        )
    )


def _time_button(line: TimeLine, on_click: Any) -> rx.Component:
    return rx.el.button(
        rx.el.span(line.label, aria_hidden="true"),
        rx.el.span(line.said, class_name="usa-sr-only"),
        rx.cond(line.beside, rx.el.span(_("next to your family’s"), class_name="cx-times__near")),
        type="button",
        on_click=on_click,
        class_name="usa-button usa-button--outline cx-times__one",
    )
