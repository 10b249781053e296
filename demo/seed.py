"""Sets the demonstration up. Running it again adds what is missing and changes nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlmodel import Session, select

from cx_app import database
from cx_app.domain.business_time import eastern_date
from cx_app.domain.identity import Role
from cx_app.gateways import clock
from cx_app.models import Account, Case, CaseLink, Party, Person
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.feed.import_lines import Tally, import_lines
from cx_app.services.feed.records import encode
from cx_app.services.identity.grants import ensure_account, grant
from cx_app.services.policy import current
from cx_app.services.progress.accuracy import keep_records
from cx_app.services.progress.nightly import fit_days
from cx_app.settings import settings
from demo import claims, office, offices, progress_history, representatives, stories, visits
from demo.callbacks import fill_callbacks
from demo.characters import DOLORES, PRIYA, REPRESENTATIVE, Character
from demo.desk import fill_desk
from demo.stories import DOLORES_I90, DOLORES_N400

SOURCE: Final = "demo stories"
ROLES: Final = {
    "olivia": Role.OFFICER,
    "owen": Role.OFFICER,
    "samira": Role.SUPERVISOR,
    "ada": Role.ADMIN,
    "rosa": Role.REPRESENTATIVE,
    "leo": Role.REPRESENTATIVE,
    "pilar": Role.PARALEGAL,
}
NAMES: Final = {
    "olivia": "Olivia Reyes",
    "owen": "Owen Clark",
    "samira": "Samira Haddad",
    "ada": "Ada Lindqvist",
    "rosa": REPRESENTATIVE,
    "leo": "Leo Fischer",
    "pilar": "Pilar Ortega",
}
"""As colleagues read them before anybody has signed in."""


def seed() -> Tally:
    """Raises `RuntimeError` when a story does not fit the feed."""
    with database.write() as session:
        current.seed(session)
        now = clock.business(session)
    lines = [*stories.lines(now), *claims.lines(now), *waiting_lines(now)]
    rejects: list[str] = []
    tally = import_lines(
        lines,
        source=SOURCE,
        sha256=sha256(b"\n".join(lines)).hexdigest(),
        on_reject=lambda reject: rejects.append(f"line {reject.line}: {reject.reason}"),
    )
    if rejects:
        raise RuntimeError(f"a demo story does not fit the feed: {rejects[0]}")
    with database.write() as session:
        _link_dolores(session, now)
        _link_priya(session, now)
        _grant_roles(session)
        representatives.tell(session, now, "olivia")
        offices.open_offices(session, now)
        office.tell(session, now)
        claims.tell(session, now)
        fill_desk(session, now)
        visits.tell(session, now)
        fill_callbacks(session, now)
        fresh_history = progress_history.fill(session, now)
    if fresh_history:
        fit_days(database.read, database.write, progress_history.table_days(now))
        keep_records(database.read, database.write)
        progress_history.look_back(now)
    return tally


def waiting_lines(now: datetime) -> list[bytes]:
    """Cases of Priya, whose person comes with the other stories."""
    today = eastern_date(now)
    filed = progress_history.FILINGS
    return [encode(one) for filing in filed for one in stories.filing_records(filing, today)]


def _link_dolores(session: Session, now: datetime) -> None:
    """Dolores used her codes long ago."""
    _link_all(session, DOLORES, (DOLORES_I90, DOLORES_N400), now)


def _link_priya(session: Session, now: datetime) -> None:
    _link_all(session, PRIYA, [one.receipt_number for one in progress_history.FILINGS], now)


def _link_all(session: Session, who: Character, receipts: Iterable[str], now: datetime) -> None:
    account = ensure_account(session, settings.issuer, who.subject, name=who.name)
    if not account.email:
        account.email, account.email_verified = who.email, True
        account.language = who.language
        session.add(account)
    for receipt in receipts:
        _link(session, account, who, receipt, now)


def _link(session: Session, account: Account, who: Character, receipt: str, now: datetime) -> None:
    party = session.exec(
        select(Party).where(
            Party.case_id == Case.id,
            Case.receipt_number == receipt,
            Party.person_id == Person.id,
            Person.feed_id == f"demo:{who.subject}",
        )
    ).one()
    linked = session.exec(
        select(CaseLink.id).where(CaseLink.account_id == account.id, CaseLink.party_id == party.id)
    ).first()
    if linked is None:
        session.add(
            CaseLink(account_id=account.id, party_id=party.id, case_id=party.case_id, linked_at=now)
        )


def _grant_roles(session: Session) -> None:
    for subject, role in ROLES.items():
        account = ensure_account(session, settings.issuer, subject, name=NAMES[subject])
        grant(session, SYSTEM_ACTOR, account, role, SOURCE)
