"""What a representative filed for one client, read during and after the representation."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.representation.filed import Filed, filed
from cx_app.state import live
from cx_app.state.call import ask, last_part

FILED: Final = "/attorney/filed"
NOTHING: Final = Filed()


class FiledState(rx.State):
    page: Filed = NOTHING
    loaded: bool = False
    missing: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        self.page, self.loaded = NOTHING, False
        await live.show(self, FiledState.refresh_live, account_topic(current_actor().account_id))
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    async def _read(self) -> None:
        try:
            self.page, self.missing = await ask(self, filed, UUID(last_part(self))), False
        except (ValueError, NotFound):
            self.page, self.missing = NOTHING, True
