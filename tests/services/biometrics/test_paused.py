"""Another account of the same person said no to this one: until that is settled it reads, and
changes nothing (CLAIM-3)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.biometrics import RescheduleRefusal
from cx_app.domain.messages import Kind
from cx_app.gateways import clock
from cx_app.models import AuditEntry, ClaimDispute, OutboxMessage, Seat
from cx_app.services.biometrics.ask_other import ask_other, withdraw
from cx_app.services.biometrics.notice import mail_notice
from cx_app.services.biometrics.offer import offer_longer, offer_time
from cx_app.services.biometrics.reschedule import Moved, NotMoved, Wish, let_go, reschedule
from cx_app.services.biometrics.views import Offer
from tests.services.biometrics.desk import WORDS, asks
from tests.services.biometrics.people import (
    Comes,
    another,
    booking,
    free,
    moves,
    offered,
    page,
    requests,
    somebody,
)

pytestmark = pytest.mark.usefixtures("database")
PAUSED = RescheduleRefusal.PAUSED


def disputed(one: Comes) -> None:
    other = another().account_id
    with db.write() as session:
        now = clock.business(session)
        session.add(
            ClaimDispute(
                case_id=one.case_id,
                party_id=one.party_id,
                disputed_id=one.actor.account_id,
                opened_by=other,
                ground="unknown_account",
                opened_at=now,
                lapses_at=now + timedelta(days=30),
            )
        )


def held_until(offer: Offer) -> object:
    with db.read() as session:
        query = select(Seat.held_until).where(Seat.hold_id == UUID(offer.hold_id))
        return session.exec(query).one()


def mailed() -> int:
    with db.read() as session:
        query = select(OutboxMessage).where(OutboxMessage.kind == Kind.BIOMETRICS_NOTICE)
        return len(session.exec(query).all())


def test_it_has_no_notice_mailed_and_the_page_does_not_offer_it() -> None:
    one = somebody()
    assert isinstance(moves(one), Moved)
    assert page(one).may_mail
    disputed(one)
    seen = page(one)
    assert (seen.rule.code, seen.may_mail, bool(seen.notice.number)) == (PAUSED, False, True)
    with db.write() as session:
        assert mail_notice(session, one.actor, one.appointment_id) is PAUSED
    assert mailed() == 0
    with db.read() as session:
        query = select(AuditEntry.outcome).where(AuditEntry.action == "biometrics.mail_notice")
        assert session.exec(query).all() == ["paused"]


def test_it_holds_nothing_longer_and_moves_nothing() -> None:
    one = somebody()
    offer = offered(one)
    before, until = page(one).booking_id, held_until(offer)
    disputed(one)
    with db.write() as session:
        longer = offer_longer(session, one.actor, one.appointment_id, UUID(offer.hold_id))
    assert (longer, held_until(offer)) == (NotMoved(PAUSED), until)
    slot_id = free(one.office_id, one.actor)[2].slot_id
    with db.write() as session:
        assert offer_time(session, one.actor, one.appointment_id, slot_id) == NotMoved(PAUSED)
    wish = Wish(UUID(before), UUID(offer.hold_id), "travel")
    with db.write() as session:
        assert reschedule(session, one.actor, one.appointment_id, wish) == NotMoved(PAUSED)
    assert str(booking(one).id) == before
    with db.write() as session:
        let_go(session, one.actor, one.appointment_id, UUID(offer.hold_id))
    assert offer.slot_id in {str(time.slot_id) for time in free(one.office_id, one.actor)}


def test_it_asks_no_officer_and_takes_nothing_back() -> None:
    one = somebody()
    asks(one)
    disputed(one)
    with db.write() as session:
        assert ask_other(session, one.actor, one.appointment_id, WORDS) is PAUSED
        assert not withdraw(session, one.actor, one.appointment_id)
    assert [row.state for row in requests(one)] == ["asked"]


def test_a_hold_is_not_lengthened_once_the_appointment_can_not_be_moved() -> None:
    """Asked of an officer in one tab, it is not gone on with in the other."""
    one = somebody()
    offer = offered(one)
    asks(one)
    with db.write() as session:
        answer = offer_longer(session, one.actor, one.appointment_id, UUID(offer.hold_id))
    assert answer == NotMoved(RescheduleRefusal.PENDING_OTHER)
