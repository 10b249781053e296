"""Centers by distance, free times by week and half of the day, the family's next to each other, and
the way in which it is confirmed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel, Topic
from cx_app.models import Account, OutboxMessage, Party
from cx_app.models.base import uuid7
from cx_app.services.biometrics.access import find
from cx_app.services.biometrics.family import family_of, my_appointments
from cx_app.services.biometrics.offer import offer_again
from cx_app.services.biometrics.say import say_left
from cx_app.services.biometrics.times import centers, times_at
from cx_app.services.biometrics.views import TimesPage
from cx_app.services.messages.reach import wishes_of
from tests import factories
from tests.services.biometrics.people import (
    Comes,
    another,
    booking,
    free,
    moves,
    offered,
    office,
    page,
    representative,
    somebody,
)
from tests.services.offices.places import later, taken

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]


def look(one: Comes, **how: str) -> TimesPage:
    with db.read() as session:
        return times_at(session, one.actor, one.appointment_id, one.office_id, **how)


def test_the_present_center_comes_first_then_the_nearest() -> None:
    far = office(zip_code="88001", name="Las Cruces")
    near = office(zip_code="79936", name="El Paso East")
    one = somebody(office_id=far)
    with db.read() as session:
        shown = centers(session, one.actor, one.appointment_id) or []
    assert [line.id for line in shown] == [str(far), str(near)]
    assert [line.here for line in shown] == [True, False]
    assert all("miles from home" in line.far for line in shown)


def test_around_another_zip_code_for_who_is_not_at_home() -> None:
    here, there = office(), office(zip_code="96813", zone="Pacific/Honolulu", name="Honolulu")
    office(zip_code="88001", name="Las Cruces")
    one = somebody(office_id=here)
    with db.read() as session:
        shown = centers(session, one.actor, one.appointment_id, "96814")
        nowhere = centers(session, one.actor, one.appointment_id, "00000")
    assert shown is not None
    assert [line.id for line in shown][:2] == [str(here), str(there)]
    assert "from there" in shown[1].far
    assert nowhere is None


def test_a_week_has_seven_days_and_the_chosen_one_its_times() -> None:
    one = somebody()
    shown = look(one)
    assert len(shown.days) == 7
    assert [day.chosen for day in shown.days].count(True) == 1
    chosen = next(day for day in shown.days if day.chosen)
    assert chosen.count == len(shown.times)
    later_week = look(one, day=shown.later)
    assert date.fromisoformat(later_week.days[0].iso) > date.fromisoformat(shown.days[0].iso)
    assert later_week.earlier


def test_only_mornings_or_afternoons() -> None:
    one = somebody()
    assert {time.half for time in look(one, half="morning").times} == {"morning"}
    assert look(one, half="afternoon") == TimesPage(
        office_id=str(one.office_id), zone="Mountain Time"
    )


def test_times_are_those_of_the_center_s_clock() -> None:
    one = somebody(office_id=office(zone="Pacific/Honolulu", zip_code="96813"))
    assert look(one).times[0].label == "8:00 AM"
    assert "Hawaii" in look(one).zone


def test_the_time_that_they_have_is_not_offered_again() -> None:
    one = somebody()
    moves(one)
    mine = booking(one)
    offered_now = {t.slot_id for t in look(one).times}
    assert mine.starts_at not in {
        t.starts_at for t in free(one.office_id, one.actor) if str(t.slot_id) in offered_now
    }


def test_the_family_comes_together() -> None:
    place = office(capacity=2)
    one = somebody(office_id=place, household="H")
    other = somebody(office_id=place, household="H", a_number="000000044")
    stranger = somebody(office_id=place, household="", a_number="000000055")
    with db.write() as session:
        account = session.get_one(Account, one.actor.account_id)
        for who in (other, stranger):
            factories.link(session, account, session.get_one(Party, who.party_id))
    wanted = free(place, one.actor)[6]
    moves(one, offer=offered(one, slot=wanted.slot_id))
    with db.read() as session:
        mine = find(session, one.actor, one.appointment_id)
        family = family_of(session, one.actor, mine)
        assert [line.id for line in family] == [str(other.appointment_id)]
        assert len(my_appointments(session, one.actor).lines) == 3
        near = times_at(
            session,
            one.actor,
            other.appointment_id,
            place,
            beside=str(one.appointment_id),
        )
    (beside,) = [time for time in near.times if time.beside]
    assert beside.slot_id == str(wanted.slot_id)
    assert taken(wanted.slot_id) == 1


def test_a_foreign_appointment_is_nobody_s_neighbour() -> None:
    one, foreign = somebody(), somebody(a_number="000000066")
    shown = look(one, beside=str(foreign.appointment_id))
    assert not any(time.beside for time in shown.times)


def test_the_way_that_is_chosen_is_kept_for_appointments() -> None:
    one = somebody()
    shown = page(one)
    assert [way.value for way in shown.ways] == [Channel.EMAIL]
    assert "@example.org" in shown.ways[0].label
    moves(one, way="sms")
    with db.read() as session:
        assert wishes_of(session, one.actor.account_id, Topic.APPOINTMENTS).email
        outside = {row.channel for row in session.exec(select(OutboxMessage))}
    assert outside == {Channel.EMAIL}


def test_a_representative_sees_for_whom() -> None:
    one = somebody()
    shown = page(one, representative(one))
    assert (shown.acting_for, shown.name) == (True, "Dolores Reyes-Méndez")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (59, "less than a minute"),
        (60, "1 minute"),
        (3_599, "59 minutes"),
        (3_600, "1 hour"),
        (3_661, "1 hour and 1 minute"),
        (86_400 * 2 + 3_600 * 3 + 59 * 60, "2 days and 3 hours"),
        (86_400 + 120, "1 day and 2 minutes"),
    ],
)
def test_what_is_left_is_never_more_than_there_is(seconds: int, said: str) -> None:
    assert say_left(seconds) == said


def test_a_held_time_is_found_again_by_who_held_it_while_it_lasts() -> None:
    one = somebody()
    offer = offered(one)
    hold_id = UUID(offer.hold_id)
    stranger = another()
    with db.read() as session:
        again = offer_again(session, one.actor, one.appointment_id, hold_id)
        assert again is not None
        assert (again.hold_id, again.when, again.may_extend) == (
            offer.hold_id,
            offer.when,
            offer.may_extend,
        )
        assert offer_again(session, one.actor, one.appointment_id, uuid7()) is None
        with pytest.raises(NotFound):
            offer_again(session, stranger, one.appointment_id, hold_id)
    later(minutes=11)
    with db.read() as session:
        assert offer_again(session, one.actor, one.appointment_id, hold_id) is None
