"""Offices from before times at offices get the ZIP code of their address, and lose nothing else."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import inspect, text

from cx_app import database as db
from cx_app import migrate
from cx_app.models.base import uuid7

BEFORE = "0013-1"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("address", "zip_code"),
    [
        (json.dumps(["1 Federal Plaza", "El Paso, TX 79901"]), "79901"),
        (json.dumps(["1 Federal Plaza", "El Paso, TX 79901-1234"]), "79901-1234"),
        (json.dumps(["12345 Somewhere"]), ""),
        ("", ""),
    ],
)
def test_the_zip_code_comes_from_the_last_line(address: str, zip_code: str) -> None:
    migrate.downgrade(BEFORE)
    try:
        assert "seat" not in inspect(db.engines().reader).get_table_names()
        office_id = uuid7()
        with db.write() as session:
            values = {
                "id": office_id.hex if session.get_bind().dialect.name == "sqlite" else office_id,
                "address": address,
            }
            session.execute(
                text(
                    "INSERT INTO office (id, feed_id, kind, name, address, time_zone, updated_at,"
                    " source_event) VALUES (:id, 'x', 'other', 'X', :address, 'America/Denver',"
                    " '2026-01-01 00:00:00', '')"
                ),
                values,
            )
    finally:
        migrate.upgrade()
    with db.read() as session:
        assert session.execute(text("SELECT zip_code FROM office")).scalar_one() == zip_code
