"""How it went: the question after a task, and the page for whoever wants to say it anyway."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import reflex as rx

from cx_app.domain.feedback import PREFIX, WAYS, Driver, Outcome, Task, Way
from cx_app.domain.identity import Actor
from cx_app.security import door
from cx_app.security.network import network_of
from cx_app.services.feedback.asking import Flawed, TooMany, decline, give, offer
from cx_app.services.visitors.passes import visitor
from cx_app.state.call import do, do_as
from cx_app.state.door import visitor_of

LONGEST: Final = 2_000
"""Of what is looked at at all; the rule refuses less, with words."""
CHOSEN: Final = ("task", "way", "outcome", "trust")


class Answering(rx.State, mixin=True):
    """What both forms share. An answer leaves nothing behind in the tab."""

    trust: str = ""
    errors: dict[str, str] = {}
    summary: list[dict[str, str]] = []
    refused: str = ""
    thanked: bool = False
    form_key: int = 0

    @rx.event
    @door.public
    async def choose(self, trust: str) -> None:
        self.trust = trust if trust in ("up", "down") else ""

    async def _give(self, form: dict[str, Any], known: dict[str, str]) -> Any:
        """Keep it; where to put the focus after that."""
        typed = {name: str(form.get(PREFIX + name) or "")[:LONGEST] for name in CHOSEN}
        # Who chose before the page was whole has lost the mark, not the choice.
        typed["trust"] = typed["trust"] or self.trust
        typed["comment"] = str(form.get(f"{PREFIX}comment") or "")[:LONGEST]
        typed["drivers"] = " ".join(one for one in Driver if form.get(PREFIX + one))
        answer = await do_as(self, await self._who(), give, {**typed, **known})
        self.refused = answer.said if isinstance(answer, TooMany) else ""
        errors = answer.errors if isinstance(answer, Flawed) else {}
        self.errors = {PREFIX + name: said for name, said in errors.items()}
        self.summary = [{"field": name, "message": said} for name, said in self.errors.items()]
        if self.errors:
            return rx.set_focus("feedback-errors")
        if self.refused:
            return rx.set_focus("feedback-refused")
        self.thanked, self.trust = True, ""
        self.form_key += 1
        return rx.set_focus("feedback-thanks")

    async def _who(self) -> Actor:
        """Whoever is signed in or has proven a contact; else a network."""
        found = door.current_actor_or_none() or await asyncio.to_thread(visitor_of, self)
        if found is not None:
            return found
        headers = self.router.headers
        return visitor(None, network_of(self.router.session.client_ip, headers.raw_headers))

    def _anew(self) -> None:
        self.trust = self.refused = ""
        self.errors, self.summary, self.thanked = {}, [], False
        self.form_key += 1


class FeedbackState(Answering, rx.State):
    """The page of its own."""

    loaded: bool = False

    @rx.event
    @door.public
    async def enter(self) -> None:
        self._anew()
        self.loaded = True

    @rx.event
    @door.public
    async def send(self, form: dict[str, Any]) -> Any:
        return await self._give(form, {})


class AfterTaskState(Answering, rx.State):
    """The question after a task. It asks itself whether to show once its place is on the page."""

    task: str = ""
    """About which it asks now; empty while it asks nothing."""
    outcome: str = ""

    @rx.event
    @door.asker
    async def offer(self, task: str, outcome: str) -> None:
        self._anew()
        self.task = ""
        if task in set(Task) and outcome in set(Outcome) and await do(self, offer, Task(task)):
            self.task, self.outcome = task, outcome

    @rx.event
    @door.asker
    async def decline(self) -> Any:
        """Not now, and not again soon."""
        await do(self, decline)
        self.task = ""
        return rx.set_focus("main")

    @rx.event
    @door.asker
    async def send(self, form: dict[str, Any]) -> Any:
        way = WAYS.get(Task(self.task), Way.ONLINE) if self.task in set(Task) else ""
        known = {"task": self.task, "way": str(way), "outcome": self.outcome}
        return await self._give(form, known)
