"""Where a countdown ends that a browser shows."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from cx_app.gateways import clock


def counts_to(session: Session, at: datetime | None) -> str:
    """The moment on the machine's clock at which the business clock shows `at` (ISO); empty for
    none. Browsers know the first clock only, and the demo moves the second."""
    if at is None:
        return ""
    return (clock.wall() + (at - clock.business(session))).isoformat()
