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
    with engines().writer.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # To change a table SQLite makes it anew; what refers to it must not notice.
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            _migrate(connection)
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("the migration would leave rows that refer to nothing")
        if sqlite:
            connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


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
