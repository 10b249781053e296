"""The demo's clock: open to anyone, and only in the demonstration."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final

import reflex as rx

from cx_app import database
from cx_app.gateways import clock
from cx_app.language import say_moment
from cx_app.security import door

MAX_DAYS: Final = 400


class ClockState(rx.State):
    now: str = ""
    error: str = ""

    @rx.event
    @door.demo
    async def load(self) -> None:
        self.now, self.error = await asyncio.to_thread(_now), ""

    @rx.event
    @door.demo
    async def advance(self, minutes: int) -> None:
        """Forward only; at most 400 days at a time."""
        if not 0 < minutes <= MAX_DAYS * 24 * 60:
            self.error = "Choose a step between one minute and 400 days."
            return
        self.now, self.error = await asyncio.to_thread(_advance, minutes), ""


def _now() -> str:
    with database.read() as session:
        return say_moment(clock.business(session))


def _advance(minutes: int) -> str:
    with database.write() as session:
        return say_moment(clock.advance(session, timedelta(minutes=minutes)))
