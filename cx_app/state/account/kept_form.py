"""What forms under /account share: what is typed is kept, mistakes are named, nothing is lost."""

from __future__ import annotations

from typing import Any, ClassVar, Final

import reflex as rx

from cx_app.language import using
from cx_app.security import door
from cx_app.services.drafts.keep import drop_draft, keep_draft, load_draft
from cx_app.state.account.words import say_away
from cx_app.state.call import ask, do, language_of

MAX_TYPED: Final = 254
"""As long as the longest address of an e-mail; a longer paste is refused with words."""


class KeptForm(rx.State, mixin=True):
    """A form whose fields are a draft until it was sent. Subclasses name it and its fields, and
    give `values` an empty text for each field."""

    form_name: ClassVar[str]
    longest: ClassVar[int] = MAX_TYPED
    fields: ClassVar[tuple[str, ...]]

    values: dict[str, str] = {}
    errors: dict[str, str] = {}
    summary: list[dict[str, str]] = []
    locked: str = ""
    form_key: int = 0
    loaded: bool = False
    """The form shows once what was typed before is back, so that no typing is overwritten."""

    _sent: bool = False
    """What is still on its way from the fields after sending is not a draft any more."""

    @rx.event
    @door.customer
    async def load(self) -> None:
        kept = await ask(self, load_draft, self.form_name)
        self._clear()
        self._sent = False
        values = {name: kept.get(name, "") for name in self.fields}
        if values != self.values:
            # Only then: new fields would take the focus away, as after a lost connection.
            self.values, self.form_key = values, self.form_key + 1
        self.loaded = True

    @rx.event
    @door.customer
    async def keep(self, name: str, value: str) -> None:
        """Every pause in typing is kept, so that nothing is lost on a reload or a sign-out."""
        if name in self.fields and not self._sent:
            self.values[name] = value[: self.longest]
            await self._keep()

    async def _keep(self) -> None:
        await do(self, keep_draft, self.form_name, self.values)

    async def _take(self, form: dict[str, Any]) -> dict[str, str]:
        """What was sent, field by field, as it was typed; kept until the form has done its work."""
        self._clear()
        typed = {name: str(form.get(name) or "") for name in self.fields}
        self.values = {name: value[: self.longest] for name, value in typed.items()}
        await self._keep()
        return typed

    async def _done(self) -> None:
        """The form has done its work; nothing of it stays."""
        await do(self, drop_draft, self.form_name)
        self._sent = True
        self.values = dict.fromkeys(self.fields, "")

    def _away(self) -> Any:
        """Tries can't be counted now: nothing was tried, and all that was typed is still there."""
        with using(language_of(self)):
            self.locked = say_away()
        return rx.set_focus("refusal")

    def _error(self, name: str, message: str) -> None:
        self.errors[name] = message
        self.summary.append({"field": name, "message": message})

    def _clear(self) -> None:
        self.errors, self.summary, self.locked = {}, [], ""
