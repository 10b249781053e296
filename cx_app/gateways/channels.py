"""Which implementation each channel uses, by settings."""

from __future__ import annotations

from functools import cache

import structlog

from cx_app.domain.messages import OUTSIDE, Channel
from cx_app.gateways.demo_mailbox import DemoEmail, DemoLetters, DemoSms
from cx_app.gateways.email import EmailGateway, SendGrid
from cx_app.gateways.letters import Desk, LetterGateway, PrintFolder
from cx_app.gateways.sms import SmsGateway, Twilio
from cx_app.settings import SettingsError, settings

log = structlog.get_logger(__name__)


@cache
def email() -> EmailGateway:
    """SendGrid when it has a key; the demo's mailbox in the demo. Raises `SettingsError`."""
    if settings.sendgrid_api_key.get_secret_value():
        return SendGrid(settings)
    if settings.demo:
        return DemoEmail()
    raise SettingsError("SENDGRID_API_KEY is not set: no e-mail can leave")


@cache
def sms() -> SmsGateway:
    """Twilio when it is named; the demo's mailbox in the demo. Raises `SettingsError`."""
    if settings.texts_by_twilio:
        return Twilio(settings)
    if settings.demo:
        return DemoSms()
    raise SettingsError("TWILIO_ACCOUNT_SID is not set: no text can leave")


@cache
def letters() -> LetterGateway:
    """The demo's mailbox; the print provider's folder where there is one; else staff fetch them."""
    if settings.demo:
        return DemoLetters()
    return PrintFolder(settings.print_folder) if settings.print_folder else Desk()


def available(channel: Channel) -> bool:
    """Whether messages can leave this way at all."""
    match channel:
        case Channel.EMAIL:
            return settings.demo or bool(settings.sendgrid_api_key.get_secret_value())
        case Channel.SMS:
            return settings.demo or settings.texts_by_twilio
    return True


def simulated(channel: Channel) -> bool:
    """Whether the far end is the demo's mailbox: nothing reaches anybody outside."""
    match channel:
        case Channel.EMAIL:
            return settings.demo and not settings.sendgrid_api_key.get_secret_value()
        case Channel.SMS:
            return settings.demo and not settings.texts_by_twilio
    return settings.demo


def announce() -> None:
    """Says at start-up how each channel leaves, and loudly which one cannot."""
    for channel in OUTSIDE:
        if not available(channel):
            log.error("channel.no_credentials", channel=str(channel), see="docs/operations.md")
            continue
        made = {Channel.EMAIL: email, Channel.SMS: sms, Channel.LETTER: letters}[channel]()
        log.info("channel.ready", channel=str(channel), by=type(made).__name__)
