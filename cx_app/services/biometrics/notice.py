"""The notice of a booking: its number, and the sheet to print (BIO-6, domain 4.3-9)."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from cx_app.domain.biometrics import RescheduleRefusal
from cx_app.domain.identity import Actor
from cx_app.domain.mailroom import new_number
from cx_app.gateways import clock
from cx_app.gateways.provider import Attachment
from cx_app.gateways.typesetting import typeset
from cx_app.language import known
from cx_app.models import BiometricsNotice, Booking, Office
from cx_app.services.audit.record import record
from cx_app.services.biometrics.access import Mine, find, refuse
from cx_app.services.biometrics.notice_letter import noted
from cx_app.services.biometrics.notice_sheet import sheet_of
from cx_app.services.biometrics.say import place_of
from cx_app.services.biometrics.standing import active_booking
from cx_app.services.biometrics.tell import mail_notice_letter
from cx_app.services.messages.calendar import Appointment as CalendarEntry
from cx_app.services.messages.calendar import calendar_file


def issue_notice(session: Session, booking: Booking, before: Booking) -> BiometricsNotice:
    """With the booking, in its transaction; the one of the booking before counts no more."""
    if booking.party_id is None:
        raise ValueError("a biometrics booking is for a party")
    replaced = notice_of(session, before.id)
    row = BiometricsNotice(
        booking_id=booking.id,
        party_id=booking.party_id,
        number=new_number(),
        replaces_id=replaced.id if replaced else None,
        made_at=clock.business(session),
    )
    session.add(row)
    session.flush()
    return row


def notice_of(session: Session, booking_id: UUID) -> BiometricsNotice | None:
    return session.exec(
        select(BiometricsNotice).where(BiometricsNotice.booking_id == booking_id)
    ).first()


def notice_pdf(session: Session, actor: Actor, appointment_id: UUID) -> Attachment:
    """The one that counts now, to print. Raises `NotFound`, also for a notice that was replaced:
    nobody is to come with that."""
    _mine, notice = _present(session, actor, appointment_id)
    told = noted(session, notice)
    title, _text, sheet = sheet_of(told, [told.person.full_name])
    pdf = typeset([sheet], title, known(told.person.language))
    return Attachment("biometrics-notice.pdf", "application/pdf", pdf)


def calendar_entry(session: Session, actor: Actor, appointment_id: UUID) -> Attachment:
    """Raises `NotFound`."""
    mine = find(session, actor, appointment_id)
    booking = active_booking(session, mine.party.id)
    if booking is None:
        raise refuse()
    return calendar_of(session, booking)


def calendar_of(session: Session, booking: Booking) -> Attachment:
    """Under the agency's appointment, so that a calendar moves what it has."""
    entry = CalendarEntry(
        reference=str(booking.appointment_id or booking.subject_id),
        sequence=int(booking.booked_at.timestamp()) // 60,
        starts=booking.starts_at,
        ends=booking.ends_at,
        place=place_of(session.get_one(Office, booking.office_id)),
    )
    return calendar_file(entry, booking.booked_at)


def mail_notice(session: Session, actor: Actor, appointment_id: UUID) -> bool | RescheduleRefusal:
    """To the party's own address on file, for who cannot print; false when it is on its way
    already. Whoever only reads for now has nothing mailed (CLAIM-3). Raises `NotFound`."""
    mine, notice = _present(session, actor, appointment_id)
    asked: bool | RescheduleRefusal = RescheduleRefusal.PAUSED
    if mine.may_act:
        asked = mail_notice_letter(session, mine.case, mine.party, notice)
    if asked:
        record(
            session,
            actor,
            "biometrics.mail_notice",
            "done" if asked is True else asked,
            case_id=mine.case.id,
            subject_type="biometrics_notice",
            subject_id=notice.id,
        )
    return asked


def _present(session: Session, actor: Actor, appointment_id: UUID) -> tuple[Mine, BiometricsNotice]:
    mine = find(session, actor, appointment_id)
    booking = active_booking(session, mine.party.id)
    notice = notice_of(session, booking.id) if booking else None
    if notice is None:
        raise refuse()
    return mine, notice
