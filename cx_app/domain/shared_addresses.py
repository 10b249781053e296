"""One address that codes of unrelated cases go to (3.3-13)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

One = TypeVar("One", bound=Hashable)


class Reason(StrEnum):
    """What an officer found out about such an address."""

    KNOWN_RESIDENCE = "known_residence"
    """A shelter, a residence hall, or another place where strangers live together."""
    AGENCY_TOLD = "agency_told"
    CODES_ENDED = "codes_ended"
    NOTHING_WRONG = "nothing_wrong"


class Settled(StrEnum):
    """What came of settling an alert; also the outcome of its audit row."""

    DONE = "done"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class SharedRules:
    """Policy rows `access_codes.shared_address_*`."""

    cases: int
    """So many unrelated cases make an alert."""
    within: timedelta
    """Codes issued longer ago do not count."""


def families(ties: Mapping[One, Collection[Hashable]]) -> list[list[One]]:
    """Cases in groups of those that are related: two that share a person or a household, and what
    is related to either of them. Each group counts once."""
    sharing: dict[Hashable, list[One]] = defaultdict(list)
    for one, its_ties in ties.items():
        for tie in its_ties:
            sharing[tie].append(one)
    groups: list[list[One]] = []
    placed: set[One] = set()
    for one in ties:
        group = [] if one in placed else [one]
        placed.add(one)
        for member in group:  # which grows meanwhile
            for tie in ties[member]:
                group += [other for other in sharing.pop(tie, ()) if other not in placed]
                placed.update(group)
        if group:
            groups.append(group)
    return groups


def shows(cases: int, settled: int, rules: SharedRules) -> bool:
    """Whether so many unrelated cases are an alert, after somebody has settled it for so many."""
    return cases >= rules.cases and cases > settled
