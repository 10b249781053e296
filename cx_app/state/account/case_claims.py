"""On a case page: dispute another account of the same person, remove the case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx

from cx_app.domain.business_time import last_day
from cx_app.domain.code_claims import DisputeAnswer, Ground
from cx_app.domain.errors import NotFound
from cx_app.language import _, href, say_date, using
from cx_app.security import door
from cx_app.services.cases.unlink import unlink
from cx_app.services.cases.views import CasePage
from cx_app.services.claims.dispute import Disputed, dispute
from cx_app.state.call import do, language_of, last_part


class Claims(rx.State, mixin=True):
    """What the state of a case page is made of beside the case itself."""

    page: CasePage
    disputed: str = ""
    """The link that is about to be disputed."""
    disputed_account: str = ""
    ground_error: str = ""
    dispute_said: str = ""
    removing: bool = False

    async def _read(self) -> None:
        raise NotImplementedError

    @rx.event
    @door.customer
    async def choose_account(self, link_id: str) -> Any:
        line = next((one for one in self.page.links if one.id == link_id), None)
        if line is None or not line.can_dispute:
            return None
        self._no_dispute()
        self.disputed, self.disputed_account = line.id, line.account
        return rx.set_focus("dispute-title")

    @rx.event
    @door.customer
    async def leave_dispute(self) -> Any:
        self._no_dispute()
        return rx.set_focus("people-title")

    @rx.event
    @door.customer
    async def dispute(self, form: dict[str, Any]) -> Any:
        ground = str(form.get("ground") or "")
        with using(language_of(self)):
            self.ground_error = "" if ground in set(Ground) else _("Choose what is wrong.")
        if self.ground_error:
            return rx.set_focus("ground")
        try:
            case_id, link_id = UUID(last_part(self)), UUID(self.disputed)
            answer = await do(self, dispute, case_id, link_id, Ground(ground))
        except (ValueError, NotFound):
            return None
        self._no_dispute()
        with using(language_of(self)):
            self.dispute_said = _said(answer)
        await self._read()
        return rx.set_focus("dispute-said")

    @rx.event
    @door.customer
    async def ask_removal(self) -> Any:
        self.removing = True
        return rx.set_focus("remove-title")

    @rx.event
    @door.customer
    async def keep_case(self) -> Any:
        self.removing = False
        return rx.set_focus("remove")

    @rx.event
    @door.customer
    async def remove_case(self) -> Any:
        try:
            await do(self, unlink, UUID(last_part(self)))
        except (ValueError, NotFound):
            return None
        self.removing = False
        return rx.redirect(href("/account?removed=1", language_of(self)))

    def _no_dispute(self) -> None:
        self.disputed = self.disputed_account = self.ground_error = self.dispute_said = ""


def _said(answer: Disputed) -> str:
    match answer.answer:
        case DisputeAnswer.OPENED if answer.until:
            return _(
                "Two officers will check this. Until then, at most until {day}, the other account "
                "can only read the case. We sent you a message.",
                day=say_date(last_day(answer.until)),
            )
        case DisputeAnswer.ANOTHER_OPEN:
            return _("We are already checking who may use this case. You need not do anything.")
        case DisputeAnswer.TOO_SOON:
            return _(
                "You disputed this account not long ago, and we checked. If you have something new "
                "to show us, please call us."
            )
    return _("You can’t dispute another account while we check yours. Please call us.")
