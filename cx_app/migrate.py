"""Brings the database to the current schema; run before start, never inside a web worker."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from cx_app.settings import PROJECT


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(PROJECT / "migrations"))
    return made


def upgrade(revision: str = "head") -> None:
    command.upgrade(config(), revision)


def downgrade(revision: str) -> None:
    command.downgrade(config(), revision)
