"""No file that people write is longer than people read."""

from __future__ import annotations

from cx_app.settings import PROJECT
from tests.guards.test_tree import tracked

LINES = 400
GENERATED = {".lock"}
NOT_BY_HAND = ("package-lock.json", "feed-out.schema.json")


def test_files_stay_short() -> None:
    too_long = {
        str(path.relative_to(PROJECT)): count
        for path in tracked()
        if path.suffix not in GENERATED
        and path.name not in NOT_BY_HAND
        and "versions" not in path.parts
        if (count := len(path.read_text(errors="replace").splitlines())) > LINES
    }
    assert too_long == {}
