"""A small stand-in for the agency's systems: pulls the outbound feed, gives every event an id of
its own, acknowledges it, and states each day what it has.

It knows nothing of the portal but docs/feed-out.md and a shared key. How badly it behaves is for
whoever starts it: it can answer late, twice, out of order, with a refusal, or not at all.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, Final

import httpx2

from cx_app.domain.business_time import eastern_date
from cx_app.gateways import clock
from cx_app.security.crypto import Keyring
from cx_app.security.signing import sign, verify

FEED: Final = "/api/feed-out"
LIMIT: Final = 200
AT_ONCE: Final = 500
"""Acknowledgements of one call."""

REFUSED_BECAUSE: Final = "not_found_there"
IDLE_SECONDS: Final = 2.0
LONGEST_WAIT: Final = 30.0
STATEMENTS_EVERY: Final = 10
"""Turns between two looks for days that lack a statement."""

TRIES: Final = 6
"""How often it calls a portal that does not answer, where it has to come to an end."""


class Away(Exception):
    """The portal does not answer, or asks to be left alone; try again after `seconds`, if any."""

    def __init__(self, why: str, seconds: float = 0) -> None:
        super().__init__(why)
        self.seconds = seconds


class CursorAhead(Exception):
    """The portal starts over; so do we."""


class Untrusted(RuntimeError):
    """What came was not signed by the portal, or the portal does not know our key."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How this agency behaves; the plain one answers everything at once."""

    late: float = 0
    """Seconds; each answer waits for up to so long."""
    twice: float = 0
    """The share of events that are acknowledged twice; the next ones alike."""
    never: float = 0
    refuse: float = 0
    out_of_order: bool = False


@dataclass
class Book:
    """What the agency keeps: the cursor, and each event under its own id. One file, written whole
    before any answer leaves, so that a crash changes no id."""

    path: Path
    cursor: int = 0
    number: int = 0
    events: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def opened(cls, path: Path) -> Book:
        """What stands in the file; a new book where there is none that can be read."""
        with suppress(OSError, ValueError, KeyError):
            kept = json.loads(path.read_text())
            return cls(path, kept["cursor"], kept["number"], kept["events"])
        return cls(path)

    def keep(self) -> None:
        draft = self.path.with_suffix(".new")
        kept = {"cursor": self.cursor, "number": self.number, "events": self.events}
        draft.write_text(json.dumps(kept))
        draft.replace(self.path)

    def next_id(self) -> str:
        self.number += 1
        return f"MER-{self.number:06}"


class Agency:
    def __init__(
        self,
        portal: httpx2.AsyncClient,
        keys: Keyring,
        book: Book,
        manners: Manners | None = None,
        *,
        seed: int = 1,
        now: Callable[[], datetime] = clock.wall,
    ) -> None:
        self._portal, self._keys, self.book = portal, keys, book
        self._manners, self._random, self._now = manners or Manners(), Random(seed), now

    async def pull(self) -> int:
        """Everything that is new; how many events came. Raises `Away`."""
        came = 0
        while lines := await self._events():
            for line in lines:
                self._take(line)
                self.book.cursor = max(self.book.cursor, line["position"])
            self.book.keep()
            came += len(lines)
        return came

    async def acknowledge(self, *, all_of_them: bool = False) -> int:
        """Answers that are due; how many were sent. Raises `Away`."""
        now = self._now().timestamp()
        due = [
            (event_id, event)
            for event_id, event in self.book.events.items()
            if event["answers"] and (all_of_them or event["due"] <= now)
        ]
        sent = [event for event in due for _time in range(event[1]["answers"])]
        if self._manners.out_of_order:
            self._random.shuffle(sent)
        for start in range(0, len(sent), AT_ONCE):
            some = sent[start : start + AT_ONCE]
            await self._post("acknowledgements", [_acknowledgement(*one) for one in some])
        for _event_id, event in due:
            event["answers"] = 0
        if due:
            self.book.keep()
        return len(sent)

    async def state(self) -> int:
        """A statement for each day that the portal lacks; how many. Raises `Away`."""
        days = [line["day"] for line in await self._get(f"{FEED}/reconciliations")]
        for day in days:
            held = {e: v for e, v in self.book.events.items() if v["day"] == day and v["held"]}
            entries = [_entry(event_id, event) for event_id, event in held.items()]
            head = {"kind": "statement", "v": 1, "day": day, "entries": len(entries)}
            await self._post("reconciliations", [head, *entries])
        return len(days)

    def _take(self, line: dict[str, Any]) -> None:
        """An event that comes again keeps its id, unless it was refused: that is decided anew."""
        known = self.book.events.get(line["event_id"])
        chance = self._random.random
        if known and known["held"] and known["outcome"] == "accepted":
            known["answers"] = 1
            return
        refused = not known and chance() < self._manners.refuse
        never = not known and chance() < self._manners.never
        self.book.events[line["event_id"]] = {
            "id": self.book.next_id(),
            "outcome": "refused" if refused else "accepted",
            "day": eastern_date(datetime.fromisoformat(line["at"])).isoformat(),
            "due": self._now().timestamp() + chance() * self._manners.late,
            "answers": 0 if never else 2 if chance() < self._manners.twice else 1,
            "held": not never,
        }

    async def _events(self) -> list[dict[str, Any]]:
        try:
            return await self._get(f"{FEED}?after={self.book.cursor}&limit={LIMIT}")
        except CursorAhead:
            self.book.cursor = 0
            return await self._get(f"{FEED}?after=0&limit={LIMIT}")

    async def _get(self, target: str) -> list[dict[str, Any]]:
        headers = sign(self._keys, target.encode(), self._now())
        return await self._call("GET", target, headers=headers)

    async def _post(self, name: str, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        body = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
        headers = sign(self._keys, body, self._now())
        return await self._call("POST", f"{FEED}/{name}", content=body, headers=headers)

    async def _call(self, method: str, target: str, **parts: Any) -> list[dict[str, Any]]:
        try:
            answer = await self._portal.request(method, target, **parts)
        except httpx2.TransportError as error:
            raise Away(type(error).__name__) from error
        if answer.status_code == 429 or answer.status_code >= 500:
            after = answer.headers.get("retry-after", "0")
            raise Away(f"HTTP {answer.status_code}", float(after) if after.isdigit() else 0)
        if answer.status_code == 409:
            raise CursorAhead
        if answer.status_code != 200:
            raise Untrusted(f"the portal refused the call: {answer.text[:300]}")
        if refusal := verify(self._keys, answer.headers, answer.content, self._now()):
            raise Untrusted(f"the answer is not the portal's: {refusal}")
        return [json.loads(line) for line in answer.content.splitlines()]


async def once(agency: Agency) -> tuple[int, int, int]:
    """Events pulled, answers and statements sent: all there is to do now, late answers too.

    Raises `Away` when the portal does not answer in the end, and `Untrusted`.
    """
    for further in reversed(range(TRIES)):
        try:
            pulled = await agency.pull()
            return pulled, await agency.acknowledge(all_of_them=True), await agency.state()
        except Away as away:
            if not further:
                raise
            await asyncio.sleep(max(away.seconds, 2.0 ** (TRIES - further) / 4))
    raise AssertionError("the last try returns or raises")


async def until_stopped(agency: Agency, stop: asyncio.Event, say: Callable[[str], None]) -> None:
    """Turn after turn; after a failure it waits longer each time, whatever the failure is."""
    wait, turns = IDLE_SECONDS, 0
    while not stop.is_set():
        try:
            pulled, answered = await agency.pull(), await agency.acknowledge()
            stated = 0 if turns % STATEMENTS_EVERY else await agency.state()
            if pulled or answered or stated:
                say(f"{pulled} events pulled, {answered} answers, {stated} statements")
            wait, turns = IDLE_SECONDS, turns + 1
        except (Away, Untrusted) as trouble:
            seconds = trouble.seconds if isinstance(trouble, Away) else 0
            wait = min(max(wait * 2, seconds), LONGEST_WAIT)
            say(f"{trouble}; again in {wait:.0f} s")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)


def _acknowledgement(event_id: str, event: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "acknowledgement", **_said(event_id, event)}


def _entry(event_id: str, event: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "entry", **_said(event_id, event)}


def _said(event_id: str, event: dict[str, Any]) -> dict[str, Any]:
    refused = event["outcome"] == "refused"
    return {
        "v": 1,
        "event_id": event_id,
        "agency_id": event["id"],
        "outcome": event["outcome"],
        **({"reason": REFUSED_BECAUSE} if refused else {}),
    }
