"""Callbacks: what time does to them, and the texts ahead. Running it twice is harmless."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from sqlmodel import Session

from cx_app import database
from cx_app.services.callbacks.texting import call_back_late, send_due, settle_texts
from cx_app.services.callbacks.timers import AT_ONCE, end_holds, find_hours, let_time_pass
from tasks.app import app

SWEEP_FOR_SECONDS: Final = 5.0
"""Then the next sweep goes on, so that other tasks get their turn."""
STEPS: Final[tuple[Callable[[Session], int], ...]] = (
    call_back_late,
    settle_texts,
    let_time_pass,
    end_holds,
    find_hours,
    send_due,
)
"""What frees room for texts comes before them."""


@app.task
def sweep() -> int:
    """Wake whatever is due, in batches that are each one transaction."""
    begun, moved = time.monotonic(), 0
    for step in STEPS:
        while True:
            with database.write() as session:
                count = step(session)
            moved += count
            if count < AT_ONCE or time.monotonic() - begun > SWEEP_FOR_SECONDS:
                break
    return moved
