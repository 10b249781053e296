"""Both sides hear of each act. A client without an account gets a letter at their own residence;
about a protected case nothing is mailed to anybody (domain 9.4 b)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.business_time import last_day
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel, Kind
from cx_app.gateways import channels
from cx_app.language import _, known, using
from cx_app.models import G28, Account, Case, CaseLink, Party, Person, Representation
from cx_app.services.cases.access import on_protected_side
from cx_app.services.changes import account_topic, case_topic, touch_all
from cx_app.services.messages.notify import notify
from cx_app.services.messages.outbox import enqueue
from cx_app.services.representation.moves import client_of


def accounts_of(session: Session, party: Party) -> Sequence[Account]:
    """Every account that has the case as this party."""
    return session.exec(
        select(Account)
        .join(CaseLink, col(CaseLink.account_id) == Account.id)
        .join(Party, col(Party.id) == CaseLink.party_id)
        .join(Case, col(Case.id) == CaseLink.case_id)
        .where(CaseLink.party_id == party.id, col(CaseLink.ended_at).is_(None), on_protected_side())
        .order_by(col(Account.id))
    ).all()


def tell_client(
    session: Session, case: Case, party: Party, kind: Kind, key: str, **facts: Any
) -> bool:
    """False when there is no way to tell them."""
    accounts = accounts_of(session, party)
    for account in accounts:
        notify(
            session,
            account,
            kind,
            dedupe_key=key,
            case_id=case.id,
            protected=case.protected,
            receipt=case.receipt_number,
            **facts,
        )
    return bool(accounts) or mail_client(session, case, party, kind, key, **facts)


def mail_client(
    session: Session, case: Case, party: Party, kind: Kind, key: str, **facts: Any
) -> bool:
    """To their own residence and nowhere else (design 7)."""
    person = session.get_one(Person, party.person_id)
    if case.protected or person.residence is None or not channels.available(Channel.LETTER):
        return False
    enqueue(
        session,
        kind,
        Channel.LETTER,
        dedupe_key=f"{key}:{person.id}",
        language=known(person.language),
        person_id=person.id,
        case_id=case.id,
        facts={
            "address": [person.full_name, *json.loads(person.residence)],
            "receipt": case.receipt_number,
            **{name: str(value) for name, value in facts.items()},
        },
    )
    return True


def tell_representative(
    session: Session,
    account_id: UUID | None,
    case: Case | None,
    kind: Kind,
    key: str,
    **facts: Any,
) -> None:
    """Nothing to tell where a representative has no account."""
    if account_id is None:
        return
    notify(
        session,
        session.get_one(Account, account_id),
        kind,
        dedupe_key=key,
        case_id=case.id if case else None,
        protected=case.protected if case else False,
        **facts,
    )


def tell_taken_back(session: Session, form: G28) -> None:
    """The client was asked, and need not answer any more."""
    if form.client_party_id is None:
        return
    party = session.get_one(Party, form.client_party_id)
    case = session.get_one(Case, party.case_id)
    tell_client(
        session,
        case,
        party,
        Kind.G28_TAKEN_BACK,
        f"g28:taken_back:{form.id}",
        representative=form.name,
    )
    show(session, case, party, form.representative_id)


def tell_expired(session: Session, form: G28) -> None:
    """In the same words whether anybody was asked or not (REP-15)."""
    tell_representative(
        session,
        form.representative_id,
        None,
        Kind.G28_EXPIRED,
        f"g28:expired:{form.id}",
        receipt=client_of(form).receipt,
    )


def ask_client(session: Session, form: G28, case: Case, party: Party) -> None:
    """Where the client has an account, it asks there."""
    tell_client(
        session,
        case,
        party,
        Kind.G28_ASKED,
        f"g28:asked:{form.id}",
        representative=form.name,
        until=last_day(form.answer_by) if form.answer_by else "",
    )


def show(session: Session, case: Case, party: Party, representative: UUID | None) -> None:
    """Open pages of both sides follow."""
    topics = {account_topic(one.id) for one in accounts_of(session, party)}
    if representative is not None:
        topics.add(account_topic(representative))
    touch_all(session, {*topics, case_topic(case.id)})


def tell_of_code(session: Session, held: Representation, kind: Kind, key: str) -> None:
    """The client hears of the codes of who represents them: that one was asked for, or used."""
    party = session.get_one(Party, held.client_party_id)
    case = session.get_one(Case, held.case_id)
    tell_client(session, case, party, kind, key, representative=held.representative_name)


FILED: Final = {
    "visit": "a visit to an office",
    "time": "another time for your biometrics appointment",
}


def tell_filed(session: Session, party_id: UUID | None, actor: Actor, what: str, key: str) -> None:
    """A client without an account reads by mail what was asked for them; accounts hear of it as
    they hear of what they ask for themselves. `what` is a key of `FILED`."""
    if party_id is None:
        return
    party = session.get_one(Party, party_id)
    if accounts_of(session, party):
        return
    case = session.get_one(Case, party.case_id)
    person = session.get_one(Person, party.person_id)
    with using(known(person.language)):
        facts = {"representative": actor.name, "what": _(FILED[what])}
    mail_client(session, case, party, Kind.REPRESENTATIVE_FILED, key, **facts)


def tell_asked(session: Session, party_id: UUID | None, actor: Actor, key: str) -> None:
    """The client hears that their representative asked for a call; whoever asked hears of it as
    everybody does who asks."""
    if party_id is None:
        return
    party = session.get_one(Party, party_id)
    case = session.get_one(Case, party.case_id)
    tell_client(session, case, party, Kind.REPRESENTATIVE_ASKED, key, representative=actor.name)
