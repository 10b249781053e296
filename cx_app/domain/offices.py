"""Offices that people visit or that work on cases."""

from __future__ import annotations

from enum import StrEnum


class OfficeKind(StrEnum):
    FIELD_OFFICE = "field_office"
    SUPPORT_CENTER = "support_center"
    """An application support center (ASC), where biometrics are taken."""
    SERVICE_CENTER = "service_center"
    OTHER = "other"
