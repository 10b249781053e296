"""Open pages hear of changes to what they show, without a reload (design 7, Live).

A page says which topics it shows; one watcher in each web process looks at the topics of its own
tabs and sends a tab nothing but the name of its own handler, which loads again through the door
as if the person had asked.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Any, Final

import structlog
from reflex.state import StateUpdate
from reflex_base.event import Event

from cx_app import database
from cx_app.services.changes import versions

log = structlog.get_logger(__name__)

EVERY: Final = 0.5
"""Seconds between two looks."""


@dataclass
class _Shown:
    """What a part of a page shows: the versions that it knows, and what brings it up to date."""

    refresh: Any
    known: dict[str, int]
    every: float = inf
    """Seconds after which it is brought up to date in any case."""
    next_at: float = inf


_tabs: Final[dict[str, list[_Shown]]] = {}


def leave(state: Any) -> None:
    """The tab goes to another page: what it showed is not shown any more."""
    _tabs.pop(_tab(state), None)


async def show(state: Any, refresh: Any, *topics: str, every: float = inf) -> None:
    """From now on `refresh`, a handler of the page whose name ends in `_live`, runs in this tab
    when one of the topics changes, and `every` so many seconds where what is shown changes with
    the clock alone. Call it before reading what the page shows, so that nothing falls in between.
    """
    known = dict.fromkeys(topics, 0) | await asyncio.to_thread(_versions, set(topics))
    shown = _Shown(refresh, known, every, monotonic() + every)
    _tabs.setdefault(_tab(state), []).append(shown)


async def watch(app: Any) -> None:
    """Runs as long as the web process does. A database that is away is looked for again."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            await _look(app.event_namespace)
        except Exception as error:
            log.warning("live.blind", reason=type(error).__name__)


async def _look(sockets: Any) -> None:
    for tab in _tabs.keys() - sockets.token_to_sid.keys():
        del _tabs[tab]
    topics = {topic for shown in _tabs.values() for one in shown for topic in one.known}
    if not topics:
        return
    now = await asyncio.to_thread(_versions, topics)
    for tab, shown in list(_tabs.items()):
        for one in shown:
            changed = {t: now[t] for t, seen in one.known.items() if now.get(t, seen) != seen}
            if changed or monotonic() >= one.next_at:
                one.known |= changed
                one.next_at = monotonic() + one.every
                events = Event.from_event_type(one.refresh)
                await sockets.emit_update(StateUpdate(events=events), tab)


def _versions(topics: set[str]) -> dict[str, int]:
    with database.read() as session:
        return versions(session, topics)


def _tab(state: Any) -> str:
    return str(state.router.session.client_token)
