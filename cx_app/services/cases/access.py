"""Which cases an account reaches, and how: the single place where that is decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from cx_app.domain.cases import PROTECTED_SIDE, SELF_PETITIONS, PartyRole
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.representation.accounts import AccountState
from cx_app.domain.representation.teams import TeamRole
from cx_app.gateways import clock
from cx_app.models import (
    Account,
    Case,
    CaseFollow,
    CaseLink,
    ClaimDispute,
    Party,
    Representation,
    RepresentativeAccount,
    SafeRepresentative,
    TeamMember,
)
from cx_app.services.policy.current import policy

NOBODYS: Final = UUID(int=0)
"""Asked about where there is no case, so that a protected one takes the same statements."""


def on_protected_side() -> ColumnElement[bool]:
    """For queries over `Case` and `Party`: whether the party may know of the case at all. In a
    protected case nobody but the protected person's side does (domain 9.4 d)."""
    other = aliased(Party)
    somebody_protected = (
        select(other.id)
        .where(
            col(other.case_id) == col(Party.case_id),
            col(other.role).in_(PROTECTED_SIDE),
            col(other.ended_at).is_(None),
        )
        .correlate(Party)
        .exists()
    )
    return or_(
        col(Case.protected).is_(False),
        col(Party.role).in_(PROTECTED_SIDE),
        and_(
            col(Party.role) == PartyRole.PETITIONER,
            col(Case.form).in_(SELF_PETITIONS),
            ~somebody_protected,
        ),
    )


def represents() -> ColumnElement[bool]:
    """For queries over `Representation` with its `Case` and client `Party`: whether it opens the
    case now. It has not ended, its account is not suspended (REP-3), and a protected person named
    the representative: the agency's own record of a Form G-28 does that too, one that was signed
    here does not (REP-12)."""
    return and_(
        col(Representation.ended_at).is_(None),
        on_protected_side(),
        or_(
            col(Case.protected).is_(False),
            col(Representation.form_id).is_(None),
            is_named(col(Representation.account_id)),
        ),
        ~is_suspended(col(Representation.account_id), Representation),
    )


def is_suspended(account_id: Any, of: Any) -> ColumnElement[bool]:
    """For queries over `of`: whether an officer took the representative account back (REP-3)."""
    # By value and not by existence: PostgreSQL takes "none exists" for "one row is left", and then
    # goes through the appointments of a board once for each of its clients.
    state = (
        select(RepresentativeAccount.state)
        .where(
            RepresentativeAccount.account_id == account_id,
            RepresentativeAccount.state == AccountState.SUSPENDED,
        )
        .correlate(of)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(state, "") == AccountState.SUSPENDED


def is_named(account_id: Any) -> ColumnElement[bool]:
    """For queries over `Party`: whether the safe-contact record of its person names a
    representative (REP-12)."""
    return (
        select(SafeRepresentative.id)
        .where(
            SafeRepresentative.person_id == col(Party.person_id),
            SafeRepresentative.account_id == account_id,
            col(SafeRepresentative.ended_at).is_(None),
        )
        .correlate(Party, Representation)
        .exists()
    )


def by_link(what: Any) -> SelectOfScalar[Any]:
    """Of `CaseLink` with its `Party` and `Case`: what accounts have by code now. In a protected
    case that is what its protected side has."""
    return (
        select(what)
        .join(Party, col(Party.id) == CaseLink.party_id)
        .join(Case, col(Case.id) == CaseLink.case_id)
        .where(col(CaseLink.ended_at).is_(None), on_protected_side())
    )


def by_representation(what: Any) -> SelectOfScalar[Any]:
    """Of `Representation` with its client `Party` and `Case`: what representatives open now."""
    return (
        select(what)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Case, col(Case.id) == Representation.case_id)
        .where(represents())
    )


def may_reach(account_id: UUID, case_id: ColumnElement[Any] | Mapped[Any]) -> ColumnElement[bool]:
    """For queries over another table with a case: whether the account reaches it in full now."""
    linked = by_link(CaseLink.id).where(
        CaseLink.account_id == account_id, CaseLink.case_id == case_id
    )
    represented = by_representation(Representation.id).where(
        Representation.account_id == account_id, Representation.case_id == case_id
    )
    return or_(linked.exists(), represented.exists())


def links_of(session: Session, account_id: UUID) -> list[tuple[CaseLink, Case]]:
    """Cases linked by code, newest link first."""
    return list(
        session.exec(
            select(CaseLink, Case)
            .where(
                CaseLink.case_id == Case.id,
                CaseLink.party_id == Party.id,
                CaseLink.account_id == account_id,
                col(CaseLink.ended_at).is_(None),
                on_protected_side(),
            )
            .order_by(col(CaseLink.linked_at).desc())
        )
    )


def follows_of(session: Session, account_id: UUID) -> list[tuple[CaseFollow, Case]]:
    """Cases followed by receipt number alone; a case that became protected is gone from here."""
    return list(
        session.exec(
            select(CaseFollow, Case)
            .where(
                CaseFollow.case_id == Case.id,
                CaseFollow.account_id == account_id,
                col(CaseFollow.ended_at).is_(None),
                col(Case.protected).is_(False),
            )
            .order_by(col(CaseFollow.followed_at).desc())
        )
    )


def link_to(session: Session, actor: Actor, case_id: UUID) -> CaseLink | None:
    """The actor's own living link to a case."""
    return session.exec(
        select(CaseLink).where(
            CaseLink.case_id == case_id,
            CaseLink.case_id == Case.id,
            CaseLink.party_id == Party.id,
            CaseLink.account_id == actor.account_id,
            col(CaseLink.ended_at).is_(None),
            on_protected_side(),
        )
    ).first()


def behalf(actor: Actor) -> Any:
    """The accounts for which somebody reads, as a subquery: a representative for themselves, a
    paralegal for the representatives of their team (REP-9), everybody else for nobody but the
    account that they are."""
    if actor.role is not Role.PARALEGAL:
        return select(Account.id).where(Account.id == actor.account_id)
    mine = aliased(TeamMember)
    return (
        select(TeamMember.account_id)
        .join(mine, col(mine.team_id) == col(TeamMember.team_id))
        .where(
            col(mine.account_id) == actor.account_id,
            col(mine.role) == TeamRole.PARALEGAL,
            col(mine.ended_at).is_(None),
            TeamMember.role == TeamRole.REPRESENTATIVE,
            col(TeamMember.ended_at).is_(None),
        )
    )


def read_for(session: Session, actor: Actor, case_id: UUID) -> Party | None:
    """The client whose case a paralegal reads, for a representative of their team (REP-9). Acting
    asks `represented_in`, which knows no paralegals."""
    if actor.role is not Role.PARALEGAL:
        return None
    return session.exec(
        select(Party)
        .join(Representation, col(Representation.client_party_id) == Party.id)
        .join(Case, col(Case.id) == Party.case_id)
        .where(
            Representation.case_id == case_id,
            col(Representation.account_id).in_(behalf(actor)),
            represents(),
        )
    ).first()


def clients_of(session: Session, actor: Actor, case_id: UUID) -> list[Party]:
    """Whom the actor represents in a case now: often both people of a petition."""
    rows = session.exec(
        select(Party)
        .join(Representation, col(Representation.client_party_id) == Party.id)
        .join(Case, col(Case.id) == Party.case_id)
        .where(
            Representation.case_id == case_id,
            Representation.account_id == actor.account_id,
            represents(),
        )
        .order_by(col(Representation.since), col(Representation.id))
    ).all()
    return list({party.id: party for party in rows}.values())


def represented_in(session: Session, actor: Actor, case_id: UUID) -> Party | None:
    """The party whom the actor represents in a case now; the first of several."""
    return next(iter(clients_of(session, actor, case_id)), None)


def is_disputed(now: datetime) -> ColumnElement[bool]:
    """For queries over `CaseLink`: whether a dispute stands against this account as this party. It
    stands until two officers decide it or it lapses, which nothing has to run for (CLAIM-5)."""
    return (
        select(ClaimDispute.id)
        .where(
            ClaimDispute.party_id == CaseLink.party_id,
            ClaimDispute.disputed_id == CaseLink.account_id,
            col(ClaimDispute.decided_at).is_(None),
            col(ClaimDispute.lapses_at) > now,
        )
        .correlate(CaseLink)
        .exists()
    )


def may_act(session: Session, actor: Actor, case_id: UUID, party_id: UUID | None = None) -> bool:
    """Whether the actor may start or change something for somebody in a case: ask for a code, tell
    an address, book, move, ask for a visit or a call (CLAIM-3). Every service that does asks here,
    with the party where it knows it.

    Reading, and answering what the agency asked by a date, is not acting: there `link_to` and
    `represented_in` are enough.
    """
    link = by_link(CaseLink.id).where(
        CaseLink.account_id == actor.account_id,
        CaseLink.case_id == case_id,
        ~is_disputed(clock.business(session)),
    )
    if party_id is not None:
        link = link.where(CaseLink.party_id == party_id)
    if session.exec(link.limit(1)).first() is not None:
        return True
    clients = {client.id for client in clients_of(session, actor, case_id)}
    if not clients or (party_id is not None and party_id not in clients):
        return False
    excluded = policy(session, clock.business(session)).representation.excluded_forms
    return session.get_one(Case, case_id).form not in excluded  # OAC-16


def is_own(session: Session, actor: Actor, case_id: UUID) -> bool:
    """Whether staff are themselves on a case, as a party or as a representative (design 3)."""
    query = select(Case.id).where(Case.id == case_id, col(Case.id).in_(own_cases(actor)))
    return session.exec(query).first() is not None


def own_cases(actor: Actor) -> Any:
    """The ids of cases that an account reaches in full, as a subquery."""
    return cases_of_account(actor.account_id)


def cases_of_account(account_id: Any) -> Any:
    """`own_cases` of an id, or of a parameter in a statement that is built once."""
    linked = select(CaseLink.case_id).where(
        CaseLink.account_id == account_id, col(CaseLink.ended_at).is_(None)
    )
    represented = select(Representation.case_id).where(
        Representation.account_id == account_id, col(Representation.ended_at).is_(None)
    )
    return linked.union(represented)


def cases_ever_own(actor: Actor) -> Any:
    """The ids of cases that an account reaches or ever reached in full, as a subquery: whoever
    decides between the people of a case was never one of them."""
    linked = select(CaseLink.case_id).where(CaseLink.account_id == actor.account_id)
    represented = select(Representation.case_id).where(
        Representation.account_id == actor.account_id
    )
    return linked.union(represented)


def was_ever_own(session: Session, actor: Actor, case_id: UUID) -> bool:
    """Whether staff are on a case or ever were, as a party or as a representative."""
    query = select(Case.id).where(Case.id == case_id, col(Case.id).in_(cases_ever_own(actor)))
    return session.exec(query).first() is not None


def refuse() -> NotFound:
    """The same answer for what is not there and for what is not theirs (API-7)."""
    return NotFound("no such case for this account")
