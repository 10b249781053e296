"""Representatives of the demonstration: Rosa's account was accepted long ago."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, select

from cx_app.domain.representation.accounts import AccountState, RepresentativeKind
from cx_app.models import Account, RepresentativeAccount
from cx_app.services.identity.grants import ensure_account
from cx_app.settings import settings
from demo.characters import OFFICE, REPRESENTATIVE

SUBJECT: Final = "rosa"
LICENCE: Final = "123456 (MD)"


def tell(session: Session, now: datetime, officer: str) -> None:
    """Rosa applied and was accepted, a while ago."""
    account = ensure_account(session, settings.issuer, SUBJECT, name=REPRESENTATIVE)
    if _has(session, account):
        return
    decided = now - timedelta(days=90)
    row = RepresentativeAccount(
        account_id=account.id,
        name=REPRESENTATIVE,
        kind=RepresentativeKind.ATTORNEY,
        sworn_at=decided - timedelta(days=2),
        applied_at=decided - timedelta(days=2),
        state=AccountState.ACCEPTED,
        decided_at=decided,
        decided_by=ensure_account(session, settings.issuer, officer).id,
    )
    row.licence = LICENCE
    row.address = json.dumps(
        [*OFFICE.lines, f"{OFFICE.city}, {OFFICE.state} {OFFICE.zip}"], ensure_ascii=False
    )
    session.add(row)


def _has(session: Session, account: Account) -> bool:
    query = select(RepresentativeAccount.id).where(RepresentativeAccount.account_id == account.id)
    return session.exec(query).first() is not None
