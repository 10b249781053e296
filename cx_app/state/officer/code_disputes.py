"""The desk of disputes: what is open, one of them, an officer's word."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.code_claims import Reason
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.security import door
from cx_app.services.claims import words
from cx_app.services.claims.desk import (
    DESK,
    DisputeLine,
    DisputePage,
    decide,
    disputes,
    look_at,
)
from cx_app.state import live
from cx_app.state.call import ask, do

NO_LINE: Final = DisputeLine("", "", "", "", "", "", "", "", waits_for_me=False)
NO_DISPUTE: Final = DisputePage(NO_LINE, "", "")


class DisputesState(rx.State):
    lines: list[DisputeLine] = []
    chosen: DisputePage = NO_DISPUTE
    error: str = ""
    said: str = ""
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        await live.show(self, DisputesState.refresh_live, DESK)
        self.chosen, self.error, self.said = NO_DISPUTE, "", ""
        await self._read()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.officer_only
    async def choose(self, dispute_id: str) -> Any:
        """Looking at a dispute opens its case; that is recorded and shown to its people."""
        self.error = self.said = ""
        try:
            self.chosen = await do(self, look_at, UUID(dispute_id))
        except (ValueError, NotFound, Forbidden):
            self.chosen = NO_DISPUTE
            return None
        return rx.set_focus("dispute-title")

    @rx.event
    @door.officer_only
    async def leave(self) -> Any:
        self.chosen, self.error = NO_DISPUTE, ""
        return rx.set_focus("disputes-title")

    @rx.event
    @door.officer_only
    async def decide(self, form: dict[str, Any]) -> Any:
        reason = str(form.get("dispute_reason", ""))
        self.error = "" if reason in set(Reason) else "Choose what you found out."
        if self.error:
            return rx.set_focus("dispute_reason")
        try:
            answer = await do(self, decide, UUID(self.chosen.line.id), Reason(reason))
        except (ValueError, NotFound, Forbidden):
            return None
        self.chosen, self.said = NO_DISPUTE, words.ANSWERS[answer]
        await self._read()
        return rx.set_focus("disputes-said")

    async def _read(self) -> None:
        self.lines = await ask(self, disputes)
