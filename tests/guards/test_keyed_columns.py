"""A rotation forgets no column: what is sealed or hashed under a key is declared as such."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column
from sqlmodel import SQLModel

import cx_app.models  # noqa: F401
from cx_app.models.base import KEYED_HASH
from cx_app.services.keys import needs
from cx_app.services.keys.columns import kept, renewables
from cx_app.settings import PROJECT

WITHOUT_KEY = {
    "portal_session.token_hash",
    "sign_in_attempt.browser_hash",
    "sign_in_attempt.state_hash",
    "visitor_pass.token_hash",
}
"""Hashes of long random tokens (`crypto.token_hash`)."""


def columns(ending: str) -> list[Column[Any]]:
    tables = SQLModel.metadata.tables.values()
    return [c for table in tables for c in table.columns if c.name.endswith(ending)]


def test_every_sealed_column_has_its_property() -> None:
    declared = {f"{one.table.name}.{name}" for one in kept() for name in one.sealed}
    assert declared == {str(column) for column in columns("_sealed")}
    assert len(declared) >= 15


def test_every_hash_is_declared_as_keyed_or_known_to_need_no_key() -> None:
    declared = {str(column) for column in columns("") if KEYED_HASH in column.info}
    assert declared == {str(column) for column in columns("_hash")} - WITHOUT_KEY


def test_a_hash_that_can_be_made_again_names_a_sealed_column_beside_it_and_its_purpose() -> None:
    for one in kept():
        for about in one.renewable.values():
            assert about.sealed_in in one.sealed
            assert about.purpose


def test_purposes_are_those_that_services_look_up() -> None:
    services = "".join(p.read_text() for p in (PROJECT / "cx_app" / "services").rglob("*.py"))
    looked_up = set(re.findall(r'fingerprints?\([^"]+?, "(\w+)"\)', services))
    assert {h.purpose for one in kept() for h in one.hashed.values() if h.purpose} <= looked_up


@pytest.mark.parametrize("name", sorted(renewables()))
def test_tables_are_walked_by_a_key_that_grows(name: str) -> None:
    assert renewables()[name].table.c.id.type.python_type is UUID


def test_ends_are_known_of_columns_that_exist() -> None:
    from cx_app.domain.policy import policy_from
    from cx_app.services.policy.current import defaults

    in_force = policy_from({name: one["value"] for name, one in defaults().items()})
    hashed = {f"{one.table.name}.{name}" for one in kept() for name in one.hashed}
    assert set(needs.ends(in_force)) <= hashed
