"""Help: the figures of its texts as they are in force, and finding a text."""

from __future__ import annotations

import asyncio
from typing import Any

import reflex as rx

from cx_app.domain.finding import MAX_TYPED
from cx_app.language import using
from cx_app.security import door
from cx_app.services.help.figures import HelpFigures, default_figures, with_hours
from cx_app.services.help.search import Hit, search
from cx_app.state.call import language_of, look


class HelpState(rx.State):
    """Before it is loaded it holds the defaults: what whoever has no script reads."""

    figures: HelpFigures = default_figures()
    hours: str = ""
    """When somebody answers the phone, in words."""
    hits: list[Hit] = []
    searched: str = ""

    @rx.event
    @door.public
    async def load(self) -> None:
        self.figures, self.hours = await look(self, with_hours)

    @rx.event
    @door.public
    async def clear(self) -> None:
        self.hits, self.searched = [], ""

    @rx.event
    @door.public
    async def find(self, form: dict[str, Any]) -> Any:
        typed = str(form.get("words") or "").strip()[:MAX_TYPED]
        self.searched = typed
        self.hits = await asyncio.to_thread(_found, language_of(self), typed)
        return rx.set_focus("found" if typed else "words")


def _found(lang: Any, typed: str) -> list[Hit]:
    with using(lang):
        return search(typed)
