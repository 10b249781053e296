"""Two stories of who added a case: Grace disputes an account, Hana removed a case and has moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlmodel import Session, select

from cx_app.domain.addresses import Address
from cx_app.domain.business_time import EASTERN
from cx_app.domain.cases import PartyRole
from cx_app.domain.code_claims import Ground, Reason
from cx_app.domain.identity import Actor, Role
from cx_app.models import Account, Case, CaseLink, ClaimDispute, Party
from cx_app.services.addresses.change import note_address
from cx_app.services.cases.unlink import unlink
from cx_app.services.claims.desk import decide
from cx_app.services.claims.dispute import dispute
from cx_app.services.feed.records import encode
from cx_app.services.identity.grants import ensure_account
from cx_app.settings import settings
from demo import stories
from demo.characters import GRACE, HANA

GRACE_N400: Final = "IOE0913000011"
HANA_I765: Final = "IOE0913000022"
HANA_I539: Final = "IOE0913000033"
FILINGS: Final = (
    stories.Filing(
        GRACE_N400,
        "N-400",
        "5-year",
        "Newark",
        received=140,
        parties=((GRACE, PartyRole.APPLICANT),),
        events=(("IAF", 136), ("FNA", 118), ("FNB", 97)),
    ),
    stories.Filing(
        HANA_I765,
        "I-765",
        "(c)(9)",
        "Nebraska Service Center",
        received=52,
        parties=((HANA, PartyRole.APPLICANT),),
        events=(("IAF", 49),),
    ),
    stories.Filing(
        HANA_I539,
        "I-539",
        "student",
        "Vermont Service Center",
        received=88,
        parties=((HANA, PartyRole.APPLICANT),),
        events=(("IAF", 84),),
    ),
)
NEW_HOME: Final = Address(("19 Lantern Street", "Unit 6"), "Toledo", "OH", "43604")


def lines(now: datetime) -> Iterator[bytes]:
    """Their cases, as feed lines; the people come with those of the other stories."""
    today = now.astimezone(EASTERN).date()
    for filing in FILINGS:
        yield from map(encode, stories.filing_records(filing, today))


def tell(session: Session, now: datetime) -> None:
    """What Grace and Hana did in their accounts, once."""
    grace, kojo = _account(session, "grace", GRACE.name), _account(session, "kojo", "Kojo Mensah")
    if session.exec(select(CaseLink.id).where(CaseLink.account_id == grace.id)).first():
        return
    _link(session, grace, GRACE_N400, now)
    other = _link(session, kojo, GRACE_N400, now)
    dispute(session, _actor(grace), other.case_id, other.id, Ground.UNKNOWN)
    session.flush()
    opened = session.exec(select(ClaimDispute).where(ClaimDispute.party_id == other.party_id)).one()
    olivia = ensure_account(session, settings.issuer, "olivia")
    decide(session, Actor(olivia.id, Role.OFFICER), opened.id, Reason.NOT_THE_PERSON)

    hana = _account(session, "hana", HANA.name)
    removed = _link(session, hana, HANA_I765, now)
    stays = _link(session, hana, HANA_I539, now)
    unlink(session, _actor(hana), removed.case_id)
    person_id = session.get_one(Party, stays.party_id).person_id
    note_address(session, _actor(hana), person_id, NEW_HOME)


def _account(session: Session, subject: str, name: str) -> Account:
    account = ensure_account(session, settings.issuer, subject, name=name)
    if not account.email:
        account.email, account.email_verified = f"{subject}@example.org", True
        session.add(account)
        session.flush()
    return account


def _link(session: Session, account: Account, receipt: str, now: datetime) -> CaseLink:
    party = session.exec(
        select(Party).where(Party.case_id == Case.id, Case.receipt_number == receipt)
    ).one()
    made = CaseLink(account_id=account.id, party_id=party.id, case_id=party.case_id, linked_at=now)
    session.add(made)
    session.flush()
    return made


def _actor(account: Account) -> Actor:
    return Actor(account.id, Role.APPLICANT, name=account.name)
