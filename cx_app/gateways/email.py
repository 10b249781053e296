"""E-mail behind one Protocol: SendGrid, or the demo's mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from cx_app.settings import Settings


class DeliveryError(RuntimeError):
    """The provider did not take a message. `permanent` says that trying again is no use."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Email:
    """One e-mail. `message_id` goes to the provider, so that the message can be found there."""

    message_id: str
    to: str
    subject: str
    text: str


class EmailGateway(Protocol):
    def send(self, email: Email) -> str:
        """Hand over to the provider; returns the provider's id. Raises `DeliveryError`."""


class SendGrid:
    def __init__(self, settings: Settings) -> None:
        from sendgrid import SendGridAPIClient

        self._client = SendGridAPIClient(
            settings.sendgrid_api_key.get_secret_value(), host=settings.sendgrid_host
        )
        self._from = settings.mail_from

    def send(self, email: Email) -> str:
        from python_http_client.exceptions import HTTPError
        from sendgrid.helpers.mail import CustomArg, Mail

        mail = Mail(
            from_email=self._from,
            to_emails=email.to,
            subject=email.subject,
            plain_text_content=email.text,
        )
        mail.add_custom_arg(CustomArg("message_id", email.message_id))
        try:
            answer = self._client.send(mail)
        except HTTPError as error:
            permanent = 400 <= error.status_code < 500 and error.status_code != 429
            raise DeliveryError(f"sendgrid {error.status_code}", permanent=permanent) from error
        except OSError as error:
            raise DeliveryError("sendgrid unreachable") from error
        return str(answer.headers.get("X-Message-Id", ""))
