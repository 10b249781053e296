"""When a digest is due: at seven in the morning, Eastern, in summer and in winter (REP-18)."""

from __future__ import annotations

from datetime import datetime

import pytest

from cx_app.domain.business_time import EASTERN
from cx_app.domain.representation.digests import Every, next_due


@pytest.mark.parametrize(
    ("every", "now", "due"),
    [
        (Every.DAY, "2026-03-02 06:59", "2026-03-02 07:00"),
        (Every.DAY, "2026-03-02 07:00", "2026-03-03 07:00"),
        (Every.DAY, "2026-03-07 12:00", "2026-03-08 07:00"),  # the clock goes forward that night
        (Every.WEEK, "2026-03-02 06:59", "2026-03-02 07:00"),  # a Monday
        (Every.WEEK, "2026-03-02 07:00", "2026-03-09 07:00"),
        (Every.WEEK, "2026-03-04 01:00", "2026-03-09 07:00"),
        (Every.WEEK, "2026-10-31 12:00", "2026-11-02 07:00"),
    ],
)
def test_the_next_one(every: Every, now: str, due: str) -> None:
    at, expected = (datetime.fromisoformat(one).replace(tzinfo=EASTERN) for one in (now, due))
    assert next_due(every, at) == expected
