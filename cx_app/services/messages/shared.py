"""What representatives read of the messages to their client (REP-21), and where notices by mail go
while the client wants them to go to the representative alone (REP-4)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor
from cx_app.domain.messages import Kind
from cx_app.language import say_moment
from cx_app.models import Case, CaseLink, InboxMessage, Party, Person, Representation
from cx_app.services.cases.access import behalf, represents
from cx_app.services.cases.views import SharedLine

SHOWN: Final = 20
"""The newest ones."""
NOTICES: Final = frozenset(
    {
        *(Kind.STATUS_CHANGED, Kind.CASE_MOVED),
        *(Kind.APPOINTMENT_SET, Kind.APPOINTMENT_CANCELLED),
        *(Kind.BIOMETRICS_MOVED, Kind.BIOMETRICS_ASKED, Kind.BIOMETRICS_NOTICE),
        *(Kind.BIOMETRICS_CLOSED, Kind.BIOMETRICS_AWAITING),
        *(Kind.BIOMETRICS_APPROVED, Kind.BIOMETRICS_REFUSED),
    }
)
"""News of the case and its appointments. Never codes, what concerns the account or who opened the
case, calls, visits that the client asked for, what they asked support, or a Form G-28."""


def shared_messages(
    session: Session, actor: Actor, case: Case, clients: Sequence[Party]
) -> list[SharedLine]:
    """The newest first, of clients who share them with the actor, or with a representative of the
    actor's team. Of a protected case nothing is shared."""
    if case.protected:
        return []
    shares = session.exec(
        select(Representation.client_party_id)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Case, col(Case.id) == Representation.case_id)
        .where(
            col(Representation.client_party_id).in_([one.id for one in clients]),
            col(Representation.account_id).in_(behalf(actor)),
            col(Representation.messages_shared),
            represents(),
        )
    ).all()
    if not shares:
        return []
    query = (
        select(InboxMessage)
        .join(CaseLink, col(CaseLink.account_id) == InboxMessage.account_id)
        .where(
            col(CaseLink.party_id).in_(shares),
            col(CaseLink.ended_at).is_(None),
            InboxMessage.case_id == case.id,
            col(InboxMessage.kind).in_(NOTICES),
            col(InboxMessage.at) >= CaseLink.linked_at,
        )
        .order_by(col(InboxMessage.at).desc(), col(InboxMessage.id).desc())
        .limit(SHOWN)
    )
    lines = [
        SharedLine(say_moment(row.at), row.subject, row.body or "") for row in session.exec(query)
    ]
    return list(dict.fromkeys(lines))


def address_of_notices(session: Session, case: Case, party: Party) -> list[str] | None:
    """The business address to which notices go in place of the client's own; None for the client's
    own, as always for a protected case. Codes and passcodes never ask (design 7)."""
    if case.protected:
        return None
    row = session.exec(
        select(Representation, Person)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Person, col(Person.id) == Party.person_id)
        .join(Case, col(Case.id) == Representation.case_id)
        .where(
            Representation.client_party_id == party.id,
            col(Representation.notices_to_representative),
            col(Representation.address_sealed).is_not(None),
            represents(),
        )
        .order_by(col(Representation.since).desc(), col(Representation.id))
        .limit(1)
    ).first()
    if row is None:
        return None
    held, person = row
    lines = json.loads(held.address or "[]")
    return [held.representative_name, f"for {person.full_name}", *lines]
