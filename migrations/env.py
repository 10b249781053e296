"""Alembic environment: one chain for SQLite and PostgreSQL."""

from alembic import context
from sqlmodel import SQLModel

import cx_app.models  # noqa: F401
from cx_app.database import engines

target_metadata = SQLModel.metadata


def run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _migrate(connection)
        return
    with engines().writer.begin() as connection:
        _migrate(connection)


def _migrate(connection) -> None:  # noqa: ANN001
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=False,
    )
    context.run_migrations()


run()
