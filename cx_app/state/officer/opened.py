"""What pages share that open something of a case on record, for a reason where nothing waits."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.domain.openings import OpeningReason
from cx_app.security import door


class OpenedFile(rx.State, mixin=True):
    """Subclasses open it in `_read`, with the reason that was said."""

    asks: bool = False
    """Nothing waits here: why do they open it?"""
    refused: str = ""
    """Why it stays shut."""
    done: str = ""
    problem: str = ""
    loaded: bool = False

    async def _read(self, said: OpeningReason | None = None) -> None:
        raise NotImplementedError

    @rx.event
    @door.officer_only
    async def say_why(self, form: dict[str, Any]) -> None:
        said = str(form.get("reason") or "")
        await self._read(OpeningReason(said) if said in set(OpeningReason) else None)

    def _wrong(self, problem: str) -> Any:
        """Nothing was done, since something has to be chosen first."""
        self.done, self.problem = "", problem
        return rx.set_focus("answer")
