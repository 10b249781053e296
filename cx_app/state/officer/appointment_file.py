"""One request for a visit: what an officer reads, and what opening it means."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.openings import OpeningReason
from cx_app.security import door
from cx_app.services.appointment_requests.claim import officers
from cx_app.services.appointment_requests.file import RequestFile, open_request
from cx_app.services.appointment_requests.moves import request_topic
from cx_app.services.appointment_requests.upcoming import upcoming
from cx_app.services.attachments.mine import FileLine
from cx_app.services.attachments.staff import files_for_staff
from cx_app.services.cases.staff import ReasonNeeded
from cx_app.state import live
from cx_app.state.call import ask, do, last_part
from cx_app.state.officer.choices import Pair
from cx_app.state.officer.opened import OpenedFile
from cx_app.state.officer.undoing import UNDONE, Undoing

NO_FILE: Final = RequestFile(
    *("",) * 4,
    by_mail=False,
    protected=False,
    **dict.fromkeys(
        (
            *("state", "office", "office_id", "zip_code", "asked", "asked_as", "age", "total"),
            *("due", "tone", "mark", "language", "travel", "visit", "visit_id"),
            *("claim", "claimed_by"),
        ),
        "",
    ),
    may_claim=False,
    may_decide=False,
    may_reopen=False,
    may_move=False,
    may_cancel=False,
)
NOT_THERE: Final = "There is no request here that you can open. It may be your own."
AS_BEFORE: Final = "Undone. Nothing has left, and the visit stands as before."
CLAIMS_RUN_OUT: Final = 30.0
"""Seconds after which the page looks again by itself: a claim ends by the clock."""


class VisitFileState(OpenedFile, Undoing, rx.State):
    file: RequestFile = NO_FILE
    files: list[FileLine] = []
    """What its person sent with it."""
    lost: str = ""
    """Why it is not theirs any more, though they did nothing."""
    next_path: str = ""
    officers: list[Pair] = []
    """To hand it to; nobody for anyone but supervisors."""

    @rx.event
    @door.officer_only
    async def load(self) -> Any:
        self.file, self.files, self.loaded = NO_FILE, [], False
        yield  # what another request showed must not stand here meanwhile
        self.done = self.problem = self.lost = ""
        self.officers = [Pair(*one) for one in await ask(self, officers)]
        await self._read()
        if self.file.id:
            topic = request_topic(UUID(self.file.id))
            await live.show(self, VisitFileState.refresh_live, topic, every=CLAIMS_RUN_OUT)
            await self._read(again=True)
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        if not self.file.id or self.asks:
            return
        claim = self.file.claim
        await self._read(again=True)
        if claim == "mine" and self.file.claim == "others":
            self.lost = f"{self.file.claimed_by} has claimed it meanwhile."
        elif claim == "mine" and self.file.may_claim and not self.file.may_decide:
            self.lost = "Your claim has ended. Claim it again to decide."

    async def _after_undo(self, done: str, problem: str) -> Any:
        self.done, self.problem = done, problem
        await self._read(again=True)
        if done == UNDONE and self.file.may_move:
            self.done = AS_BEFORE
        return rx.set_focus("answer")

    async def _read(self, said: OpeningReason | None = None, *, again: bool = False) -> None:
        try:
            opened = await do(self, open_request, last_part(self), said, again=again)
        except (NotFound, Forbidden):
            self.refused, self.file, self.asks = NOT_THERE, NO_FILE, False
            return
        self.refused = ""
        self.asks = isinstance(opened, ReasonNeeded)
        self.file = opened if isinstance(opened, RequestFile) else NO_FILE
        if self.file.id:
            self.files = await ask(self, files_for_staff, UUID(self.file.id))
            reference = await ask(self, upcoming, UUID(self.file.id))
            self.next_path = f"/officer/appointments/{reference}" if reference else ""
