"""The panel that decides: claim, needed, not needed, ask, log a call; with what will be sent."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import card, empty
from cx_app.components.desk import choice_button, choices_of, press
from cx_app.components.fields import Choice, checkbox, radio_group, submit, text_area
from cx_app.services.appointment_requests import desk_words as words
from cx_app.services.appointment_requests.times import DayChoice, TimeChoice
from cx_app.state.officer.appointment_deciding import VisitDecidingState
from cx_app.state.officer.appointment_file import VisitFileState

NOTE_LENGTH = 1000


def deciding() -> rx.Component:
    file = VisitFileState.file
    return rx.fragment(
        rx.cond(file.proposal.what, _proposal()),
        card(
            rx.el.h2("Decide"),
            rx.cond(
                file.claim == "others",
                rx.el.p(file.claimed_by, " is at work on it. The claim ends by itself."),
            ),
            rx.cond(
                file.may_decide,
                _outcomes(),
                rx.cond(
                    file.may_claim,
                    press("Claim", VisitDecidingState.claim, "a"),
                    _nothing(),
                ),
            ),
            rx.cond(
                file.may_reopen,
                rx.cond(
                    file.undo.id,
                    rx.fragment(),
                    press("Open it again", VisitDecidingState.reopen, "o", outline=True),
                ),
            ),
            rx.cond(file.may_move, _visit()),
            rx.cond(VisitFileState.officers.length() > 0, _hand_on()),
        ),
        rx.match(
            VisitDecidingState.panel,
            ("needed", _needed()),
            ("unneeded", _unneeded()),
            ("ask", _ask()),
            ("call", _call()),
            ("move", _move()),
            ("cancel", _cancel()),
            rx.fragment(),
        ),
    )


def _nothing() -> rx.Component:
    file = VisitFileState.file
    return rx.cond(
        file.undo.id,
        rx.el.p("What was decided can still be undone, above. Then it leaves."),
        rx.cond(file.may_move, rx.fragment(), rx.el.p("Nothing is to be decided here now.")),
    )


def _visit() -> rx.Component:
    """What can be done with a visit that is booked, or that a closure took away."""
    file = VisitFileState.file
    return rx.fragment(
        rx.el.p(rx.el.strong(file.visit)),
        rx.el.div(
            _outcome(rx.cond(file.may_cancel, "Move the visit", "Book another time"), "move", "m"),
            rx.cond(file.may_cancel, _outcome("Cancel the visit", "cancel", "c")),
            _outcome("Log a call", "call", "4"),
            class_name="cx-choices",
            role="group",
            aria_label="The visit",
        ),
    )


def _hand_on() -> rx.Component:
    file = VisitFileState.file
    return rx.cond(
        file.may_claim | (file.claim == "others"),
        rx.el.form(
            rx.el.label("Hand it to", html_for="hand-to", class_name="usa-label"),
            rx.el.div(
                rx.el.select(
                    rx.el.option("Choose", value=""),
                    rx.foreach(
                        VisitFileState.officers,
                        lambda one: rx.el.option(one.label, value=one.value),
                    ),
                    id="hand-to",
                    name="hand-to",
                    class_name="usa-select",
                ),
                submit("Hand it on", outline=True),
                class_name="cx-hand-on",
            ),
            on_submit=VisitDecidingState.hand_to,
        ),
    )


def _outcomes() -> rx.Component:
    return rx.el.div(
        _outcome("Needed", "needed", "1"),
        _outcome("Not needed", "unneeded", "2"),
        _outcome("Ask", "ask", "3"),
        _outcome("Log a call", "call", "4"),
        press("Put back", VisitDecidingState.put_back, "b", outline=True),
        class_name="cx-choices",
        role="group",
        aria_label="Outcome",
    )


def _outcome(label: Any, panel: str, key: str) -> rx.Component:
    return choice_button(
        label,
        chosen=VisitDecidingState.panel == panel,
        on_click=VisitDecidingState.show(panel),
        data_key=key,
    )


def _proposal() -> rx.Component:
    one = VisitFileState.file.proposal
    return card(
        rx.el.h2("A second officer has to agree"),
        rx.el.p(rx.el.strong(one.what), ": ", one.outcome, rx.cond(one.time, ", " + one.time, "")),
        rx.el.p("Proposed by ", one.by, ", ", one.at, class_name="cx-card__meta"),
        rx.cond(
            one.mine,
            rx.el.p("You proposed it: a colleague decides."),
            rx.cond(
                VisitFileState.file.may_decide,
                rx.el.div(
                    press("Agree", VisitDecidingState.agree, "y"),
                    press("Do not agree", VisitDecidingState.decline, "r", outline=True),
                    class_name="cx-choices",
                ),
                rx.el.p("Claim it to agree or not."),
            ),
        ),
    )


def _panel(title: str, *parts: Any, on_submit: Any) -> rx.Component:
    return card(
        rx.el.h2(title, id="panel-title", tab_index=-1),
        rx.el.form(*parts, on_submit=on_submit, class_name="cx-form"),
    )


def _needed() -> rx.Component:
    state = VisitDecidingState
    return _panel(
        "They have to come",
        radio_group("why", "Why?", choices_of(words.NEEDED)),
        *_times(),
        submit("Book this time"),
        on_submit=state.book,
    )


def _move() -> rx.Component:
    state = VisitDecidingState
    return _panel(
        "Another time for the visit",
        radio_group(
            "moved",
            "Why?",
            choices_of(words.MOVED),
            on_change=lambda value: state.pick_outcome(value),
        ),
        *_times(),
        submit("Move the visit"),
        on_submit=state.move_visit,
    )


def _cancel() -> rx.Component:
    state = VisitDecidingState
    return _panel(
        "Cancel the visit",
        rx.el.p("The request ends with it. For another time, move the visit instead."),
        radio_group(
            "cancelled",
            "Why?",
            choices_of(words.CANCELLED),
            on_change=lambda value: state.pick_outcome(value),
        ),
        _preview(),
        submit("Cancel this visit"),
        on_submit=state.cancel_visit,
    )


def _times() -> list[rx.Component]:
    """An office, its free times, and what will be sent about the one that is picked."""
    state = VisitDecidingState
    return [
        rx.el.div(
            rx.el.label("Office", html_for="at-office", class_name="usa-label"),
            rx.el.select(
                rx.foreach(state.times.offices, lambda one: rx.el.option(one[1], value=one[0])),
                id="at-office",
                name="at-office",
                value=state.times.office_id,
                on_change=state.look_elsewhere,
                class_name="usa-select",
            ),
            rx.cond(
                (state.panel == "needed")
                & (state.times.office_id != VisitFileState.file.office_id),
                rx.el.p("For another office a second officer has to agree."),
            ),
            class_name="usa-form-group",
        ),
        rx.cond(
            state.times.days.length() > 0,
            rx.el.div(rx.foreach(state.times.days, _day), class_name="cx-days"),
            empty("This office has no free time now. Take another office, or ask again later."),
        ),
        rx.cond(state.slot, rx.el.p("Picked: ", rx.el.strong(state.slot_said))),
        _preview(),
    ]


def _day(one: DayChoice) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(
            one.day,
            rx.cond(one.wished, rx.el.strong(" · wished: ", one.wished)),
            rx.cond(one.away, rx.el.strong(" · can’t come")),
        ),
        rx.foreach(one.times, lambda time: _time(one, time)),
        class_name="cx-days__day",
    )


def _time(day: DayChoice, one: TimeChoice) -> rx.Component:
    return rx.el.button(
        one.at,
        rx.el.span(" on ", day.day, class_name="usa-sr-only"),
        type="button",
        aria_pressed=rx.cond(VisitDecidingState.slot == one.slot_id, "true", "false"),
        on_click=VisitDecidingState.pick_time(one.slot_id, day.day + ", " + one.at),
        class_name="usa-button usa-button--outline cx-time",
    )


def _unneeded() -> rx.Component:
    state = VisitDecidingState
    return _panel(
        "No visit is needed",
        radio_group(
            "outcome",
            "Why?",
            choices_of(words.UNNEEDED),
            on_change=lambda value: state.pick_outcome(value),
        ),
        rx.cond(
            state.outcome == "by_mail",
            rx.el.fieldset(
                rx.el.legend("By mail only when all three hold", class_name="usa-legend"),
                *[
                    checkbox(f"check-{one.value}", Choice("yes", said))
                    for one, said in words.MAIL_CHECKS.items()
                ],
                class_name="usa-fieldset",
            ),
        ),
        _preview(),
        submit("No visit needed"),
        on_submit=state.find_unneeded,
    )


def _ask() -> rx.Component:
    state = VisitDecidingState
    return _panel(
        "Ask the person",
        radio_group(
            "question",
            "What?",
            choices_of(words.QUESTIONS),
            on_change=lambda value: state.pick_outcome(value),
        ),
        _preview(),
        submit("Ask this"),
        on_submit=state.ask_person,
    )


def _call() -> rx.Component:
    return _panel(
        "Log a call",
        rx.el.p("Call from the line of the office. Who they are comes first, then the question."),
        radio_group(
            "call",
            "How did it go?",
            choices_of(words.CALLS),
        ),
        text_area(
            "call_note",
            "Note",
            hint=f"Up to {NOTE_LENGTH} characters; kept sealed",
            max_length=NOTE_LENGTH,
            rows=3,
        ),
        submit("Log the call"),
        on_submit=VisitDecidingState.log_call,
    )


def _preview() -> rx.Component:
    """As it will be sent, in the person's language, with the English beside it."""
    one = VisitDecidingState.preview
    return rx.cond(
        one.subject,
        rx.el.div(
            rx.el.h3("What will be sent, in ", one.language, id="preview-title", tab_index=-1),
            rx.el.div(
                rx.el.div(
                    rx.el.strong(one.subject),
                    rx.el.p(one.body),
                    lang=rx.cond(one.language == "Spanish", "es", "en"),
                    class_name="cx-said",
                ),
                rx.cond(
                    one.english_subject,
                    rx.el.div(
                        rx.el.strong(one.english_subject),
                        rx.el.p(one.english_body),
                        class_name="cx-said",
                    ),
                ),
                class_name="cx-beside",
            ),
            aria_live="polite",
        ),
    )
