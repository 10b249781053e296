"""Moves everybody whose support center is closed. Running it twice is harmless."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol, TypeVar
from uuid import UUID

import structlog
from sqlmodel import Session

from cx_app import database
from cx_app.services.biometrics.closed import affected_by_closures, take_over
from cx_app.services.biometrics.further import Further, further_days, make_times
from cx_app.services.biometrics.rehouse import Rehoused, awaiting, find_again, move_away
from tasks.app import app

log = structlog.get_logger(__name__)
AT_ONCE: Final = 100
"""People who are looked for with one query."""


class Waits(Protocol):
    """Somebody to be moved, from the booking that a closure takes from them."""

    @property
    def id(self) -> UUID: ...

    @property
    def booking_id(self) -> UUID: ...


One = TypeVar("One", bound=Waits)


@app.task
def move_all_from_closed() -> int:
    """The soonest appointment first, each person in a transaction of their own."""
    with database.write() as session:
        take_over(session)
    return _everybody(affected_by_closures, move_away)


@app.task
def find_times() -> int:
    """For those whom a closure left without an appointment."""
    return _everybody(awaiting, find_again)


def _everybody(
    find: Callable[[Session, int, One | None], list[One]],
    move: Callable[[Session, UUID], Rehoused],
) -> int:
    moved, last = 0, None
    while True:
        with database.read() as session:
            found = find(session, AT_ONCE, last)
            if not found:
                return moved
            further = further_days(session, [one.booking_id for one in found])
        _make(further)
        moved, last = moved + _each(move, [one.id for one in found]), found[-1]


def _make(further: list[Further]) -> None:
    """Before anybody is moved; where that fails there may be no time, and the next run looks."""
    for one in further:
        try:
            with database.write() as session:
                make_times(session, one)
        except Exception as error:
            log.error("biometrics.no_times", id=str(one.office_id), reason=type(error).__name__)
        database.let_others_write()


def _each(move: Callable[[Session, UUID], Rehoused], ids: list[UUID]) -> int:
    moved = 0
    for one in ids:
        try:
            with database.write() as session:
                moved += move(session, one) is Rehoused.MOVED
        except Exception as error:  # one person's trouble keeps nobody else waiting
            log.error("biometrics.not_moved", id=str(one), reason=type(error).__name__)
        database.let_others_write()
    return moved
