"""Which implementation each channel uses, by settings."""

from __future__ import annotations

from functools import cache

from cx_app.gateways.demo_mailbox import DemoEmail, DemoLetters
from cx_app.gateways.email import EmailGateway, SendGrid
from cx_app.gateways.letters import LetterGateway, PrintFolder
from cx_app.settings import SettingsError, settings


@cache
def email() -> EmailGateway:
    """SendGrid when it has a key; the demo's mailbox in the demo. Raises `SettingsError`."""
    if settings.sendgrid_api_key.get_secret_value():
        return SendGrid(settings)
    if settings.demo:
        return DemoEmail()
    raise SettingsError("SENDGRID_API_KEY is not set: no e-mail can leave")


@cache
def letters() -> LetterGateway:
    return DemoLetters() if settings.demo else PrintFolder(settings.data_dir / "letters")
