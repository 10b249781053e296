"""What somebody typed into a form, or a client sent as one, read once for every page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from cx_app.domain.business_time import eastern_date
from cx_app.domain.receipts import parse_birth_date
from cx_app.gateways.clock import wall


def typed_id(value: Any) -> UUID | None:
    """None for what is no id."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


def typed_birth_date(form: Mapping[str, str]) -> date | None:
    """From `date_field`; None when there is no such day or it lies ahead."""
    parts = (form.get(part, "") for part in ("month", "day", "year"))
    return parse_birth_date(*parts, today=eastern_date(wall()))
