"""Search the audit trail. Filters stay here: an address must carry nothing of people."""

from __future__ import annotations

from typing import Any, Final

import reflex as rx

from cx_app.security import door
from cx_app.services.audit.export import MAY_EXPORT
from cx_app.services.audit.filters import FIELDS, Mistake, read_filters
from cx_app.services.audit.query import Cursor
from cx_app.services.audit.search import COUNTED, PAGE, AuditLine, last_days, search
from cx_app.state.call import ask, do

EMPTY: Final = dict.fromkeys(FIELDS, "")


class AuditState(rx.State):
    shown: dict[str, str] = EMPTY.copy()
    """The filters of the lines on the screen, as they were typed; the export takes them too."""
    fresh: int = 0
    """Counts how often the form begins anew with what `shown` holds."""
    lines: list[AuditLine] = []
    total: str = ""
    said: str = ""
    """Which lines these are, for the eye and for a screen reader."""
    page: int = 1
    older: bool = False
    errors: list[dict[str, str]] = []
    ready: bool = False
    searched: bool = False
    may_export: bool = False

    _starts: list[Cursor | None] = [None]
    """Where each page up to the next one begins."""

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        """The last seven days of everything, so that the page is never just a form."""
        self.errors, self.fresh = [], self.fresh + 1
        first, last = await ask(self, last_days)
        self.shown = {**EMPTY, "first_day": first, "last_day": last}
        self.may_export = door.current_actor().role in MAY_EXPORT
        await self._show(1)
        self.ready = True

    @rx.event
    @door.officer_only
    async def search(self, form: dict[str, Any]) -> Any:
        self.shown = {name: str(form.get(name) or "")[:200] for name in FIELDS}
        await self._show(1)
        return rx.set_focus("error-summary") if self.errors else rx.set_focus("found")

    @rx.event
    @door.officer_only
    async def only(self, name: str, value: str) -> Any:
        """Narrow what is shown to the session or the case of one line."""
        if name not in ("session", "case"):
            return None
        self.shown = {**self.shown, name: value[:200]}
        self.fresh += 1
        await self._show(1)
        return rx.set_focus("found")

    @rx.event
    @door.officer_only
    async def any_session(self) -> Any:
        self.shown = {**self.shown, "session": ""}
        await self._show(1)
        return rx.set_focus("found")

    @rx.event
    @door.officer_only
    async def next_page(self) -> None:
        if self.older:
            await self._show(self.page + 1)

    @rx.event
    @door.officer_only
    async def previous_page(self) -> None:
        if self.page > 1:
            await self._show(self.page - 1)

    async def _show(self, page: int) -> None:
        filters = read_filters(self.shown)
        if isinstance(filters, Mistake):
            self.errors = [{"field": filters.field, "message": filters.message}]
            self.lines, self.searched, self.older, self.total = [], False, False, ""
            return
        starts = self._starts[:page] if page > 1 else [None]
        found = await do(self, search, filters, before=starts[page - 1], page=page)
        self._starts = [*starts, found.older]
        self.errors, self.searched, self.page = [], True, page
        self.lines, self.older = found.lines, found.older is not None
        if page == 1:
            self.total = _count(found.total)
        self.said = _place(page, len(found.lines), self.total)


def _count(total: int) -> str:
    return f"more than {COUNTED:,}" if total > COUNTED else f"{total:,}"


def _place(page: int, shown: int, total: str) -> str:
    first = (page - 1) * PAGE + 1
    return f"Lines {first:,} to {first + shown - 1:,} of {total}" if shown else ""
