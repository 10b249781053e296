"""Messages as staff see them: how well they get through, channels, and what was given up."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.identity import Role
from cx_app.domain.messages import OUTSIDE, Channel
from cx_app.security import door
from cx_app.services.decisions.stuck import StuckLine, stuck
from cx_app.services.messages.dead import PAGE, DeadLine, Left, close, dead_page, retry
from cx_app.services.messages.desk import ChannelLine, MessageFigures, channel_lines, figures_of
from cx_app.services.messages.figures import Period
from cx_app.services.messages.outbox import DEAD_TOPIC
from cx_app.services.messages.switch import TOPIC, pause, resume
from cx_app.state import live
from cx_app.state.call import ask, do

EVERY: Final = 15.0
"""Seconds between two counts of a short period on an open page."""
SHORT: Final = (Period.HOUR, Period.DAY)
NO_LINE: Final = DeadLine("", "", "", "", "", "", "", "", 0, "")
NO_CHANNEL: Final = ChannelLine("", "", "", False, False, "", "", False)
MOST_SKIPPED: Final = 1_000_000
TYPE_A_REASON: Final = "Write why it is paused. Colleagues read it here."
CHOOSE_A_REASON: Final = "Choose why."
NOT_ANY_MORE: Final = "A colleague was faster, or it is not given up any more. The list is new."
OWN: Final = "This message is about your own case or account. Leave it to a colleague."
SAID: Final = "messages-said"


class StaffMessagesState(rx.State):
    period: str = Period.DAY
    figures: MessageFigures = MessageFigures()
    channels: list[ChannelLine] = []
    rows: list[DeadLine] = []
    total: int = 0
    first: int = 0
    stuck: list[StuckLine] = []
    pausing: ChannelLine = NO_CHANNEL
    leaving: DeadLine = NO_LINE
    trying_again: bool = False
    """What the open question would do with `leaving`; closing it otherwise."""
    done: str = ""
    problem: str = ""
    field_error: str = ""
    may_switch: bool = False
    loaded: bool = False

    @rx.event
    @door.officer_only
    async def load(self) -> Any:
        self.loaded = False
        yield  # figures of an earlier visit must not stand here meanwhile
        self.period, self.first = Period.DAY, 0
        self.may_switch = door.current_actor().role is Role.ADMIN
        self._close()
        self.done = self.problem = ""
        await live.show(self, StaffMessagesState.refresh_live, TOPIC, DEAD_TOPIC)
        await live.show(self, StaffMessagesState.count_live, every=EVERY)
        await self._look()
        self.loaded = True

    @rx.event
    @door.officer_only
    async def refresh_live(self) -> None:
        """A channel was switched, or a message was given up or taken up. A question that is open
        stays open."""
        await self._look()

    @rx.event
    @door.officer_only
    async def count_live(self) -> None:
        """Long periods are counted when asked for: a colleague's open page must cost little."""
        if self.period in SHORT:
            self.figures = await ask(self, figures_of, Period(self.period))

    @rx.event
    @door.officer_only
    async def choose(self, form: dict[str, Any]) -> None:
        chosen = str(form.get("period") or "")
        self.period = Period(chosen) if chosen in set(Period) else Period.DAY
        self.figures = await ask(self, figures_of, Period(self.period))

    @rx.event
    @door.officer_only
    async def turn(self, pages: int) -> None:
        """To another page of what was given up."""
        step = 1 if pages > 0 else -1
        self.first = min(max(self.first - 1, 0) + step * PAGE, MOST_SKIPPED) + 1
        self.done = self.problem = ""
        await self._look()

    @rx.event
    @door.admin_only
    async def begin_to_pause(self, channel: str) -> None:
        self._close()
        self.pausing = next((one for one in self.channels if one.channel == channel), NO_CHANNEL)

    @rx.event
    @door.admin_only
    async def pause(self, form: dict[str, Any]) -> Any:
        channel = self.pausing
        if channel.channel not in OUTSIDE:
            return None
        reason = str(form.get("pause_reason") or "")
        if not await do(self, pause, Channel(channel.channel), reason):
            self.field_error = TYPE_A_REASON
            return rx.set_focus("pause_reason")
        return await self._did(f"{channel.name}: paused. Messages wait here until it is resumed.")

    @rx.event
    @door.admin_only
    async def resume(self, channel: str) -> Any:
        if channel not in OUTSIDE:
            return None
        await do(self, resume, Channel(channel))
        name = next((one.name for one in self.channels if one.channel == channel), "")
        return await self._did(f"{name}: running. What waited goes out now, the oldest first.")

    @rx.event
    @door.officer_only
    async def begin_to_retry(self, message_id: str) -> None:
        self._ask(message_id, trying_again=True)

    @rx.event
    @door.officer_only
    async def begin_to_close(self, message_id: str) -> None:
        self._ask(message_id, trying_again=False)

    @rx.event
    @door.officer_only
    async def leave(self, form: dict[str, Any]) -> Any:
        """Try again or close, whichever the open question is about."""
        service = retry if self.trying_again else close
        try:
            message_id = UUID(self.leaving.id)
        except ValueError:
            return None
        left = await do(self, service, message_id, str(form.get("why") or ""))
        if left is Left.NO_REASON:
            self.field_error = CHOOSE_A_REASON
            return rx.set_focus("why")
        again = "It is on its way again." if self.trying_again else "It is closed, and not sent."
        said = {Left.NOT_DEAD: NOT_ANY_MORE, Left.OWN_CASE: OWN}
        return await self._did(again if left is Left.DONE else "", said.get(left, ""))

    @rx.event
    @door.officer_only
    async def cancel(self) -> None:
        self._close()

    def _ask(self, message_id: str, *, trying_again: bool) -> None:
        self._close()
        self.leaving = next((row for row in self.rows if row.id == message_id), NO_LINE)
        self.trying_again = trying_again

    async def _did(self, done: str, problem: str = "") -> Any:
        self.done, self.problem = done, problem
        self._close()
        await self._look()
        return rx.set_focus(SAID)

    async def _look(self) -> None:
        self.channels = await ask(self, channel_lines)
        self.figures = await ask(self, figures_of, Period(self.period))
        page = await ask(self, dead_page, max(self.first - 1, 0))
        self.rows, self.total, self.first = page.lines, page.total, page.first
        self.stuck = await ask(self, stuck)

    def _close(self) -> None:
        self.pausing, self.leaving, self.field_error = NO_CHANNEL, NO_LINE, ""
