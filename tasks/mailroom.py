"""Makes the day's post."""

from __future__ import annotations

import structlog

from cx_app.services.mailroom import order
from cx_app.services.mailroom.produce import produce
from cx_app.services.mailroom.tidy import tidy
from tasks.app import app

log = structlog.get_logger(__name__)


@app.task
def make_post() -> int:
    """All letters of the newest day's post, batch after batch; how many were looked at. Another
    worker may make batches at the same time."""
    tidy()
    seen = 0
    while made := produce():
        seen += made.letters + made.left_out
        log.info("mailroom.made", batch=made.number, letters=made.letters, so_far=seen)
    return seen


@app.task
def make_ordered() -> int:
    """The batches that a supervisor ordered; how many letters they hold."""
    return order.make_ordered()
