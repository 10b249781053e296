"""Sets the demonstration up. Running it again adds what is missing and changes nothing else."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlmodel import Session, select

from cx_app import database
from cx_app.domain.identity import Role
from cx_app.gateways import clock
from cx_app.models import Account, Case, CaseLink, Party, Person
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.feed.import_lines import Tally, import_lines
from cx_app.services.identity.grants import ensure_account, grant
from cx_app.services.policy import current
from cx_app.settings import settings
from demo import claims, offices, stories
from demo.characters import DOLORES, REPRESENTATIVE
from demo.desk import fill_desk
from demo.stories import DOLORES_I90, DOLORES_N400

SOURCE: Final = "demo stories"
ROLES: Final = {
    "olivia": Role.OFFICER,
    "owen": Role.OFFICER,
    "samira": Role.SUPERVISOR,
    "ada": Role.ADMIN,
    "rosa": Role.REPRESENTATIVE,
}


def seed() -> Tally:
    """Raises `RuntimeError` when a story does not fit the feed."""
    with database.write() as session:
        current.seed(session)
        now = clock.business(session)
    lines = [*stories.lines(now), *claims.lines(now)]
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
        _grant_roles(session)
        offices.open_offices(session, now)
        claims.tell(session, now)
        fill_desk(session, now)
    return tally


def _link_dolores(session: Session, now: datetime) -> None:
    """Dolores used her codes long ago."""
    account = ensure_account(session, settings.issuer, DOLORES.subject, name=DOLORES.name)
    if not account.email:
        account.email, account.email_verified = DOLORES.email, True
        account.language = DOLORES.language
        session.add(account)
    for receipt in (DOLORES_I90, DOLORES_N400):
        _link(session, account, receipt, now)


def _link(session: Session, account: Account, receipt: str, now: datetime) -> None:
    party = session.exec(
        select(Party).where(
            Party.case_id == Case.id,
            Case.receipt_number == receipt,
            Party.person_id == Person.id,
            Person.feed_id == f"demo:{DOLORES.subject}",
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
        name = REPRESENTATIVE if subject == "rosa" else ""
        account = ensure_account(session, settings.issuer, subject, name=name)
        grant(session, SYSTEM_ACTOR, account, role, SOURCE)
