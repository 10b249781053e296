"""Which ways to tell somebody something work now, and what is missing for the others."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from cx_app.domain.delivery import Reason
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel
from cx_app.domain.receipts import mask_email
from cx_app.gateways import channels
from cx_app.models import Account
from cx_app.services.messages.reach import Destination, email_of, phone_of, residence_of


@dataclass(frozen=True, slots=True)
class Ways:
    """Of each way the `Reason` why it can't be used now; empty while it can."""

    email: str = ""
    sms: str = ""
    paper: str = ""
    language: str = "en"
    """The account's own."""
    vouched: str = ""
    """The address that the sign-in service vouches for, masked; empty without one."""
    texts_offered: bool = True
    """Whether the portal sends texts at all."""


def ways(session: Session, actor: Actor) -> Ways:
    """What the checks before each message would say now (domain 1.3-11)."""
    account = session.get_one(Account, actor.account_id)
    vouched = account.email if account.email_verified else None
    return Ways(
        email=_missing(email_of(session, account)),
        sms=_missing(phone_of(session, account.id)),
        paper="" if residence_of(session, account.id, None) else Reason.NO_ADDRESS,
        language=account.language,
        vouched=mask_email(vouched) if vouched else "",
        texts_offered=channels.available(Channel.SMS),
    )


def _missing(found: Destination | Reason) -> str:
    return found if isinstance(found, Reason) else ""
