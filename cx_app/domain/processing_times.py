"""What the agency publishes about waiting, beside the figures that are counted (MP-6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InquiryRules:
    """From how many days after receipt questions about a case are taken. The agency's own, never
    derived from a figure."""

    by_form: Mapping[str, int]
    unlisted: int

    def days_of(self, form: str) -> int:
        return self.by_form.get(form, self.unlisted)
