"""Visitors hear that there is news, and look it up: nothing of it leaves the portal, so that the
message is the same for every reason and every answer (domain 2.4-6)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session

from cx_app.domain.messages import Channel, Kind, Why
from cx_app.language import href, known
from cx_app.models import AppointmentRequest, SupportRequest
from cx_app.services.messages.outbox import enqueue
from cx_app.settings import settings

LOOK_UP: Final = "/appointments/look-up"


def tell_visitor(
    session: Session,
    request: AppointmentRequest | SupportRequest,
    dedupe_key: str,
    *,
    not_before: datetime | None = None,
    place: str = LOOK_UP,
) -> bool:
    """By the one way that was proven; False for a request of somebody with an account, who hears of
    it otherwise, and for news that was told before. They see it at `place`."""
    by_email = request.contact_email is not None
    to = request.contact_email if by_email else request.contact_phone
    if request.account_id is not None or to is None:
        return False
    language = known(request.language)
    return enqueue(
        session,
        Kind.VISITOR_NEWS,
        Channel.EMAIL if by_email else Channel.SMS,
        dedupe_key=f"visitor:{dedupe_key}",
        language=language,
        why=Why.ASKED,
        facts={"to": to, "link": settings.public_url.rstrip("/") + href(place, language)},
        not_before=not_before,
    )
