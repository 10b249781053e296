"""The desk of new addresses: what is open, one of them, an officer's decision."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.addresses import Reason
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.security import door
from cx_app.services.addresses import words
from cx_app.services.addresses.change import DESK
from cx_app.services.addresses.desk import (
    ChangeLine,
    ChangePage,
    address_changes,
    decide_change,
    look_at_change,
)
from cx_app.state import live
from cx_app.state.call import ask, do

NO_CHANGE: Final = ChangePage(ChangeLine("", "", "", "", "", ready=False), "")


class AddressDeskState(rx.State):
    lines: list[ChangeLine] = []
    chosen: ChangePage = NO_CHANGE
    error: str = ""
    said: str = ""
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        await live.show(self, AddressDeskState.refresh_live, DESK)
        self.chosen, self.error, self.said = NO_CHANGE, "", ""
        await self._read()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.officer_only
    async def choose(self, change_id: str) -> Any:
        """Looking at a change opens its case; that is recorded and shown to its people."""
        self.error = self.said = ""
        try:
            self.chosen = await do(self, look_at_change, UUID(change_id))
        except (ValueError, NotFound, Forbidden):
            self.chosen = NO_CHANGE
            return None
        return rx.set_focus("change-title")

    @rx.event
    @door.officer_only
    async def leave(self) -> Any:
        self.chosen, self.error = NO_CHANGE, ""
        return rx.set_focus("changes-title")

    @rx.event
    @door.officer_only
    async def decide(self, form: dict[str, Any]) -> Any:
        reason = str(form.get("change_reason", ""))
        self.error = "" if reason in set(Reason) else "Choose what you found out."
        if self.error:
            return rx.set_focus("change_reason")
        try:
            answer = await do(self, decide_change, UUID(self.chosen.line.id), Reason(reason))
        except (ValueError, NotFound, Forbidden):
            return None
        self.chosen, self.said = NO_CHANGE, words.ANSWERS[answer]
        await self._read()
        return rx.set_focus("changes-said")

    async def _read(self) -> None:
        self.lines = await ask(self, address_changes)
