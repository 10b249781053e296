"""Officers take callbacks, call, say what came of it; people read it and may dispute it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import update
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.callbacks.standing import Answer, CallbackRefusal, CallOutcome
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import Callback, CallbackCall, CallbackConsent, ContactPoint, InboxMessage
from cx_app.services.callbacks.brief import Brief, open_callback
from cx_app.services.callbacks.calling import Taken, let_go, say_outcome, write_summary
from cx_app.services.callbacks.changing import PhoneRefusal, change_phone, put_back, withdraw
from cx_app.services.callbacks.desk import Desk, desk
from cx_app.services.callbacks.disputing import (
    DisputeLine,
    DisputeRefusal,
    Settlement,
    SettleRefusal,
    dispute,
    disputes,
    settle_dispute,
)
from cx_app.services.callbacks.seeing import one_callback
from cx_app.services.callbacks.views import CallbackView
from tests.services.callbacks.people import (
    Someone,
    asking,
    asks,
    calls,
    kinds,
    later,
    officer,
    presses,
    row,
    says,
    someone,
    sweep,
    takes,
)


def at_desk(who: Actor) -> Desk:
    with db.read() as session:
        return desk(session, who)


def brief(who: Actor, reference: str) -> Brief:
    with db.write() as session:
        found = open_callback(session, who, reference)
    assert isinstance(found, Brief)
    return found


def page(one: Someone, reference: str) -> CallbackView:
    with db.read() as session:
        return one_callback(session, one.actor, reference)


def told(one: Someone) -> list[str]:
    with db.read() as session:
        rows = session.exec(
            select(InboxMessage)
            .where(InboxMessage.account_id == one.actor.account_id)
            .order_by(col(InboxMessage.at), col(InboxMessage.id))
        )
        return [message.kind for message in rows]


def call_of(reference: str) -> UUID:
    with db.read() as session:
        return session.exec(
            select(CallbackCall.id).where(CallbackCall.callback_id == row(reference).id)
        ).one()


def promised(one: Someone) -> str:
    reference = asks(one)
    sweep()
    assert presses(one, reference, Answer.YES) is None
    return reference


def test_who_said_yes_comes_first_and_plain_calls_by_urgency_and_age() -> None:
    late = asks(someone(), texts=False)
    with db.write() as session:
        clock.advance(session, timedelta(minutes=5))
    young = asks(someone(), texts=False)
    urgent = asks(someone(), texts=False, topic="travel")
    yes = promised(someone())
    seen = at_desk(officer())
    assert [one.path.split("/")[-1] for one in seen.promised] == [yes]
    assert [one.path.split("/")[-1] for one in seen.calls] == [urgent, late, young]
    assert seen.promised[0].left == "30 min left"
    assert seen.pace is not None
    assert seen.pace.promised == 1


def test_only_one_officer_has_it_and_one_at_a_time() -> None:
    first, second = officer(), officer()
    one, two = asks(someone(), texts=False), asks(someone(), texts=False)
    assert takes(first, one) == takes(first, one) == Taken()
    assert takes(second, one).refusal is CallbackRefusal.NOT_IN_LINE
    assert takes(first, two).has_another == one


def test_the_phone_and_the_phrase_are_for_whoever_calls() -> None:
    one, who = someone(), officer()
    reference = asks(one, texts=False)
    before = brief(who, reference)
    assert (before.tel, before.phrase) == ("", "")
    assert one.phone[-7:-4] not in before.phone
    takes(who, reference)
    after = brief(who, reference)
    assert after.tel == f"tel:{one.phone}"
    assert after.phrase == page(one, reference).phrase
    assert after.phrase in after.greeting
    assert (brief(officer(), reference).tel, brief(officer(), reference).phrase) == ("", "")


def test_a_hold_that_ends_gives_the_promise_back(at_work: time_machine.Traveller) -> None:
    who, reference = officer(), promised(someone())
    takes(who, reference)
    at_work.shift(timedelta(minutes=45))
    sweep()
    assert row(reference).state in {"queued", "asked", "sending"}
    assert row(reference).round == 2
    with db.write() as session:
        done = say_outcome(session, who, row(reference).id, CallOutcome.REACHED)
    assert done is CallbackRefusal.NOT_CALLING


def test_let_go_in_time_keeps_the_promise() -> None:
    who, reference = officer(), promised(someone())
    takes(who, reference)
    with db.write() as session:
        assert let_go(session, who, row(reference).id) is None
    assert row(reference).state == "promised"


def test_two_missed_calls_then_it_waits_and_one_click_puts_it_back_in_its_place() -> None:
    one, who = someone(), officer()
    reference = asks(one, texts=False)
    placed = row(reference).placed_at
    assert calls(who, reference, CallOutcome.VOICEMAIL) is None
    assert takes(who, reference).refusal is CallbackRefusal.NOT_YET
    later(minutes=90)
    assert calls(who, reference, CallOutcome.NO_ANSWER) is None
    assert row(reference).state == "waiting"
    assert told(one).count("callback_missed") == told(one).count("callback_waits") == 1
    with db.write() as session:
        assert put_back(session, one.actor, reference) is None
    assert (row(reference).state, row(reference).placed_at) == ("queued", placed)


def test_a_wrong_number_ends_the_consent_of_that_phone() -> None:
    one, who = someone(), officer()
    reference = asks(one)
    sweep()
    presses(one, reference, Answer.YES)
    assert calls(who, reference, CallOutcome.WRONG_NUMBER) is None
    with db.read() as session:
        given = session.exec(
            select(CallbackConsent.given, CallbackConsent.source)
            .where(CallbackConsent.callback_id == row(reference).id)
            .order_by(col(CallbackConsent.id).desc())
        ).all()
        assert (False, "wrong_number") in given
        assert session.get_one(ContactPoint, one.contact.id).verified_at is None
    assert not page(one, reference).may_put_back
    wrong = one.phone.removeprefix("+1")
    with db.write() as session:
        assert put_back(session, one.actor, reference) is CallbackRefusal.WRONG_NUMBER
        assert change_phone(session, one.actor, reference, typed="x") is PhoneRefusal.PHONE
        assert change_phone(session, one.actor, reference, typed=wrong) is PhoneRefusal.WRONG_NUMBER
        assert change_phone(session, one.actor, reference, typed="2025553900") is None
    assert row(reference).phone == "+12025553900"
    assert page(one, reference).may_put_back
    with db.write() as session:
        assert put_back(session, one.actor, reference) is None
    assert (row(reference).state, row(reference).next) == ("queued", "call")
    sweep()
    assert len(asking(one.phone)) == 1


def test_a_number_that_was_wrong_is_right_once_it_is_proven_again() -> None:
    one, who = someone(), officer()
    reference = promised(one)
    assert calls(who, reference, CallOutcome.WRONG_NUMBER) is None
    with db.write() as session:
        contact = session.get_one(ContactPoint, one.contact.id)
        contact.verified_at = clock.business(session)
        session.add(contact)
        session.flush()
        again = change_phone(session, one.actor, reference, contact_id=str(contact.id))
        assert again is None
        assert put_back(session, one.actor, reference) is None
    assert (row(reference).next, row(reference).texting) == ("call", False)


def test_the_place_is_kept_once_and_then_it_goes_to_the_end() -> None:
    one, who = someone(), officer()
    reference = asks(one, texts=False)
    asks(someone(), texts=False)
    for kept in (True, False):
        assert calls(who, reference, CallOutcome.VOICEMAIL) is None
        later(minutes=90)
        assert calls(who, reference, CallOutcome.NO_ANSWER) is None
        assert page(one, reference).keeps_place is kept
        with db.write() as session:
            assert put_back(session, one.actor, reference) is None
        assert page(one, reference).place == (1 if kept else 2)
    assert at_desk(who).calls[-1].id == str(row(reference).id)


def test_a_plain_call_comes_in_the_hours_that_suit_and_never_at_night() -> None:
    who = officer()
    early = asks(someone(), texts=False, zone="Pacific/Honolulu")
    assert not brief(who, early).may_take
    assert takes(who, early).refusal is CallbackRefusal.NOT_YET
    later(hours=3)
    assert brief(who, early).may_take
    assert takes(who, early) == Taken()


@pytest.mark.parametrize("safe", [False, True])
def test_no_message_is_left_for_a_protected_person_where_others_may_hear_it(safe: bool) -> None:
    one, who = someone(safe=safe), officer(Role.SUPERVISOR)
    reference = asks(one, texts=False)
    assert brief(who, reference).voicemail
    with db.write() as session:
        session.exec(
            update(Callback).where(col(Callback.reference) == reference).values(protected=True)
        )
    assert bool(brief(who, reference).voicemail) is safe


def test_what_is_taken_back_during_the_call_leaves_no_call_behind() -> None:
    one, who = someone(), officer()
    reference = promised(one)
    takes(who, reference)
    with db.write() as session:
        assert withdraw(session, one.actor, reference) is None
    with db.read() as session:
        call = session.get_one(CallbackCall, call_of(reference))
    assert (call.outcome, call.ended_at is None) == ("let_go", False)
    assert takes(who, asks(someone(), texts=False)) == Taken()


def test_a_wait_ends_with_a_call_and_not_with_letting_go() -> None:
    one, who = someone(), officer()
    reference = promised(one)
    takes(who, reference)
    with db.write() as session:
        assert let_go(session, who, row(reference).id) is None
    assert row(reference).first_call_at is None
    assert calls(who, reference, CallOutcome.VOICEMAIL) is None
    assert row(reference).first_call_at is not None


def test_the_words_are_shown_as_they_will_be_heard() -> None:
    one, who = someone(language="en"), officer()
    reference = asks(one, texts=False, language="es")
    assert takes(who, reference) == Taken()
    assert page(one, reference).phrase == brief(who, reference).phrase


def test_who_is_called_next_without_a_text_is_told_so() -> None:
    one = someone()
    reference = asks(one)
    assert page(one, reference).next == "We text you when your turn is near."
    sweep()
    for _ in range(2):
        later(minutes=61)
    assert page(one, reference).next == "We call you when it is your turn."


def test_a_yes_while_it_waits_for_them_promises_nothing() -> None:
    one, who = someone(), officer()
    reference = asks(one)
    sweep()
    for _ in range(2):
        later(minutes=61)
    assert calls(who, reference, CallOutcome.NO_ANSWER) is None
    sweep()
    before = kinds(one.phone)
    for _ in range(2):
        says(one.phone, "1")
    assert kinds(one.phone) == [*before, "callback_waits"]
    assert row(reference).state == "waiting"


def test_the_person_reads_the_summary_disputes_it_and_a_supervisor_answers() -> None:
    one, who, boss = someone(), officer(), officer(Role.SUPERVISOR)
    reference = asks(one, texts=False)
    assert calls(who, reference, CallOutcome.REACHED, "We said X.") is None
    [line] = page(one, reference).summaries
    assert (line.summary, line.may_dispute) == ("We said X.", True)
    with db.write() as session:
        call = call_of(reference)
        assert dispute(session, one.actor, reference, call, " ") is DisputeRefusal.NO_WORDS
        assert dispute(session, one.actor, reference, call, "You said Y.") is None
        again = dispute(session, one.actor, reference, call, "Y!")
        assert again is DisputeRefusal.ALREADY
    stranger = someone()
    with db.write() as session, pytest.raises(NotFound):
        dispute(session, stranger.actor, reference, call, "Mine.")
    [waits] = lines(boss)
    assert waits.dispute == "You said Y."
    with pytest.raises(Forbidden):
        lines(who)
    with db.write() as session:
        call = UUID(waits.call_id)
        none = settle_dispute(session, boss, call, Settlement.CORRECTED, "")
        assert none is SettleRefusal.NO_WORDS
        assert settle_dispute(session, boss, call, Settlement.CORRECTED, "It was Y.") is None
        over = settle_dispute(session, boss, call, Settlement.STANDS, "No.")
        assert over is SettleRefusal.SETTLED
    [line] = page(one, reference).summaries
    assert (line.summary, line.answer) == ("We said X.", "It was Y.")
    assert {"callback_summary", "callback_dispute_answered"} <= set(told(one))


def lines(who: Actor) -> list[DisputeLine]:
    with db.read() as session:
        return disputes(session, who)


def test_a_summary_may_follow_once_by_whoever_called() -> None:
    who, other = officer(), officer()
    reference = asks(someone(), texts=False)
    assert calls(who, reference, CallOutcome.LANGUAGE_LINE) is None
    with db.write() as session:
        called = row(reference).id
        assert not write_summary(session, other, called, "Not mine.")
        assert write_summary(session, who, called, "Mine.")
        assert not write_summary(session, who, called, "Again.")


def test_nobody_works_on_their_own_and_people_are_no_staff() -> None:
    one = someone()
    reference = asks(one, texts=False)
    own = Actor(one.actor.account_id, Role.OFFICER)
    assert at_desk(own).calls == []
    with db.write() as session, pytest.raises(NotFound):
        open_callback(session, own, reference)
    with db.write() as session, pytest.raises(Forbidden):
        open_callback(session, one.actor, reference)
    with db.read() as session, pytest.raises(Forbidden):
        desk(session, one.actor)


def test_what_was_taken_back_is_over() -> None:
    one = someone()
    reference = asks(one)
    with db.write() as session:
        assert withdraw(session, one.actor, reference) is None
        assert withdraw(session, one.actor, reference) is CallbackRefusal.NOT_OPEN
    sweep()
    assert asking(one.phone) == []
    assert page(one, reference).phrase == ""
    assert asks(one) != reference
