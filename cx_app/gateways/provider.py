"""What all providers of channels share: how they say no, and what they can carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from cx_app.domain.delivery import Reason
from cx_app.domain.sending import Trouble

TIMEOUT_SECONDS = 10
"""How long a provider may take to answer; ten of them fit into a lease of the outbox."""


class DeliveryError(RuntimeError):
    """The provider did not take a message. `detail` names its answer, never the addressee."""

    def __init__(
        self,
        detail: str,
        trouble: Trouble = Trouble.RETRYABLE,
        reason: Reason = Reason.PROVIDER_AWAY,
        retry_after: timedelta | None = None,
    ) -> None:
        super().__init__(detail)
        self.trouble = trouble
        self.reason = reason
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


def retry_after(header: str | None) -> timedelta | None:
    """The seconds of a Retry-After header; None for a date or nothing."""
    return timedelta(seconds=min(int(header), 3600)) if header and header.isdigit() else None
