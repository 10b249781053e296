"""The team of a representative: who is in it, who is invited, and what waits for oneself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Role
from cx_app.domain.representation.teams import TeamRefusal, TeamRole
from cx_app.language import _, using
from cx_app.security import door
from cx_app.security.door import current_actor
from cx_app.services.changes import account_topic
from cx_app.services.representation.team import (
    InvitedLine,
    MemberLine,
    TeamView,
    accept,
    decline,
    invite,
    invited,
    leave,
    make_team,
    take_back,
    team_of,
)
from cx_app.services.representation.team_words import say_team_refusal
from cx_app.state import live
from cx_app.state.call import Service, ask, do, language_of
from cx_app.state.session import SessionState
from cx_app.state.typed import typed_id

NOBODY = MemberLine("", "", TeamRole.PARALEGAL, "", False, False)


class TeamState(rx.State):
    team: TeamView = TeamView()
    """Without members: the actor is in none."""
    waiting: list[InvitedLine] = []
    """Invitations to the actor."""
    may_make: bool = False
    leaving: MemberLine = NOBODY
    """Of whom it is asked whether they are to go."""
    said: str = ""
    refused: str = ""
    email_error: str = ""
    form_key: int = 0
    loaded: bool = False

    @rx.event
    @door.customer
    async def load(self) -> None:
        await live.show(self, TeamState.refresh_live, account_topic(current_actor().account_id))
        self.said = self.refused = self.email_error = ""
        self.leaving = NOBODY
        await self._read()
        self.loaded = True

    @rx.event
    @door.customer
    async def refresh_live(self) -> None:
        await self._read()

    @rx.event
    @door.customer
    async def make(self, typed: dict[str, Any]) -> Any:
        made = await do(self, make_team, str(typed.get("team_name") or ""))
        return await self._told(made if isinstance(made, TeamRefusal) else None, "made")

    @rx.event
    @door.customer
    async def invite(self, typed: dict[str, Any]) -> Any:
        role = str(typed.get("team_role") or "")
        email = str(typed.get("team_email") or "")
        with using(language_of(self)):
            self.email_error = ""
            if role not in set(TeamRole):
                self.email_error = _("Choose what they do in your team.")
        sent = None if self.email_error else await do(self, invite, email, TeamRole(role))
        if isinstance(sent, UUID):
            self.form_key += 1
            return await self._told(None, "invited")
        if isinstance(sent, TeamRefusal):
            return await self._told(sent, "")
        with using(language_of(self)):
            self.email_error = self.email_error or _("Type an e-mail address, like a@example.org.")
        return rx.set_focus("team_email")

    @rx.event
    @door.customer
    async def take_back(self, invitation: str) -> Any:
        return await self._about(take_back, invitation, "taken_back")

    @rx.event
    @door.customer
    async def accept(self, invitation: str) -> Any:
        """The menu changes with the role, so the shell reads the session again."""
        done = await self._about(accept, invitation, "joined")
        return [done, SessionState.load, TeamState.again_live]

    @rx.event
    @door.customer
    async def again_live(self) -> None:
        """The shell has left what the tab showed; show the team again, with what was said."""
        await live.show(self, TeamState.refresh_live, account_topic(current_actor().account_id))

    @rx.event
    @door.customer
    async def decline(self, invitation: str) -> Any:
        return await self._about(decline, invitation, "declined")

    @rx.event
    @door.customer
    async def ask_to_leave(self, member: str) -> None:
        self.leaving = next((one for one in self.team.members if one.id == member), NOBODY)

    @rx.event
    @door.customer
    async def keep(self) -> None:
        self.leaving = NOBODY

    @rx.event
    @door.customer
    async def leave(self) -> Any:
        member, own = self.leaving.id, self.leaving.own
        self.leaving = NOBODY
        done = await self._about(leave, member, "left" if own else "taken_out")
        return [done, SessionState.load, TeamState.again_live] if own else done

    async def _about(self, service: Service[[UUID], Any], thing: str, said: str) -> Any:
        """One act about one row, which may be gone by now."""
        found = typed_id(thing)
        try:
            refused = await do(self, service, found) if found else TeamRefusal.EXPIRED
        except NotFound:
            refused = TeamRefusal.EXPIRED
        return await self._told(refused, said)

    async def _told(self, refused: TeamRefusal | None, said: str) -> Any:
        await self._read()
        with using(language_of(self)):
            self.refused = say_team_refusal(refused) if refused else ""
            self.said = "" if refused else _SAID[said]()
        return rx.set_focus("team-refused" if refused else "team-said")

    async def _read(self) -> None:
        found = await ask(self, team_of)
        self.team = found or TeamView()
        self.waiting = await ask(self, invited)
        self.may_make = found is None and current_actor().role is Role.REPRESENTATIVE


_SAID = {
    "made": lambda: _("Your team is there. Now invite the people who work with you."),
    "invited": lambda: _("We sent the invitation. They sign in with that e-mail to join."),
    "taken_back": lambda: _("The invitation was taken back."),
    "joined": lambda: _("You are in the team now."),
    "declined": lambda: _("You said no to the invitation."),
    "left": lambda: _("You left the team."),
    "taken_out": lambda: _("They left your team. What they had open shows nothing more."),
}
