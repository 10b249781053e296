"""One callback on one screen: person, case, what came before, scripts, outcome. In English."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.components.content import alert, card, facts, tag
from cx_app.components.desk import came_of_it, choices_of, no_authority, press
from cx_app.components.fields import radio_group, submit, text_area
from cx_app.components.native import native_link
from cx_app.components.shortcuts import shortcuts
from cx_app.components.timeline import moment, timeline
from cx_app.pages.officer.reasons import opened_file
from cx_app.pages.page import Audience, portal_page
from cx_app.services.callbacks import desk_words as words
from cx_app.services.callbacks.brief_parts import Line
from cx_app.state.officer.callback_file import CallbackFileState


@portal_page(
    "/officer/callbacks/[reference]",
    title="Callback",
    audience=Audience.OFFICER,
    on_load=[CallbackFileState.load],
    crumbs=[("/officer/callbacks", "Callbacks")],
)
def callback_file() -> rx.Component:
    return rx.el.div(
        opened_file(
            CallbackFileState,
            _page(),
            shut="This callback can’t be opened",
            back=("/officer/callbacks", "Back to callbacks"),
            why="This callback does not wait for an officer. Its people can read your reason.",
            button="Open the callback",
            label="Loading the callback",
            lines=8,
        ),
        class_name="cx-desk",
        data_shortcuts="",
    )


def _page() -> rx.Component:
    brief = CallbackFileState.brief
    return rx.fragment(
        rx.el.h1(brief.name, ", ", brief.topic),
        rx.el.div(
            tag(brief.state, rx.cond(brief.mine, "you", "agency")),
            rx.cond(brief.protected, tag("Protected: 8 USC 1367", "you")),
            rx.cond(brief.relay, tag("TTY or relay", "agency")),
            rx.el.span("Reference ", rx.el.strong(brief.reference), class_name="cx-whole"),
            rx.cond(
                brief.call_by,
                rx.el.span(
                    "Call by ",
                    rx.el.strong(brief.call_by),
                    ", left: ",
                    rx.el.span(data_count_until=brief.call_by_iso, class_name="cx-clock"),
                ),
            ),
            class_name="cx-inline",
        ),
        came_of_it(CallbackFileState),
        rx.el.div(
            rx.el.div(
                _asked(),
                _case(),
                _lines("Earlier contacts", brief.earlier, "Nothing before this."),
                _lines("Our calls", brief.calls, "Nobody has called yet."),
                rx.cond(
                    brief.texts.length() > 0,
                    _lines("What that phone wrote", brief.texts, ""),
                ),
                _lines("What happened so far", brief.steps, ""),
                class_name="cx-file",
            ),
            rx.el.div(_panel(), class_name="cx-file__panel"),
            class_name="cx-split cx-split--desk",
        ),
        shortcuts(("a", "Take it"), ("b", "Let it go"), ("p", "Put it back in line")),
    )


def _asked() -> rx.Component:
    brief = CallbackFileState.brief
    return rx.el.section(
        rx.el.h2("What they asked"),
        rx.cond(brief.without_authority, no_authority()),
        rx.cond(brief.note, rx.el.p(brief.note, class_name="cx-quote")),
        facts(
            ("Asked", rx.fragment(brief.asked, " (", brief.age, ")")),
            ("Who asks", brief.asked_as),
            ("Language", brief.language),
            ("Their time", rx.fragment(brief.their_time, " · ", brief.zone)),
            ("Hours that suit", rx.cond(brief.hours, brief.hours, "Any hour")),
            (
                "Texts",
                rx.fragment(
                    rx.cond(brief.consent, brief.consent, "Not agreed to"),
                    rx.cond(brief.no_texts, rx.el.div(brief.no_texts)),
                ),
            ),
        ),
    )


def _case() -> rx.Component:
    brief = CallbackFileState.brief
    return rx.cond(
        brief.case.id,
        rx.el.section(
            rx.el.h2("Case"),
            facts(
                (
                    "Case",
                    rx.el.a(
                        brief.case.receipt,
                        href="/officer/cases/" + brief.case.id,
                        class_name="usa-link",
                    ),
                ),
                ("Form", brief.case.form),
                ("Status", brief.case.status),
            ),
        ),
    )


def _lines(title: str, lines: Any, nothing: str) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title),
        rx.cond(
            lines.length() > 0,
            timeline(lines, _line),
            rx.el.p(nothing),
        ),
    )


def _line(line: Line) -> rx.Component:
    return moment(
        line.at, line.what, rx.cond(line.words, rx.el.p(line.words, class_name="cx-quote"))
    )


def _panel() -> rx.Component:
    brief = CallbackFileState.brief
    return rx.fragment(
        rx.cond(
            brief.mine,
            rx.fragment(_script(), _outcome()),
            card(
                rx.el.h2("Call"),
                rx.cond(
                    brief.claimed_by, rx.el.p(brief.claimed_by, " is calling this person now.")
                ),
                rx.cond(
                    brief.may_take,
                    rx.fragment(
                        rx.el.p("Number, words and script show when you take it."),
                        press("Take it and call", CallbackFileState.take, "a"),
                    ),
                    rx.el.p("It is not to be called now."),
                ),
                rx.cond(
                    brief.may_put_back,
                    rx.fragment(
                        rx.el.p("It waits for the person. Do they phone, and still want the call?"),
                        press("Put it back in line", CallbackFileState.put_back, "p"),
                    ),
                ),
            ),
        ),
        rx.cond(brief.may_write_summary, _late_summary()),
    )


def _script() -> rx.Component:
    brief = CallbackFileState.brief
    return card(
        rx.el.h2("1. Call", id="script", tab_index=-1),
        rx.cond(
            brief.still_theirs,
            rx.fragment(),
            alert(
                "warning",
                "Say nothing about the case",
                "This account may not act in the case any more.",
            ),
        ),
        rx.el.p(native_link(brief.phone, href=brief.tel, class_name="usa-button cx-phone")),
        rx.cond(
            brief.relay,
            rx.el.p(
                rx.el.strong("TTY or relay: "),
                "dial 711, give the assistant this number, and wait until they type GO AHEAD.",
            ),
        ),
        rx.cond(
            brief.interpreter,
            rx.el.p(
                rx.el.strong("Interpreter: "),
                "join the language line first, for ",
                brief.interpreter,
                ".",
            ),
        ),
        rx.el.h3("Prove who we are"),
        rx.el.p(brief.greeting, class_name="cx-quote", lang=brief.language_code),
        rx.el.p("The three words: ", rx.el.strong(brief.phrase, lang=brief.language_code)),
        rx.el.h3("Prove who they are"),
        rx.el.ol(rx.foreach(brief.identity, lambda one: rx.el.li(one)), class_name="usa-list"),
        rx.el.details(
            rx.el.summary("What we have on file"),
            facts(
                ("Name", brief.name),
                ("Date of birth", rx.cond(brief.birth_date, brief.birth_date, "Not on file")),
                (
                    "Address",
                    rx.cond(brief.address.length() > 0, brief.address.join(", "), "Not on file"),
                ),
            ),
        ),
        rx.el.h3("If nobody answers"),
        rx.cond(
            brief.voicemail,
            rx.el.p(brief.voicemail, class_name="cx-quote", lang=brief.language_code),
            rx.el.p(rx.el.strong("Leave no message. "), "Others may hear it. Hang up."),
        ),
    )


def _outcome() -> rx.Component:
    state = CallbackFileState
    return card(
        rx.el.h2("2. What came of it"),
        rx.el.form(
            radio_group(
                "outcome",
                "Outcome",
                choices_of(words.OUTCOMES),
                value=state.outcome,
                key=state.form_key,
                on_change=lambda value: state.choose(value),
            ),
            rx.cond(
                (state.outcome == "reached") | (state.outcome == "language_line"),
                text_area(
                    "summary",
                    "Summary for the person",
                    hint="They read it in their account. At most 4,000 characters.",
                    value=state.summary,
                    key=state.form_key,
                    max_length=4000,
                    rows=6,
                ),
            ),
            rx.cond(
                state.outcome == "wrong_number",
                rx.el.p("This ends texts to that number. The person is told."),
            ),
            rx.el.div(
                submit("Record it"),
                press("Let it go", state.let_go, "b", outline=True),
                class_name="cx-inline",
            ),
            on_submit=state.say_outcome,
            class_name="cx-form",
        ),
    )


def _late_summary() -> rx.Component:
    return card(
        rx.el.h2("Summary of your call"),
        rx.el.form(
            text_area(
                "late_summary",
                "What you told the person",
                hint="They read it in their account. At most 4,000 characters.",
                max_length=4000,
                rows=6,
            ),
            submit("Give it to the person"),
            on_submit=CallbackFileState.write_summary,
            class_name="cx-form",
        ),
    )
