"""STOP wins over everything at once; HELP and START are answered; nothing is answered for ever."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.contacts import Refusal
from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel, Kind
from cx_app.domain.texting import Meaning
from cx_app.gateways import clock
from cx_app.models import InboundText, TextConsent
from cx_app.services.messages.consents import consent_history, give, withdraw, wording
from cx_app.services.messages.contacts import add_phone, contacts, send_code
from cx_app.services.messages.inbound import Heard, receive
from cx_app.services.messages.simulated import answer
from tasks.messages import sweep
from tests import factories
from tests.services.messages.people import (
    PHONE,
    account,
    arrived,
    contact,
    outbox,
    tell,
    texts_to,
)

pytestmark = pytest.mark.usefixtures("database", "at_noon")


def say(body: str, number: str = PHONE, provider_id: str = "") -> Heard:
    with db.write() as session:
        return receive(session, provider_id or str(uuid4()), number, body)


def kinds() -> list[str]:
    return [row.kind for row in outbox(Channel.SMS)]


def test_stop_ends_texts_is_confirmed_once_and_shown_in_settings() -> None:
    person = account()
    texts_to(person)
    assert say("Stop please").meaning is Meaning.STOP
    say("STOP")
    say("alto")
    assert kinds() == [Kind.TEXTS_STOPPED]
    sweep()
    [confirmation] = arrived(Channel.SMS)
    assert "no more texts" in (confirmation.body or "")
    with db.read() as session:
        [line] = contacts(session, factories.actor_for(person))
    assert (line.stopped, line.consented) == (True, False)
    tell(person, "afterwards")
    sweep()
    assert len(arrived(Channel.SMS)) == 1


def test_stop_counts_in_every_account_that_has_the_number() -> None:
    first, second = account(), account()
    texts_to(first)
    texts_to(second)
    say("STOP")
    for n, person in enumerate((first, second)):
        tell(person, str(n))
    sweep()
    assert [row.kind for row in outbox(Channel.SMS)] == [Kind.TEXTS_STOPPED]


def test_only_start_from_the_phone_brings_texts_back() -> None:
    person = account()
    phone = texts_to(person)
    actor = factories.actor_for(person)
    say("STOP")
    with db.write() as session:
        assert give(session, actor, phone.id, wording().version) is Refusal.STOPPED
        assert send_code(session, actor, phone.id) is Refusal.STOPPED
        assert add_phone(session, actor, PHONE) is Refusal.STOPPED
    say("yes")
    tell(person, "1")
    say("START")
    tell(person, "2")
    sweep()
    assert [row.kind for row in outbox(Channel.SMS)] == [
        Kind.TEXTS_STOPPED,
        Kind.TEXTS_STARTED,
        Kind.CASE_FOLLOWED,
    ]


def test_a_confirmation_that_would_come_after_five_minutes_does_not_come() -> None:
    say("STOP")
    with db.write() as session:
        clock.advance(session, timedelta(minutes=5))
    sweep()
    assert arrived() == []


def test_help_is_answered_to_anybody_but_not_for_ever() -> None:
    for _ in range(6):
        say("HELP")
    assert kinds() == [Kind.TEXTS_HELP] * 3
    sweep()
    assert all("call 1-555-0100" in (row.body or "") for row in arrived())


def test_what_nobody_understands_gets_one_help_text_a_day() -> None:
    for body in ("what?", "who are you", "hello"):
        say(body)
    assert kinds() == [Kind.TEXTS_HELP]
    with db.write() as session:
        clock.advance(session, timedelta(days=1, minutes=1))
    say("hello again")
    assert kinds() == [Kind.TEXTS_HELP] * 2


def test_yes_and_no_are_for_whoever_asked() -> None:
    assert (say("1").meaning, say("2").meaning) == (Meaning.YES, Meaning.NO)
    assert kinds() == []


def test_the_same_text_twice_counts_once() -> None:
    first = say("HELP", provider_id="SM1")
    again = say("HELP", provider_id="SM1")
    assert (first.repeated, again.repeated) == (False, True)
    assert kinds() == [Kind.TEXTS_HELP]


def test_answers_speak_the_language_of_whoever_has_the_number() -> None:
    person = account(language="es")
    contact(person)
    say("ayuda")
    sweep()
    assert "Para ayuda" in (arrived()[0].body or "")


def test_what_people_write_is_sealed() -> None:
    say("my name is Dolores")
    with db.read() as session:
        row = session.exec(select(InboundText)).one()
    kept = row.model_dump_json()
    assert row.body == "my name is Dolores"
    assert "Dolores" not in kept
    assert PHONE not in kept


def test_a_text_in_the_demo_s_mailbox_is_answered_through_the_same_door() -> None:
    person = account()
    texts_to(person)
    tell(person)
    sweep()
    [text] = arrived(Channel.SMS)
    with db.write() as session:
        assert answer(session, text.id, "STOP").meaning is Meaning.STOP
        with pytest.raises(NotFound):
            answer(session, UUID(int=1), "STOP")
    assert kinds()[-1] == Kind.TEXTS_STOPPED


def test_consent_is_kept_with_what_was_shown_when_and_where_from() -> None:
    person = account()
    phone = contact(person)
    actor = factories.actor_for(person, network="198.51.100.7")
    shown = wording()
    with db.write() as session:
        assert give(session, actor, phone.id, "of an older page") is Refusal.OLD_WORDING
        assert give(session, actor, phone.id, shown.version) is None
        withdraw(session, actor, phone.id)
    say("START")  # had not said STOP: changes nothing
    with db.read() as session:
        given, taken = session.exec(select(TextConsent).order_by(TextConsent.recorded_at)).all()
        history = consent_history(session, actor)
    assert (given.given, given.wording, given.wording_version) == (True, shown.text, shown.version)
    assert (given.network, given.source) == ("198.51.100.7", "settings")
    assert given.recorded_at <= clock.wall()
    assert (taken.given, [line.given for line in history]) == (False, [False, True])
    for named in ("Meridian Immigration Agency", "rates may apply", "STOP", "HELP"):
        assert named in shown.text


def test_a_number_of_somebody_else_or_unproven_gives_no_consent() -> None:
    person, stranger = account(), account()
    unproven = contact(person, verified_at=None)
    with db.write() as session:
        actor = factories.actor_for(person)
        assert give(session, actor, unproven.id, wording().version) is Refusal.NOT_VERIFIED
        with pytest.raises(NotFound):
            give(session, factories.actor_for(stranger), unproven.id, wording().version)
