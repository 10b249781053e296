"""Moving an appointment: the rules at the service, one swap, and who hears of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.biometrics import RescheduleRefusal, RescheduleState
from cx_app.domain.biometrics_desk import DeskAnswer
from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel
from cx_app.domain.openings import OpeningReason
from cx_app.domain.slots import SlotRefusal
from cx_app.language import say_moment
from cx_app.models import BiometricsNotice, Booking, Case, InboxMessage, OutboxMessage
from cx_app.services.biometrics.offer import offer_longer, offer_time
from cx_app.services.biometrics.reschedule import Moved, NotMoved
from cx_app.services.biometrics.show import biometrics_page
from cx_app.services.biometrics.views import Offer
from cx_app.services.messages.paper import Paper, write_letter
from cx_app.services.offices.closing import close_until_further_notice, open_again
from tasks.biometrics import find_times, move_all_from_closed
from tests.services.biometrics.desk import calls, opens
from tests.services.biometrics.people import (
    Comes,
    another,
    booking,
    check,
    closes_case,
    events,
    free,
    moves,
    offered,
    office,
    office_closed,
    page,
    representative,
    requests,
    somebody,
)
from tests.services.biometrics.test_notice import NUMBER
from tests.services.offices.places import later, officer

pytestmark = pytest.mark.usefixtures("database")


def refused(one: Comes) -> RescheduleRefusal | SlotRefusal:
    with db.write() as session:
        slot_id = free(one.office_id, one.actor)[0].slot_id
        answer = offer_time(session, one.actor, one.appointment_id, slot_id)
    assert isinstance(answer, NotMoved)
    return answer.reason


def test_with_a_listed_cause_it_moves_and_counts() -> None:
    one = somebody(ahead=timedelta(hours=48))
    before = page(one)
    assert before.may_move
    slot = free(one.office_id, one.actor)[1]
    answer = moves(one, offer=offered(one, slot=slot.slot_id))
    assert isinstance(answer, Moved)
    now = booking(one)
    assert (now.id, now.starts_at) == (answer.booking_id, slot.starts_at)
    (row,) = requests(one)
    assert (row.state, row.counts, row.cause) == (RescheduleState.DONE, True, "travel")
    assert page(one).present.when != before.present.when
    check()


def test_twice_and_then_by_phone() -> None:
    one = somebody(ahead=timedelta(hours=48))
    for _ in range(2):
        assert isinstance(moves(one), Moved)
    assert refused(one) is RescheduleRefusal.COUNT
    shown = page(one)
    assert shown.rule.code == RescheduleRefusal.COUNT
    assert "1-555-0100" in shown.rule.still
    assert shown.rule.warning


@pytest.mark.parametrize(
    ("form", "ahead", "reason"),
    [
        ("I-600A", timedelta(days=10), RescheduleRefusal.FORM),
        ("I-90", timedelta(hours=12), RescheduleRefusal.WITHIN_HOURS),
        ("I-485", -timedelta(minutes=1), RescheduleRefusal.UNTIMELY),
    ],
)
def test_what_the_rules_refuse_is_said_with_what_still_works(
    form: str, ahead: timedelta, reason: RescheduleRefusal
) -> None:
    one = somebody(form=form, ahead=ahead)
    shown = page(one)
    assert (shown.may_move, shown.rule.code) == (False, reason)
    assert "1-555-0100" in shown.rule.still
    assert "deny" in shown.rule.warning
    assert refused(one) is reason


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 3, 6, 23, tzinfo=UTC), "until Friday, March 6, 2026, 6:00 PM Mountain"),
        (datetime(2026, 3, 7, 2, tzinfo=UTC), "nobody answers the phone before then"),
    ],
)
def test_nobody_is_sent_to_a_phone_that_nobody_answers(now: datetime, said: str) -> None:
    with time_machine.travel(now, tick=False):
        one = somebody(ahead=timedelta(hours=12))
        assert said in page(one).rule.still
        assert "1-555-0100" in page(one).rule.still


def test_a_minute_more_than_twelve_hours_moves() -> None:
    one = somebody(form="I-90", ahead=timedelta(hours=12, minutes=1))
    assert isinstance(moves(one), Moved)


def test_a_closed_case_has_nothing_to_move() -> None:
    one = somebody()
    closes_case(one)
    assert refused(one) is RescheduleRefusal.NOT_PENDING


def test_the_rules_are_asked_again_when_it_is_confirmed() -> None:
    one = somebody(ahead=timedelta(hours=12, minutes=5))
    offer = offered(one)
    seen = page(one).booking_id
    later(minutes=6)
    answer = moves(one, offer=offer, seen=seen)
    assert answer == NotMoved(RescheduleRefusal.WITHIN_HOURS)
    assert str(booking(one).id) == seen


def test_the_same_confirmation_again_moves_nothing_more() -> None:
    one = somebody()
    offer, seen = offered(one), page(one).booking_id
    first = moves(one, offer=offer, seen=seen)
    again = moves(one, offer=offer, seen=seen)
    assert isinstance(first, Moved)
    assert again == Moved(first.booking_id, again=True)
    assert len(requests(one)) == 1
    assert len(events(one)) == 1


def test_a_tab_that_shows_the_old_appointment_makes_no_second_move() -> None:
    one = somebody()
    old = offered(one)
    seen = page(one).booking_id
    assert isinstance(moves(one, offer=old, seen=seen), Moved)
    slot = free(one.office_id, one.actor)[3].slot_id
    stale = moves(one, offer=offered(one, slot=slot), seen=seen)
    assert stale == NotMoved(SlotRefusal.NOT_ACTIVE)
    assert len(requests(one)) == 1


def test_what_was_moved_by_phone_while_it_was_compared_is_not_moved_again() -> None:
    one, staff = somebody(), officer()
    offer = offered(one)
    compared = offer.booking_id
    assert compared == str(booking(one).id)
    opens(one, staff, OpeningReason.CONTACT)
    assert calls(one, staff) is DeskAnswer.DONE
    answer = moves(one, offer=offer, seen=compared)
    assert answer == NotMoved(SlotRefusal.NOT_ACTIVE)
    assert [row.channel for row in requests(one)] == ["phone"]


def test_a_hold_that_ended_moves_nothing() -> None:
    one = somebody()
    offer = offered(one)
    later(minutes=10)
    assert moves(one, offer=offer) == NotMoved(SlotRefusal.HOLD_ENDED)
    check()


def test_more_time_once() -> None:
    one = somebody()
    offer = offered(one)
    assert offer.may_extend
    with db.write() as session:
        longer = offer_longer(session, one.actor, one.appointment_id, UUID(offer.hold_id))
        assert isinstance(longer, Offer)
        assert (longer.may_extend, longer.ends_at > offer.ends_at) == (False, True)
        again = offer_longer(session, one.actor, one.appointment_id, UUID(offer.hold_id))
    assert again == NotMoved(SlotRefusal.NO_MORE_TIME)


@pytest.mark.parametrize("cause", ["other", "", "whatever"])
def test_a_cause_that_is_not_listed_moves_nothing(cause: str) -> None:
    one = somebody()
    assert moves(one, cause=cause) == NotMoved(RescheduleRefusal.NOT_A_CAUSE)
    assert requests(one) == []


def test_the_agency_hears_of_the_move_once_with_both_times() -> None:
    one = somebody()
    moves(one)
    (event,) = events(one)
    said = json.loads(event.payload)
    assert (event.kind, said["what"]["cause"]) == ("move", "travel")
    assert said["what"]["slot"]["starts_at"] != said["what"]["instead_of"]["starts_at"]


def test_both_sides_are_told_of_what_a_representative_moves() -> None:
    one = somebody()
    lawyer = representative(one)
    moves(one, actor=lawyer)
    with db.read() as session:
        told = {row.account_id for row in session.exec(select(InboxMessage))}
    assert told == {one.actor.account_id, lawyer.account_id}
    (row,) = requests(one)
    assert (row.asked_by, row.acting_for) == (lawyer.account_id, True)


def test_the_new_notice_takes_the_place_of_the_one_before() -> None:
    one = somebody()
    moves(one)
    moves(one)
    with db.read() as session:
        first, second = session.exec(
            select(BiometricsNotice).order_by(col(BiometricsNotice.id))
        ).all()
    assert second.replaces_id == first.id
    assert page(one).notice.replaces


def test_of_a_protected_case_nothing_is_said_outside() -> None:
    one = somebody(protected=True)
    moves(one)
    with db.read() as session:
        outside = session.exec(
            select(OutboxMessage).where(col(OutboxMessage.channel) != Channel.LETTER)
        ).all()
    assert outside == []


def test_others_find_nothing() -> None:
    one = somebody()
    stranger = another()
    with db.read() as session, pytest.raises(NotFound):
        biometrics_page(session, stranger, one.appointment_id)
    with db.write() as session, pytest.raises(NotFound):
        offer_time(session, stranger, one.appointment_id, free(one.office_id, stranger)[0].slot_id)


def test_after_a_closure_a_time_is_chosen_and_does_not_count() -> None:
    one = somebody()
    moves(one)
    office_closed(one)
    shown = page(one)
    assert (shown.may_move, shown.chooses, shown.present.when) == (True, "awaiting", "")
    assert isinstance(moves(one, cause=""), Moved)
    done = requests(one)[-1]
    assert (done.state, done.counts) == (RescheduleState.DONE, False)
    assert booking(one).appointment_id == one.appointment_id
    assert page(one).moves == "You can move this appointment online 1 more time."
    check()


def test_who_has_no_account_reads_by_letter_that_the_center_is_closed_and_then_the_new_time() -> (
    None
):
    here = office()
    one, staff = somebody(office_id=here, linked=False), officer()
    attorney = representative(one)
    with db.write() as session:
        close_until_further_notice(session, staff, here, "damage")
    later(minutes=2)
    move_all_from_closed()
    assert letters() == [("biometrics_awaiting", one.person_id)]
    with db.read() as session:
        row = session.exec(select(OutboxMessage).where(LETTER)).one()
        paper = write_letter(session, row, NUMBER)
    assert isinstance(paper, Paper)
    assert "Do not go." in paper.text
    assert say_moment(booked_before(one), DENVER) in paper.text
    with db.write() as session:
        open_again(session, staff, here)
    find_times()
    assert letters()[1:] == [("biometrics_notice", one.person_id)]
    with db.read() as session:
        mine = select(InboxMessage.kind).where(InboxMessage.account_id == attorney.account_id)
        assert set(session.exec(mine)) == {"biometrics_awaiting", "biometrics_closed"}


LETTER = OutboxMessage.channel == Channel.LETTER
DENVER = ZoneInfo("America/Denver")


def letters() -> list[tuple[str, UUID | None]]:
    with db.read() as session:
        rows = session.exec(select(OutboxMessage).where(LETTER).order_by(col(OutboxMessage.id)))
        return [(row.kind, row.person_id) for row in rows]


def booked_before(one: Comes) -> datetime:
    """The time that a closure took."""
    with db.read() as session:
        return session.get_one(Booking, requests(one)[0].from_booking_id).starts_at


def test_another_center_keeps_the_agency_s_appointment() -> None:
    one = somebody()
    other = office(zip_code="88001", name="Las Cruces")
    offer = offered(one, slot=free(other, one.actor)[0].slot_id)
    assert isinstance(moves(one, offer=offer), Moved)
    now = booking(one)
    assert (now.office_id, now.appointment_id) == (other, one.appointment_id)


def test_when_no_account_is_theirs_the_letter_goes_home() -> None:
    one = somebody(linked=False)
    lawyer = representative(one)
    moves(one, actor=lawyer)
    with db.read() as session:
        (letter,) = session.exec(
            select(OutboxMessage).where(OutboxMessage.channel == Channel.LETTER)
        ).all()
        assert (letter.person_id, letter.account_id) == (one.person_id, None)
        assert session.get_one(Case, one.case_id).receipt_number == one.receipt
        assert session.exec(select(Booking)).first() is not None
