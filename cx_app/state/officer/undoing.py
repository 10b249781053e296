"""What the desks share on which a decision of a moment ago can be undone (UNDO-2)."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.security import door
from cx_app.services.decisions.undo import UndoAnswer, take_longer, undo
from cx_app.state.call import do

UNDONE: Final = "Undone. Nothing has left, and it waits for a decision again."
LONGER: Final = "Nothing leaves for another minute."
SAID: Final = {
    UndoAnswer.TOO_LATE: "It was too late: it has left, or somebody has undone it.",
    UndoAnswer.IMPOSSIBLE: "It can’t be undone: the office has closed then, or a newer request is "
    "open. It leaves as decided.",
    UndoAnswer.OFTEN_ENOUGH: "It can’t be held back any longer. Undo it now, or let it go.",
}


class Undoing(rx.State, mixin=True):
    """Subclasses load the page again and show what came of it."""

    async def _after_undo(self, done: str, problem: str) -> Any:
        raise NotImplementedError

    @rx.event
    @door.officer_only
    async def undo_decision(self, held_id: str) -> Any:
        return await self._undo(undo, held_id, UNDONE)

    @rx.event
    @door.officer_only
    async def take_longer(self, held_id: str) -> Any:
        return await self._undo(take_longer, held_id, LONGER)

    async def _undo(self, service: Any, held_id: str, said: str) -> Any:
        try:
            answer = await do(self, service, UUID(held_id))
        except (ValueError, NotFound, Forbidden):
            return None
        done = said if answer is UndoAnswer.DONE else ""
        return await self._after_undo(done, SAID.get(answer, ""))
