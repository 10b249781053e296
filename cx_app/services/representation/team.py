"""Teams of representatives and paralegals (REP-8 to REP-10). Who leaves loses access at the next
event: a paralegal's role goes, and with it every session (REP-16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.business_time import last_day
from cx_app.domain.contacts import parse_email
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.representation.teams import TeamRefusal, TeamRole, may_leave, role_in_team
from cx_app.gateways import clock
from cx_app.language import href, say_date
from cx_app.models import Account, Team, TeamInvitation, TeamMember
from cx_app.services.audit.record import record
from cx_app.services.cases.access import behalf
from cx_app.services.changes import account_topic, touch, touch_all
from cx_app.services.identity.grants import grant, revoke
from cx_app.services.messages.outbox import enqueue
from cx_app.services.messages.reach import hash_of, hashes_of
from cx_app.services.policy.current import policy
from cx_app.settings import settings

PAGE: Final = "/attorney/office"
"""Where invitations wait."""


@dataclass(frozen=True, slots=True)
class MemberLine:
    id: str
    name: str
    role: TeamRole
    since: str
    own: bool
    can_end: bool


@dataclass(frozen=True, slots=True)
class InvitationLine:
    id: str
    email: str
    role: TeamRole
    until: str


@dataclass(frozen=True, slots=True)
class InvitedLine:
    """An invitation as the one reads it who is invited."""

    id: str
    team: str
    role: TeamRole
    until: str


@dataclass(frozen=True, slots=True)
class Colleague:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class TeamView:
    name: str = ""
    members: list[MemberLine] = field(default_factory=list)
    invitations: list[InvitationLine] = field(default_factory=list)
    runs: bool = False
    """The actor invites and takes out (REP-9)."""


def make_team(session: Session, actor: Actor, name: str) -> UUID | TeamRefusal:
    """By a representative, who is its first member."""
    if role_in_team(actor.role) is not TeamRole.REPRESENTATIVE:
        return TeamRefusal.NOT_THEIRS
    now = clock.business(session)
    said = " ".join(name.split())[:120] or actor.name
    team = Team(name=said, made_by=actor.account_id, made_at=now)
    if membership(session, actor.account_id) is not None:
        return TeamRefusal.IN_A_TEAM
    session.add(team)
    session.flush()
    _join(session, team.id, actor.account_id, TeamRole.REPRESENTATIVE)
    _note(session, actor, "team.make", team.id)
    return team.id


def invite(session: Session, actor: Actor, email: str, role: TeamRole) -> UUID | TeamRefusal | None:
    """None for an address that cannot be read. The answer is the same whoever has the address."""
    mine = _runs(session, actor)
    if mine is None:
        return TeamRefusal.NOT_THEIRS
    address = parse_email(email)
    if address is None:
        return None
    now = clock.business(session)
    row = TeamInvitation(
        team_id=mine.team_id,
        role=role,
        email_hash=hash_of(address),
        invited_by=actor.account_id,
        invited_at=now,
        expires_at=now + policy(session, now).representation.invitation,
    )
    row.email = address
    session.add(row)
    session.flush()
    enqueue(
        session,
        Kind.TEAM_INVITED,
        Channel.EMAIL,
        dedupe_key=f"team:invited:{row.id}",
        facts={"to": address, "link": settings.public_url.rstrip("/") + href(PAGE, "en")},
        not_after=row.expires_at,
    )
    _note(session, actor, "team.invite", row.team_id)
    return row.id


def invitations_of(session: Session, actor: Actor) -> list[tuple[TeamInvitation, Team]]:
    """That wait for somebody who signs in with the verified e-mail that was invited."""
    account = session.get_one(Account, actor.account_id)
    if not (account.email and account.email_verified):
        return []
    return list(
        session.exec(
            select(TeamInvitation, Team)
            .join(Team, col(Team.id) == TeamInvitation.team_id)
            .where(
                col(TeamInvitation.email_hash).in_(hashes_of(account.email)),
                col(TeamInvitation.ended_at).is_(None),
                col(TeamInvitation.expires_at) > clock.business(session),
            )
            .order_by(col(TeamInvitation.invited_at))
        )
    )


def invited(session: Session, actor: Actor) -> list[InvitedLine]:
    """What waits for the actor to accept or decline; staff join no team."""
    if actor.role.is_staff:
        return []
    return [
        InvitedLine(str(row.id), team.name, TeamRole(row.role), say_date(last_day(row.expires_at)))
        for row, team in invitations_of(session, actor)
    ]


def accept(session: Session, actor: Actor, invitation_id: UUID) -> TeamRefusal | None:
    """Into the team, as what one was invited. A representative's account was accepted before."""
    found = [row for row, _team in invitations_of(session, actor) if row.id == invitation_id]
    if not found or actor.role.is_staff:
        return TeamRefusal.EXPIRED
    [row] = found
    as_what = TeamRole(row.role)
    mine = role_in_team(actor.role)
    if as_what is TeamRole.REPRESENTATIVE and mine is not as_what:
        return TeamRefusal.NOT_ACCEPTED
    if as_what is TeamRole.PARALEGAL and mine is TeamRole.REPRESENTATIVE:
        return TeamRefusal.ALREADY
    if not _join(session, row.team_id, actor.account_id, as_what):
        return TeamRefusal.IN_A_TEAM
    row.ended_at, row.accepted_by = clock.business(session), actor.account_id
    session.add(row)
    if as_what is TeamRole.PARALEGAL:
        account = session.get_one(Account, actor.account_id)
        grant(session, actor, account, Role.PARALEGAL, "team")
    _note(session, actor, "team.join", row.team_id)
    return None


def decline(session: Session, actor: Actor, invitation_id: UUID) -> TeamRefusal | None:
    """By the one who was invited; the team sees it gone, and no reason."""
    found = [row for row, _team in invitations_of(session, actor) if row.id == invitation_id]
    if not found or actor.role.is_staff:
        return TeamRefusal.EXPIRED
    [row] = found
    row.ended_at = clock.business(session)
    session.add(row)
    _note(session, actor, "team.decline", row.team_id)
    return None


def take_back(session: Session, actor: Actor, invitation_id: UUID) -> TeamRefusal | None:
    mine = _runs(session, actor)
    row = session.get(TeamInvitation, invitation_id)
    if mine is None or row is None or row.team_id != mine.team_id:
        raise NotFound("no such invitation for this account")
    if row.ended_at is not None:
        return TeamRefusal.EXPIRED
    row.ended_at = clock.business(session)
    session.add(row)
    _note(session, actor, "team.uninvite", row.team_id)
    return None


def leave(session: Session, actor: Actor, member_id: UUID) -> TeamRefusal | None:
    """Oneself, or by a representative of the team somebody else. Raises `NotFound`."""
    mine = membership(session, actor.account_id)
    row = session.get(TeamMember, member_id)
    if mine is None or row is None or row.team_id != mine.team_id or row.ended_at is not None:
        raise NotFound("no such member for this account")
    if row.id != mine.id and mine.role != TeamRole.REPRESENTATIVE:
        return TeamRefusal.NOT_THEIRS
    session.get_one(Team, row.team_id, with_for_update=True)
    members = _members(session, row.team_id)
    others = [one for one, _account in members if one.id != row.id]
    lawyers = [one for one, _account in members if one.role == TeamRole.REPRESENTATIVE]
    if not may_leave(TeamRole(row.role), len(lawyers), len(others)):
        return TeamRefusal.LAST
    row.ended_at, row.ended_by = clock.business(session), actor.account_id
    session.add(row)
    if row.role == TeamRole.PARALEGAL:
        revoke(session, actor, session.get_one(Account, row.account_id), Role.PARALEGAL)
    _note(session, actor, "team.leave", row.team_id)
    touch(session, account_topic(row.account_id))  # their open pages follow, too
    return None


def team_of(session: Session, actor: Actor) -> TeamView | None:
    """None for somebody who is in no team."""
    mine = membership(session, actor.account_id)
    if mine is None:
        return None
    runs = mine.role == TeamRole.REPRESENTATIVE
    members = _members(session, mine.team_id)
    lawyers = sum(one.role == TeamRole.REPRESENTATIVE for one, _account in members)
    return TeamView(
        name=session.get_one(Team, mine.team_id).name,
        members=[
            MemberLine(
                id=str(one.id),
                name=account.name,
                role=TeamRole(one.role),
                since=say_date(one.joined_at),
                own=one.id == mine.id,
                can_end=(runs or one.id == mine.id)
                and may_leave(TeamRole(one.role), lawyers, len(members) - 1),
            )
            for one, account in members
        ],
        invitations=_waiting(session, mine.team_id) if runs else [],
        runs=runs,
    )


def representatives_of(session: Session, actor: Actor) -> list[Colleague]:
    """For whom somebody prepares; a paralegal may have several."""
    rows = session.exec(
        select(Account).where(col(Account.id).in_(behalf(actor))).order_by(col(Account.name))
    )
    return [Colleague(str(one.id), one.name) for one in rows]


def membership(session: Session, account_id: UUID) -> TeamMember | None:
    return session.exec(
        select(TeamMember).where(
            TeamMember.account_id == account_id, col(TeamMember.ended_at).is_(None)
        )
    ).first()


def _waiting(session: Session, team_id: UUID) -> list[InvitationLine]:
    rows = session.exec(
        select(TeamInvitation)
        .where(
            TeamInvitation.team_id == team_id,
            col(TeamInvitation.ended_at).is_(None),
            col(TeamInvitation.expires_at) > clock.business(session),
        )
        .order_by(col(TeamInvitation.invited_at))
    )
    return [
        InvitationLine(
            str(row.id), row.email or "", TeamRole(row.role), say_date(last_day(row.expires_at))
        )
        for row in rows
    ]


def _members(session: Session, team_id: UUID) -> Sequence[tuple[TeamMember, Account]]:
    return session.exec(
        select(TeamMember, Account)
        .join(Account, col(Account.id) == TeamMember.account_id)
        .where(TeamMember.team_id == team_id, col(TeamMember.ended_at).is_(None))
        .order_by(col(TeamMember.joined_at), col(TeamMember.id))
    ).all()


def _runs(session: Session, actor: Actor) -> TeamMember | None:
    mine = membership(session, actor.account_id)
    if mine is None or mine.role != TeamRole.REPRESENTATIVE:
        return None
    return mine if actor.role is Role.REPRESENTATIVE else None


def _join(session: Session, team_id: UUID, account_id: UUID, role: TeamRole) -> bool:
    """False when the account is in a team already; the index stands behind it."""
    session.get_one(Account, account_id, with_for_update=True)
    if membership(session, account_id) is not None:
        return False
    row = TeamMember(
        team_id=team_id,
        account_id=account_id,
        role=role,
        joined_at=clock.business(session),
    )
    session.add(row)
    session.flush()
    return True


def _note(session: Session, actor: Actor, action: str, team_id: UUID) -> None:
    record(session, actor, action, subject_type="team", subject_id=team_id)
    members = [account.id for _one, account in _members(session, team_id)]
    touch_all(session, {account_topic(one) for one in [*members, actor.account_id]})
