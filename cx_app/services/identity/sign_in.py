"""Begin and finish a trip to the identity provider (design 3)."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlmodel import Session, col, delete, select

from cx_app.domain.identity import SIGN_IN_LIMIT, Actor, Client, Role
from cx_app.gateways import clock
from cx_app.gateways.identity_provider import Identity, Reason, SignInError, Trip
from cx_app.language import known
from cx_app.models import Account, SignInAttempt
from cx_app.security.crypto import token_hash
from cx_app.services.audit.record import record
from cx_app.services.identity.sessions import end_session, find_session, open_session, role_of

MAX_PATH: Final = 500
STARTS_PER_MINUTE: Final = 60
_LOCAL_PATH: Final = re.compile(r"/[!-\[\]-~]*")
_BROWSER_TOKEN: Final = re.compile(r"[\w-]{43}", re.ASCII)
_NOT_A_PAGE: Final = re.compile(r"/(?:es/)?(?:staff/)?sign-(?:in|out)\b")


@dataclass(frozen=True, slots=True)
class Begun:
    trip: Trip
    browser_token: str
    """Goes into a short-lived cookie, so that only this browser can come back."""


@dataclass(frozen=True, slots=True)
class Opened:
    token: str
    """For the session cookie; nothing else has it."""
    path: str
    """Where to go next; empty for the home page of this person's language."""


@dataclass(frozen=True, slots=True)
class Returned:
    """An attempt that came back in time from the browser it left from."""

    client: Client
    trip: Trip
    next_path: str
    language: str


def local_path(path: str) -> str:
    """`path` when it leads to a page of ours, else empty: never another site, never back here."""
    route = re.split("[?#]", path, maxsplit=1)[0]
    tricky = "//" in route or {".", ".."} & set(route.split("/")) or _NOT_A_PAGE.match(route)
    return path if len(path) <= MAX_PATH and _LOCAL_PATH.fullmatch(path) and not tricky else ""


def begin(
    session: Session, client: Client, next_path: str, language: str, browser_token: str = ""
) -> Begun:
    """A new trip; its row is all that the portal remembers of it. A browser that is on a trip
    already keeps its token, so that signing in from two tabs works in both."""
    trip = Trip(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(64),
    )
    if not _BROWSER_TOKEN.fullmatch(browser_token):
        browser_token = secrets.token_urlsafe(32)
    now = clock.wall()
    session.exec(
        delete(SignInAttempt).where(col(SignInAttempt.created_at) < now - timedelta(days=1))
    )
    attempt = SignInAttempt(
        state_hash=token_hash(trip.state),
        browser_hash=token_hash(browser_token),
        nonce=trip.nonce,
        client=client,
        next_path=local_path(next_path),
        language=known(language),
        created_at=now,
    )
    attempt.verifier = trip.verifier
    session.add(attempt)
    return Begun(trip, browser_token)


def burn(session: Session, state: str) -> SignInAttempt | None:
    """Take the attempt away before anything about its return is checked, so that no state can
    come back twice."""
    attempt = session.exec(
        select(SignInAttempt).where(SignInAttempt.state_hash == token_hash(state))
    ).first()
    if attempt is None:
        return None
    gone = session.exec(delete(SignInAttempt).where(col(SignInAttempt.id) == attempt.id))
    return attempt if gone.rowcount == 1 else None


def check_return(attempt: SignInAttempt | None, state: str, browser_token: str) -> Returned:
    """Raises `SignInError` for a state we don't know, another browser, or a trip too long ago."""
    if attempt is None or attempt.verifier is None:
        raise SignInError(Reason.EXPIRED, "unknown state")
    if not secrets.compare_digest(attempt.browser_hash, token_hash(browser_token)):
        raise SignInError(Reason.MISMATCH, "another browser")
    if clock.wall() - attempt.created_at > SIGN_IN_LIMIT:
        raise SignInError(Reason.EXPIRED, "too late")
    return Returned(
        client=Client(attempt.client),
        trip=Trip(state, attempt.nonce, attempt.verifier),
        next_path=attempt.next_path,
        language=attempt.language,
    )


def finish(
    session: Session, identity: Identity, returned: Returned, network: str, old_token: str = ""
) -> Opened | Reason:
    """The account of this subject and a new session; the browser's old one, if any, ends.

    Someone without a staff role who comes through the staff client is refused; their account is
    kept, so that an administrator can give them one.
    """
    account = _account(session, identity, returned.language)
    role = role_of(session, account.id, returned.client)
    if role is None:
        nobody = Actor(account.id, Role.APPLICANT, network=network, name=account.name)
        record(session, nobody, "session.open", Reason.NOT_STAFF)
        return Reason.NOT_STAFF
    old = find_session(session, old_token, network)
    if old is not None:
        end_session(session, old.actor, "signed_in_again")
    token, _row = open_session(session, account, returned.client, network)
    return Opened(token, returned.next_path or ("/officer" if role.is_staff else ""))


def _account(session: Session, identity: Identity, language: str) -> Account:
    now = clock.wall()
    account = session.exec(
        select(Account).where(
            Account.issuer == identity.issuer, Account.subject == identity.subject
        )
    ).first()
    if account is None:
        account = Account(
            issuer=identity.issuer,
            subject=identity.subject,
            language=known(identity.language or language),
            created_at=now,
        )
    account.name = identity.name or account.name
    account.email = identity.email
    account.email_verified = identity.email_verified
    account.last_signed_in_at = now
    session.add(account)
    session.flush()
    return account
