"""Who else added a case as the same person, and who represents whom: what a case page says of it
(design 7, link facts)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.business_time import last_day
from cx_app.domain.identity import Actor
from cx_app.domain.receipts import mask_email
from cx_app.gateways import clock
from cx_app.language import _, say_date
from cx_app.models import (
    AccessCode,
    Account,
    Case,
    CaseLink,
    ClaimDispute,
    Party,
    Representation,
)
from cx_app.services.cases.views import LinkLine


def links_of_party(session: Session, actor: Actor, party: Party) -> list[LinkLine]:
    """Accounts of the same party only; other parties never learn who linked (CLAIM-1)."""
    standing = _standing(session, party)
    rows = session.exec(
        select(CaseLink, Account)
        .where(
            CaseLink.party_id == party.id,
            CaseLink.account_id == Account.id,
            col(CaseLink.ended_at).is_(None),
        )
        .order_by(col(CaseLink.linked_at), col(CaseLink.id))
    )
    paused = any(one.disputed_id == actor.account_id for one in standing)
    return [
        LinkLine(
            id=str(link.id),
            account=_("You") if account.id == actor.account_id else mask_email(account.email or ""),
            day=say_date(link.linked_at),
            own=account.id == actor.account_id,
            disputed=any(one.disputed_id == account.id for one in standing),
            can_dispute=account.id != actor.account_id and not standing and not paused,
        )
        for link, account in rows
    ]


def pause_of(session: Session, actor: Actor, party: Party) -> str:
    """That and until when somebody only reads; empty for everybody else (CLAIM-3)."""
    for one in _standing(session, party):
        if one.disputed_id == actor.account_id:
            return _(
                "Someone asked us to check which accounts may use this case. Until we have "
                "done so, at most until {day}, you can read it and answer what we ask by a due "
                "date, but not start anything new for it.",
                day=say_date(last_day(one.lapses_at)),
            )
    return ""


def pair_as_party(session: Session, case: Case, party: Party) -> str:
    """That whoever represents them has been sent a code of their own. Nobody learns of the other's
    code which it is, or whether it was used (CLAIM-2)."""
    if case.protected:
        return ""
    represented = session.exec(
        select(Representation.id).where(
            Representation.client_party_id == party.id, col(Representation.ended_at).is_(None)
        )
    ).all()
    if not represented:
        return ""
    if _was_sent(session, representations=represented):
        return _(
            "Your representative has been sent a code of their own. It does not work for you, and "
            "yours does not work for them."
        )
    return _("Your representative has not been sent a code.")


def pair_as_representative(session: Session, case: Case, client: Party) -> str:
    """The same from the other side; that the client added the case stays the client's to tell."""
    if case.protected:
        return ""
    if _was_sent(session, parties=[client.id]):
        return _(
            "The person you represent has been sent a code of their own. It does not work for you, "
            "and yours does not work for them."
        )
    return _("The person you represent has not been sent a code. They can ask for one.")


def _standing(session: Session, party: Party) -> list[ClaimDispute]:
    return list(
        session.exec(
            select(ClaimDispute).where(
                ClaimDispute.party_id == party.id,
                col(ClaimDispute.decided_at).is_(None),
                col(ClaimDispute.lapses_at) > clock.business(session),
            )
        )
    )


def _was_sent(
    session: Session, *, parties: Sequence[UUID] = (), representations: Sequence[UUID] = ()
) -> bool:
    holder = col(AccessCode.party_id) if parties else col(AccessCode.representation_id)
    sent = select(AccessCode.id).where(holder.in_([*parties, *representations]))
    return session.exec(sent.limit(1)).first() is not None
