"""The desk of codes, and the codes of one case: what officers see and decide."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.code_requests import Confirmed, EndReason, Refusal
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.openings import OpeningReason
from cx_app.security import door
from cx_app.services.access_codes.case_file import (
    CodeFile,
    CodesOfCase,
    RequestFile,
    open_codes,
)
from cx_app.services.access_codes.decide import (
    Decided,
    Decision,
    approve,
    end,
    looked,
    refuse,
    replace_code,
)
from cx_app.services.access_codes.desk import DeskRow, Tab, desk
from cx_app.services.access_codes.desk_words import TABS
from cx_app.services.addresses.change import DESK as ADDRESSES_TOPIC
from cx_app.services.addresses.desk import address_changes
from cx_app.services.addresses.shared import DESK as SHARED_TOPIC
from cx_app.services.addresses.shared_desk import shared_addresses
from cx_app.services.cases.staff import ReasonNeeded
from cx_app.services.changes import CODES_TOPIC
from cx_app.services.claims import desk as claims
from cx_app.state import live
from cx_app.state.call import ask, do, last_part
from cx_app.state.officer.opened import OpenedFile
from cx_app.state.officer.undoing import Undoing
from cx_app.state.queues import QueueLine, queue_lines
from cx_app.state.typed import typed_id

NO_REQUEST: Final = RequestFile("", "", "", False, "", "", "", False, "", "")
NO_CODE: Final = CodeFile("", "", "", "", False, [], "", "")
NO_CASE: Final = CodesOfCase("", "", "", False, False)
SAID: Final = {
    Decision.NOT_OPENED: "The case is no longer open to you. Open it again first.",
    Decision.NO_HOLDER: "Choose whose code it is.",
    Decision.NO_ADDRESS: (
        "There is no address on file that a code may go to. Refuse the request, saying that the "
        "address has to be changed first."
    ),
}
OWN_CASE: Final = "This is your own case or request: nobody works on their own."
NOT_THERE: Final = "There is no case here that you can open."


class CodesDeskState(rx.State):
    tab: str = Tab.ALL.value
    tabs: list[QueueLine] = []
    rows: list[DeskRow] = []
    more: bool = False
    not_looked_up: int = 0
    disputes: int = 0
    addresses: int = 0
    shared: int = 0
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        self.tab = Tab.ALL.value
        topics = (CODES_TOPIC, claims.DESK, ADDRESSES_TOPIC, SHARED_TOPIC)
        await live.show(self, CodesDeskState.refresh_live, *topics)
        await self._read()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.officer_only
    async def choose(self, value: str) -> None:
        self.tab = value if value in set(Tab) else Tab.ALL.value
        await self._read()

    async def _read(self) -> None:
        seen = await ask(self, desk, Tab(self.tab))
        self.tabs = queue_lines(seen.counts, TABS)
        self.rows, self.more, self.not_looked_up = seen.rows, seen.more, seen.not_looked_up
        self.disputes = len(await ask(self, claims.disputes))
        self.addresses = len(await ask(self, address_changes))
        self.shared = len(await ask(self, shared_addresses))


class CaseCodesState(OpenedFile, Undoing, rx.State):
    page: CodesOfCase = NO_CASE
    deciding: RequestFile = NO_REQUEST
    ending: CodeFile = NO_CODE

    @rx.event
    @door.officer_only
    async def load(self) -> Any:
        """Opening the codes of a case opens the case, on record."""
        self.page, self.loaded = NO_CASE, False
        yield  # what another case showed must not stand here meanwhile
        self.done = self.problem = ""
        await live.show(self, CaseCodesState.refresh_live, CODES_TOPIC)
        await self._read()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        """A colleague decided, or a letter left: what is open on the screen stays in view."""
        if self.page.case_id and not self.asks:
            await self._read(keep=True)

    @rx.event
    @door.officer_only
    async def begin_to_decide(self, request_id: str) -> Any:
        self._close()
        self.deciding = self._request(request_id)
        return rx.set_focus("deciding")

    @rx.event
    @door.officer_only
    async def begin_to_end(self, code_id: str) -> Any:
        self._close()
        self.ending = next((one for one in self.page.codes if one.id == code_id), NO_CODE)
        return rx.set_focus("ending")

    @rx.event
    @door.officer_only
    async def close(self) -> None:
        self._close()

    @rx.event
    @door.officer_only
    async def approve(self, form: dict[str, Any]) -> Any:
        confirmed = str(form.get("confirmed") or "")
        holder = typed_id(form.get("holder"))
        if confirmed not in set(Confirmed):
            return self._wrong("Say how identity and address were confirmed.")
        said = "Approved: a new code goes out to the address on file in a minute."
        return await self._act(
            said, approve, typed_id(self.deciding.id), Confirmed(confirmed), holder
        )

    @rx.event
    @door.officer_only
    async def refuse(self, form: dict[str, Any]) -> Any:
        reason = str(form.get("refusal") or "")
        if reason not in set(Refusal):
            return self._wrong("Choose why no code goes out.")
        return await self._act(
            "Refused: no code goes out. Its people are told in a minute.",
            refuse,
            typed_id(self.deciding.id),
            Refusal(reason),
        )

    @rx.event
    @door.officer_only
    async def end(self, form: dict[str, Any]) -> Any:
        reason, what = str(form.get("end_reason") or ""), str(form.get("what") or "")
        if reason not in set(EndReason) or what not in ("replace", "end"):
            return self._wrong("Choose what to do, and why.")
        service: Any = replace_code if what == "replace" else end
        said = "A new code takes its place." if what == "replace" else "The code is void."
        return await self._act(said, service, typed_id(self.ending.id), EndReason(reason))

    @rx.event
    @door.officer_only
    async def looked(self) -> Any:
        said = "Noted. The next alert on this case shows again."
        return await self._act(said, looked, typed_id(self.page.case_id))

    async def _after_undo(self, done: str, problem: str) -> Any:
        self.done, self.problem = done, problem
        await self._read()
        return rx.set_focus("answer")

    async def _act(self, said: str, service: Any, row_id: UUID | None, *more: Any) -> Any:
        self.done = self.problem = ""
        try:
            answer: Decided = await do(self, service, row_id or UUID(int=0), *more)
        except NotFound:
            self.problem = "There is nothing here that you can decide about."
        except Forbidden:
            self.problem = OWN_CASE
        else:
            if answer.decision is Decision.DONE:
                self.done = said
            else:
                self.problem = SAID.get(answer.decision) or _faster(answer)
            if answer.decision in (Decision.NO_HOLDER, Decision.NO_ADDRESS):
                return rx.set_focus("answer")
        await self._read()
        return rx.set_focus("answer")

    async def _read(self, said: OpeningReason | None = None, *, keep: bool = False) -> None:
        self.refused = ""
        try:
            opened = await do(self, open_codes, UUID(last_part(self)), said)
        except (ValueError, NotFound):
            self.refused = NOT_THERE
        except Forbidden:
            self.refused = OWN_CASE
        else:
            self.asks = isinstance(opened, ReasonNeeded)
            self.page = opened if isinstance(opened, CodesOfCase) else NO_CASE
        if self.refused:
            self.page, self.asks = NO_CASE, False
        if not keep:
            self._close()
        elif self.deciding.id and not self._request(self.deciding.id).waits:
            self._close()
            self.problem = "A colleague has decided about this request meanwhile."

    def _request(self, request_id: str) -> RequestFile:
        return next((one for one in self.page.requests if one.id == request_id), NO_REQUEST)

    def _close(self) -> None:
        self.deciding, self.ending = NO_REQUEST, NO_CODE


def _faster(answer: Decided) -> str:
    if answer.by:
        return f"{answer.by} was faster and decided {answer.at}. The page shows what was decided."
    return "Somebody was faster. The page shows what has happened."
