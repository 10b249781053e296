"""Samples of decisions, and what supervisors find when they look again."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.domain.quality import QualityAnswer, Verdict
from cx_app.security import door
from cx_app.services.appointment_requests.quality import (
    CheckLine,
    ReversalLine,
    SampleLine,
    SamplePage,
    draw_sample,
    give_verdict,
    reversals,
    sample,
    samples,
)
from cx_app.state.call import ask, do, last_part

NO_SAMPLE: Final = SamplePage(SampleLine("", "", "", "", "", 0, 0, 0, 0))
NO_CHECK: Final = CheckLine(
    "",
    0,
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    taken_back=False,
    verdict="",
    note="",
    checked_by="",
    mine=False,
)
SAID: Final = {
    QualityAnswer.NO_DAYS: "Choose a first and a last day, not ahead, within a year.",
    QualityAnswer.NOTHING: "Nobody but you decided anything in these days.",
    QualityAnswer.NO_VERDICT: "Choose what you found.",
    QualityAnswer.NO_NOTE: "Write what is wrong, so that the officer can learn from it.",
    QualityAnswer.ALREADY: "A colleague looked at it first. The page shows what was found.",
}


class VisitQualityState(rx.State):
    rows: list[SampleLine] = []
    reversals: list[ReversalLine] = []
    problem: str = ""
    loaded: bool = False

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        self.problem = ""
        self.rows = await ask(self, samples)
        self.reversals = await ask(self, reversals)
        self.loaded = True

    @rx.event
    @door.supervisor_only
    async def draw(self, form: dict[str, Any]) -> Any:
        first, last = (_day(form.get(name)) for name in ("first_day", "last_day"))
        size = str(form.get("size") or "")
        answer = await do(
            self,
            draw_sample,
            first,
            last,
            str(form.get("reason") or "")[:40],
            int(size) if size.isascii() and size.isdigit() and len(size) < 4 else 0,
        )
        if isinstance(answer, QualityAnswer):
            self.problem = SAID[answer]
            return rx.set_focus("problem")
        return rx.redirect(f"/officer/offices/quality/{answer}")


class QualitySampleState(rx.State):
    page: SamplePage = NO_SAMPLE
    looking: CheckLine = NO_CHECK
    done: str = ""
    problem: str = ""
    loaded: bool = False
    missing: bool = False

    @rx.event
    @door.supervisor_only
    async def load(self) -> Any:
        self.page, self.looking, self.loaded, self.missing = NO_SAMPLE, NO_CHECK, False, False
        yield  # another sample must not stand here meanwhile
        self.done = self.problem = ""
        await self._read(last_part(self))
        self.loaded = True

    @rx.event
    @door.supervisor_only
    async def look(self, check_id: str) -> Any:
        self.done = self.problem = ""
        self.looking = next((one for one in self.page.lines if one.id == check_id), NO_CHECK)
        return rx.set_focus("looking")

    @rx.event
    @door.supervisor_only
    async def close(self) -> None:
        self.looking, self.problem = NO_CHECK, ""

    @rx.event
    @door.supervisor_only
    async def find(self, form: dict[str, Any]) -> Any:
        chosen = str(form.get("verdict") or "")
        verdict = Verdict(chosen) if chosen in set(Verdict) else None
        try:
            check = UUID(self.looking.id)
            answer = await do(self, give_verdict, check, verdict, str(form.get("note") or ""))
        except (ValueError, NotFound):
            return None
        if answer not in (QualityAnswer.DONE, QualityAnswer.ALREADY):
            self.problem = SAID[answer]
            return rx.set_focus("problem")
        self.done = SAID.get(answer, "What you found is kept.")
        self.looking, self.problem = NO_CHECK, ""
        await self._read(self.page.sample.id)
        return rx.set_focus("done")

    async def _read(self, sample_id: str) -> None:
        try:
            self.page = await ask(self, sample, UUID(sample_id))
        except (ValueError, NotFound):
            self.missing = True


def _day(typed: Any) -> date | None:
    try:
        return date.fromisoformat(str(typed))
    except ValueError:
        return None
