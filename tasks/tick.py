"""What is cheap to ask for each second, in one message in place of many: who asks first looks for
rows that are due, and finds none as a rule. What may take long has messages of its own."""

from __future__ import annotations

from typing import Final

from tasks import access_codes, appointment_requests, decisions, messages, representation
from tasks.app import app

CHEAP: Final = (
    decisions.leave,
    messages.report,
    appointment_requests.sweep,
    access_codes.match,
    access_codes.tell_of_lapsed_disputes,
    access_codes.watch_addresses,
    representation.match,
)
"""What people wait for comes first."""


@app.task
def tick() -> int:
    """Returns how much was done. One that fails stops none of the others, and is reported at the
    end as any task that fails is."""
    done, failed = 0, []
    for task in CHEAP:
        try:
            done += task()
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("part of the tick failed", failed)
    return done
