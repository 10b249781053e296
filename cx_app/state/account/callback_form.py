"""Ask for a callback, step by step: what is typed is kept, each step checked, one request sent."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import reflex as rx

from cx_app.domain.callbacks.ask_forms import (
    ALL_FIELDS,
    BOXES,
    FIELDS,
    OTHER_PHONE,
    AskStep,
    Flaw,
)
from cx_app.domain.errors import NotFound
from cx_app.domain.prepared import PreparedRefusal
from cx_app.language import _, href
from cx_app.security import door
from cx_app.services.callbacks.asking import AskRefusal, form
from cx_app.services.callbacks.asking_form import (
    expected_of,
    flaws,
    furthest,
    may_text,
    review,
    say_not_asked,
)
from cx_app.services.callbacks.views import AskForm
from cx_app.services.drafts.steps import KEY
from cx_app.services.prepared.calls import preparing_call, send_call
from cx_app.services.prepared.hand_in import HandedIn
from cx_app.services.prepared.words import REFUSED
from cx_app.services.representation.acting import acting_in_case
from cx_app.state.account.callbacks import CallbackState
from cx_app.state.account.kept_steps import KeptSteps, Steps
from cx_app.state.call import ask, do, language_of

CALLBACKS: Final = "/account/callbacks"
HERE: Final = f"{CALLBACKS}/ask"
NOTHING: Final = AskForm()
MISSING: Final = {
    "topic": "Choose what the call is about.",
    "phone_id": "Choose the phone that we should call.",
    "phone": "Enter a phone number, like 212 555 0101.",
    "zone": "Choose your time zone.",
    "language": "Choose a language.",
    "texts": "Choose if we should text you first.",
}


def say_flaw(name: str, flaw: Flaw) -> str:
    match flaw:
        case Flaw.MISSING:
            return _(MISSING[name])
        case Flaw.NOT_A_PHONE:
            return _("Enter a US phone number with 10 digits, like 212 555 0101.")
        case Flaw.NOT_US:
            return _("We can only call numbers in the United States. Enter a US number.")
        case Flaw.TOO_LONG if name == "spoken":
            return _("This is too long. Name one language.")
    return _("This is too long. Use at most 1,000 characters.")


class CallbackFormState(KeptSteps, rx.State):
    form_name: ClassVar[str] = "callback"
    fields: ClassVar[tuple[str, ...]] = ALL_FIELDS
    steps: ClassVar[Steps] = Steps(
        FIELDS, BOXES, flaws, furthest, say_flaw, "case_id", acting_in_case, preparing_call
    )

    values: dict[str, str] = dict.fromkeys((*ALL_FIELDS, KEY), "")
    step: str = AskStep.TOPIC.value
    page: AskForm = NOTHING
    expected: str = ""
    may_text: bool = False
    """Texts can go to the chosen number."""

    @rx.event
    @door.customer
    async def send(self, form: dict[str, Any]) -> Any:
        del form
        self._clear()
        if self._sent:
            return None
        try:
            answer = await do(
                self, send_call, self.values, self.values[KEY], self.page.consent_version
            )
        except NotFound:  # a case or a number that is not theirs any more
            answer = AskRefusal.PHONE
        if isinstance(answer, dict):
            return self._flawed(answer)
        if isinstance(answer, HandedIn):
            return await self._handed_in(answer.id)
        if isinstance(answer, PreparedRefusal):
            return self._refuse(lambda: _(REFUSED[answer]))
        if isinstance(answer, AskRefusal):
            return self._refuse(lambda: say_not_asked(answer))
        await self._done()
        one = await self.get_state(CallbackState)
        one.loaded = False  # what it showed before must not stand there for a moment
        sent = "texts" if answer.no_texts else "1"
        return rx.redirect(href(f"{CALLBACKS}/{answer.reference}?sent={sent}", language_of(self)))

    def _here(self) -> str:
        return HERE

    def _start(self) -> dict[str, str]:
        return {"language": language_of(self)}

    def _begun(self, values: dict[str, str]) -> dict[str, str]:
        begun = super()._begun(values)
        if not begun["phone_id"] and not self.page.phones:
            begun["phone_id"] = OTHER_PHONE
        return begun

    async def _open(self) -> None:
        self.page = await ask(self, form)

    def _offered(self) -> list[str]:
        return [one.case_id for one in self.page.cases]

    async def _show(self) -> None:
        prepares = bool(self.submits) or self.changes  # nobody agrees to texts for another
        self.may_text = not prepares and await ask(self, may_text, self.values)
        if self.step == AskStep.CHECK:
            self.lines = await ask(self, review, self.values)
            self.expected = await ask(self, expected_of, self.values)
