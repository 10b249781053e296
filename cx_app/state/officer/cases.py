"""Find a case, open a case."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.openings import OpeningReason
from cx_app.domain.receipts import parse_a_number, parse_receipt_number
from cx_app.security import door
from cx_app.services.audit.alerts import AlertLine, alerts
from cx_app.services.cases.staff import (
    FoundCase,
    ReasonNeeded,
    Search,
    StaffCase,
    find_cases,
    open_case,
    say_mistake,
)
from cx_app.services.cases.views import CaseCard
from cx_app.services.openings import words
from cx_app.services.openings.access import WATCHES
from cx_app.state.call import ask, do, last_part
from cx_app.state.officer.case_openings import CaseOpeningsState
from cx_app.state.officer.case_safe import CaseSafeState
from cx_app.state.typed import typed_birth_date

NO_CASE: Final = StaffCase(CaseCard("", "", "", "", "", "", "", "", ""), "", "", "", False)
HOW_TO_SEARCH: Final = (
    "Enter a receipt number (IOE0912345678), an A-Number, or a name with a date of birth."
)


class CaseSearchState(rx.State):
    found: list[FoundCase] = []
    searched: bool = False
    error: str = ""
    alerts: list[AlertLine] = []
    reason: str = ""
    """Chosen with a search, and good once for each case that it found."""
    _carried_to: list[str] = []
    ready: bool = False
    """The form shows once it can be answered, so that no press is lost."""

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        self.found, self.searched, self.error = [], False, ""
        self.alerts = await ask(self, alerts)
        self.ready = True

    @rx.event
    @door.officer_only
    async def search(self, form: dict[str, Any]) -> None:
        """Searching writes an audit row: what was asked by, and how many were found."""
        self.found, self.searched, self.error = [], False, ""
        self.reason = _reason(form) or ""
        search = _read({name: str(value) for name, value in form.items()})
        if search is None:
            self.error = HOW_TO_SEARCH
            return
        self.found = await do(self, find_cases, search)
        self._carried_to = [line.id for line in self.found]
        self.searched = True

    def _carry(self, case_id: str) -> OpeningReason | None:
        """A case that is opened much later than the search asks for itself (OPEN-2)."""
        if case_id not in self._carried_to:
            return None
        self._carried_to = [one for one in self._carried_to if one != case_id]
        return _reason({"reason": self.reason})


class StaffCaseState(rx.State):
    page: StaffCase = NO_CASE
    loaded: bool = False
    asks: bool = False
    """Why do they open it? Until they say, nothing of the case is here."""
    likely: str = OpeningReason.CONTACT.value
    reason: str = ""
    problem: str = ""
    refused: str = ""

    @rx.event
    @door.officer_only
    async def load(self) -> Any:
        """Opens the case for the reason of the search that found it; without one, asks."""
        search = await self.get_state(CaseSearchState)
        case_id = last_part(self)
        alerted = any(line.case_id == case_id for line in search.alerts)
        self.likely = (OpeningReason.SECURITY if alerted else OpeningReason.CONTACT).value
        return await self._open(search._carry(case_id))

    @rx.event
    @door.officer_only
    async def say_why(self, form: dict[str, Any]) -> Any:
        return await self._open(_reason(form))

    @rx.event
    @door.officer_only
    async def was_mistake(self) -> Any:
        """The people of the case read that it was a mistake, and the page closes."""
        try:
            said = await do(self, say_mistake, UUID(last_part(self)))
        except (ValueError, NotFound, Forbidden):
            said = False
        if not said:
            self.problem = "This was opened too long ago to call it a mistake here."
            return None
        self.page, self.asks = NO_CASE, True
        return rx.redirect("/officer")

    async def _open(self, reason: OpeningReason | None) -> Any:
        """Opening a case is recorded, and the person sees it under their activity."""
        self.page, self.loaded, self.asks = NO_CASE, False, False
        self.refused = self.problem = self.reason = ""
        openings: Any = await self.get_state(CaseOpeningsState)
        openings.reset()
        safe: Any = await self.get_state(CaseSafeState)
        safe.reset()
        try:
            opened = await do(self, open_case, UUID(last_part(self)), reason)
        except (ValueError, NotFound):
            self.refused = "There is no case here that you can open."
        except Forbidden:
            self.refused = "This is your own case: nobody works on their own case."
        else:
            self.asks = isinstance(opened, ReasonNeeded)
            if isinstance(opened, StaffCase):
                self.page, self.reason = opened, words.reason(opened.reason)
        self.loaded = True
        opens = self.reason and door.current_actor().role in WATCHES
        return [CaseOpeningsState.load, CaseSafeState.load] if opens else None


def _reason(form: dict[str, Any]) -> OpeningReason | None:
    said = str(form.get("reason") or "")
    return OpeningReason(said) if said in set(OpeningReason) else None


def _read(form: dict[str, str]) -> Search | None:
    typed = form.get("number", "").strip()
    name = form.get("name", "").strip()[:200]
    if typed:
        receipt, a_number = parse_receipt_number(typed), parse_a_number(typed)
        if receipt:
            return Search(receipt_number=receipt)
        return Search(a_number=a_number) if a_number else None
    born = typed_birth_date(form)
    return Search(name=name, birth_date=born) if name and born else None
