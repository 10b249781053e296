"""Kept forms in steps: each step is checked before the next one, and the last sends one request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import reflex as rx

from cx_app.domain.ticked import TICKED
from cx_app.language import href, using
from cx_app.security import door
from cx_app.services.drafts.keep import drop_draft, keep_draft, load_draft
from cx_app.services.drafts.steps import KEY, ReviewLine, new_key
from cx_app.services.prepared.hand_in import Preparing
from cx_app.state.account.kept_form import KeptForm
from cx_app.state.call import ask, do, language_of
from cx_app.state.typed import typed_id

PREPARED: Final = "/attorney/prepared"
LONGEST: Final = 1_200
"""A text that is too long is named so, not cut."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a form in their order, and what checks them."""

    fields: Mapping[Any, tuple[str, ...]]
    """By step; the last step sends."""
    boxes: tuple[str, ...]
    """Fields that are ticked: kept at once, and not sent where they are empty."""
    flaws: Callable[..., Mapping[str, Any]]
    """The service that tells what stands in the way of leaving a step, by field."""
    furthest: Callable[..., Any]
    """The service that finds the first step that still lacks something, or the last one."""
    say: Callable[[str, Any], str]
    """A field and what is wrong with it, in words."""
    about: str
    """The field that chooses whose matter it is."""
    acting: Callable[..., str]
    """The service that tells for whom the actor acts in it."""
    preparing: Callable[..., Preparing]
    """The service that tells who submits it, where that is somebody else (REP-9)."""


class KeptSteps(KeptForm, mixin=True):
    """Subclasses name their `steps`, give `step` the first of them, and say where the form lies,
    what it begins with, and what a step shows. They send it themselves: `_flawed` and
    `_refuse` say why not. Whose door is another one than a customer's opens each handler again."""

    longest: ClassVar[int] = LONGEST
    steps: ClassVar[Steps]

    step: str = ""
    lines: list[ReviewLine] = []
    """All answers, on the last step."""
    refused: str = ""
    acting: str = ""
    """The client for whom the form is filled in; empty for oneself."""
    submits: str = ""
    """The representatives who submit what a paralegal prepares here."""
    changes: bool = False
    """It waits for review already, and is saved there again."""

    @rx.event
    @door.customer
    async def keep(self, name: str, value: str) -> None:
        await super().keep(name, value)
        if name == self.steps.about:
            await self._ask_acting()

    @rx.event
    @door.customer
    async def load(self) -> Any:
        first = not self.loaded
        kept = await ask(self, load_draft, self.form_name)
        await self._open()
        if not self._still_theirs(kept.get(self.steps.about, "")):
            await do(self, drop_draft, self.form_name)
            kept = {}
        self._clear()
        self._sent = False
        values = self._begun({name: kept.get(name, "") for name in (*self.fields, KEY)})
        if values != self.values:
            self.values, self.form_key = values, self.form_key + 1
        await self._at(self.router.url.query_parameters.get("step", ""))
        self.loaded = True
        return None if first else rx.set_focus("step")

    @rx.event
    @door.customer
    async def tick(self, name: str, ticked: bool) -> None:
        if name in self.steps.boxes:
            await self.keep(name, TICKED if ticked else "")

    @rx.event
    @door.customer
    async def next_step(self, form: dict[str, Any]) -> Any:
        """What was sent of this step, as it was typed; boxes and choices were kept before."""
        self._clear()
        steps = list(self.steps.fields)
        step = steps[steps.index(self.step)]
        for name in self.steps.fields[step]:
            if form.get(name) is not None and name not in self.steps.boxes:
                self.values[name] = str(form[name])[: self.longest]
        await do(self, keep_draft, self.form_name, self.values)
        found = await ask(self, self.steps.flaws, step, self.values)
        if found:
            return self._flawed(found)
        return self._to(steps[min(steps.index(step) + 1, len(steps) - 1)])

    @rx.event
    @door.customer
    async def start_again(self) -> Any:
        """Nothing of what was typed stays."""
        await do(self, drop_draft, self.form_name)
        self.values = self._begun(dict.fromkeys((*self.fields, KEY), ""))
        self.form_key += 1
        self._clear()
        return self._to(next(iter(self.steps.fields)))

    async def _at(self, wanted: str) -> None:
        """The step that the address names, or the first one that still lacks something."""
        steps = list(self.steps.fields)
        most = await ask(self, self.steps.furthest, self.values)
        at = wanted if wanted in steps else steps[0]
        self.step = str(min(at, most, key=steps.index))
        await self._ask_acting()
        await self._show()

    async def _ask_acting(self) -> None:
        chosen = typed_id(self.values[self.steps.about])
        self.acting = await ask(self, self.steps.acting, chosen) if chosen else ""
        found = await ask(self, self.steps.preparing, chosen, self.values[KEY])
        self.submits, self.changes = found.submits, found.changes

    def _begun(self, values: dict[str, str]) -> dict[str, str]:
        """A form that was not begun before begins with what is known."""
        return values if values[KEY] else values | self._start() | {KEY: new_key()}

    def _flawed(self, found: Mapping[str, Any]) -> Any:
        with using(language_of(self)):
            for name, flaw in found.items():
                self._error(name, self.steps.say(name, flaw))
        return rx.set_focus("error-summary")

    async def _handed_in(self, prepared_id: str) -> Any:
        """To where it waits for a representative."""
        await self._done()
        return rx.redirect(href(f"{PREPARED}/{prepared_id}?sent=1", language_of(self)))

    def _refuse(self, say: Callable[[], str]) -> Any:
        """Nothing was sent, and all that was typed is still there."""
        with using(language_of(self)):
            self.refused = say()
        return rx.set_focus("refusal")

    def _to(self, step: str) -> Any:
        return rx.redirect(href(f"{self._here()}?step={step}", language_of(self)))

    def _clear(self) -> None:
        super()._clear()
        self.refused = ""

    async def _done(self) -> None:
        await super()._done()
        self.lines = []

    def _here(self) -> str:
        raise NotImplementedError

    def _start(self) -> dict[str, str]:
        raise NotImplementedError

    async def _open(self) -> None:
        """Read what the form offers."""
        raise NotImplementedError

    def _offered(self) -> list[str]:
        """Whose matter it can be, by id."""
        raise NotImplementedError

    def _still_theirs(self, chosen: str) -> bool:
        """What was typed for somebody is gone once the actor may not act for them (REP-16)."""
        return typed_id(chosen) is None or chosen in self._offered()

    async def _show(self) -> None:
        """Read what the step shows beside its fields."""
        raise NotImplementedError
