"""Consent to texts ahead of a call: shown in the portal, or read aloud and answered on the phone;
and all that ends it (TA-1, SMS-10)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.callbacks import moves
from cx_app.domain.identity import Actor
from cx_app.gateways import clock
from cx_app.language import _, known, language, using
from cx_app.models import Callback, CallbackConsent, ContactPoint, TextConsent
from cx_app.services.audit.record import SYSTEM_ACTOR, WITHOUT_ACCOUNT
from cx_app.services.callbacks.access import callback_of
from cx_app.services.callbacks.moving import What, rules_now, settle, standing
from cx_app.services.callbacks.telling import is_protected
from cx_app.services.messages.consents import Wording
from cx_app.services.messages.reach import hashes_of, stopped
from cx_app.settings import settings


class Source(StrEnum):
    PORTAL = "portal"
    SPOKEN = "spoken"
    STOP = "stop"
    WRONG_NUMBER = "wrong_number"


class ConsentRefusal(StrEnum):
    """Why texts can't go to a phone."""

    OLD_WORDING = "old_wording"
    """Another sentence is shown by now."""
    NOT_PROVEN = "not_proven"
    """The number has to be proven in settings first (domain 1.3-11)."""
    STOPPED = "stopped"
    """It said STOP; only START from that phone takes it back."""
    LANDLINE = "landline"
    NOT_SAFE = "not_safe"
    """The case is protected, and the person has not said that nobody else reads it (domain 9.4)."""
    OVER = "over"


def wording() -> Wording:
    """What the box says, in the current language: who texts, what for, that rates may apply, and
    the way out. It is separate from all other terms."""
    text = _(
        "I agree to get texts from {agency} before you call me. You text first and ask if I am "
        "free. I have an hour to answer. Message and data rates may apply. I can reply STOP at any "
        "time to end the texts, or HELP for help. I still get a call if I say no to texts.",
        agency=settings.agency_name,
    )
    return Wording(text, hashlib.sha256(text.encode()).hexdigest()[:12])


def spoken_wording(lang: str) -> Wording:
    """What an officer reads aloud, in the language of the caller."""
    with using(known(lang)):
        text = _(
            "May {agency} text this phone before we call you? The text asks if you are free. You "
            "have an hour to answer. Message and data rates may apply. You can reply STOP at any "
            "time, or HELP for help. We still call you if you say no.",
            agency=settings.agency_name,
        )
    return Wording(text, hashlib.sha256(text.encode()).hexdigest()[:12])


def against_texts(session: Session, row: Callback) -> ConsentRefusal | None:
    """Why no text may go there, whatever the person agrees to."""
    contact = session.get(ContactPoint, row.contact_id) if row.contact_id else None
    if not row.proven or row.phone is None:
        return ConsentRefusal.NOT_PROVEN
    if stopped(session, row.phone):
        return ConsentRefusal.STOPPED
    if contact is not None and contact.line == "landline":
        return ConsentRefusal.LANDLINE
    if is_protected(session, row) and not (contact is not None and contact.safe):
        return ConsentRefusal.NOT_SAFE
    return None


def opt_in(session: Session, actor: Actor, reference: str, version: str) -> ConsentRefusal | None:
    """None when it counts. The version must be that of the sentence shown now."""
    row = callback_of(session, actor, reference, lock=True)
    if version != wording().version:
        return ConsentRefusal.OLD_WORDING
    if row.ended_at is not None:
        return ConsentRefusal.OVER
    if (refusal := against_texts(session, row)) is not None:
        return refusal
    keep_consent(session, actor, row, Source.PORTAL, given=True, shown=wording())
    now = clock.business(session)
    moved = moves.agreed(standing(row), now, rules_now(session, now))
    settle(session, actor, row, moved, What.AGREE)
    return None


def opt_out(session: Session, actor: Actor, reference: str) -> None:
    """At once: what waits is not sent, and the callback stays (domain 1.3-8)."""
    row = callback_of(session, actor, reference, lock=True)
    if row.ended_at is not None or not row.texting:
        return
    keep_consent(session, actor, row, Source.PORTAL, given=False, shown=Wording("", ""))
    now = clock.business(session)
    moved = moves.stopped(standing(row), now, rules_now(session, now))
    settle(session, actor, row, moved, What.DISAGREE)


def phone_stopped(session: Session, phone_hashes: Sequence[str]) -> int:
    """STOP from a phone ends the texts of its callbacks, whosever they are; how many. Their people
    see it, and a promise stays one."""
    rows = session.exec(
        select(Callback)
        .where(
            col(Callback.phone_hash).in_(phone_hashes),
            col(Callback.ended_at).is_(None),
            col(Callback.texting),
        )
        .order_by(col(Callback.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    now = clock.business(session)
    rules = rules_now(session, now)
    for row in rows:
        keep_consent(
            session, SYSTEM_ACTOR, row, Source.STOP, given=False, shown=Wording("STOP", "")
        )
        settle(session, SYSTEM_ACTOR, row, moves.stopped(standing(row), now, rules), What.STOP)
    return len(rows)


def number_is_wrong(session: Session, actor: Actor, row: Callback) -> None:
    """Somebody else answers there: nothing is texted to it any more, neither about this callback
    nor from settings (TA-1)."""
    shown = Wording("WRONG NUMBER", "")
    keep_consent(session, actor, row, Source.WRONG_NUMBER, given=False, shown=shown)
    row.proven = False
    session.add(row)
    if row.account_id is None:
        return
    contacts = session.exec(
        select(ContactPoint).where(
            ContactPoint.account_id == row.account_id,
            col(ContactPoint.value_hash).in_(hashes_of(row.phone or "")),
            col(ContactPoint.ended_at).is_(None),
        )
    ).all()
    for contact in contacts:
        contact.verified_at = None
        session.add(contact)
        session.add(
            TextConsent(
                account_id=row.account_id,
                contact_id=contact.id,
                given=False,
                source=Source.WRONG_NUMBER,
                wording=shown.text,
                language=row.language,
                at=clock.business(session),
                recorded_at=clock.wall(),
            )
        )


def is_wrong(session: Session, row: Callback, phone: str, *, proven: bool) -> bool:
    """Somebody else answered there, and nobody has proven since that it is theirs: it is not called
    again."""
    if proven:
        return False
    wrong = session.exec(
        select(CallbackConsent).where(
            CallbackConsent.callback_id == row.id, CallbackConsent.source == Source.WRONG_NUMBER
        )
    )
    return any(one.phone == phone for one in wrong)


def keep_consent(
    session: Session, actor: Actor, row: Callback, source: Source, *, given: bool, shown: Wording
) -> None:
    who: UUID | None = None if actor.role in WITHOUT_ACCOUNT else actor.account_id
    consent = CallbackConsent(
        callback_id=row.id,
        phone_hash=row.phone_hash,
        given=given,
        source=source,
        account_id=who,
        wording=shown.text,
        wording_version=shown.version,
        language=language() if source is Source.PORTAL else row.language,
        network=actor.network,
        at=clock.business(session),
        recorded_at=clock.wall(),
    )
    consent.phone = row.phone
    session.add(consent)
