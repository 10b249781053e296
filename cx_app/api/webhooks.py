"""What providers of e-mail and texts call. A call counts only when its signature is right."""

from __future__ import annotations

import asyncio
from typing import Final
from urllib.parse import parse_qsl
from uuid import UUID

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cx_app import database
from cx_app.domain.delivery import Delivery, Reason
from cx_app.gateways import clock, email, sms
from cx_app.security import door
from cx_app.services.messages import inbound, receipts
from cx_app.settings import settings

log = structlog.get_logger(__name__)
MAX_BODY: Final = 2_000_000
NOTHING_TO_SAY: Final = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@door.public
async def sendgrid(request: Request) -> Response:
    """Events about e-mails: signed over the raw body and the second, at most 300 seconds ago."""
    body = await _body(request)
    key = settings.sendgrid_webhook_key
    if body is None or not email.is_signed(key, request.headers, body, clock.wall()):
        return _refused("sendgrid")
    await asyncio.to_thread(_take_emails, email.reports(body))
    return Response(status_code=204)


@door.public
async def text_status(request: Request) -> Response:
    """How far one text has come."""
    fields = await _signed_fields(request)
    if fields is None:
        return _refused("sms_status")
    told = sms.report_of(fields.get("MessageStatus", ""), fields.get("ErrorCode", ""))
    if told is not None:
        await asyncio.to_thread(_take_text, request.path_params["message_id"], fields, told)
    return Response(status_code=204)


@door.public
async def text_in(request: Request) -> Response:
    """A text that somebody sent us; what we answer goes through the outbox."""
    fields = await _signed_fields(request)
    if fields is None:
        return _refused("sms")
    await asyncio.to_thread(
        _receive, fields.get("MessageSid", ""), fields.get("From", ""), fields.get("Body", "")
    )
    return Response(NOTHING_TO_SAY, media_type="text/xml")


def _refused(hook: str) -> Response:
    log.warning("webhook.refused", hook=hook)
    return Response("not signed", 403)


async def _signed_fields(request: Request) -> dict[str, str] | None:
    """The form's fields; None when the signature is wrong. Twilio signs the address that it was
    told to call, whatever proxies make of it."""
    body = await _body(request)
    if body is None:
        return None
    try:
        fields = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=200))
    except ValueError:
        return None
    url = settings.public_origin + request.url.path
    if request.url.query:
        url = f"{url}?{request.url.query}"
    token = settings.twilio_auth_token.get_secret_value()
    right = sms.is_signed(token, url, fields, request.headers.get(sms.SIGNATURE, ""))
    return fields if right else None


async def _body(request: Request) -> bytes | None:
    """None for one that is larger than any provider's."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            return None
    return body


def _take_emails(reports: list[email.EmailReport]) -> None:
    for report in reports:
        message_id = _id(report.message_id)
        if message_id is None:
            continue
        with database.write() as session:
            receipts.take(
                session, message_id, report.event_key, report.delivery, report.reason, report.at
            )


def _take_text(
    message_id: str, fields: dict[str, str], told: tuple[Delivery, Reason | None]
) -> None:
    found, sid = _id(message_id), fields.get("MessageSid", "")
    if found is None or not sid:
        return
    event_key = f"twilio:{sid[:80]}:{fields['MessageStatus'][:20]}"
    with database.write() as session:
        receipts.take(session, found, event_key, *told, clock.business(session))


def _receive(provider_id: str, number: str, body: str) -> None:
    if provider_id and number:
        with database.write() as session:
            inbound.receive(session, f"twilio:{provider_id[:100]}", number, body)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


routes: Final = [
    Route("/webhooks/sendgrid", sendgrid, methods=["POST"]),
    Route(sms.INBOUND_PATH, text_in, methods=["POST"]),
    Route(f"{sms.STATUS_PATH}/{{message_id}}", text_status, methods=["POST"]),
]
