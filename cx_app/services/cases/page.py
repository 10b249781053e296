"""One case, as far as the actor may see it."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.domain.receipts import mask_email
from cx_app.language import _, say_date
from cx_app.models import Account, Case, CaseEvent, CaseFollow, CaseLink, Party, Representation
from cx_app.services.cases.access import link_to, refuse
from cx_app.services.cases.views import (
    CAPACITIES,
    CasePage,
    HistoryLine,
    LinkLine,
    card,
    history_line,
)


def case_page(session: Session, actor: Actor, case_id: UUID) -> CasePage:
    """Raises `NotFound` for a case that isn't there or isn't theirs, in the same words."""
    case = session.get(Case, case_id)
    if case is None:
        raise refuse()
    if link := link_to(session, actor, case_id):
        party = session.get_one(Party, link.party_id)
        return CasePage(
            card=card(case),
            received=say_date(case.received_on),
            capacity=_(CAPACITIES.get(party.role, "")),
            history=_history(session, case),
            links=_links(session, actor, party),
            representative=_representative(session, party),
        )
    if _represents(session, actor, case_id):
        return CasePage(
            card=card(case, represented=True),
            received=say_date(case.received_on),
            capacity=_(CAPACITIES["representative"]),
            history=_history(session, case),
        )
    if _follows(session, actor, case):
        return CasePage(
            card=card(case, followed=True),
            received=say_date(case.received_on),
            capacity=_(CAPACITIES["follower"]),
        )
    raise refuse()


def _history(session: Session, case: Case) -> list[HistoryLine]:
    events = session.exec(
        select(CaseEvent)
        .where(CaseEvent.case_id == case.id)
        .order_by(col(CaseEvent.at).desc(), col(CaseEvent.feed_id).desc())
    )
    return [history_line(event) for event in events]


def _links(session: Session, actor: Actor, party: Party) -> list[LinkLine]:
    """Accounts of the same party only; other parties never learn who linked (design 7)."""
    rows = session.exec(
        select(CaseLink, Account)
        .where(
            CaseLink.party_id == party.id,
            CaseLink.account_id == Account.id,
            col(CaseLink.ended_at).is_(None),
        )
        .order_by(col(CaseLink.linked_at))
    )
    return [
        LinkLine(
            account=_("You") if account.id == actor.account_id else mask_email(account.email or ""),
            day=say_date(link.linked_at),
        )
        for link, account in rows
    ]


def _representative(session: Session, party: Party) -> str:
    found = session.exec(
        select(Representation.representative_name).where(
            Representation.client_party_id == party.id, col(Representation.ended_at).is_(None)
        )
    ).first()
    return found or ""


def _represents(session: Session, actor: Actor, case_id: UUID) -> bool:
    return (
        session.exec(
            select(Representation.id).where(
                Representation.case_id == case_id,
                Representation.account_id == actor.account_id,
                col(Representation.ended_at).is_(None),
            )
        ).first()
        is not None
    )


def _follows(session: Session, actor: Actor, case: Case) -> bool:
    return (
        not case.protected
        and session.exec(
            select(CaseFollow.id).where(
                CaseFollow.case_id == case.id,
                CaseFollow.account_id == actor.account_id,
                col(CaseFollow.ended_at).is_(None),
            )
        ).first()
        is not None
    )
