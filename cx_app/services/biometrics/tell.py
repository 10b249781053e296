"""Who hears of a biometrics appointment: the agency, every account of the party, and whoever
represents them (domain 4.3-7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlmodel import Session, col, select

from cx_app.domain.biometrics import RescheduleState
from cx_app.domain.biometrics_desk import HomeState
from cx_app.domain.messages import Channel, Kind
from cx_app.gateways.provider import Attachment
from cx_app.language import known
from cx_app.models import (
    Account,
    Appointment,
    BiometricsFollow,
    BiometricsNotice,
    Booking,
    Case,
    CaseLink,
    HomeVisit,
    Office,
    Party,
    Person,
    Representation,
    Reschedule,
)
from cx_app.services.biometrics.access import Capacity, Mine
from cx_app.services.biometrics.say import city_of, place_of
from cx_app.services.cases.access import by_link, by_representation
from cx_app.services.changes import account_topic, case_topic, touch_all
from cx_app.services.feed_out.records import Asked, Move, RescheduleRequest, Slot, Withdrawal
from cx_app.services.feed_out.send_back import send_back
from cx_app.services.messages.notify import notify
from cx_app.services.messages.outbox import enqueue
from cx_app.services.messages.shared import address_of_notices

RESCHEDULES_TOPIC: Final = "reschedules"
"""What staff see of moves of appointments."""
ASKED: Final[dict[RescheduleState, Asked]] = {
    RescheduleState.ASKED: "asked",
    RescheduleState.APPROVED: "approved",
    RescheduleState.REFUSED: "refused",
}
"""What the agency hears of a request while it goes on, or was refused."""


def tell_move(
    session: Session,
    mine: Mine,
    row: Reschedule,
    old: Booking,
    new: Booking,
    notice: BiometricsNotice,
    calendar: Attachment,
    *,
    kind: Kind = Kind.BIOMETRICS_MOVED,
) -> None:
    """The agency, and everybody who may come to the door with the old notice."""
    agency_move(session, mine.case, mine.party, row, old, new)
    told = list(readers(session, mine.party))
    office = session.get_one(Office, new.office_id)
    for account in told:
        notify(
            session,
            account,
            Kind.APPOINTMENT_BOOKED if mine.case.protected else kind,
            dedupe_key=f"biometrics:{new.id}",
            case_id=mine.case.id,
            protected=mine.case.protected,
            attachments=(calendar,),
            starts=new.starts_at,
            zone=office.time_zone,
            place=place_of(office),
            city=city_of(office),
            receipt=mine.case.receipt_number,
        )
    if _by_mail(session, mine):
        mail_notice_letter(session, mine.case, mine.party, notice)
    show_change(session, mine.case, told)


def agency_move(
    session: Session, case: Case, party: Party, row: Reschedule, old: Booking, new: Booking
) -> None:
    """One event for each move; late ones are chased (OUT-3), so that nobody is turned away."""
    send_back(
        session,
        Move(
            appointment=feed_id(session, new),
            service=new.service,
            cause=row.cause or row.channel,
            slot=slot_of(session, new),
            instead_of=slot_of(session, old),
        ),
        case=case,
        party=party,
        subject_id=new.id,
        dedupe_key=f"move:{new.id}",
    )


def tell_request(session: Session, mine: Mine, row: Reschedule, booking: Booking) -> None:
    """The agency learns that a request came in time, so that it records no no-show (BIO-21)."""
    agency_request(session, mine.case, mine.party, row, booking)
    told = list(readers(session, mine.party))
    for account in told:
        notify(
            session,
            account,
            Kind.BIOMETRICS_ASKED,
            dedupe_key=f"biometrics-asked:{row.id}",
            case_id=mine.case.id,
            protected=mine.case.protected,
            receipt=mine.case.receipt_number,
        )
    show_change(session, mine.case, told)


def agency_request(
    session: Session, case: Case, party: Party, row: Reschedule, booking: Booking
) -> None:
    send_back(
        session,
        RescheduleRequest(
            request=str(row.id),
            appointment=feed_id(session, booking),
            state=ASKED[RescheduleState(row.state)],
            timely=row.timely,
        ),
        case=case,
        party=party,
        subject_id=row.id,
        dedupe_key=f"reschedule_request:{row.id}:{row.state}",
    )


def agency_home(
    session: Session, case: Case, party: Party, visit: HomeVisit, booking: Booking
) -> None:
    """A visit at home is a request for another time too: asked for, then agreed to. Once it took
    place that stays said; where it comes to nothing, it is taken back."""
    state = HomeState(visit.state)
    if state is HomeState.DONE:
        return
    what: RescheduleRequest | Withdrawal = (
        Withdrawal(of="reschedule_request", id=str(visit.id), reason="home")
        if state is HomeState.ENDED
        else RescheduleRequest(
            request=str(visit.id),
            appointment=feed_id(session, booking),
            state="asked" if state is HomeState.ASKED else "approved",
            timely=visit.asked_at < booking.starts_at,
        )
    )
    send_back(
        session,
        what,
        case=case,
        party=party,
        subject_id=visit.id,
        dedupe_key=f"home_visit:{visit.id}:{state}",
    )


def tell_withdrawn(session: Session, case: Case, party: Party, row: Reschedule) -> None:
    send_back(
        session,
        Withdrawal(of="reschedule_request", id=str(row.id), reason=row.reason or None),
        case=case,
        party=party,
        subject_id=row.id,
        dedupe_key=f"reschedule_withdrawn:{row.id}",
    )
    show_change(session, case, list(readers(session, party)))


def _by_mail(session: Session, mine: Mine) -> bool:
    """Who has no account reads it on paper, and so does a representative to whom notices go."""
    matched = mine.capacity is Capacity.MATCHED
    if matched or not has_own_account(session, mine.party):
        return True
    return address_of_notices(session, mine.case, mine.party) is not None


def mail_notice_letter(
    session: Session, case: Case, party: Party, notice: BiometricsNotice
) -> bool:
    """Once for each notice. Where it goes is looked up as the letter is made."""
    person = session.get_one(Person, party.person_id)
    return enqueue(
        session,
        Kind.BIOMETRICS_NOTICE,
        Channel.LETTER,
        dedupe_key=f"biometrics_notice:{notice.id}",
        language=known(person.language),
        person_id=person.id,
        case_id=case.id,
        facts={"notice": str(notice.id)},
    )


def readers(session: Session, party: Party, *, matched_too: bool = True) -> Iterator[Account]:
    """Every account that has the party, its representatives, and those that matched it, unless it
    is more than the appointment; of a protected case only those of the protected person's side
    (domain 9.4 d)."""
    linked = by_link(CaseLink.account_id).where(CaseLink.party_id == party.id)
    represented = by_representation(Representation.account_id).where(
        Representation.client_party_id == party.id, col(Representation.account_id).is_not(None)
    )
    matched = select(BiometricsFollow.account_id).where(
        BiometricsFollow.party_id == party.id,
        BiometricsFollow.case_id == Case.id,
        col(BiometricsFollow.ended_at).is_(None),
        col(Case.protected).is_(False),
    )
    ways: tuple[Any, ...] = (linked, represented, *([matched] if matched_too else []))
    for account_id in sorted({one for way in ways for one in session.exec(way)}):
        yield session.get_one(Account, account_id)


def has_own_account(session: Session, party: Party) -> bool:
    link = select(CaseLink.id).where(
        CaseLink.party_id == party.id, col(CaseLink.ended_at).is_(None)
    )
    return session.exec(link.limit(1)).first() is not None


def show_change(session: Session, case: Case, told: list[Account]) -> None:
    topics = {case_topic(case.id), RESCHEDULES_TOPIC}
    touch_all(session, topics | {account_topic(account.id) for account in told})


def feed_id(session: Session, booking: Booking) -> str:
    """As the agency names the appointment."""
    if booking.appointment_id is None:
        return str(booking.id)
    return session.get_one(Appointment, booking.appointment_id).feed_id


def slot_of(session: Session, booking: Booking) -> Slot:
    office = session.get_one(Office, booking.office_id)
    return Slot(office=office.name, starts_at=booking.starts_at, ends_at=booking.ends_at)
