"""The far end of the wire in the demo: keeps what arrived, to be looked at under /demo/mailbox."""

from __future__ import annotations

import base64

from cx_app import database
from cx_app.domain.messages import Channel
from cx_app.gateways import clock
from cx_app.gateways.email import Email
from cx_app.gateways.letters import Letter
from cx_app.models import DemoDelivery


class DemoEmail:
    def send(self, email: Email) -> str:
        return _arrive(Channel.EMAIL, email.to, email.subject, email.text)


class DemoLetters:
    def send(self, letter: Letter) -> str:
        document = base64.b64encode(letter.pdf).decode()
        return _arrive(Channel.LETTER, "\n".join(letter.to), letter.subject, letter.text, document)


def _arrive(channel: Channel, to: str, subject: str, body: str, document: str | None = None) -> str:
    with database.write() as session:
        delivery = DemoDelivery(channel=channel, at=clock.business(session))
        delivery.to, delivery.subject, delivery.body = to, subject, body
        delivery.document = document
        session.add(delivery)
        return str(delivery.id)
