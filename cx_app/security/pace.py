"""A cheap limit by network for public starts, held in memory by each web process."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Final

MAX_SUBJECTS: Final = 10_000


class Pace:
    """At most `per_minute` calls a subject; a full minute starts with the first call."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._minutes: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def allows(self, subject: str) -> bool:
        now = time.monotonic()
        since, count = self._minutes.pop(subject, (now, 0))
        if now - since >= 60:
            since, count = now, 0
        self._minutes[subject] = (since, count + 1)
        while len(self._minutes) > MAX_SUBJECTS:
            self._minutes.popitem(last=False)
        return count < self._per_minute
