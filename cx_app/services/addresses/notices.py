"""Who hears that a new address was told: the old address, every account of the person, and every
e-mail address that is known of them (ADDR-2)."""

from __future__ import annotations

import json
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.messages import Channel, Kind
from cx_app.gateways import channels
from cx_app.language import known
from cx_app.models import Account, AddressChange, CaseLink, ContactPoint, Party, Person
from cx_app.services.cases.access import by_link
from cx_app.services.messages.notify import notify
from cx_app.services.messages.outbox import enqueue
from cx_app.services.messages.reach import Destination, email_of, hash_of

KIND: Final = Kind.ADDRESS_CHANGE_NOTED


def send_notices(
    session: Session, change: AddressChange, person: Person, *, protected: bool
) -> None:
    """For a protected person no letter goes to the old address, which may be where the danger is,
    and no e-mail to an address that they have not called safe (ADDR-6)."""
    accounts = accounts_of(session, change)
    for account in accounts:
        notify(
            session,
            account,
            KIND,
            dedupe_key=f"address:{change.id}",
            case_id=change.case_id,
            protected=protected,
            by_letter=False,
            confirm_from=eastern_date(change.confirm_from),
        )
    if protected:
        return
    _letter(session, change, person)
    _other_emails(session, change, person, accounts)


def accounts_of(session: Session, change: AddressChange) -> list[Account]:
    """Every account that has a case of the person."""
    return list(
        session.exec(
            select(Account)
            .where(
                col(Account.id).in_(
                    by_link(CaseLink.account_id).where(Party.person_id == change.person_id)
                )
            )
            .order_by(col(Account.created_at), col(Account.id))
        )
    )


def _letter(session: Session, change: AddressChange, person: Person) -> None:
    """To the address as it is now: once the feed has brought the new one, it would go there."""
    if change.before is None or not channels.available(Channel.LETTER):
        return
    enqueue(
        session,
        KIND,
        Channel.LETTER,
        dedupe_key=f"address:{change.id}:letter",
        language=person.language,
        person_id=person.id,
        case_id=change.case_id,
        facts={
            "address": [person.full_name, *json.loads(change.before)],
            "confirm_from": eastern_date(change.confirm_from).isoformat(),
        },
    )


def _other_emails(
    session: Session, change: AddressChange, person: Person, accounts: list[Account]
) -> None:
    """Beside the one by which each account hears of everything: those that its sign-in names, that
    were proven here, and that the agency has."""
    reached = [email_of(session, one) for one in accounts]
    told = {to.value_hash for to in reached if isinstance(to, Destination)}
    for email in [*_of_accounts(session, accounts), person.email]:
        if not email or hash_of(email) in told:
            continue
        told.add(hash_of(email))
        enqueue(
            session,
            KIND,
            Channel.EMAIL,
            dedupe_key=f"address:{change.id}:{len(told)}",
            language=known(person.language),
            person_id=person.id,
            case_id=change.case_id,
            facts={"to": email},
        )


def _of_accounts(session: Session, accounts: list[Account]) -> list[str]:
    proven = session.exec(
        select(ContactPoint).where(
            col(ContactPoint.account_id).in_([one.id for one in accounts]),
            ContactPoint.channel == Channel.EMAIL,
            col(ContactPoint.verified_at).is_not(None),
            col(ContactPoint.ended_at).is_(None),
            col(ContactPoint.lost_at).is_(None),
        )
    )
    signed_in = [one.email for one in accounts if one.email_verified and one.email]
    return [*signed_in, *(one.value for one in proven if one.value)]
