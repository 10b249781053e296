"""What a process checks before it touches anything sealed."""

from __future__ import annotations

import sys

from sqlalchemy.exc import SQLAlchemyError

from cx_app import database
from cx_app.security.strength import check_secrets
from cx_app.services.keys import use
from cx_app.settings import SettingsError, settings


def ready() -> None:
    """Raises `SettingsError` for secrets that are missing or weak, and when rows may need a key
    that settings lack. It reads one small table."""
    for warning in check_secrets(settings):
        sys.stderr.write(f"cx: {warning}\n")
    with database.read() as session:
        use.refuse_missing(session)
        noted = use.is_noted(session)
    if not noted:
        with database.write() as session:
            use.note(session)


def ready_or_exit() -> None:
    """For processes that serve: one line on standard error, and the exit code 1."""
    try:
        ready()
    except SettingsError as error:
        sys.exit(f"cx: {error}")
    except SQLAlchemyError as error:
        sys.exit(f"cx: {database.trouble(error)}")
