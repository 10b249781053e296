"""The figures of the desk of visits as a table to take away: for those who keep offices (AP-43)."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from cx_app.domain.business_days import DAY
from cx_app.domain.business_time import end_of_day
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.services.appointment_requests.figures import PERIODS, USUAL, period
from cx_app.services.appointment_requests.outcomes import NUMBERS, outcomes
from cx_app.services.audit.export import written
from cx_app.services.audit.record import record
from cx_app.services.offices.access import require_keeper

COLUMNS: Final = (
    "First day",
    "Last day",
    "Office",
    "Reason",
    "Reason code",
    "Asked for",
    "Visits booked",
    "Not needed",
    "Questions asked",
    "Withdrawn or cancelled",
    "Expired",
    "Came",
    "Did not come",
    "Called off by a closure",
    "Decisions taken back",
    "Answered",
    "Answered in time",
)


def figures_csv(session: Session, actor: Actor, days: int) -> str:
    """One line for each office and reason; counts only. Raises `Forbidden`."""
    require_keeper(actor)
    days = days if days in PERIODS else USUAL
    first, last = period(clock.business(session), days)
    found = sorted(
        outcomes(session, end_of_day(first - DAY)), key=lambda one: (one.office, one.reason_name)
    )
    record(
        session,
        actor,
        "appointment_request.export",
        details={"days": days, "rows": len(found)},
    )
    return written(
        [
            COLUMNS,
            *(
                [
                    first.isoformat(),
                    last.isoformat(),
                    one.office,
                    one.reason_name,
                    one.reason,
                    *(str(getattr(one, name)) for name in NUMBERS),
                ]
                for one in found
            ),
        ]
    )
