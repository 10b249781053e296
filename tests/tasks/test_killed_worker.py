"""kill -9 at a worker loses nothing; what comes twice stays within the window that is named."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from cx_app import database as db
from tests.tasks import killed


def test_nothing_is_lost_and_duplicates_stay_in_the_window(
    database: str,
    tmp_path: Path,
    soak: bool,
    record_property: Callable[[str, object], None],
) -> None:
    messages, kills = (2_000, 20) if soak else (120, 2)
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONHASHSEED"},
        "CX_DATA_DIR": os.environ["CX_DATA_DIR"],
        "DATABASE_URL": db.engines().writer.url.render_as_string(hide_password=False),
    }
    with ExitStack() as stack:
        if database == "postgresql":
            environment["REDIS_URL"] = stack.enter_context(killed.redis(tmp_path))
        seen = killed.campaign(environment, messages, kills)
    assert seen.delivered == seen.committed == messages
    assert seen.duplicates <= kills * killed.WINDOW
    record_property("came_twice", seen.duplicates)
