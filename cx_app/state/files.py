"""Files on the form of somebody signed in: what has arrived, and taking one back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx

from cx_app.components.attachments import FIELD
from cx_app.security import door
from cx_app.services.attachments.mine import FileLine, files_of_form, remove_file
from cx_app.state.call import ask, do


class FormFiles(rx.State, mixin=True):
    """For a form under /account. Its page shows `attachment_field` with these, and its `on_load`
    calls `load_files`; whoever sends the form calls `take_along` in the same transaction."""

    files: list[FileLine] = []

    @rx.event
    @door.customer
    async def load_files(self) -> None:
        """Also once one more has arrived."""
        self.files = await ask(self, files_of_form)

    @rx.event
    @door.customer
    async def remove_one(self, file_id: str) -> Any:
        try:
            await do(self, remove_file, UUID(file_id))
        except ValueError:
            return None
        self.files = await ask(self, files_of_form)
        return rx.set_focus(FIELD)
