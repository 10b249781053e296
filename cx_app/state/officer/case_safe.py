"""Whom a protected person named, on the case as supervisors see it (REP-12)."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.security import door
from cx_app.services.representation.safe import (
    Naming,
    SafeContacts,
    name_safe,
    safe_contacts,
    unname_safe,
)
from cx_app.state.call import do, last_part
from cx_app.state.typed import typed_id

NOBODY: Final = SafeContacts()
ANSWERS: Final = {
    Naming.DONE: "Named. They can ask this person to sign a Form G-28, and read what it opens.",
    Naming.ALREADY: "This representative is named already.",
}


class CaseSafeState(rx.State):
    contacts: SafeContacts = NOBODY
    loaded: bool = False
    said: str = ""
    error: str = ""

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        self.said = self.error = ""
        await self._again()

    @rx.event
    @door.supervisor_only
    async def name(self, form: dict[str, Any]) -> Any:
        self.said = self.error = ""
        party = typed_id(form.get("safe_person"))
        typed = (str(form.get("safe_name") or "")[:200], str(form.get("safe_licence") or "")[:200])
        try:
            case_id = UUID(last_part(self))
            answer = await do(self, name_safe, case_id, party or case_id, *typed)
        except (ValueError, NotFound, Forbidden):
            self.error = "Choose for whom it is, and open the case again if it was long ago."
            return rx.set_focus("safe_name")
        await self._again()
        if answer is Naming.NOBODY:
            self.error = (
                "No accepted account has this name with this bar number or organization. Type both "
                "as the page of representatives has them."
            )
            return rx.set_focus("safe_name")
        self.said = ANSWERS[answer]
        return rx.set_focus("safe-title")

    @rx.event
    @door.supervisor_only
    async def unname(self, safe_id: str) -> Any:
        self.said = self.error = ""
        try:
            await do(self, unname_safe, UUID(last_part(self)), UUID(safe_id))
        except (ValueError, NotFound, Forbidden):
            return None
        await self._again()
        self.said = "Taken out. Forms that were signed here open nothing for them any more."
        return rx.set_focus("safe-title")

    async def _again(self) -> None:
        """Writing, since reading it needs the case to be open on record."""
        try:
            self.contacts = await do(self, safe_contacts, UUID(last_part(self)))
        except (ValueError, NotFound, Forbidden):
            self.contacts, self.loaded = NOBODY, False
            return
        self.loaded = self.contacts.people != []
