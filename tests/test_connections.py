"""A connection that the database has closed meanwhile is not handed to anybody."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from cx_app import database
from tests import postgres


def test_connection_that_is_gone_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SURELY_THERE", 0.0)
    with postgres.server() as socket:
        engine = database.connect(postgres.url(socket, "postgres")).writer
        pid = text("SELECT pg_backend_pid()")
        with engine.connect() as one, engine.connect() as other:
            gone = one.execute(pid).scalar()
            one.close()
            other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": gone})
            with engine.connect() as again:
                assert again.execute(pid).scalar() != gone
        engine.dispose()
