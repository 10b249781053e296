"""What happened to a code, read from its row and from the request that led to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col

from cx_app.domain.access_codes import Dates
from cx_app.domain.messages import Channel
from cx_app.models import AccessCode, CodeRequest
from cx_app.services.access_codes.request import RequestState


def dates_of(code: AccessCode | None, request: CodeRequest | None = None) -> Dates:
    """For `life_of` and `steps_of`; without a code, the request alone: approved, it has one as soon
    as the decision leaves (UNDO-1)."""
    asked = request.requested_at if request else None
    if code is None:
        approved = request is not None and request.state == RequestState.ISSUED
        return Dates(
            requested_at=asked, issued_at=request.decided_at if request and approved else None
        )
    return Dates(
        issued_at=code.issued_at,
        valid_until=code.valid_until,
        by_email=code.channel == Channel.EMAIL,
        requested_at=asked,
        printed_at=code.printed_at,
        mailed_at=code.mailed_at,
        returned_at=code.returned_at,
        redeemed_at=code.redeemed_at,
        voided_at=code.voided_at,
    )


def is_returned(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of `AccessCode`: the letter came back, and nobody has done anything about it yet."""
    return (
        col(AccessCode.returned_at).is_not(None),
        col(AccessCode.redeemed_at).is_(None),
        col(AccessCode.voided_at).is_(None),
        col(AccessCode.valid_until) > now,
    )
