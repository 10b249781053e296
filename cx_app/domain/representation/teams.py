"""Teams: representatives and their paralegals (REP-8 to REP-10)."""

from __future__ import annotations

from enum import StrEnum

from cx_app.domain.identity import Role


class TeamRole(StrEnum):
    REPRESENTATIVE = "representative"
    PARALEGAL = "paralegal"


class TeamRefusal(StrEnum):
    NOT_THEIRS = "not_theirs"
    """Representatives run a team; a paralegal does not (REP-9)."""
    IN_A_TEAM = "in_a_team"
    """Somebody is in one team at a time; teams do not share (REP-10)."""
    NOT_ACCEPTED = "not_accepted"
    """A representative joins once an officer has accepted their account (REP-3)."""
    EXPIRED = "expired"
    """No such invitation, or not any more, or not for this e-mail: one answer."""
    LAST = "last"
    """A team keeps one representative while it has anybody else."""
    ALREADY = "already"


def role_in_team(role: Role) -> TeamRole | None:
    """As what somebody acts in a team, by their role in the portal."""
    match role:
        case Role.REPRESENTATIVE:
            return TeamRole.REPRESENTATIVE
        case Role.PARALEGAL:
            return TeamRole.PARALEGAL
    return None


def may_leave(role: TeamRole, representatives: int, others: int) -> bool:
    """Whether a member may leave or be taken out, beside `others` who stay."""
    return role is TeamRole.PARALEGAL or representatives > 1 or others == 0
