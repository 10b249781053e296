"""All dates of a representative's clients, the file for a calendar, and the digest by e-mail."""

from __future__ import annotations

from typing import Any

import reflex as rx

from cx_app.domain.errors import Forbidden
from cx_app.domain.representation.digests import Every
from cx_app.language import _, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.representation.dates import Dates, dates, dates_file
from cx_app.services.representation.digests import choose_digest, digest_of
from cx_app.state import live
from cx_app.state.call import ask, do, language_of


class DatesState(rx.State):
    view: Dates = Dates()
    page: int = 1
    digest: str = Every.NEVER.value
    said: str = ""
    loaded: bool = False
    missing: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        await live.show(self, DatesState.refresh_live, account_topic(current_actor().account_id))
        self.missing, self.said, self.page = False, "", 1
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.customer
    async def turn(self, by: int) -> Any:
        self.page = max(1, self.page + by)
        await self._read()
        return rx.set_focus("dates")

    @rx.event
    @door.customer
    async def download(self) -> Any:
        try:
            file = await do(self, dates_file)
        except Forbidden:
            return None
        return rx.download(data=file, filename="dates.ics")

    @rx.event
    @door.customer
    async def choose_digest(self, every: str) -> None:
        if every not in set(Every):
            return
        try:
            await do(self, choose_digest, Every(every))
        except Forbidden:
            return
        self.digest = every
        with using(language_of(self)):
            self.said = _("Saved.")

    async def _read(self) -> None:
        try:
            self.view = await ask(self, dates, self.page)
            self.digest = (await ask(self, digest_of)).value
        except Forbidden:
            self.missing, self.view = True, Dates()
        self.page = self.view.page
