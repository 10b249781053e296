"""Who hears of what officers decide about biometrics appointments, of visits at home, and of a
closure that leaves somebody without one."""

from __future__ import annotations

from sqlmodel import Session

from cx_app.domain.biometrics import RescheduleState
from cx_app.domain.biometrics_desk import DayPart, Why
from cx_app.domain.messages import Channel, Kind, Topic
from cx_app.language import Language, _, known, using
from cx_app.models import Booking, Case, HomeVisit, Office, Party, Person, Reschedule
from cx_app.services.biometrics.say import place_of, say_visit
from cx_app.services.biometrics.tell import (
    agency_request,
    feed_id,
    has_own_account,
    readers,
    show_change,
    slot_of,
)
from cx_app.services.feed_out.records import Cancellation
from cx_app.services.feed_out.send_back import send_back
from cx_app.services.messages.notify import notify
from cx_app.services.messages.outbox import enqueue
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
    kind, key = Kind.BIOMETRICS_AWAITING, f"biometrics-awaiting:{old.id}"
    receipt, zone, place = case.receipt_number, office.time_zone, place_of(office)
    told = list(readers(session, party))
    for account in told:
        notify(
            session,
            account,
            kind,
            dedupe_key=key,
            case_id=case.id,
            protected=case.protected,
            receipt=receipt,
            starts=old.starts_at,
            zone=zone,
            place=place,
        )
    said = {"receipt": receipt, "starts": str(old.starts_at), "zone": zone, "place": place}
    _letter_home(session, case, party, kind, key, said)
    show_change(session, case, told)


def tell_home(session: Session, case: Case, party: Party, visit: HomeVisit, kind: Kind) -> None:
    """Somebody comes, on another day, or not at all (BIO-11). Whoever only matched the case does
    not hear that its person cannot leave their home. Where no account has the case as this person,
    a letter goes to the home on file, which is where somebody comes."""
    key = f"biometrics-home:{visit.id}:{visit.changed_at.isoformat()}"
    for account in readers(session, party, matched_too=False):
        wished = wishes_of(session, account.id, Topic.APPOINTMENTS).language
        notify(
            session,
            account,
            kind,
            dedupe_key=key,
            case_id=case.id,
            protected=case.protected,
            receipt=case.receipt_number,
            visit=_say_when(visit, known(wished or account.language)),
        )
    language = known(session.get_one(Person, party.person_id).language)
    said = {"receipt": case.receipt_number, "visit": _say_when(visit, language)}
    _letter_home(session, case, party, kind, key, said)


def _letter_home(
    session: Session, case: Case, party: Party, kind: Kind, key: str, facts: dict[str, str]
) -> None:
    """To the home on file, where no account has the case as this person; whoever represents them or
    found the appointment may not reach them in time."""
    if has_own_account(session, party):
        return
    person = session.get_one(Person, party.person_id)
    enqueue(
        session,
        kind,
        Channel.LETTER,
        dedupe_key=key,
        language=known(person.language),
        person_id=person.id,
        case_id=case.id,
        facts=facts,
    )


def _say_when(visit: HomeVisit, language: Language) -> str:
    """Empty for one that never had a day."""
    with using(language):
        return say_visit(visit.day, DayPart(visit.part)) if visit.day else ""


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
