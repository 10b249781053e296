"""The mailroom: batches to print, count and mail, and letters known by their bar codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.domain.mailroom import Confirmed, Ordered, Scanned
from cx_app.security import door
from cx_app.services.mailroom.confirm import confirm_mailing
from cx_app.services.mailroom.desk import BatchLine, NotMade, Room, mailroom
from cx_app.services.mailroom.keep import MAILROOM_TOPIC
from cx_app.services.mailroom.order import order_post
from cx_app.services.mailroom.scan import Scan, spoil, take_returned
from cx_app.state import live
from cx_app.state.call import ask, do

SCANS_SHOWN: Final = 50
CONFIRMED: Final = {
    Confirmed.DONE: "It is recorded as mailed. Its codes can’t be read here any more.",
    Confirmed.NOT_A_COUNT: "Enter both counts as numbers.",
    Confirmed.LETTERS_DIFFER: (
        "The letters do not match. Count again; nothing is recorded as mailed yet."
    ),
    Confirmed.SHEETS_DIFFER: (
        "The sheets do not match. Count again; nothing is recorded as mailed yet."
    ),
    Confirmed.TAKE_OUT: "Take out the letters listed here, and scan them as spoilt.",
    Confirmed.MAILED_BEFORE: "A colleague was faster: it is recorded as mailed.",
}
ORDERED: Final = {
    Ordered.DONE: "Ordered. The letters that wait are made now.",
    Ordered.NONE_WAIT: "No letter waits to be printed.",
    Ordered.UNDER_WAY: "A batch is being made already.",
    Ordered.PAUSED: "Letters are paused. No batch is made until they go on.",
}
SCANNED: Final = {
    Scanned.NOT_A_NUMBER: "Not a letter number. Scan it again, or type its 16 digits.",
    Scanned.UNKNOWN: "No letter of ours has this number.",
    Scanned.NOT_MAILED: "Its batch is not recorded as mailed, so it can’t have come back.",
    Scanned.MAILED: "Its batch was mailed. If it came back, scan it as returned.",
    Scanned.AGAIN: "Scanned before. Nothing changed.",
    Scanned.RETURNED: "Recorded as returned. Its code no longer works.",
    Scanned.REISSUED: "Taken out. A new letter goes out with the next batch.",
    Scanned.TAKEN_OUT: "Taken out. Nothing takes its place.",
    Scanned.OWN_CASE: "This is your own case: a colleague must scan it.",
}
GOOD: Final = frozenset({Scanned.RETURNED, Scanned.REISSUED, Scanned.TAKEN_OUT})


@dataclass(frozen=True)
class ScanLine:
    n: int
    number: str
    words: str
    good: bool
    case_id: str


class MailroomState(rx.State):
    waiting: int = 0
    being_made: int = 0
    paused: bool = False
    ordered: bool = False
    order_said: str = ""
    returned: int = 0
    ready: list[BatchLine] = []
    mailed: list[BatchLine] = []
    not_made: list[NotMade] = []
    spoilt_scans: list[ScanLine] = []
    returned_scans: list[ScanLine] = []
    done: str = ""
    problem: str = ""
    problem_batch: str = ""
    loaded: bool = False

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        """Also when a tab comes back after a pause, as browsers make one for a download: what was
        scanned and half typed stays."""
        await live.show(self, MailroomState.refresh_live, MAILROOM_TOPIC)
        await self._look()
        self.loaded = True

    @rx.event
    @door.supervisor_only
    async def refresh_live(self) -> None:
        await self._look()

    @rx.event
    @door.supervisor_only
    async def make_now(self) -> None:
        self.order_said = ORDERED[await do(self, order_post)]
        await self._look()

    @rx.event
    @door.supervisor_only
    async def confirm(self, form: dict[str, Any]) -> None:
        self.done = self.problem = self.problem_batch = ""
        batch = str(form.get("batch") or "")
        counts = [str(form.get(f"{name}-{batch}") or "") for name in ("letters", "sheets")]
        try:
            outcome = await do(self, confirm_mailing, UUID(batch), *counts)
        except (ValueError, NotFound):
            self.problem = "There is no such batch."
            return
        if outcome is Confirmed.DONE:
            self.done = CONFIRMED[outcome]
        else:
            self.problem, self.problem_batch = CONFIRMED[outcome], batch
        await self._look()

    @rx.event
    @door.supervisor_only
    async def scan_spoilt(self, form: dict[str, Any]) -> None:
        scan = await do(self, spoil, str(form.get("spoilt") or ""))
        self.spoilt_scans = _with(self.spoilt_scans, scan)
        await self._look()

    @rx.event
    @door.supervisor_only
    async def scan_returned(self, form: dict[str, Any]) -> None:
        scan = await do(self, take_returned, str(form.get("returned") or ""))
        self.returned_scans = _with(self.returned_scans, scan)
        await self._look()

    async def _look(self) -> None:
        room: Room = await ask(self, mailroom)
        self.waiting, self.being_made, self.paused = room.waiting, room.being_made, room.paused
        self.ordered = room.ordered
        self.ready, self.mailed, self.not_made = room.ready, room.mailed, room.not_made
        self.returned = room.returned


def _with(lines: list[ScanLine], scan: Scan) -> list[ScanLine]:
    """The newest first."""
    n = lines[0].n + 1 if lines else 1
    words = SCANNED[scan.outcome]
    line = ScanLine(n, scan.number, words, scan.outcome in GOOD, scan.case_id)
    return [line, *lines][:SCANS_SHOWN]
