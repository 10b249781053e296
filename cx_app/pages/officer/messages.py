"""Messages that leave the portal: figures, channels, and what was given up. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import empty, table, tag, when_loaded
from cx_app.components.desk import came_of_it, pages_of, row_act
from cx_app.components.dialog import cancel_button, question
from cx_app.components.fields import Choice, radio_group, select_field, submit, text_field
from cx_app.pages.page import Audience, portal_page
from cx_app.services.decisions.stuck import StuckLine
from cx_app.services.messages.dead import PAGE, DeadLine
from cx_app.services.messages.desk import ChannelLine, Counts, FailureBar
from cx_app.services.messages.figures import Period
from cx_app.services.messages.switch import MAX_REASON
from cx_app.services.messages.words import WHY_CLOSE, WHY_RETRY
from cx_app.state.officer.messages import SAID
from cx_app.state.officer.messages import StaffMessagesState as State

PERIODS = {
    Period.HOUR: "The last hour",
    Period.DAY: "The last 24 hours",
    Period.WEEK: "The last 7 days",
    Period.MONTH: "The last 30 days",
}


@portal_page(
    "/officer/messages",
    title="Messages",
    audience=Audience.OFFICER,
    on_load=[State.load],
)
def staff_messages() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Messages"),
        rx.el.p(
            "Whether e-mails, texts and letters get through, and which ones need a decision. ",
            rx.el.a("The words of messages", href="/officer/templates"),
            class_name="usa-intro",
        ),
        came_of_it(State, id=SAID),
        when_loaded(
            State.loaded,
            rx.fragment(_stuck(), _dead(), _channels(), _figures(), _questions()),
            label="Loading messages",
            lines=6,
        ),
    )


def _stuck() -> rx.Component:
    """Nothing in its place while there is none: it is a fault of ours, not a queue."""
    return rx.cond(
        State.stuck.length() > 0,
        rx.el.section(
            rx.el.h2("Decided, but not sent"),
            rx.el.p(
                "These decisions are in force, but what they say could not be sent. Their people have "
                "no message, letter or e-mail yet. The portal keeps trying, at least every five "
                "minutes. Tell the operators. Call whoever has to know today."
            ),
            table(
                "The oldest first",
                ["Decision", "Should have left", "Tries", "Do"],
                rx.foreach(State.stuck, _stuck_line),
            ),
        ),
    )


def _stuck_line(row: StuckLine) -> rx.Component:
    return rx.el.tr(
        rx.el.th(row.kind, scope="row"),
        rx.el.td(
            rx.el.div(row.age, " ago"),
            rx.el.div("decided ", row.decided, class_name="cx-card__meta"),
        ),
        rx.el.td(row.failures),
        rx.el.td(
            rx.el.a(
                "Open",
                rx.el.span(" ", row.kind, ", ", row.decided, class_name="usa-sr-only"),
                href=row.path,
            )
        ),
        key=row.id,
    )


def _dead() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Given up"),
        rx.el.p(
            "The portal tried these for hours and stopped. Each one waits until somebody tries it "
            "again or closes it. What a message says is not shown here."
        ),
        rx.cond(
            State.rows.length() > 0,
            rx.fragment(_dead_table(), pages_of(State, PAGE)),
            empty("No message was given up. That is how it should be."),
        ),
    )


def _dead_table() -> rx.Component:
    return table(
        "The oldest first",
        ["Message", "Way", "Why it failed", "Given up", "Tries", "Do"],
        rx.foreach(State.rows, _dead_line),
    )


def _dead_line(row: DeadLine) -> rx.Component:
    about = rx.el.span(" ", row.kind, ", given up ", row.age, " ago", class_name="usa-sr-only")
    return rx.el.tr(
        rx.el.th(
            row.kind,
            rx.cond(
                row.case_id,
                rx.el.div(
                    rx.el.a(
                        "Its case",
                        rx.el.span(", ", row.kind, class_name="usa-sr-only"),
                        href="/officer/cases/" + row.case_id,
                    )
                ),
            ),
            scope="row",
        ),
        rx.el.td(row.channel, class_name="cx-whole"),
        rx.el.td(
            row.reason,
            rx.cond(row.detail, rx.el.div("Last answer: ", row.detail, class_name="cx-card__meta")),
        ),
        rx.el.td(rx.el.div(row.age, " ago"), rx.el.div(row.given_up, class_name="cx-card__meta")),
        rx.el.td(row.attempts),
        rx.el.td(
            row_act("Try again…", about, State.begin_to_retry(row.id)),
            row_act("Close…", about, State.begin_to_close(row.id)),
        ),
        key=row.id,
    )


def _channels() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Ways out"),
        table(
            "How each way out stands now",
            ["Way", "State", "Since", "Why", "Do"],
            rx.foreach(State.channels, _channel),
        ),
        rx.cond(
            State.may_switch,
            None,
            rx.el.p("Administrators pause and resume.", class_name="cx-card__meta"),
        ),
        class_name="cx-section",
    )


def _channel(line: ChannelLine) -> rx.Component:
    about = rx.el.span(" ", line.name, class_name="usa-sr-only")
    return rx.el.tr(
        rx.el.th(line.name, scope="row", class_name="cx-whole"),
        rx.el.td(_standing(line)),
        rx.el.td(line.paused_since),
        rx.el.td(line.reason),
        rx.el.td(
            rx.cond(
                State.may_switch,
                rx.cond(
                    line.paused_since,
                    row_act("Resume", about, State.resume(line.channel)),
                    row_act("Pause…", about, State.begin_to_pause(line.channel)),
                ),
            )
        ),
        key=line.channel,
    )


def _standing(line: ChannelLine) -> rx.Component:
    running = rx.cond(line.slowed, tag("Slowed by its provider", "you"), tag("Running", "agency"))
    return rx.fragment(
        rx.cond(
            line.paused_since,
            tag("Paused", "you"),
            rx.cond(line.available, running, tag("Not set up", "you")),
        ),
        rx.cond(
            line.simulated,
            rx.el.div("Ends in the demo’s mailbox", class_name="cx-card__meta"),
        ),
    )


def _figures() -> rx.Component:
    choices = [(period.value, label) for period, label in PERIODS.items()]
    return rx.el.section(
        rx.el.h2("How messages get through"),
        rx.el.form(
            select_field("period", "Period", [("", choices)], value=State.period),
            submit("Show", outline=True),
            on_submit=State.choose,
            class_name="cx-filter-row",
        ),
        table(
            "Since " + State.figures.since,
            [
                "Way",
                "Sent",
                "With the provider within 10 seconds",
                "Delivered",
                "Failed",
                "Waiting now",
                "Oldest waiting",
                "Outcome unknown",
            ],
            rx.foreach(State.figures.counts, _counts),
        ),
        rx.el.p(
            "The portal promises 95 of 100 within 10 seconds of when a message may go. Figures of an "
            "hour or a day are counted again every 15 seconds, those of longer periods when you "
            "press Show; nothing older than 30 days is counted.",
            class_name="cx-card__meta",
        ),
        rx.el.h3("Why messages fail"),
        rx.cond(
            State.figures.failures.length() > 0,
            rx.el.div(_chart(), _failures(), class_name="cx-split"),
            empty("Nothing failed in this period."),
        ),
        class_name="cx-section",
    )


def _counts(one: Counts) -> rx.Component:
    return rx.el.tr(
        rx.el.th(one.name, scope="row", class_name="cx-whole"),
        rx.el.td(one.sent),
        rx.el.td(
            rx.el.span(rx.cond(one.share, one.share, "–")),
            rx.cond(one.kept, None, tag("Slower than promised", "you")),
        ),
        rx.el.td(one.delivered),
        rx.el.td(one.failed),
        rx.el.td(one.waiting),
        rx.el.td(rx.cond(one.oldest, one.oldest, "–")),
        rx.el.td(one.unknown),
    )


def _chart() -> rx.Component:
    """The same figures as in the table beside it, for the eye."""
    return rx.el.div(
        rx.foreach(State.figures.failures, _bar), aria_hidden="true", class_name="cx-lanes"
    )


def _bar(one: FailureBar) -> rx.Component:
    return rx.el.div(
        rx.el.span(one.channel, ": ", one.reason, class_name="cx-lanes__name"),
        rx.el.span(class_name="cx-lanes__bar", style={"width": one.width.to_string() + "%"}),
        class_name="cx-lanes__lane",
    )


def _failures() -> rx.Component:
    return table(
        "The most frequent first",
        ["Why", "Way", "Messages"],
        rx.foreach(
            State.figures.failures,
            lambda one: rx.el.tr(
                rx.el.th(one.reason, scope="row"),
                rx.el.td(one.channel, class_name="cx-whole"),
                rx.el.td(one.count),
            ),
        ),
    )


def _questions() -> rx.Component:
    return rx.fragment(
        rx.cond(State.pausing.channel, _pause()),
        rx.cond(
            State.leaving.id,
            rx.cond(
                State.trying_again,
                _leave(
                    "Try it again?",
                    "It goes out at once if it still may: consent, hours and the person’s choices "
                    "are looked at again.",
                    [Choice(why.value, words) for why, words in WHY_RETRY.items()],
                    "Try again",
                ),
                _leave(
                    "Close it unsent?",
                    "It is never sent, and what it carried is destroyed. The person’s inbox keeps "
                    "its copy.",
                    [Choice(why.value, words) for why, words in WHY_CLOSE.items()],
                    "Close it",
                ),
            ),
        ),
    )


def _pause() -> rx.Component:
    return question(
        "pause",
        "Pause all " + State.pausing.many + "?",
        rx.el.p(
            "From the moment you press the button nothing leaves this way: no notice, no code. "
            "Messages wait and go out, the oldest first, when it is resumed; what has become too "
            "late by then is dropped. What a provider already has is not called back."
        ),
        rx.el.form(
            text_field(
                "pause_reason",
                "Why",
                hint="Colleagues read this. No names, no numbers of people.",
                error=State.field_error,
                max_length=MAX_REASON,
            ),
            rx.el.div(
                submit("Pause now"), cancel_button(State.cancel), class_name="cx-dialog__buttons"
            ),
            on_submit=State.pause,
            no_validate=True,
        ),
    )


def _leave(heading: str, meaning: str, choices: list[Choice], label: str) -> rx.Component:
    row = State.leaving
    return question(
        "leave",
        heading,
        rx.el.p(row.kind, " (", row.channel, "): ", row.reason, "."),
        rx.el.p(meaning),
        rx.el.form(
            radio_group("why", "Why", choices, error=State.field_error),
            rx.el.div(submit(label), cancel_button(State.cancel), class_name="cx-dialog__buttons"),
            on_submit=State.leave,
            no_validate=True,
        ),
    )
