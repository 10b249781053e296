"""On a case page: what people ask for about its estimate."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.language import _, using
from cx_app.security import door
from cx_app.services.cases.views import CasePage
from cx_app.services.progress.wishes import ask_to_be_told
from cx_app.state.call import do, language_of, last_part


class Wishes(rx.State, mixin=True):
    """What the state of a case page is made of beside the case itself."""

    page: CasePage
    wish_said: str = ""

    async def _read(self) -> None:
        raise NotImplementedError

    @rx.event
    @door.customer
    async def keep_wish(self, form: dict[str, Any]) -> Any:
        """Where there is nobody to share it with, that is not asked."""
        share = bool(form.get("share")) if self.page.progress.wish.can_share else None
        try:
            days = int(str(form.get("tell_days", "0")))
            kept = await do(self, ask_to_be_told, UUID(last_part(self)), days, share=share)
        except (ValueError, NotFound):
            return None
        if not kept:
            return None
        await self._read()
        with using(language_of(self)):
            self.wish_said = (
                _("We will send you a message when it moves so far.")
                if days
                else _("We will not send you messages about it.")
            )
        return rx.set_focus("wish-said")
