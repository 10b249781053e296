"""A notice of a biometrics appointment with all that it tells, for a letter or to print."""

from __future__ import annotations

import json
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from cx_app.domain.biometrics import online_until
from cx_app.domain.delivery import Reason
from cx_app.domain.slots import BookingState
from cx_app.gateways import clock
from cx_app.gateways.typesetting import Sheet
from cx_app.language import Language, known
from cx_app.models import BiometricsNotice, Booking, Case, Office, Party, Person
from cx_app.services.biometrics.notice_sheet import Noted, sheet_of
from cx_app.services.biometrics.standing import moves_that_count
from cx_app.services.messages.shared import address_of_notices
from cx_app.services.policy.current import policy


@dataclass(frozen=True, slots=True)
class NoticeLetter:
    language: Language
    words: tuple[str, str]
    """Its title, and all that it says."""
    address: list[str]
    sheet: Sheet


def noted(session: Session, notice: BiometricsNotice) -> Noted:
    booking = session.get_one(Booking, notice.booking_id)
    party = session.get_one(Party, notice.party_id)
    before = session.get(Booking, booking.replaces_id) if booking.replaces_id else None
    case = session.get_one(Case, party.case_id)
    rules = policy(session, clock.business(session)).biometrics
    online = case.form not in rules.excluded_forms and _moves(session, booking) < rules.times
    return Noted(
        notice=notice,
        replaced=session.get(BiometricsNotice, notice.replaces_id) if notice.replaces_id else None,
        booking=booking,
        before=before,
        before_office=session.get_one(Office, before.office_id) if before else None,
        office=session.get_one(Office, booking.office_id),
        case=case,
        person=session.get_one(Person, party.person_id),
        standard=rules.standard,
        online_until=online_until(booking.starts_at, rules) if online else None,
    )


def _moves(session: Session, booking: Booking) -> int:
    if booking.party_id is None or booking.appointment_id is None:
        return 0
    return moves_that_count(session, booking.party_id, booking.appointment_id)


def for_letter(session: Session, notice_id: UUID, number: str) -> NoticeLetter | Reason:
    """To the party's own residence, or to their representative where they want that (REP-4); not
    where the appointment was moved again since."""
    told = noted(session, session.get_one(BiometricsNotice, notice_id))
    if told.booking.state != BookingState.ACTIVE:
        return Reason.TOO_LATE
    party = session.get_one(Party, told.notice.party_id)
    address = address_of_notices(session, told.case, party)
    if address is None and told.person.residence is None:
        return Reason.NO_ADDRESS
    address = address or [told.person.full_name, *json.loads(told.person.residence or "[]")]
    title, text, sheet = sheet_of(told, address, letter_number=number)
    return NoticeLetter(known(told.person.language), (title, text), address, sheet)
