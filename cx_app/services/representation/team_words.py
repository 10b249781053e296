"""What people read about teams, as message ids."""

from __future__ import annotations

from typing import Final

from cx_app.domain.representation.teams import TeamRefusal, TeamRole
from cx_app.language import _

ROLES: Final = {TeamRole.REPRESENTATIVE: "Representative", TeamRole.PARALEGAL: "Paralegal"}
_REFUSALS: Final = {
    TeamRefusal.NOT_THEIRS: "A representative of the team does this. Ask one of them.",
    TeamRefusal.IN_A_TEAM: "You are in a team already. Leave it first, then join another one.",
    TeamRefusal.NOT_ACCEPTED: (
        "You are invited as a representative. An officer must accept your account as one first."
    ),
    TeamRefusal.EXPIRED: "This invitation has ended. Ask the team for a new one.",
    TeamRefusal.LAST: "A team needs a representative. Take the others out first.",
    TeamRefusal.ALREADY: (
        "You are a representative. Ask the team to invite you as one, not as a paralegal."
    ),
}


def say_role(role: TeamRole) -> str:
    return _(ROLES[role])


def say_team_refusal(refusal: TeamRefusal) -> str:
    return _(_REFUSALS[refusal])
