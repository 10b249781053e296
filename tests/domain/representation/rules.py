"""The rules as the defaults set them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from cx_app.domain.cases import PartyRole
from cx_app.domain.representation.rules import RepresentationRules

NOW: Final = datetime(2026, 3, 2, 15, tzinfo=UTC)
RULES: Final = RepresentationRules(
    client_roles=frozenset(PartyRole) - {PartyRole.SUPPORTER},
    excluded_forms=frozenset({"I-134A"}),
    answer=timedelta(days=30),
    forms_a_day=200,
    passcode_tries=5,
    invitation=timedelta(days=14),
    prepared=timedelta(days=60),
    prepared_at_once=200,
    list_kept=timedelta(days=30),
)
