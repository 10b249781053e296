"""Find a case, open a case."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.receipts import parse_a_number, parse_birth_date, parse_receipt_number
from cx_app.gateways.clock import wall
from cx_app.security import door
from cx_app.services.audit.alerts import AlertLine, alerts
from cx_app.services.cases.staff import FoundCase, Search, StaffCase, find_cases, open_case
from cx_app.services.cases.views import CaseCard
from cx_app.state.call import ask, do, last_part

NO_CASE: Final = StaffCase(CaseCard("", "", "", "", "", "", "", "", ""), "", "", "", False)
HOW_TO_SEARCH: Final = (
    "Enter a receipt number (IOE0912345678), an A-Number, or a name with a date of birth."
)


class CaseSearchState(rx.State):
    found: list[FoundCase] = []
    searched: bool = False
    error: str = ""
    alerts: list[AlertLine] = []
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
        search = _read({name: str(value) for name, value in form.items()})
        if search is None:
            self.error = HOW_TO_SEARCH
            return
        self.found = await do(self, find_cases, search)
        self.searched = True


class StaffCaseState(rx.State):
    page: StaffCase = NO_CASE
    loaded: bool = False
    refused: str = ""

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        """Opening a case is recorded, and the person sees it under their activity."""
        self.page, self.loaded, self.refused = NO_CASE, False, ""
        try:
            case_id = UUID(last_part(self))
            self.page = await do(self, open_case, case_id)
        except (ValueError, NotFound):
            self.refused = "There is no case here that you can open."
        except Forbidden:
            self.refused = "This is your own case: nobody works on their own case."
        self.loaded = True


def _read(form: dict[str, str]) -> Search | None:
    typed = form.get("number", "").strip()
    name = form.get("name", "").strip()[:200]
    if typed:
        receipt, a_number = parse_receipt_number(typed), parse_a_number(typed)
        if receipt:
            return Search(receipt_number=receipt)
        return Search(a_number=a_number) if a_number else None
    born = parse_birth_date(
        form.get("month", ""), form.get("day", ""), form.get("year", ""), today=eastern_date(wall())
    )
    return Search(name=name, birth_date=born) if name and born else None
