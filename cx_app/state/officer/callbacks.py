"""The desk of callbacks: who said yes, plain calls, and the pace of texts."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.domain.references import parse_reference
from cx_app.security import door
from cx_app.services.callbacks import desk_words as words
from cx_app.services.callbacks.calling import take
from cx_app.services.callbacks.desk import Desk, PaceLine, desk
from cx_app.services.callbacks.moving import DESK
from cx_app.state import live
from cx_app.state.call import ask, do

NOTHING: Final = Desk()
NO_PACE: Final = PaceLine(
    officers=0, ahead=0, call_takes="", calls=0, promised=0, calling=0, asked=0, texts=0, formula=""
)
EVERY: Final = 20.0
"""Seconds after which the desk looks again by itself: half hours end by the clock."""


class CallbackDeskState(rx.State):
    desk: Desk = NOTHING
    pace: PaceLine = NO_PACE
    problem: str = ""
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        self.problem = ""
        await live.show(self, CallbackDeskState.refresh_live, DESK, every=EVERY)
        await self._read()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.officer_only
    async def find(self, form: dict[str, Any]) -> Any:
        """By the reference that somebody says on the phone."""
        reference = parse_reference(str(form.get("find") or ""))
        if reference is None:
            self.problem = "Enter the whole reference, such as ABCD-EFGH-JKMN."
            return rx.set_focus("desk-problem")
        return rx.redirect(f"/officer/callbacks/{reference}")

    @rx.event
    @door.officer_only
    async def take_next(self) -> Any:
        """The promise that ends first, or else the plain call that waits longest."""
        await self._read()
        for row in (*self.desk.mine, *self.desk.promised, *self.desk.calls):
            try:
                taken = await do(self, take, UUID(row.id))
            except NotFound:
                continue
            if taken.has_another:
                return rx.redirect(f"/officer/callbacks/{taken.has_another}")
            if taken.refusal is None:
                return rx.redirect(row.path)
        await self._read()
        self.problem = "Nobody is to be called now."
        return rx.set_focus("desk-problem")

    async def _read(self) -> None:
        self.desk = await ask(self, desk)
        self.pace = self.desk.pace or NO_PACE


def say_refusal(refusal: Any) -> str:
    return words.REFUSALS.get(refusal, "This can’t be done now.")
