"""The desk of biometrics appointments, and one appointment: decide, book by phone, arrange a visit
at home. In English."""

from __future__ import annotations

import reflex as rx

from cx_app.components.content import card, empty, facts, table, tag, when_loaded
from cx_app.components.desk import (
    came_of_it,
    cancel,
    choice_button,
    choices_of,
    no_authority,
    options_of,
    pages_of,
    queues,
)
from cx_app.components.fields import (
    radio_group,
    select_field,
    select_one,
    submit,
    text_field,
)
from cx_app.components.undo import undo_bar
from cx_app.pages.officer.reasons import opened_file
from cx_app.pages.officer.reschedule_home import at_home
from cx_app.pages.page import Audience, portal_page
from cx_app.services.biometrics.day import CenterChoice
from cx_app.services.biometrics.desk import PAGE, DeskRow
from cx_app.services.biometrics.desk_file import CenterLine, StaffDay, StaffTime
from cx_app.services.biometrics.desk_words import CAUSES, EXCUSES, WHY
from cx_app.services.biometrics.views import MatchLine
from cx_app.state.officer.reschedules import ReschedulesState, RescheduleState

CRUMBS = [("/officer/reschedules", "Biometrics")]


@portal_page(
    "/officer/reschedules",
    title="Biometrics",
    audience=Audience.OFFICER,
    on_load=[ReschedulesState.load],
)
def reschedules() -> rx.Component:
    return rx.fragment(
        rx.el.h1("Biometrics appointments"),
        rx.el.p(
            "Most people move their appointment themselves. These need you. The soonest "
            "appointment is first.",
            class_name="usa-intro",
        ),
        when_loaded(ReschedulesState.loaded, _desk(), label="Loading the desk", lines=6),
    )


def _desk() -> rx.Component:
    return rx.fragment(
        queues(ReschedulesState, "Which"),
        rx.el.h2("Waiting", id="queue", tab_index=-1, class_name="usa-sr-only"),
        rx.cond(
            ReschedulesState.rows.length() > 0,
            rx.fragment(
                table(
                    "The soonest appointment first",
                    ["Person", "Receipt number", "Appointment", "Waiting"],
                    rx.foreach(ReschedulesState.rows, _row),
                ),
                pages_of(ReschedulesState, PAGE),
            ),
            empty("Nothing waits here. That is how it should be."),
        ),
        rx.el.section(
            rx.el.h2("Support centers"),
            rx.el.p("Each center’s day, and closing it."),
            rx.el.ul(rx.foreach(ReschedulesState.centers, _center), class_name="usa-list"),
            class_name="cx-section",
        ),
    )


def _row(row: DeskRow) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.a(row.name, href="/officer/reschedules/" + row.appointment_id), scope="row"),
        rx.el.td(row.receipt_number, rx.el.div(row.form, class_name="cx-card__meta")),
        rx.el.td(row.when, rx.cond(row.soon, tag("Within a day", "you"))),
        rx.el.td(row.age, rx.cond(row.note, rx.el.div(row.note, class_name="cx-card__meta"))),
    )


def _center(one: CenterChoice) -> rx.Component:
    return rx.el.li(
        rx.el.a(one.name, href="/officer/reschedules/centers/" + one.id),
        rx.cond(one.closed, rx.fragment(" ", tag("Closed now", "you"))),
    )


@portal_page(
    "/officer/reschedules/[appointment_id]",
    title="A biometrics appointment",
    audience=Audience.OFFICER,
    on_load=[RescheduleState.load],
    crumbs=CRUMBS,
)
def reschedule() -> rx.Component:
    return opened_file(
        RescheduleState,
        _file(),
        shut="This appointment can’t be opened",
        back=("/officer/reschedules", "Back to biometrics"),
        why="Nothing about its appointment waits for you. Its people can read your reason.",
        label="Loading the appointment",
    )


def _file() -> rx.Component:
    page = RescheduleState.page
    return rx.fragment(
        rx.el.h1("Biometrics of ", page.name),
        rx.el.div(
            tag(page.form),
            rx.cond(page.protected, tag("Protected: 8 USC 1367", "you")),
            rx.el.a(page.receipt_number, href="/officer/cases/" + page.case_id),
            class_name="cx-inline",
        ),
        came_of_it(RescheduleState),
        undo_bar(RescheduleState, page.undo, "the decision about " + page.name),
        rx.el.div(
            card(
                facts(
                    ("Appointment", page.when),
                    ("Where", rx.cond(page.place, page.place, "Nowhere now")),
                    ("What can be done", page.zone),
                    ("What is open", rx.cond(page.state, page.state, "Nothing")),
                ),
                quiet=True,
            ),
            rx.cond(page.asked, _decide()),
            rx.cond(page.may_book, _by_phone()),
            class_name="cx-desk-file",
        ),
        rx.el.div(at_home(), class_name="cx-section"),
        rx.cond(page.matches.length() > 0, _matches()),
        rx.el.section(
            rx.el.h2("Moves so far"),
            rx.cond(
                page.history.length() > 0,
                rx.el.ul(rx.foreach(page.history, rx.el.li), class_name="usa-list"),
                empty("It was never moved."),
            ),
            class_name="cx-section",
        ),
    )


def _matches() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Found without a code"),
        rx.el.p(
            "These accounts showed receipt number, A-Number and date of birth. They see and move "
            "this appointment, and nothing else of the case."
        ),
        rx.el.ul(rx.foreach(RescheduleState.page.matches, _match), class_name="cx-plain-list"),
        class_name="cx-section",
    )


def _match(line: MatchLine) -> rx.Component:
    return rx.el.li(
        rx.el.strong(line.account),
        ", ",
        line.day,
        " ",
        rx.el.button(
            "End it",
            rx.el.span(" ", line.account, class_name="usa-sr-only"),
            type="button",
            on_click=RescheduleState.end_match(line.id),
            class_name="usa-button usa-button--unstyled",
        ),
    )


def _decide() -> rx.Component:
    page = RescheduleState.page
    return card(
        rx.el.h2("They ask for another time"),
        rx.el.p("Asked ", page.asked, " by ", page.by, class_name="cx-card__meta"),
        rx.cond(page.without_authority, no_authority()),
        rx.el.blockquote(page.words, class_name="cx-quote"),
        rx.el.p("Until you decide, nobody records that they did not come."),
        rx.el.div(
            rx.el.div(
                rx.el.h3("Agree"),
                rx.el.p(
                    "They choose a time in their account. The old one stays until then. To book "
                    "one for them, agree first, then choose below."
                ),
                rx.el.button(
                    "Agree",
                    type="button",
                    on_click=RescheduleState.approve,
                    class_name="usa-button",
                ),
            ),
            rx.el.form(
                rx.el.h3("Do not agree"),
                radio_group(
                    "why",
                    "Why? They read it.",
                    choices_of(WHY),
                    key=page.id,
                ),
                submit("Do not agree", outline=True),
                on_submit=RescheduleState.refuse,
                class_name="cx-form",
            ),
            class_name="cx-split",
        ),
    )


def _by_phone() -> rx.Component:
    return card(
        rx.el.h2("Book by phone"),
        rx.el.p("While you talk to them: look for a time, read it to them, and book it."),
        rx.el.form(
            select_one(
                "center", "Center", rx.foreach(RescheduleState.page.centers, _center_option)
            ),
            text_field("day", "From which day?", type="date"),
            submit("Look for times", outline=True),
            on_submit=RescheduleState.look_at,
            class_name="cx-filter-row",
        ),
        rx.cond(RescheduleState.times.office_id, _times()),
        rx.cond(RescheduleState.chosen, _booking()),
    )


def _center_option(one: CenterLine) -> rx.Component:
    return rx.el.option(one.name, value=one.id)


def _times() -> rx.Component:
    return rx.el.div(
        rx.el.h3("Free times at ", RescheduleState.times.office, id="times", tab_index=-1),
        rx.cond(
            RescheduleState.times.days.length() > 0,
            rx.foreach(RescheduleState.times.days, _day),
            empty("No time is free there. Choose another center or day."),
        ),
    )


def _day(day: rx.Var[StaffDay]) -> rx.Component:
    return rx.el.div(
        rx.el.h4(day.day),
        rx.el.div(rx.foreach(day.times, _time), class_name="cx-choices cx-choices--times"),
    )


def _time(one: StaffTime) -> rx.Component:
    return choice_button(
        one.label,
        chosen=RescheduleState.chosen == one.slot_id,
        on_click=RescheduleState.choose(one.slot_id, one.said),
        aria_label=one.said,
    )


def _booking() -> rx.Component:
    page = RescheduleState.page
    return rx.el.form(
        rx.el.h3("Book this time", id="booking", tab_index=-1),
        facts(
            ("From", page.when),
            ("To", RescheduleState.chosen_words + ", " + RescheduleState.times.office),
        ),
        select_field(
            "cause",
            "The cause that they told you",
            options_of(CAUSES),
            any_label="Choose",
        ),
        rx.cond(
            page.passed,
            select_field(
                "excuse",
                "The time has passed: why do you excuse it?",
                options_of(EXCUSES),
                any_label="Choose",
                hint="At your discretion. It stands in the record under your name.",
            ),
        ),
        rx.el.div(submit("Book it"), cancel(RescheduleState.close), class_name="cx-inline"),
        on_submit=RescheduleState.book,
        class_name="cx-form",
    )
