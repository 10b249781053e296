"""Who hears of what officers decide about biometrics appointments, and of a closure that leaves
somebody without one."""

from __future__ import annotations

from sqlmodel import Session

from cx_app.domain.biometrics import RescheduleState
from cx_app.domain.biometrics_desk import Why
from cx_app.domain.messages import Kind, Topic
from cx_app.language import _, known, using
from cx_app.models import Booking, Case, Office, Party, Reschedule
from cx_app.services.biometrics.say import place_of
from cx_app.services.biometrics.tell import (
    agency_request,
    feed_id,
    readers,
    show_change,
    slot_of,
)
from cx_app.services.feed_out.records import Cancellation
from cx_app.services.feed_out.send_back import send_back
from cx_app.services.messages.notify import notify
from cx_app.services.messages.reach import wishes_of


def say_why(why: Why) -> str:
    """To the person."""
    match why:
        case Why.NO_CAUSE:
            return _("The reason does not keep you from coming.")
        case Why.NO_EVIDENCE:
            return _("We could not tell from your words that you can’t come.")
        case Why.URGENT:
            return _("Your case can’t wait for a later appointment.")
        case Why.MANY:
            return _("The appointment was moved several times before.")


def tell_awaiting(session: Session, case: Case, party: Party, old: Booking) -> None:
    """There is no appointment for now, and nobody is to go there (BIO-12)."""
    send_back(
        session,
        Cancellation(
            appointment=feed_id(session, old),
            service=old.service,
            cause="closure",
            slot=slot_of(session, old),
        ),
        case=case,
        party=party,
        subject_id=old.id,
        dedupe_key=f"cancellation:{old.id}",
    )
    office = session.get_one(Office, old.office_id)
    told = list(readers(session, party))
    for account in told:
        notify(
            session,
            account,
            Kind.BIOMETRICS_AWAITING,
            dedupe_key=f"biometrics-awaiting:{old.id}",
            case_id=case.id,
            protected=case.protected,
            receipt=case.receipt_number,
            starts=old.starts_at,
            zone=office.time_zone,
            place=place_of(office),
        )
    show_change(session, case, told)


def tell_decided(
    session: Session, case: Case, party: Party, row: Reschedule, booking: Booking
) -> None:
    """An officer agreed, or did not (BIO-21)."""
    agency_request(session, case, party, row, booking)
    approved = row.state == RescheduleState.APPROVED
    told = list(readers(session, party))
    for account in told:
        wished = wishes_of(session, account.id, Topic.APPOINTMENTS).language
        with using(known(wished or account.language)):
            because = "" if approved else say_why(Why(row.reason))
        notify(
            session,
            account,
            Kind.BIOMETRICS_APPROVED if approved else Kind.BIOMETRICS_REFUSED,
            dedupe_key=f"biometrics-{row.state}:{row.id}",
            case_id=case.id,
            protected=case.protected,
            receipt=case.receipt_number,
            because=because,
        )
    show_change(session, case, told)
