"""Estimates as staff see them, and the switch that stops those of a form."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.domain.errors import Forbidden
from cx_app.security import door
from cx_app.services.progress.desk import TOPIC, Desk, desk, start, stop
from cx_app.state import live
from cx_app.state.call import ask, do

WRITE_WHY: Final = "Choose a form, and write why."


class StaffProgressState(rx.State):
    desk: Desk = Desk()
    done: str = ""
    problem: str = ""
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        self.done = self.problem = ""
        await live.show(self, StaffProgressState.refresh_live, TOPIC)
        await self._look()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        await self._look()

    @rx.event
    @door.supervisor_only
    async def stop(self, form: dict[str, Any]) -> Any:
        name, reason = str(form.get("stop_form") or ""), str(form.get("why") or "")
        await self._switch(
            stop, name, reason, said=f"Nobody is told estimates for {name} any more."
        )
        return rx.set_focus("said")

    @rx.event
    @door.supervisor_only
    async def start(self, name: str) -> Any:
        await self._switch(start, name, said=f"Estimates for {name} go on.")
        return rx.set_focus("said")

    async def _switch(self, service: Any, *typed: str, said: str) -> None:
        self.done = self.problem = ""
        try:
            worked = await do(self, service, *typed)
        except Forbidden:
            self.problem = "Supervisors and administrators switch estimates."
            return
        self.done, self.problem = (said, "") if worked else ("", WRITE_WHY)
        await self._look()

    async def _look(self) -> None:
        self.desk = await ask(self, desk)
