"""The outbound feed as staff see it: figures, lists, and what can be done."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.feed_out import EventKind
from cx_app.security import door
from cx_app.services.feed_out.settle import Done, resolve_finding, send_again, settle_by_hand
from cx_app.services.feed_out.staff import (
    PAGE,
    EventLine,
    FeedFigures,
    FindingLine,
    Show,
    desk,
)
from cx_app.state.call import ask, do

NO_EVENT: Final = EventLine("", "", "", "", "", "", "", "", may_send_again=False)
NO_FINDING: Final = FindingLine("", "", "", "", "", "")
MOST_SKIPPED: Final = 1_000_000
FASTER: Final = "The agency or a colleague was faster. The list is new."
NOT_THERE: Final = "There is nothing here that you can work on under this number."
OWN_CASE: Final = "This is your own case: nobody works on their own case."
TYPE_ITS_ID: Final = "Enter the id that the agency gave you: letters, digits, and . _ : - only."
TYPE_A_NOTE: Final = "Write what you found out."


class FeedState(rx.State):
    figures: FeedFigures = FeedFigures()
    rows: list[EventLine] = []
    total: int = 0
    first: int = 0
    show: str = Show.LATE
    kind: str = ""
    findings: list[FindingLine] = []
    settling: EventLine = NO_EVENT
    resolving: FindingLine = NO_FINDING
    done: str = ""
    problem: str = ""
    field_error: str = ""
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> Any:
        self.loaded = False
        yield  # figures of an earlier visit must not stand here meanwhile
        self.done = self.problem = ""
        self.show, self.kind, self.first = Show.LATE, "", 0
        await self._look()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def look_again(self) -> None:
        self.done = self.problem = ""
        await self._look()

    @rx.event
    @door.officer_only
    async def choose(self, form: dict[str, Any]) -> None:
        """Which events the list holds; what is no choice of ours means all kinds, and late ones."""
        shown, kind = str(form.get("show") or ""), str(form.get("kind") or "")
        self.show = Show(shown) if shown in set(Show) else Show.LATE
        self.kind = kind if kind in set(EventKind) else ""
        self.first, self.done, self.problem = 0, "", ""
        await self._look()

    @rx.event
    @door.officer_only
    async def turn(self, pages: int) -> None:
        """To another page of the list."""
        self.first = min(max(self.first - 1, 0) + pages * PAGE, MOST_SKIPPED) + 1
        self.done = self.problem = ""
        await self._look()

    @rx.event
    @door.officer_only
    async def send_again(self, event_id: str) -> None:
        await self._act("It goes out again with the next pull.", send_again, event_id)

    @rx.event
    @door.officer_only
    async def begin_to_settle(self, event_id: str) -> Any:
        self._close()
        self.settling = next((row for row in self.rows if row.id == event_id), NO_EVENT)
        return rx.set_focus("agency_id")

    @rx.event
    @door.officer_only
    async def settle(self, form: dict[str, Any]) -> Any:
        typed = str(form.get("agency_id") or "").strip()
        said = "It is settled, and stands in the audit trail under your name."
        await self._act(said, settle_by_hand, self.settling.id, typed, error=TYPE_ITS_ID)
        return rx.set_focus("agency_id") if self.field_error else None

    @rx.event
    @door.officer_only
    async def begin_to_resolve(self, finding_id: str) -> Any:
        self._close()
        self.resolving = next((row for row in self.findings if row.id == finding_id), NO_FINDING)
        return rx.set_focus("note")

    @rx.event
    @door.officer_only
    async def resolve(self, form: dict[str, Any]) -> Any:
        note = str(form.get("note") or "")
        said = "It is resolved, and your note is kept."
        await self._act(said, resolve_finding, self.resolving.id, note, error=TYPE_A_NOTE)
        return rx.set_focus("note") if self.field_error else None

    @rx.event
    @door.officer_only
    async def close(self) -> None:
        self._close()

    async def _act(
        self, said: str, service: Any, row_id: str, *typed: str, error: str = ""
    ) -> None:
        self.done = self.problem = self.field_error = ""
        try:
            outcome = await do(self, service, UUID(row_id), *typed)
        except (ValueError, NotFound):
            self.problem = NOT_THERE
        except Forbidden:
            self.problem = OWN_CASE
        else:
            if outcome is Done.INCOMPLETE:
                self.field_error = error
                return
            self.done = said if outcome is Done.DONE else FASTER
        await self._look()

    async def _look(self) -> None:
        self._close()
        seen = await ask(self, desk, Show(self.show), self.kind, max(self.first - 1, 0))
        self.figures, self.findings = seen.figures, seen.findings
        self.rows, self.total, self.first = seen.page.lines, seen.page.total, seen.page.first

    def _close(self) -> None:
        self.settling, self.resolving, self.field_error = NO_EVENT, NO_FINDING, ""
