"""The openings of a case, on its page, for supervisors: who, why, and holding one back."""

from __future__ import annotations

from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.security import door
from cx_app.services.openings.of_case import CaseOpenings, openings_of_case
from cx_app.state.call import ask, last_part
from cx_app.state.officer.holding import Holding


class CaseOpeningsState(Holding, rx.State):
    openings: CaseOpenings = CaseOpenings()
    loaded: bool = False
    pages: int = 1

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        await self._again()

    @rx.event
    @door.supervisor_only
    async def show_older(self) -> None:
        self.pages += 1
        await self._again()

    def _about(self, opening_id: str) -> str:
        lines = (one for one in self.openings.lines if one.id == opening_id and one.may_hold)
        return next((f"{one.who}, {one.when}" for one in lines), "")

    async def _again(self) -> None:
        try:
            case_id = UUID(last_part(self))
            self.openings = await ask(self, openings_of_case, case_id, pages=self.pages)
        except (ValueError, NotFound, Forbidden):
            self.openings = CaseOpenings()
            return
        self.loaded = True
