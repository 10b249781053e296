"""Moves stored values to the newest keys, a little each second."""

from __future__ import annotations

from cx_app.services.keys.rotation import move_along
from tasks.app import app

AT_A_TIME = 0.4
"""Seconds of each second."""


@app.task
def rotate() -> int:
    """Running it twice, or by two workers at once, is harmless."""
    return move_along(AT_A_TIME)
