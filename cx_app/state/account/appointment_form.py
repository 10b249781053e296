"""Ask for a visit, step by step: what is typed is kept, each step checked, one request sent."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.appointment_forms import ALL_FIELDS, BOXES, FIELDS, Step
from cx_app.domain.identity import Role
from cx_app.domain.prepared import PreparedRefusal
from cx_app.domain.references import shown
from cx_app.language import _, href, say_date, using
from cx_app.security import door
from cx_app.security.csrf import csrf_token
from cx_app.security.door import current_actor
from cx_app.services.appointment_requests.form import (
    FormPage,
    answer_by,
    flaws,
    form_page,
    furthest,
    office_for,
    review,
    say_not_taken,
)
from cx_app.services.appointment_requests.submit import (
    Flawed,
    OpenAlready,
    Submitted,
)
from cx_app.services.attachments.mine import FileLine, files_of_form, remove_file
from cx_app.services.attachments.words import FileLimits, file_limits
from cx_app.services.drafts.steps import KEY
from cx_app.services.prepared.hand_in import HandedIn
from cx_app.services.prepared.visits import preparing_visit, send_visit
from cx_app.services.prepared.words import REFUSED
from cx_app.services.representation.acting import acting_for_party
from cx_app.state.account.appointment_flaws import say_flaw
from cx_app.state.account.appointments import AppointmentState
from cx_app.state.account.kept_steps import KeptSteps, Steps
from cx_app.state.call import ask, do, language_of

VISITS: Final = "/account/appointments"
VISITORS: Final = "/appointments"
"""Of people without an account."""
HERE: Final = f"{VISITS}/request"
NOTHING: Final = FormPage()
NO_LIMITS: Final = FileLimits()


class AppointmentFormState(KeptSteps, rx.State):
    """Visitors without an account fill it in too."""

    form_name: ClassVar[str] = "appointment_request"
    fields: ClassVar[tuple[str, ...]] = ALL_FIELDS
    steps: ClassVar[Steps] = Steps(
        FIELDS, BOXES, flaws, furthest, say_flaw, "whom", acting_for_party, preparing_visit
    )

    values: dict[str, str] = dict.fromkeys((*ALL_FIELDS, KEY), "")
    step: str = Step.REASON.value
    page: FormPage = NOTHING
    office: str = ""
    expect: str = ""
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
        return await super().load()

    @rx.event
    @door.asker
    async def keep(self, name: str, value: str) -> None:
        if name == "whom" and not self.values["zip"]:
            self.values["zip"] = self.page.zips.get(value, "")
        await super().keep(name, value)
        if name == "zip":
            self.office = await ask(self, office_for, value)

    @rx.event
    @door.asker
    async def tick(self, name: str, ticked: bool) -> None:
        await super().tick(name, ticked)

    @rx.event
    @door.asker
    async def next_step(self, form: dict[str, Any]) -> Any:
        return await super().next_step(form)

    @rx.event
    @door.asker
    async def send(self, form: dict[str, Any]) -> Any:
        del form  # the box was kept when it was ticked
        self._clear()
        if self._sent:
            return None
        answer = await do(self, send_visit, self.values, self.values[KEY])
        match answer:
            case HandedIn(prepared_id):
                await self._drop_files()
                return await self._handed_in(prepared_id)
            case PreparedRefusal():
                return self._refuse(lambda: _(REFUSED[answer]))
            case Submitted(reference):
                await self._done()
                await self._hide_another()
                return rx.redirect(href(f"{self._visits()}/{reference}?sent=1", language_of(self)))
            case Flawed(found):
                return self._flawed(found)
            case OpenAlready(reference):
                self.open_reference = reference
                self.open_shown = shown(reference) if reference else ""
        return self._refuse(lambda: say_not_taken(answer.why))

    @rx.event
    @door.asker
    async def start_again(self) -> Any:
        await self._drop_files()
        return await super().start_again()

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

    async def _drop_files(self) -> None:
        """What was prepared goes without files: whoever submits it sends their own (ATT-4)."""
        for file in self.files:
            await do(self, remove_file, UUID(file.id))
        self.files = []

    async def _open(self) -> None:
        self.page = await ask(self, form_page)
        self.files = await ask(self, files_of_form)
        self.limits = await ask(self, file_limits)
        self.csrf = csrf_token(str(current_actor().session_id))

    def _offered(self) -> list[str]:
        return [one.value for one in self.page.whom]

    async def _show(self) -> None:
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

    def _start(self) -> dict[str, str]:
        return self.page.start

    def _here(self) -> str:
        return f"{self._visits()}/request"

    def _visits(self) -> str:
        """Within the account's pages, or the visitors'."""
        return VISITORS if current_actor().role is Role.VISITOR else VISITS

    def _clear(self) -> None:
        super()._clear()
        self.open_reference = self.open_shown = ""
