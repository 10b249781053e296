"""What policy decides about estimates: which forms, who sees them, which moves are told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProgressRules:
    forms: frozenset[str]
    """Forms with estimates (MP-3)."""
    designation_forms: frozenset[str]
    """Forms of programmes that have designations: an estimate only within one (MP-29)."""
    representatives: bool
    """Whether representatives see estimates where their client did not say (domain 5.2-10)."""
    move_days: int
    """Days by which a date moves before that is told (domain 5.2-5) …"""
    move_of_100: int
    """… or so many of 100 of the days that were left."""

    def offers(self, form: str, designation: str) -> bool:
        return form in self.forms and (bool(designation) or form not in self.designation_forms)
