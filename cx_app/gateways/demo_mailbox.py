"""The far end of the wire in the demo: keeps what arrived, to be looked at under /demo/mailbox."""

from __future__ import annotations

import base64
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, select

from cx_app import database
from cx_app.domain.delivery import Reason
from cx_app.domain.messages import Channel
from cx_app.domain.sending import Trouble
from cx_app.gateways import clock
from cx_app.gateways.email import Email
from cx_app.gateways.letters import PrintBatch
from cx_app.gateways.provider import DeliveryError
from cx_app.gateways.simulator import LANDLINE, Outcome, outcome_of
from cx_app.gateways.sms import Text
from cx_app.models import DemoDelivery

REPORTS_AFTER = timedelta(seconds=1)


class DemoEmail:
    def send(self, email: Email) -> str:
        outcome = _refuse_or(email.to)
        document = (
            base64.b64encode(email.attachments[0].content).decode() if email.attachments else None
        )
        return _arrive(
            Channel.EMAIL, email.message_id, email.to, email.subject, email.text, document, outcome
        )


class DemoSms:
    def send(self, text: Text) -> str:
        outcome = _refuse_or(text.to)
        if outcome is Outcome.OPTED_OUT:
            raise DeliveryError("demo opted out", Trouble.PERMANENT, Reason.OPTED_OUT)
        return _arrive(Channel.SMS, text.message_id, text.to, "", text.text, None, outcome)

    def line_of(self, number: str) -> str:
        return "landline" if number == LANDLINE else "mobile"


class DemoLetters:
    """The post is quick here: a letter lies in the mailbox as soon as its batch is made, once."""

    def hand_over(self, batch: PrintBatch) -> None:
        for letter in batch.letters:
            document = base64.b64encode(letter.pdf).decode()
            to = "\n".join(letter.to)
            _arrive(
                Channel.LETTER, letter.message_id, to, letter.subject, letter.text, document, None
            )

    def take_back(self, number: str) -> None:
        pass


def _refuse_or(address: str) -> Outcome:
    outcome = outcome_of(address)
    if outcome is Outcome.TEMPORARY:
        raise DeliveryError("demo asked to come again")
    return outcome


def _arrive(
    channel: Channel,
    message_id: str,
    to: str,
    subject: str,
    body: str,
    document: str | None,
    outcome: Outcome | None,
) -> str:
    with database.write() as session:
        now = clock.business(session)
        delivery = DemoDelivery(channel=channel, at=now)
        with suppress(ValueError):  # in tests of a gateway alone
            delivery.message_id = UUID(message_id)
        if channel == Channel.LETTER and (known := _letter(session, delivery.message_id)):
            return str(known)
        delivery.to, delivery.subject, delivery.body = to, subject, body
        delivery.document = document
        if outcome is not None:
            delivery.outcome, delivery.report_at = outcome, now + REPORTS_AFTER
        session.add(delivery)
        return str(delivery.id)


def _letter(session: Session, message_id: UUID | None) -> UUID | None:
    """What arrived before: two who make post at the same time may both hand a batch over."""
    return session.exec(
        select(DemoDelivery.id).where(
            DemoDelivery.message_id == message_id, DemoDelivery.channel == Channel.LETTER
        )
    ).first()
