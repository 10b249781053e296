"""The board of a representative's cases: what can be asked of it (REP-5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from cx_app.domain.cases import ELSEWHERE, STATUSES, Turn

PAGE: Final = 50
SAME_VISIT: Final = timedelta(minutes=30)
"""Whoever comes back sooner is on the same visit: what was new stays marked."""


class Tab(StrEnum):
    ALL = "all"
    YOU = "you"
    """The client's turn, or the representative's for them."""
    COMING = "coming"
    """There is an appointment ahead."""
    CHANGED = "changed"
    """Since the last visit."""


class Sort(StrEnum):
    CLIENT = "client"
    NEXT = "next"
    STATUS = "status"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Asked:
    """Of a board, by its page; anything unknown falls back to the first page of all."""

    tab: Tab = Tab.ALL
    sort: Sort = Sort.CLIENT
    search: str = ""
    form: str = ""
    page: int = 1


def asked(tab: str, sort: str, search: str, form: str, page: int) -> Asked:
    """What a client sent, whatever it is."""
    return Asked(
        Tab(tab) if tab in set(Tab) else Tab.ALL,
        Sort(sort) if sort in set(Sort) else Sort.CLIENT,
        search.strip()[:80],
        form.strip()[:12],
        max(1, min(page, 10_000)),
    )


def since(opened_at: datetime | None, before: datetime | None, now: datetime) -> datetime:
    """From when on something is new to somebody who opens their board now."""
    if opened_at is None:
        return now
    if before is not None and now - opened_at < SAME_VISIT:
        return before
    return opened_at


def codes_of(turn: Turn) -> list[str]:
    """The event codes that leave it somebody's turn, for a case that is not on hold."""
    return sorted(code for code, status in STATUSES.items() if status.turn is turn)


CLOSING: Final = sorted(code for code, status in STATUSES.items() if status.closes)
"""A case that ended is on hold for nobody."""
OTHERS: Final = sorted(ELSEWHERE)
