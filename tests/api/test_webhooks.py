"""What providers call: it counts when they signed it, just now, and once."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import time_machine
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient
from twilio.request_validator import RequestValidator

from cx_app import database as db
from cx_app.api import webhooks
from cx_app.domain.delivery import Delivery, Reason
from cx_app.domain.messages import Channel, OutboxState
from cx_app.gateways import email
from cx_app.models import DeliveryReceipt, InboundText
from cx_app.settings import Settings
from tasks.messages import sweep
from tests.services.messages.people import PHONE, account, one, outbox, tell, texts_to

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
TOKEN = "twilio-token"
KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
ORIGIN = "http://localhost:3000"


def public(key: ec.EllipticCurvePrivateKey) -> str:
    der = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(der).decode()


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as moment:
        yield moment


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    known = Settings(
        sendgrid_webhook_key=public(KEY),
        twilio_account_sid="AC1",
        twilio_auth_token=SecretStr(TOKEN),
    )
    monkeypatch.setattr(webhooks, "settings", known)
    return TestClient(Starlette(routes=webhooks.routes))


def signed(
    body: bytes, at: datetime = NOON, key: ec.EllipticCurvePrivateKey = KEY
) -> dict[str, str]:
    second = str(int(at.timestamp()))
    signature = key.sign(second.encode() + body, ec.ECDSA(hashes.SHA256()))
    return {email.TIMESTAMP: second, email.SIGNATURE: base64.b64encode(signature).decode()}


def events(*told: dict[str, Any], message_id: object) -> bytes:
    common = {
        "message_id": str(message_id),
        "timestamp": int(NOON.timestamp()),
        "email": "amina@example.org",
    }
    return json.dumps([{**common, "sg_event_id": str(uuid4()), **event} for event in told]).encode()


def sent(address: str = "") -> Any:
    tell(account(email=address))
    sweep()
    return one(Channel.EMAIL)


def report(portal: TestClient, body: bytes, headers: dict[str, str]) -> int:
    return portal.post("/webhooks/sendgrid", content=body, headers=headers).status_code


@pytest.mark.parametrize(
    ("event", "delivery", "failure"),
    [
        ({"event": "processed"}, Delivery.ACCEPTED, ""),
        ({"event": "deferred"}, Delivery.UNDER_WAY, ""),
        ({"event": "delivered"}, Delivery.DELIVERED, ""),
        ({"event": "bounce", "type": "bounce"}, Delivery.FAILED, Reason.BOUNCED),
        ({"event": "bounce", "type": "blocked"}, Delivery.FAILED, Reason.BLOCKED),
        ({"event": "dropped", "reason": "Bounced Address"}, Delivery.FAILED, Reason.BOUNCED),
        ({"event": "dropped", "reason": "Unsubscribed Address"}, Delivery.FAILED, Reason.OPTED_OUT),
        ({"event": "dropped", "reason": "Invalid"}, Delivery.FAILED, Reason.MALFORMED),
        ({"event": "dropped", "reason": "Invalid SMTPAPI header"}, Delivery.FAILED, Reason.REFUSED),
        ({"event": "spamreport"}, Delivery.DELIVERED, ""),
        ({"event": "open"}, Delivery.ACCEPTED, ""),
        ({"event": "a new one"}, Delivery.ACCEPTED, ""),
    ],
)
def test_events_about_an_e_mail(
    portal: TestClient, event: dict[str, str], delivery: Delivery, failure: str
) -> None:
    row = sent()
    body = events(event, message_id=row.id)
    assert report(portal, body, signed(body)) == 204
    after = one(Channel.EMAIL)
    assert (after.delivery, after.failure, after.state) == (delivery, failure, OutboxState.SENT)


def test_a_replay_is_nothing_new(portal: TestClient) -> None:
    row = sent()
    body = events({"event": "deferred"}, {"event": "delivered"}, message_id=row.id)
    headers = signed(body)
    assert [report(portal, body, headers) for _ in range(3)] == [204] * 3
    with db.read() as session:
        assert len(session.exec(select(DeliveryReceipt)).all()) == 2


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_old_calls_and_calls_from_the_future_are_refused(portal: TestClient, seconds: int) -> None:
    row = sent()
    body = events({"event": "delivered"}, message_id=row.id)
    assert report(portal, body, signed(body, NOON + timedelta(seconds=seconds))) == 403
    assert one(Channel.EMAIL).delivery == Delivery.ACCEPTED


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_five_minutes_either_way_are_allowed(portal: TestClient, seconds: int) -> None:
    row = sent()
    body = events({"event": "delivered"}, message_id=row.id)
    assert report(portal, body, signed(body, NOON + timedelta(seconds=seconds))) == 204


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(place=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_a_changed_byte_is_refused(portal: TestClient, place: int, flip: int) -> None:
    body = events({"event": "delivered"}, message_id=uuid4())
    headers = signed(body)
    at = place % len(body)
    changed = body[:at] + bytes([body[at] ^ flip]) + body[at + 1 :]
    assert report(portal, changed, headers) == 403


@pytest.mark.parametrize(
    "change",
    [
        {email.SIGNATURE: ""},
        {email.SIGNATURE: "not base64!"},
        {email.SIGNATURE: base64.b64encode(b"short").decode()},
        {email.TIMESTAMP: ""},
        {email.TIMESTAMP: "yesterday"},
        {email.TIMESTAMP: "9" * 400},
        {email.TIMESTAMP: str(int(NOON.timestamp()) + 1)},
    ],
)
def test_what_is_not_signed_right_is_refused(portal: TestClient, change: dict[str, str]) -> None:
    body = events({"event": "delivered"}, message_id=uuid4())
    assert report(portal, body, signed(body) | change) == 403


def test_a_wrong_key_is_refused_and_so_is_everything_without_one(
    portal: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = events({"event": "delivered"}, message_id=uuid4())
    assert report(portal, body, signed(body, key=OTHER)) == 403
    monkeypatch.setattr(webhooks, "settings", Settings())
    assert report(portal, body, signed(body)) == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[1, null, []]",
        b"[{}]",
        b'[{"event": "delivered", "message_id": 5, "sg_event_id": "x", "timestamp": 1}]',
        b'[{"event": "delivered", "message_id": "x", "sg_event_id": "x", "timestamp": 1}]',
        b'[{"event": "delivered", "message_id": "x", "sg_event_id": "x", "timestamp": 1e99}]',
    ],
)
def test_strange_but_signed_bodies_do_no_harm(portal: TestClient, body: bytes) -> None:
    assert report(portal, body, signed(body)) == 204


def test_a_body_that_is_too_large_is_refused(portal: TestClient) -> None:
    body = b"[" + b" " * webhooks.MAX_BODY + b"]"
    assert report(portal, body, signed(body)) == 403


def call(portal: TestClient, path: str, token: str = TOKEN, **fields: str) -> int:
    signature = RequestValidator(token).compute_signature(ORIGIN + path, fields)
    answer = portal.post(
        path,
        content=urlencode(fields),
        headers={
            "X-Twilio-Signature": signature,
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    return answer.status_code


def test_a_text_comes_in_through_twilio(portal: TestClient) -> None:
    person = account()
    texts_to(person)
    fields = {"MessageSid": "SM1", "From": PHONE, "Body": "STOP"}
    assert [call(portal, "/webhooks/sms", **fields) for _ in range(2)] == [200, 200]
    with db.read() as session:
        assert session.exec(select(InboundText)).one().meaning == "stop"
    assert [row.kind for row in outbox(Channel.SMS)] == ["texts_stopped"]


@pytest.mark.parametrize(
    ("status", "code", "delivery", "failure"),
    [
        ("sent", "", Delivery.UNDER_WAY, ""),
        ("delivered", "", Delivery.DELIVERED, ""),
        ("undelivered", "30006", Delivery.FAILED, Reason.LANDLINE),
        ("failed", "30008", Delivery.FAILED, Reason.OTHER),
        ("something new", "", Delivery.ACCEPTED, ""),
    ],
)
def test_reports_about_a_text(
    portal: TestClient, status: str, code: str, delivery: Delivery, failure: str
) -> None:
    person = account()
    texts_to(person)
    tell(person)
    sweep()
    row = one(Channel.SMS)
    path = f"/webhooks/sms/status/{row.id}"
    fields = {"MessageSid": "SM1", "MessageStatus": status, "ErrorCode": code}
    assert [call(portal, path, **fields) for _ in range(2)] == [204, 204]
    after = one(Channel.SMS)
    assert (after.delivery, after.failure) == (delivery, failure)


def test_texts_that_twilio_did_not_sign_are_refused(portal: TestClient) -> None:
    fields = {"MessageSid": "SM1", "From": PHONE, "Body": "STOP"}
    assert call(portal, "/webhooks/sms", "another token", **fields) == 403
    signature = RequestValidator(TOKEN).compute_signature(f"{ORIGIN}/webhooks/sms", fields)
    for changed in ({**fields, "Body": "START"}, {**fields, "Extra": "1"}):
        answer = portal.post(
            "/webhooks/sms",
            content=urlencode(changed),
            headers={"X-Twilio-Signature": signature},
        )
        assert answer.status_code == 403
    assert portal.post("/webhooks/sms", content=urlencode(fields)).status_code == 403
    with db.read() as session:
        assert session.exec(select(InboundText)).all() == []


def test_a_report_about_no_message_of_ours_does_no_harm(portal: TestClient) -> None:
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered"}
    for message_id in (str(uuid4()), "not-an-id"):
        assert call(portal, f"/webhooks/sms/status/{message_id}", **fields) == 204
