"""One request for a visit: where it stands, whose turn it is, by when, and what can be done."""

from __future__ import annotations

import reflex as rx

from cx_app.components.acting import acting_for
from cx_app.components.attachments import attachment_field, file_list
from cx_app.components.content import alert, card, fact, facts, tag, when_loaded
from cx_app.components.dialog import sure
from cx_app.components.fields import submit, text_area
from cx_app.components.native import native_link, phone
from cx_app.components.standing import came_of, not_here, so_far
from cx_app.components.timeline import moment
from cx_app.domain.feedback import Outcome, Task
from cx_app.language import _, href, language
from cx_app.pages.page import Audience, portal_page
from cx_app.pages.public.feedback import how_did_it_go
from cx_app.services.appointment_requests.views import StepLine, TimeChoice, TimesOfDay, ToldLine
from cx_app.settings import settings
from cx_app.state.account.appointments import AppointmentState


@portal_page(
    "/account/appointments/[reference]",
    title="Visit",
    audience=Audience.CUSTOMER,
    on_load=[AppointmentState.load],
    crumbs=[("/account", "My cases"), ("/account/appointments", "Visits")],
)
def appointment() -> rx.Component:
    return request_page(
        _("Keep the reference number. We also put a message in your inbox."),
        rx.el.a(
            _("Back to my visits"), href=href("/account/appointments"), class_name="usa-button"
        ),
    )


def request_page(sent: str, back: rx.Component) -> rx.Component:
    """`sent` is what to know after a request was sent; `back` leads on where there is none."""
    return when_loaded(
        AppointmentState.loaded,
        rx.cond(AppointmentState.missing, not_here(back), _page(sent)),
        label=_("Loading the visit"),
        lines=6,
    )


def _page(sent: str) -> rx.Component:
    state, page = AppointmentState, AppointmentState.page
    return rx.fragment(
        acting_for(state.acting),
        came_of(state, sent),
        rx.el.p(page.card.reason, " · ", page.card.name, class_name="cx-eyebrow"),
        rx.el.h1(page.card.title),
        rx.cond(page.card.visit, rx.el.p(page.card.visit, class_name="usa-intro")),
        rx.el.p(page.sentence, class_name=rx.cond(page.card.visit, "", "usa-intro")),
        rx.el.div(
            tag(page.card.turn_label, page.card.turn),
            rx.el.span(page.by, class_name="cx-card__meta"),
            class_name="cx-inline",
        ),
        rx.cond(page.paused, _paused()),
        rx.el.div(
            rx.el.div(
                rx.cond(page.question, _answer()),
                rx.cond(page.days.length() > 0, _times()),
                rx.cond(page.card.state == "scheduled", _visit()),
                rx.cond(page.can_reopen, _reopen()),
                _files(),
                so_far(page.steps, _step),
                class_name="cx-grid__main",
            ),
            rx.el.aside(_reference(), _told(), _ends(), class_name="cx-grid__side"),
            class_name="cx-grid",
        ),
        _how_did_it_go(),
        rx.cond(state.asking == "withdraw", _sure_withdraw()),
        rx.cond(state.asking == "cancel", _sure_cancel()),
    )


def _how_did_it_go() -> rx.Component:
    """Once it was sent, and once it is settled, whichever way."""
    state = AppointmentState.page.card.state
    unneeded = state == "not_needed"
    return rx.cond(
        (state == "completed") | unneeded | AppointmentState.just_sent,
        how_did_it_go(Task.VISIT, rx.cond(unneeded, Outcome.NOT_DONE.value, Outcome.DONE.value)),
    )


def _paused() -> rx.Component:
    return alert(
        "info",
        _("You can only read here for now"),
        _("We are checking who may use this case. Until then, please call us."),
    )


def _answer() -> rx.Component:
    state = AppointmentState
    return card(
        rx.el.h2(_("Our question")),
        rx.el.p(state.page.question, class_name="cx-quote"),
        rx.cond(
            state.page.can_answer,
            rx.el.form(
                text_area(
                    "answer",
                    _("Your answer"),
                    hint=_("At most 1,000 characters."),
                    error=state.error,
                    key=state.page.question,
                    rows=4,
                ),
                submit(_("Send answer")),
                on_submit=state.send_answer,
                no_validate=True,
                class_name="usa-form cx-form",
            ),
        ),
    )


def _times() -> rx.Component:
    """Two clicks: a time, and yes."""
    state = AppointmentState
    return card(
        rx.el.h2(_("Pick another time")),
        rx.el.p(state.page.place),
        rx.cond(
            state.picked.slot_id,
            rx.el.div(
                rx.el.p(
                    _("Your new time:"),
                    " ",
                    rx.el.strong(state.picked.day, ", ", state.picked.hour, " ", state.page.zone),
                    id="picked",
                    tab_index=-1,
                ),
                rx.el.button(
                    _("Book this time"),
                    type="button",
                    on_click=state.rebook,
                    class_name="usa-button",
                ),
            ),
        ),
        rx.el.p(_("Times are in"), " ", state.page.zone, ".", class_name="cx-card__meta"),
        rx.foreach(state.page.days, _day),
    )


def _day(one: TimesOfDay) -> rx.Component:
    return rx.fragment(
        rx.el.h3(one.day),
        rx.el.ul(rx.foreach(one.times, _time), class_name="cx-times"),
    )


def _time(one: TimeChoice) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            one.hour,
            rx.el.span(", ", one.day, class_name="usa-sr-only"),
            type="button",
            on_click=AppointmentState.pick(one.slot_id),
            aria_pressed=rx.cond(AppointmentState.picked.slot_id == one.slot_id, "true", "false"),
            class_name="usa-button usa-button--outline cx-times__one",
        )
    )


def _visit() -> rx.Component:
    page = AppointmentState.page
    files = "/downloads/appointments/" + page.card.reference
    return card(
        rx.el.h2(_("Your visit")),
        facts((_("When"), page.card.visit), (_("Where"), page.place)),
        rx.el.h3(_("Please bring")),
        rx.el.ul(rx.foreach(page.bring, lambda one: rx.el.li(one)), class_name="usa-list"),
        rx.el.div(
            native_link(
                _("Letter to print (PDF)"),
                download="letter.pdf",
                href=files + f"/letter.pdf?lang={language()}",
                class_name="usa-button",
            ),
            native_link(
                _("Put it in my calendar"),
                download="appointment.ics",
                href=files + f"/appointment.ics?lang={language()}",
                class_name="usa-button usa-button--outline",
            ),
            class_name="cx-inline",
        ),
        rx.el.p(
            _("You need another time? An officer can move it while you are on the phone:"),
            " ",
            phone(settings.agency_phone),
        ),
    )


def _reopen() -> rx.Component:
    return card(
        rx.el.h2(_("You still need the visit?")),
        rx.el.p(_("Open the request again. Nothing has to be typed anew.")),
        rx.el.button(
            _("Open it again"),
            type="button",
            on_click=AppointmentState.reopen,
            class_name="usa-button",
        ),
    )


def _files() -> rx.Component:
    state = AppointmentState
    return rx.el.section(
        rx.el.h2(_("Files")),
        rx.cond(
            state.files.more,
            attachment_field(
                state.files.files,
                limits=state.limits,
                csrf=state.csrf,
                changed=state.show_files,
                remove=None,
                request=state.files.request_id,
            ),
            file_list(state.files.files),
        ),
    )


def _step(step: StepLine) -> rx.Component:
    return moment(
        step.when, step.what, rx.cond(step.words, rx.el.p(step.words, class_name="cx-quote"))
    )


def _reference() -> rx.Component:
    page = AppointmentState.page
    return card(
        rx.el.h2(_("Reference number")),
        rx.el.p(page.card.shown, class_name="cx-code cx-reference"),
        rx.el.p(_("Asked on"), " ", page.card.asked, class_name="cx-card__meta"),
        rx.el.button(
            _("Print this page"),
            type="button",
            data_print="",
            class_name="usa-button usa-button--outline",
        ),
    )


def _told() -> rx.Component:
    page = AppointmentState.page
    return rx.el.section(
        rx.el.h2(_("What you told us")),
        rx.el.dl(
            rx.foreach(page.told, _told_line),
            fact(_("Office"), page.place),
            class_name="cx-facts",
        ),
    )


def _told_line(line: ToldLine) -> rx.Component:
    return fact(line.question, line.answer)


def _ends() -> rx.Component:
    state = AppointmentState
    return rx.fragment(
        rx.cond(
            state.page.can_withdraw,
            _end_button(_("Take this request back"), "withdraw"),
        ),
        rx.cond(state.page.can_cancel, _end_button(_("Cancel this visit"), "cancel")),
    )


def _end_button(label: str, what: str) -> rx.Component:
    return rx.el.button(
        label,
        type="button",
        on_click=AppointmentState.ask_first(what),
        class_name="usa-button usa-button--outline",
    )


def _sure_withdraw() -> rx.Component:
    return sure(
        "withdraw",
        _("Take this request back?"),
        _("We do nothing more about it. You can ask again at any time."),
        yes=_("Take it back"),
        on_yes=AppointmentState.withdraw,
        no=_("Keep it"),
        on_no=AppointmentState.ask_first(""),
    )


def _sure_cancel() -> rx.Component:
    return sure(
        "cancel",
        _("Cancel this visit?"),
        _("Your time goes to somebody else at once. A new one has to be asked for."),
        yes=_("Cancel the visit"),
        on_yes=AppointmentState.cancel,
        no=_("Keep it"),
        on_no=AppointmentState.ask_first(""),
    )
