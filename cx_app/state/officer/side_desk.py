"""What the desks beside the desk of codes share: a list, one row of it looked at, a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.security import door
from cx_app.state import live
from cx_app.state.call import ask, do


@dataclass(frozen=True)
class Work:
    """One desk: its services, and what its page calls things."""

    one: str
    """Such as `dispute`, in ids and field names of the page."""
    topic: str
    lines: Any
    """Service: what is open."""
    look: Any
    """Service: one of them, with what an officer must know to decide. Has a `line`."""
    decide: Any
    """Service: an officer's reason."""
    reasons: type[StrEnum]
    answers: Mapping[Any, str]
    nothing: Any
    """A page of `look` about nothing."""


class SideDesk(rx.State, mixin=True):
    """Subclasses say which desk they are, and the types of `lines` and `chosen`."""

    lines: list[Any]
    chosen: Any
    error: str = ""
    said: str = ""
    loaded: bool = False

    def _work(self) -> Work:
        raise NotImplementedError

    def _seen(self) -> tuple[Any, ...]:
        """What the service must know of that the officer saw, beside the row itself."""
        return ()

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        await live.show(self, type(self).refresh_live, self._work().topic)
        self.chosen, self.error, self.said = self._work().nothing, "", ""
        await self._read()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.officer_only
    async def choose(self, row_id: str) -> Any:
        """That somebody looks is recorded, by the service."""
        self.error = self.said = ""
        try:
            self.chosen = await do(self, self._work().look, UUID(row_id))
        except (ValueError, NotFound, Forbidden):
            self.chosen = self._work().nothing
            return None
        return rx.set_focus(f"{self._work().one}-title")

    @rx.event
    @door.officer_only
    async def leave(self) -> Any:
        self.chosen, self.error = self._work().nothing, ""
        return rx.set_focus(f"{self._work().one}s-title")

    @rx.event
    @door.officer_only
    async def decide(self, form: dict[str, Any]) -> Any:
        work = self._work()
        reason = str(form.get(f"{work.one}_reason") or "")
        self.error = "" if reason in set(work.reasons) else "Choose what you found out."
        if self.error:
            return rx.set_focus(f"{work.one}_reason")
        try:
            row_id = UUID(self.chosen.line.id)
            answer = await do(self, work.decide, row_id, work.reasons(reason), *self._seen())
        except (ValueError, NotFound, Forbidden):
            return None
        self.chosen, self.said = work.nothing, work.answers[answer]
        await self._read()
        return rx.set_focus(f"{work.one}s-said")

    async def _read(self) -> None:
        self.lines = await ask(self, self._work().lines)
