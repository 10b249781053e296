"""Who holds which role. Roles are rows that somebody gave, never claims of a sign-in (design 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import Account, RoleGrant
from cx_app.services.audit.record import record
from cx_app.services.identity.sessions import end_all_sessions

GRANTABLE: Final = (
    Role.OFFICER,
    Role.SUPERVISOR,
    Role.ADMIN,
    Role.REPRESENTATIVE,
    Role.PARALEGAL,
)


class NoSuchAccount(LookupError):
    """Nobody, or more than one, has that e-mail; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Grant:
    subject: str
    name: str
    role: str
    granted_by: str
    granted_at: datetime


def account_of(session: Session, issuer: str, who: str) -> Account | None:
    """The account with this subject or, failing that, with this verified e-mail.

    E-mails are sealed, so that looking for one opens them all; only the command line does.
    Raises `NoSuchAccount` for an e-mail that does not lead to exactly one account.
    """
    account = session.exec(
        select(Account).where(Account.issuer == issuer, Account.subject == who)
    ).first()
    if account is not None or "@" not in who:
        return account
    wanted = who.casefold()
    found = [
        row
        for row in session.exec(
            select(Account).where(Account.issuer == issuer, col(Account.email_verified))
        )
        if (row.email or "").casefold() == wanted
    ]
    if len(found) != 1:
        raise NoSuchAccount(
            f"{len(found) or 'no'} accounts have that e-mail; name the account by its subject"
        )
    return found[0]


def ensure_account(session: Session, issuer: str, subject: str, *, name: str = "") -> Account:
    """The account of a subject, made if that person has never signed in."""
    account = session.exec(
        select(Account).where(Account.issuer == issuer, Account.subject == subject)
    ).first()
    if account is None:
        account = Account(issuer=issuer, subject=subject, name=name, created_at=clock.wall())
        session.add(account)
        session.flush()
    return account


def grant(session: Session, actor: Actor, account: Account, role: Role, granted_by: str) -> bool:
    """Give a role; False when the account has it already."""
    if _living(session, account, role):
        return False
    session.add(
        RoleGrant(account_id=account.id, role=role, granted_by=granted_by, granted_at=clock.wall())
    )
    _note(session, actor, "staff.grant", account, role)
    return True


def revoke(session: Session, actor: Actor, account: Account, role: Role) -> bool:
    """Take a role away and sign the account out; False when it did not have it."""
    living = _living(session, account, role)
    for row in living:
        row.ended_at = clock.wall()
        session.add(row)
    if living:
        end_all_sessions(session, account.id, "role_revoked")
        _note(session, actor, "staff.revoke", account, role)
    return bool(living)


def granted(session: Session) -> list[Grant]:
    """Every living grant, by role, then by who holds it."""
    rows = session.exec(
        select(RoleGrant, Account)
        .where(RoleGrant.account_id == Account.id, col(RoleGrant.ended_at).is_(None))
        .order_by(col(RoleGrant.role), col(Account.subject))
    )
    return [
        Grant(account.subject, account.name, row.role, row.granted_by, row.granted_at)
        for row, account in rows
    ]


def _living(session: Session, account: Account, role: Role) -> list[RoleGrant]:
    return list(
        session.exec(
            select(RoleGrant).where(
                RoleGrant.account_id == account.id,
                RoleGrant.role == role,
                col(RoleGrant.ended_at).is_(None),
            )
        )
    )


def _note(session: Session, actor: Actor, action: str, account: Account, role: Role) -> None:
    record(
        session,
        actor,
        action,
        subject_type="account",
        subject_id=account.id,
        details={"role": role.value},
    )
