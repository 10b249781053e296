"""Help: the figures of its texts as they are in force, and finding a text."""

from __future__ import annotations

import asyncio
from typing import Any

import reflex as rx
from sqlmodel import Session

from cx_app.domain.finding import MAX_TYPED
from cx_app.gateways import clock
from cx_app.language import using
from cx_app.security import door
from cx_app.services.biometrics.words import say_hours
from cx_app.services.help.figures import HelpFigures, default_figures, figures
from cx_app.services.help.search import Hit, search
from cx_app.services.policy.current import policy
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
        self.figures, self.hours = await look(self, _now)

    @rx.event
    @door.public
    async def clear(self) -> None:
        self.hits, self.searched = [], ""

    @rx.event
    @door.public
    async def find(self, form: dict[str, Any]) -> Any:
        typed = str(form.get("words", "")).strip()[:MAX_TYPED]
        self.searched = typed
        self.hits = await asyncio.to_thread(_found, language_of(self), typed)
        return rx.set_focus("found" if typed else "words")


def _now(session: Session) -> tuple[HelpFigures, str]:
    return figures(session), say_hours(policy(session, clock.business(session)).biometrics)


def _found(lang: Any, typed: str) -> list[Hit]:
    with using(lang):
        return search(typed)
