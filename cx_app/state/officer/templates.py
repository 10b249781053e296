"""The words of messages: which are in force, and how administrators write and activate new ones."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Role
from cx_app.domain.templates import MAX_BODY
from cx_app.security import door
from cx_app.services.drafts.keep import drop_draft, keep_draft, load_draft
from cx_app.services.messages.catalogue_admin import activate
from cx_app.services.messages.catalogue_desk import (
    KindLine,
    TemplateDesk,
    Version,
    flaws_of,
    form_fields,
    kinds,
    save_draft,
    template_desk,
    version,
)
from cx_app.state.call import ask, do, last_part

SAID: Final = "template-said"
REVIEW: Final = "template-review"
SHOWN: Final = "template-shown"
SUMMARY: Final = "error-summary"


class TemplatesState(rx.State):
    lines: list[KindLine] = []
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        self.lines = await ask(self, kinds)
        self.loaded = True


class TemplateState(rx.State):
    desk: TemplateDesk = TemplateDesk()
    shown: Version = Version()
    loaded: bool = False
    missing: bool = False
    may_write: bool = False
    writing: bool = False
    reviewing: bool = False
    values: dict[str, str] = {}
    errors: dict[str, str] = {}
    summary: list[dict[str, str]] = []
    form_key: int = 0
    done: str = ""

    @rx.event
    @door.officer_only
    async def load(self) -> Any:
        self.loaded = self.missing = self.writing = self.reviewing = False
        yield  # another kind's words must not stand here meanwhile
        self.done = ""
        self._clear()
        self.may_write = door.current_actor().role is Role.ADMIN
        kind = last_part(self)
        try:
            self.desk = await ask(self, template_desk, kind)
        except NotFound:
            self.missing = self.loaded = True
            return
        await self._show(next((one.id for one in self.desk.lines if one.in_force), ""))
        if self.may_write and (kept := await ask(self, load_draft, self._form())):
            self._write({name: kept.get(name, "") for name in form_fields(kind)})
            self.done = "What you were writing is back."
        self.loaded = True

    @rx.event
    @door.officer_only
    async def look(self, template_id: str) -> Any:
        """Another version, filled with sample data."""
        self.reviewing = False
        await self._show(template_id)
        return rx.set_focus(SHOWN)

    @rx.event
    @door.admin_only
    async def begin_to_write(self, template_id: str) -> Any:
        """From the words of a version; or with those that somebody is already writing."""
        if not self.writing:
            await self._show(template_id)
            self._write(self.shown.written)
        self.reviewing = False
        return rx.set_focus("form-title")

    @rx.event
    @door.admin_only
    async def keep(self, name: str, value: str) -> None:
        """Every pause in typing is kept, so that nothing is lost on a reload or a sign-out."""
        if self.writing and name in form_fields(self.desk.kind):
            self.values[name] = value[:MAX_BODY]
            await do(self, keep_draft, self._form(), self.values)

    @rx.event
    @door.admin_only
    async def check(self) -> Any:
        """What would stand in the way, before anything is saved."""
        if not self.writing:
            return None
        self._name(await ask(self, flaws_of, self.desk.kind, self.values))
        self.done = "" if self.summary else "Nothing stands in the way of these words."
        return rx.set_focus(SUMMARY if self.summary else SAID)

    @rx.event
    @door.admin_only
    async def save(self, form: dict[str, Any]) -> Any:
        """As a new version, not in force yet, whatever its faults."""
        if not self.writing:
            return None
        names = form_fields(self.desk.kind)
        self.values = {name: str(form.get(name) or "")[:MAX_BODY] for name in names}
        template_id = await do(self, save_draft, self.desk.kind, self.values)
        await do(self, drop_draft, self._form())
        await self._again(str(template_id))
        self._name(self.shown.flaws)
        self.done = f"Saved as version {self.shown.version}. It is not in force yet."
        self.writing = bool(self.summary)
        return rx.set_focus(SUMMARY if self.summary else SAID)

    @rx.event
    @door.admin_only
    async def discard(self) -> Any:
        await do(self, drop_draft, self._form())
        self.writing, self.done = False, "What you wrote is gone. The versions are as they were."
        self._clear()
        return rx.set_focus(SAID)

    @rx.event
    @door.admin_only
    async def begin_to_activate(self, template_id: str) -> Any:
        """What would change is shown first."""
        self.done = ""
        await self._show(template_id)
        self.reviewing = True
        return rx.set_focus(REVIEW)

    @rx.event
    @door.admin_only
    async def activate(self) -> Any:
        """At once; or its faults stand in the form, beside the words that they are in."""
        try:
            refused = await do(self, activate, UUID(self.shown.id))
        except (ValueError, NotFound):
            return None
        self.reviewing = False
        await self._again(self.shown.id)
        if refused:
            self._write(self.shown.written)
            self._name(self.shown.flaws)
            return rx.set_focus(SUMMARY)
        self.done = f"Version {self.shown.version} is in force. The next message has these words."
        return rx.set_focus(SAID)

    @rx.event
    @door.admin_only
    async def not_now(self) -> Any:
        self.reviewing = False
        return rx.set_focus(SHOWN)

    async def _again(self, template_id: str) -> None:
        self.desk = await ask(self, template_desk, self.desk.kind)
        await self._show(template_id)

    async def _show(self, template_id: str) -> None:
        """A version of this kind; whatever else is asked for, nothing changes."""
        if template_id in {one.id for one in self.desk.lines}:
            self.shown = await ask(self, version, UUID(template_id))

    def _write(self, values: dict[str, str]) -> None:
        self._clear()
        self.writing, self.values, self.form_key = True, dict(values), self.form_key + 1

    def _name(self, flaws: list[Any]) -> None:
        self._clear()
        for flaw in flaws:
            said = self.errors.get(flaw.field, "")
            self.errors[flaw.field] = f"{said} {flaw.message}".strip()
            message = f"{flaw.where}: {flaw.message}"
            self.summary.append({"field": flaw.field, "message": message})

    def _form(self) -> str:
        return f"template:{self.desk.kind}"

    def _clear(self) -> None:
        self.errors, self.summary = {}, []
