"""Text messages behind one Protocol: Twilio, or the demo's mailbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlsplit, urlunsplit

from cx_app.domain.delivery import Delivery, Reason
from cx_app.domain.sending import Trouble
from cx_app.gateways.provider import TIMEOUT_SECONDS, DeliveryError, retry_after
from cx_app.settings import Settings

SIGNATURE: Final = "X-Twilio-Signature"
INBOUND_PATH: Final = "/webhooks/sms"
STATUS_PATH: Final = "/webhooks/sms/status"
FAILURES: Final = {
    21211: Reason.MALFORMED,
    21217: Reason.MALFORMED,
    21265: Reason.MALFORMED,
    21408: Reason.BLOCKED,
    21610: Reason.OPTED_OUT,
    21614: Reason.LANDLINE,
    30003: Reason.UNREACHABLE,
    30004: Reason.BLOCKED,
    30005: Reason.BOUNCED,
    30006: Reason.LANDLINE,
    30007: Reason.BLOCKED,
}
"""Twilio's error codes, by what they mean for us."""
STATUSES: Final = {
    "accepted": Delivery.ACCEPTED,
    "scheduled": Delivery.ACCEPTED,
    "queued": Delivery.ACCEPTED,
    "sending": Delivery.ACCEPTED,
    "sent": Delivery.UNDER_WAY,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.DELIVERED,
    "undelivered": Delivery.FAILED,
    "failed": Delivery.FAILED,
    "canceled": Delivery.FAILED,
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text. `message_id` comes back with every report about it."""

    message_id: str
    to: str
    """E.164."""
    text: str


class SmsGateway(Protocol):
    def send(self, text: Text) -> str:
        """Hand over to the provider; returns the provider's id. Raises `DeliveryError`."""

    def line_of(self, number: str) -> str:
        """`mobile`, `landline`, `voip`, or empty when nobody knows (domain 1.3-11)."""


class Twilio:
    def __init__(self, settings: Settings) -> None:
        from twilio.rest import Client

        self._client = Client(
            settings.twilio_account_sid,
            settings.twilio_auth_token.get_secret_value(),
            http_client=_http(settings.twilio_host),
        )
        self._from = settings.twilio_from
        self._status = settings.public_origin + STATUS_PATH

    def send(self, text: Text) -> str:
        from requests import ConnectionError as Unreachable
        from requests import ConnectTimeout, RequestException
        from twilio.base.exceptions import TwilioRestException

        sender = (
            {"messaging_service_sid": self._from}
            if self._from.startswith("MG")
            else {"from_": self._from}
        )
        try:
            sent = self._client.messages.create(
                to=text.to,
                body=text.text,
                status_callback=f"{self._status}/{text.message_id}",
                **sender,
            )
        except TwilioRestException as error:
            raise _refused(error) from error
        except ConnectTimeout as error:
            raise DeliveryError("twilio unreachable") from error
        except Unreachable as error:
            begun = "NewConnectionError" not in repr(error)
            trouble = Trouble.UNKNOWN if begun else Trouble.RETRYABLE
            raise DeliveryError("twilio unreachable", trouble) from error
        except RequestException as error:
            raise DeliveryError("twilio did not answer", Trouble.UNKNOWN) from error
        return str(sent.sid)

    def line_of(self, number: str) -> str:
        from requests import RequestException
        from twilio.base.exceptions import TwilioException

        try:
            found = self._client.lookups.v2.phone_numbers(number).fetch(
                fields="line_type_intelligence"
            )
        except (TwilioException, RequestException):
            return ""
        return line_kind(str((found.line_type_intelligence or {}).get("type") or ""))


def line_kind(twilio_type: str) -> str:
    """`landline` and `mobile` as they are; every kind of internet number as `voip`."""
    kind = twilio_type.casefold()
    return "voip" if "voip" in kind else kind if kind in ("mobile", "landline") else ""


def is_signed(auth_token: str, url: str, fields: Mapping[str, str], signature: str) -> bool:
    """Whether Twilio signed this call: HMAC over the address it called and the form's fields.
    Twilio signs no time, so a call that comes again is told by its message's own id."""
    from twilio.request_validator import RequestValidator

    if not auth_token or not signature:
        return False
    return bool(RequestValidator(auth_token).validate(url, dict(fields), signature))


def report_of(status: str, error_code: str) -> tuple[Delivery, Reason | None] | None:
    """What a status callback tells; None for a status nobody knows."""
    delivery = STATUSES.get(status)
    if delivery is None:
        return None
    if delivery is not Delivery.FAILED:
        return delivery, None
    code = int(error_code) if error_code.isascii() and error_code.isdigit() else 0
    return delivery, FAILURES.get(code, Reason.OTHER)


def _http(host: str) -> Any:
    """Twilio's own client, or the same one sent to another host."""
    from twilio.http.http_client import TwilioHttpClient

    if not host:
        return TwilioHttpClient(timeout=TIMEOUT_SECONDS)
    there = urlsplit(host)

    class Elsewhere(TwilioHttpClient):  # type: ignore[misc]
        def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
            to = urlunsplit(urlsplit(url)._replace(scheme=there.scheme, netloc=there.netloc))
            return super().request(method, to, *args, **kwargs)

    return Elsewhere(timeout=TIMEOUT_SECONDS)


def _refused(error: Any) -> DeliveryError:
    """By HTTP status and Twilio's own code."""
    detail = f"twilio {error.status} {error.code or ''}".strip()
    if error.status == 429 or error.code == 20429:
        return DeliveryError(detail, Trouble.THROTTLED, Reason.PROVIDER_AWAY, retry_after(None))
    if error.status in (401, 403, 503) and error.code not in FAILURES:
        return DeliveryError(detail)
    if error.status >= 500:
        return DeliveryError(detail, Trouble.UNKNOWN)
    return DeliveryError(detail, Trouble.PERMANENT, FAILURES.get(error.code, Reason.REFUSED))
