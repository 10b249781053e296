"""Ask for a visit, step by step: what is typed is kept, each step checked, one request sent."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.appointment_forms import ALL_FIELDS, ATTESTED, BOXES, FIELDS, Step
from cx_app.domain.identity import Role
from cx_app.domain.references import shown
from cx_app.language import _, href, say_date, using
from cx_app.security import door
from cx_app.security.csrf import csrf_token
from cx_app.security.door import current_actor
from cx_app.services.appointment_requests.form import (
    FormPage,
    ReviewLine,
    answer_by,
    flaws,
    form_page,
    furthest,
    new_key,
    office_for,
    review,
)
from cx_app.services.appointment_requests.submit import (
    Flawed,
    OpenAlready,
    Paused,
    Submitted,
    submit,
)
from cx_app.services.attachments.mine import FileLine, files_of_form, remove_file
from cx_app.services.attachments.words import FileLimits, file_limits
from cx_app.services.drafts.keep import drop_draft, keep_draft, load_draft
from cx_app.state.account.appointment_flaws import say_flaw
from cx_app.state.account.appointments import AppointmentState
from cx_app.state.account.kept_form import KeptForm
from cx_app.state.call import ask, do, language_of

KEY: Final = "key"
"""Names the form that was begun, so that sending it twice makes one request."""
VISITS: Final = "/account/appointments"
VISITORS: Final = "/appointments"
"""Of people without an account."""
HERE: Final = f"{VISITS}/request"
NOTHING: Final = FormPage()
NO_LIMITS: Final = FileLimits()
LONGEST: Final = 1_200
"""A text that is too long is named so, not cut."""


class AppointmentFormState(KeptForm, rx.State):
    form_name: ClassVar[str] = "appointment_request"
    fields: ClassVar[tuple[str, ...]] = (*ALL_FIELDS, KEY)
    longest: ClassVar[int] = LONGEST

    values: dict[str, str] = dict.fromkeys((*ALL_FIELDS, KEY), "")
    page: FormPage = NOTHING
    step: str = Step.REASON
    office: str = ""
    lines: list[ReviewLine] = []
    expect: str = ""
    refused: str = ""
    open_reference: str = ""
    open_shown: str = ""
    """The request that is open already."""
    files: list[FileLine] = []
    limits: FileLimits = NO_LIMITS
    csrf: str = ""
    """Goes with each file that is sent."""

    @rx.event
    @door.asker
    async def load(self) -> Any:
        first = not self.loaded
        kept = await ask(self, load_draft, self.form_name)
        self.page = await ask(self, form_page)
        self.files = await ask(self, files_of_form)
        self.limits = await ask(self, file_limits)
        self.csrf = csrf_token(str(current_actor().session_id))
        self._clear()
        self._sent = False
        values = {name: kept.get(name, "") for name in self.fields}
        if not values[KEY]:
            values |= self.page.start | {KEY: new_key()}
        if values != self.values:
            self.values, self.form_key = values, self.form_key + 1
        await self._at(self.router.url.query_parameters.get("step", ""))
        self.loaded = True
        return None if first else rx.set_focus("step")

    @rx.event
    @door.asker
    async def keep(self, name: str, value: str) -> None:
        if name not in ALL_FIELDS or self._sent:
            return
        self.values[name] = value[: self.longest]
        if name == "whom" and not self.values["zip"]:
            self.values["zip"] = self.page.zips.get(value, "")
        if name == "zip":
            self.office = await ask(self, office_for, value)
        await do(self, keep_draft, self.form_name, self.values)

    @rx.event
    @door.asker
    async def tick(self, name: str, ticked: bool) -> None:
        if name in ALL_FIELDS and not self._sent:
            self.values[name] = ATTESTED if ticked else ""
            await do(self, keep_draft, self.form_name, self.values)

    @rx.event
    @door.asker
    async def next_step(self, form: dict[str, Any]) -> Any:
        step = Step(self.step)
        await self._take_step(step, form)
        found = await ask(self, flaws, step, self.values)
        if found:
            with using(language_of(self)):
                for name, flaw in found.items():
                    self._error(name, say_flaw(name, flaw))
            return rx.set_focus("error-summary")
        steps = list(Step)
        return self._to(steps[min(steps.index(step) + 1, len(steps) - 1)])

    @rx.event
    @door.asker
    async def send(self, form: dict[str, Any]) -> Any:
        del form  # the box was kept when it was ticked
        self._clear()
        if self._sent:
            return None
        answer = await do(self, submit, self.values, self.values[KEY])
        match answer:
            case Submitted(reference):
                await self._done()
                await self._hide_another()
                return self._goes(f"{reference}?sent=1")
            case Flawed(found):
                with using(language_of(self)):
                    for name, flaw in found.items():
                        self._error(name, say_flaw(name, flaw))
                return rx.set_focus("error-summary")
            case OpenAlready(reference):
                self.open_reference = reference
                self.open_shown = shown(reference) if reference else ""
                with using(language_of(self)):
                    self.refused = _("There is an open request for this person and this reason.")
            case Paused():
                with using(language_of(self)):
                    self.refused = _(
                        "We are checking who may use this case. Until then, please call us."
                    )
            case _:
                with using(language_of(self)):
                    self.refused = _(
                        "You sent many requests. Please wait a day, or take one of them back."
                    )
        return rx.set_focus("refusal")

    @rx.event
    @door.asker
    async def start_again(self) -> Any:
        """Nothing of what was typed stays."""
        await do(self, drop_draft, self.form_name)
        for file in self.files:
            await do(self, remove_file, UUID(file.id))
        self.files = []
        self.values = dict.fromkeys(self.fields, "") | self.page.start | {KEY: new_key()}
        self.form_key += 1
        self._clear()
        return self._to(Step.REASON)

    @rx.event
    @door.asker
    async def show_files(self) -> None:
        """One more has arrived."""
        self.files = await ask(self, files_of_form)

    @rx.event
    @door.asker
    async def remove_one(self, file_id: str) -> Any:
        try:
            await do(self, remove_file, UUID(file_id))
        except ValueError:
            return None
        self.files = await ask(self, files_of_form)
        return rx.set_focus("files")

    async def _take_step(self, step: Step, form: dict[str, Any]) -> None:
        """What was sent of this step, as it was typed; boxes and choices were kept before."""
        self._clear()
        for name in FIELDS[step]:
            if form.get(name) is not None and name not in BOXES:
                self.values[name] = str(form[name])[: self.longest]
        await do(self, keep_draft, self.form_name, self.values)

    async def _at(self, wanted: str) -> None:
        """The step that the address names, or the first one that still lacks something."""
        most = await ask(self, furthest, self.values)
        steps = list(Step)
        at = Step(wanted) if wanted in steps else Step.REASON
        self.step = at if steps.index(at) <= steps.index(most) else most
        self.office = await ask(self, office_for, self.values["zip"])
        if self.step == Step.CHECK:
            self.lines = await ask(self, review, self.values)
            found = await ask(self, answer_by, self.values["reason"])
            with using(language_of(self)):
                self.expect = say_date(found.by) if found else ""

    async def _hide_another(self) -> None:
        """A request that this tab showed before must not stand on the next page for a moment."""
        one = await self.get_state(AppointmentState)
        one.loaded = False

    def _to(self, step: Step) -> Any:
        return self._goes(f"request?step={step}")

    def _goes(self, to: str) -> Any:
        """Within the account's pages, or the visitors'."""
        visitor = current_actor().role is Role.VISITOR
        return rx.redirect(href(f"{VISITORS if visitor else VISITS}/{to}", language_of(self)))

    def _clear(self) -> None:
        super()._clear()
        self.refused = self.open_reference = self.open_shown = ""

    async def _done(self) -> None:
        await super()._done()
        self.lines = []
