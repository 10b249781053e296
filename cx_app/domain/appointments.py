"""Appointments: what they are for, and where they stand."""

from __future__ import annotations

from enum import StrEnum


class AppointmentKind(StrEnum):
    BIOMETRICS = "biometrics"
    INTERVIEW = "interview"
    OFFICE = "office"
    """Any other visit to a field office."""


class AppointmentState(StrEnum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    KEPT = "kept"
    MISSED = "missed"
