"""What is known of a request that matches: the facts that `review_reason` judges (3.3-9)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from cx_app.domain.access_codes import Verdict
from cx_app.domain.code_requests import Circumstances
from cx_app.domain.policy import Policy
from cx_app.models import AccessCode, AuditEntry, Case, CodeRequest, Person
from cx_app.services.access_codes.holders import Holder
from cx_app.services.access_codes.limits import many_failures
from cx_app.services.addresses.change import reviewed_address_change
from cx_app.services.claims.contested import contested


def circumstances(
    session: Session,
    request: CodeRequest,
    holder: Holder,
    several: bool,
    in_force: Policy,
    now: datetime,
) -> Circumstances:
    by_email = _by_email(holder, in_force)
    own_address = holder.representation is None and not by_email
    return Circumstances(
        protected=holder.case.protected,
        disputed=contested(session, request.account_id, holder.party.id, now),
        several_match=several,
        asker_guessed=_asker_guessed(session, request, holder.case, in_force, now),
        letter_returned=_letter_returned(session, holder, in_force),
        reachable=is_reachable(holder, in_force),
        address_changed_at=_unreviewed_change(session, holder.person, now) if own_address else None,
    )


def _unreviewed_change(session: Session, person: Person, now: datetime) -> datetime | None:
    """When the residence changed, unless an officer confirmed that very one (ADDR-4)."""
    if reviewed_address_change(session, person, now):
        return None
    return person.residence_changed_at


def is_reachable(holder: Holder, in_force: Policy) -> bool:
    """Whether there is an address for the way that a code would take."""
    if holder.representation is not None:
        return holder.representation.address is not None
    if _by_email(holder, in_force):
        return bool(holder.person.email)
    return holder.person.residence is not None


def _by_email(holder: Holder, in_force: Policy) -> bool:
    return (
        holder.representation is None
        and holder.case.form in in_force.code_email_forms
        and not holder.case.protected
    )


def _asker_guessed(
    session: Session, request: CodeRequest, case: Case, in_force: Policy, now: datetime
) -> bool:
    """Somebody else's guesses are no reason: nobody can hold up another's request (design 7)."""
    limits = in_force.code_attempts
    guessed = session.exec(
        select(AuditEntry.id)
        .where(
            AuditEntry.account_id == request.account_id,
            AuditEntry.action == "access_code.redeem",
            AuditEntry.case_id == case.id,
            AuditEntry.outcome != Verdict.LINKED,
            col(AuditEntry.at) > now - limits.alert_window,
        )
        .limit(1)
    ).first()
    return guessed is not None and many_failures(session, case.receipt_number, limits, now)


def _letter_returned(session: Session, holder: Holder, in_force: Policy) -> bool:
    """Whether the last letter came back from an address that still is the one on file."""
    if _by_email(holder, in_force):
        return False
    if holder.representation is not None:
        same = AccessCode.representation_id == holder.representation.id
    else:
        same = AccessCode.party_id == holder.party.id
    returned_at = session.exec(
        select(AccessCode.returned_at)
        .where(same, col(AccessCode.mailed_at).is_not(None))
        .order_by(col(AccessCode.issued_at).desc(), col(AccessCode.id).desc())
    ).first()
    if returned_at is None:
        return False
    return holder.representation is not None or _unmoved(holder.person, returned_at)


def _unmoved(person: Person, since: datetime) -> bool:
    return person.residence_changed_at is None or person.residence_changed_at < since
