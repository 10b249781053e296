"""E-mail behind one Protocol: SendGrid, or the demo's mailbox."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol
from urllib.error import URLError

from cx_app.domain.delivery import Delivery, Reason
from cx_app.domain.sending import Trouble
from cx_app.gateways.provider import TIMEOUT_SECONDS, Attachment, DeliveryError, retry_after
from cx_app.settings import Settings

SIGNATURE: Final = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP: Final = "X-Twilio-Email-Event-Webhook-Timestamp"
TOLERANCE: Final = timedelta(seconds=300)


@dataclass(frozen=True, slots=True)
class Email:
    """One e-mail. `message_id` goes to the provider, so that the message can be found there."""

    message_id: str
    to: str
    subject: str
    text: str
    kind: str = ""
    attachments: tuple[Attachment, ...] = ()


class EmailGateway(Protocol):
    def send(self, email: Email) -> str:
        """Hand over to the provider; returns the provider's id. Raises `DeliveryError`."""


class SendGrid:
    def __init__(self, settings: Settings) -> None:
        from sendgrid import SendGridAPIClient

        self._client = SendGridAPIClient(
            settings.sendgrid_api_key.get_secret_value(), host=settings.sendgrid_host
        )
        self._client.client.timeout = TIMEOUT_SECONDS
        self._from = settings.mail_from

    def send(self, email: Email) -> str:
        from python_http_client.exceptions import HTTPError

        try:
            answer = self._client.client.mail.send.post(request_body=_mail(email, self._from))
        except HTTPError as error:
            raise _refused(error) from error
        except URLError as error:
            raise DeliveryError("sendgrid unreachable") from error
        except OSError as error:
            raise DeliveryError("sendgrid did not answer", Trouble.UNKNOWN) from error
        return str(answer.headers.get("X-Message-Id", ""))


@dataclass(frozen=True, slots=True)
class EmailReport:
    """What SendGrid's event webhook says about one message."""

    message_id: str
    event_key: str
    delivery: Delivery
    reason: Reason | None
    at: datetime


def is_signed(public_key: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Whether SendGrid signed this very body (ECDSA over timestamp and raw bytes) within the last
    300 seconds. `headers` compares names as HTTP does."""
    from sendgrid.helpers.eventwebhook import EventWebhook

    given, second = headers.get(SIGNATURE, ""), headers.get(TIMESTAMP, "")
    if not (public_key and given and second.isascii() and second.isdigit() and len(second) < 12):
        return False
    with suppress(ValueError, TypeError):
        signed = EventWebhook(public_key).verify_signature(body.decode(), given, second)
        age = now - datetime.fromtimestamp(int(second), UTC)
        return bool(signed) and abs(age) <= TOLERANCE
    return False


def reports(body: bytes) -> list[EmailReport]:
    """The events of one call that tell about delivery; others and strange ones are left out."""
    try:
        events = json.loads(body)
    except ValueError:
        return []
    found = (
        [_report(event) for event in events if isinstance(event, dict)]
        if isinstance(events, list)
        else []
    )
    return [report for report in found if report is not None]


def _report(event: dict[str, Any]) -> EmailReport | None:
    told = _told(event)
    message_id, key, second = (event.get(n) for n in ("message_id", "sg_event_id", "timestamp"))
    if told is None or not (isinstance(message_id, str) and isinstance(key, str) and key):
        return None
    if not isinstance(second, int) or not 0 < second < 10**11:
        return None
    at = datetime.fromtimestamp(second, UTC)
    return EmailReport(message_id, f"sendgrid:{key[:140]}", *told, at)


def _told(event: dict[str, Any]) -> tuple[Delivery, Reason | None] | None:
    why = str(event.get("reason", "")).casefold()
    match event.get("event"):
        case "processed":
            return Delivery.ACCEPTED, None
        case "deferred":
            return Delivery.UNDER_WAY, None
        case "delivered":
            return Delivery.DELIVERED, None
        case "bounce":
            blocked = event.get("type") == "blocked"
            return Delivery.FAILED, Reason.BLOCKED if blocked else Reason.BOUNCED
        case "dropped" if "unsubscribed" in why:
            return Delivery.FAILED, Reason.OPTED_OUT
        case "dropped" if "spam" in why:
            return Delivery.FAILED, Reason.COMPLAINED
        case "dropped" if why == "invalid":
            return Delivery.FAILED, Reason.MALFORMED
        case "dropped":
            return Delivery.FAILED, Reason.BOUNCED if "bounced" in why else Reason.REFUSED
        case "spamreport":
            return Delivery.DELIVERED, Reason.COMPLAINED
    return None


def _mail(email: Email, sender: str) -> dict[str, Any]:
    from sendgrid.helpers.mail import Attachment as File
    from sendgrid.helpers.mail import (
        Category,
        ClickTracking,
        CustomArg,
        FileContent,
        FileName,
        FileType,
        Mail,
        OpenTracking,
        TrackingSettings,
    )

    mail = Mail(
        from_email=sender,
        to_emails=email.to,
        subject=email.subject,
        plain_text_content=email.text,
    )
    mail.add_custom_arg(CustomArg("message_id", email.message_id, p=0))
    if email.kind:
        mail.add_category(Category(email.kind))
    # Nobody is watched while they read: no rewritten links, no invisible picture.
    mail.tracking_settings = TrackingSettings(ClickTracking(False, False), OpenTracking(False))
    for one in email.attachments:
        content = base64.b64encode(one.content).decode()
        mail.add_attachment(
            File(FileContent(content), FileName(one.name), FileType(one.media_type))
        )
    return dict(mail.get())


def _refused(error: Any) -> DeliveryError:
    """By HTTP status. Wrong credentials are ours to mend and no reason to give up on messages."""
    status, detail = int(error.status_code), f"sendgrid {error.status_code}"
    if status == 429:
        after = retry_after(error.headers.get("Retry-After") if error.headers else None)
        return DeliveryError(detail, Trouble.THROTTLED, Reason.PROVIDER_AWAY, after)
    if status in (401, 403, 503):
        return DeliveryError(detail)
    if status >= 500:
        return DeliveryError(detail, Trouble.UNKNOWN)
    malformed = "valid address" in str(error.body).casefold()
    return DeliveryError(
        detail, Trouble.PERMANENT, Reason.MALFORMED if malformed else Reason.REFUSED
    )
