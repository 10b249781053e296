"""Brings the database to the current schema; run before start, never inside a web worker."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from cx_app.settings import PROJECT, settings


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(PROJECT / "migrations"))
    return made


def upgrade(revision: str = "head") -> None:
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    command.upgrade(config(), revision)


def downgrade(revision: str) -> None:
    command.downgrade(config(), revision)
