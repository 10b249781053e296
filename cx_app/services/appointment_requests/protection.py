"""Requests follow the flag of their case, which comes and goes with the feed (domain 9.4)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.appointment_requests import RequestReason
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Case
from cx_app.services.appointment_requests.moves import show
from cx_app.services.policy.current import policy


def follow_protection(session: Session, cases: Collection[UUID]) -> int:
    """Of cases whose flag changed; returns how many requests changed with them. From then on they
    are masked and for the narrower role, or for every officer again, unless the reason itself is
    protected."""
    if not cases:
        return 0
    restricted = policy(session, clock.business(session)).requests.restricted_reasons
    changed = 0
    rows = session.exec(
        select(AppointmentRequest, Case.protected)
        .join(Case, col(Case.id) == AppointmentRequest.case_id)
        .where(col(AppointmentRequest.case_id).in_(sorted(cases)))
        .order_by(col(AppointmentRequest.id))
        .with_for_update(of=AppointmentRequest.__table__)  # type: ignore[attr-defined]
    )
    for request, protected in rows.all():
        protected = protected or RequestReason(request.reason) in restricted
        if request.protected != protected:
            request.protected = protected
            session.add(request)
            show(session, request)
            changed += 1
    return changed
