"""Ask for a callback, step by step: what is typed is kept, each step checked, one request sent."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import reflex as rx

from cx_app.domain.callbacks.ask_forms import (
    ALL_FIELDS,
    BOXES,
    FIELDS,
    OTHER_PHONE,
    TICKED,
    AskStep,
    Flaw,
)
from cx_app.domain.errors import NotFound
from cx_app.language import _, href, using
from cx_app.security import door
from cx_app.services.callbacks.asking import Asked, AskRefusal, form
from cx_app.services.callbacks.asking_form import (
    ReviewLine,
    expected_of,
    flaws,
    furthest,
    may_text,
    new_key,
    review,
    send,
)
from cx_app.services.callbacks.views import AskForm
from cx_app.services.drafts.keep import drop_draft, keep_draft, load_draft
from cx_app.state.account.callbacks import CallbackState
from cx_app.state.account.kept_form import KeptForm
from cx_app.state.call import ask, do, language_of

KEY: Final = "key"
CALLBACKS: Final = "/account/callbacks"
HERE: Final = f"{CALLBACKS}/ask"
NOTHING: Final = AskForm()
LONGEST: Final = 1_200
"""A note that is too long is named so, not cut."""
MISSING: Final = {
    "topic": "Choose what the call is about.",
    "phone_id": "Choose the phone that we should call.",
    "phone": "Enter a phone number, like 212 555 0101.",
    "zone": "Choose your time zone.",
    "language": "Choose a language.",
    "texts": "Choose if we should text you first.",
}


class CallbackFormState(KeptForm, rx.State):
    form_name: ClassVar[str] = "callback"
    fields: ClassVar[tuple[str, ...]] = (*ALL_FIELDS, KEY)
    longest: ClassVar[int] = LONGEST

    values: dict[str, str] = dict.fromkeys((*ALL_FIELDS, KEY), "")
    page: AskForm = NOTHING
    step: str = AskStep.TOPIC.value
    lines: list[ReviewLine] = []
    expected: str = ""
    may_text: bool = False
    """Texts can go to the chosen number."""
    refused: str = ""

    @rx.event
    @door.customer
    async def load(self) -> Any:
        first = not self.loaded
        kept = await ask(self, load_draft, self.form_name)
        self.page = await ask(self, form)
        self._clear()
        self._sent = False
        values = {name: kept.get(name, "") for name in self.fields}
        if not values[KEY]:
            values |= {KEY: new_key(), "language": language_of(self)}
        if not values["phone_id"] and not self.page.phones:
            values["phone_id"] = OTHER_PHONE
        if values != self.values:
            self.values, self.form_key = values, self.form_key + 1
        await self._at(self.router.url.query_parameters.get("step", ""))
        self.loaded = True
        return None if first else rx.set_focus("step")

    @rx.event
    @door.customer
    async def keep(self, name: str, value: str) -> None:
        if name in ALL_FIELDS and not self._sent:
            self.values[name] = value[: self.longest]
            await do(self, keep_draft, self.form_name, self.values)

    @rx.event
    @door.customer
    async def tick(self, name: str, ticked: bool) -> None:
        if name in BOXES and not self._sent:
            self.values[name] = TICKED if ticked else ""
            await do(self, keep_draft, self.form_name, self.values)

    @rx.event
    @door.customer
    async def next_step(self, form: dict[str, Any]) -> Any:
        step = AskStep(self.step)
        self._clear()
        for name in FIELDS[step]:
            if form.get(name) is not None and name not in BOXES:
                self.values[name] = str(form[name])[: self.longest]
        await do(self, keep_draft, self.form_name, self.values)
        found = await ask(self, flaws, step, self.values)
        if found:
            return self._flawed(found)
        steps = list(AskStep)
        return self._to(steps[min(steps.index(step) + 1, len(steps) - 1)])

    @rx.event
    @door.customer
    async def send(self, form: dict[str, Any]) -> Any:
        del form
        self._clear()
        if self._sent:
            return None
        try:
            answer = await do(self, send, self.values, self.values[KEY], self.page.consent_version)
        except NotFound:  # a case or a number that is not theirs any more
            answer = AskRefusal.PHONE
        if isinstance(answer, dict):
            return self._flawed(answer)
        if isinstance(answer, Asked):
            await self._done()
            one = await self.get_state(CallbackState)
            one.loaded = False  # what it showed before must not stand there for a moment
            sent = "texts" if answer.no_texts else "1"
            return rx.redirect(
                href(f"{CALLBACKS}/{answer.reference}?sent={sent}", language_of(self))
            )
        with using(language_of(self)):
            self.refused = say_refusal(answer)
        return rx.set_focus("refusal")

    @rx.event
    @door.customer
    async def start_again(self) -> Any:
        """Nothing of what was typed stays."""
        await do(self, drop_draft, self.form_name)
        begun = {KEY: new_key(), "language": language_of(self)}
        if not self.page.phones:
            begun["phone_id"] = OTHER_PHONE
        self.values = dict.fromkeys(self.fields, "") | begun
        self.form_key += 1
        self._clear()
        return self._to(AskStep.TOPIC)

    async def _at(self, wanted: str) -> None:
        """The step that the address names, or the first one that still lacks something."""
        most = await ask(self, furthest, self.values)
        steps = list(AskStep)
        at = AskStep(wanted) if wanted in set(AskStep) else AskStep.TOPIC
        self.step = (at if steps.index(at) <= steps.index(most) else most).value
        self.may_text = await ask(self, may_text, self.values)
        if self.step == AskStep.CHECK:
            self.lines = await ask(self, review, self.values)
            self.expected = await ask(self, expected_of, self.values)

    def _flawed(self, found: dict[str, Flaw]) -> Any:
        with using(language_of(self)):
            for name, flaw in found.items():
                self._error(name, say_flaw(name, flaw))
        return rx.set_focus("error-summary")

    def _to(self, step: AskStep) -> Any:
        return rx.redirect(href(f"{HERE}?step={step}", language_of(self)))

    def _clear(self) -> None:
        super()._clear()
        self.refused = ""

    async def _done(self) -> None:
        await super()._done()
        self.lines = []


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


def say_refusal(refusal: AskRefusal) -> str:
    match refusal:
        case AskRefusal.OPEN_ALREADY:
            return _("You are in line already for a call to this phone. One at a time is enough.")
        case AskRefusal.TOO_MANY:
            return _("You asked for many calls. Wait a day, or take one of them back.")
        case AskRefusal.PAUSED:
            return _("We are checking who may use this case. Until then, please call us.")
        case _:
            return _("Something has changed meanwhile. Go back, and choose again.")
