"""Who may do what in a case, for whom (REP-1, REP-2, REP-6, REP-9, REP-12).

By the capacity in which somebody stands to one case, never by a name that is on it. The table in
docs/representation.md is drawn from `authority`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Capacity(StrEnum):
    """How somebody stands to one case."""

    CLIENT = "client"
    """The party itself."""
    REPRESENTATIVE = "representative"
    """An attorney or accredited representative with a Form G-28 of their own for this client."""
    PARALEGAL = "paralegal"
    """In the team of a representative who has one: prepares, and never submits (REP-9)."""
    OFFICER = "officer"
    OUTSIDER = "outsider"
    """Everybody else: another firm, another party, the client's former representative."""


class Action(StrEnum):
    READ = "read"
    """The case as its client sees it."""
    READ_FILED = "read_filed"
    """What they themselves filed for the client."""
    PREPARE = "prepare"
    """Write a request or a form as a draft."""
    SUBMIT = "submit"
    """Send a request, move an appointment, answer the agency."""
    SIGN_AS_CLIENT = "sign_as_client"
    """A Form G-28, or decline it. The representative's signature comes before there is any
    representation: `forms.MOVES` says whose it is."""
    WITHDRAW = "withdraw"
    """The representative's own part in the case."""
    END = "end"
    """The client no longer wants to be represented."""
    SEE_WHO = "see_who"
    """Who represents the client, and what they did."""


class Barrier(StrEnum):
    """Why not."""

    NOT_THERE = "not_there"
    """As if there were no such case: same words, same work (API-7, domain 9.4 a)."""
    NOT_ACCEPTED = "not_accepted"
    """The account is not, or no longer, one that the agency has accepted (REP-3)."""
    REPRESENTATIVE_SIGNS = "representative_signs"
    """A paralegal prepares; a representative signs and submits (REP-9)."""
    NOT_THEIR_PART = "not_their_part"
    """The other side does this."""
    EXCLUDED_FORM = "excluded_form"
    """No representative acts on this form online (OAC-16)."""
    OVER = "over"
    """They represented the client once; what they filed they still read."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything about somebody and one case that decides what they may do there."""

    capacity: Capacity
    in_force: bool = False
    """A signed Form G-28, and not ended: their own, or for a paralegal that of a representative of
    their team."""
    accepted: bool = False
    """The representative account was accepted by an officer and is not suspended; for a paralegal
    the membership lasts."""
    filed: bool = False
    """They filed something for this client themselves, at whatever time."""
    protected: bool = False
    """8 USC 1367."""
    named: bool = False
    """The protected person's safe-contact record names this representative (REP-12)."""
    excluded_form: bool = False


_BOTH: Final = frozenset({Capacity.REPRESENTATIVE, Capacity.PARALEGAL})
THEIRS: Final[dict[Action, frozenset[Capacity]]] = {
    Action.READ: frozenset({Capacity.CLIENT, Capacity.OFFICER}) | _BOTH,
    Action.READ_FILED: frozenset({Capacity.CLIENT, Capacity.OFFICER}) | _BOTH,
    Action.PREPARE: frozenset({Capacity.CLIENT}) | _BOTH,
    Action.SUBMIT: frozenset({Capacity.CLIENT, Capacity.REPRESENTATIVE}),
    Action.SIGN_AS_CLIENT: frozenset({Capacity.CLIENT}),
    Action.WITHDRAW: frozenset({Capacity.REPRESENTATIVE}),
    Action.END: frozenset({Capacity.CLIENT}),
    Action.SEE_WHO: frozenset({Capacity.CLIENT, Capacity.OFFICER}) | _BOTH,
}
"""Whose part each action is."""
OF_REPRESENTATIVES_ONLY: Final = frozenset({Action.SUBMIT, Action.WITHDRAW})


def authority(standing: Standing, action: Action) -> Barrier | None:
    """Why somebody may not do this in this case; None where they may. Whoever may not know of the
    case gets the answer of a case that does not exist, whatever they ask."""
    capacity = standing.capacity
    if capacity is Capacity.OUTSIDER:
        return Barrier.NOT_THERE
    if capacity in _BOTH:
        return _of_a_representative(standing, action)
    return None if capacity in THEIRS[action] else Barrier.NOT_THEIR_PART


def _of_a_representative(standing: Standing, action: Action) -> Barrier | None:
    if standing.protected and not standing.named:
        return Barrier.NOT_THERE
    if not (standing.in_force or standing.filed):
        return Barrier.NOT_THERE
    if not standing.accepted:
        return Barrier.NOT_ACCEPTED
    if not standing.in_force:
        return None if action is Action.READ_FILED else Barrier.OVER
    if standing.capacity not in THEIRS[action]:
        if action in OF_REPRESENTATIVES_ONLY:
            return Barrier.REPRESENTATIVE_SIGNS
        return Barrier.NOT_THEIR_PART
    if standing.excluded_form and action is not Action.WITHDRAW:
        return Barrier.EXCLUDED_FORM
    return None
