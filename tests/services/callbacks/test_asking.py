"""Asking for a callback: what is taken, what is refused, and what nobody learns by asking."""

from __future__ import annotations

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.references import shown
from cx_app.models import CallbackConsent
from cx_app.services.callbacks.asking import Asked, AskRefusal
from cx_app.services.callbacks.changing import withdraw
from cx_app.services.callbacks.consenting import ConsentRefusal
from cx_app.services.callbacks.seeing import my_callbacks, one_callback
from tests import factories
from tests.services.callbacks.people import Someone, asking, asks, row, says, someone, sweep, tries
from tests.services.messages.people import account


def seen(one: Someone, reference: str) -> object:
    with db.read() as session:
        return one_callback(session, one.actor, reference)


def test_the_same_form_sent_twice_makes_one_callback() -> None:
    one = someone()
    first, again = tries(one, key="form"), tries(one, key="form")
    assert isinstance(first, Asked)
    assert again == Asked(first.reference, again=True)


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ({"topic": "weather"}, AskRefusal.TOPIC),
        ({"phone": "12"}, AskRefusal.PHONE),
        ({"phone": "+44 20 7946 0958"}, AskRefusal.NOT_US),
        ({"zone": "Mars/Olympus"}, AskRefusal.ZONE),
        ({"zone": ""}, AskRefusal.ZONE),
        ({"language": "tlh"}, AskRefusal.LANGUAGE),
        ({"hours": [("18:00", "9:00")]}, AskRefusal.HOURS),
        ({"hours": [("a", "b")]}, AskRefusal.HOURS),
    ],
)
def test_what_does_not_hold_is_refused(chosen: dict[str, object], why: AskRefusal) -> None:
    assert tries(someone(), **chosen) is why


def test_a_phone_has_one_open_callback_whosever_it_is() -> None:
    one, other = someone(phone="+12025553001"), someone(phone="+12025553001")
    asks(one)
    assert tries(one) is AskRefusal.OPEN_ALREADY
    assert tries(other) is AskRefusal.OPEN_ALREADY


def test_typing_somebody_s_number_says_nothing_of_them_and_texts_nobody() -> None:
    one, other = someone(phone="+12025553002"), someone()
    reference = asks(one)
    made = tries(other, phone="202 555 3002")
    assert isinstance(made, Asked)
    assert made.no_texts is ConsentRefusal.NOT_PROVEN
    sweep()
    assert len(asking("+12025553002")) == 1
    says("+12025553002", "1")
    assert row(reference).state == "promised"
    assert row(made.reference).state == "queued"


def test_an_account_asks_only_so_often() -> None:
    one = someone()
    for number in range(3):
        asks(one, phone=f"20255531{number:02d}", texts=False)
    assert tries(one) is AskRefusal.TOO_MANY


def test_nobody_is_texted_who_did_not_agree() -> None:
    one = someone()
    reference = asks(one, texts=False)
    sweep()
    assert asking(one.phone) == []
    assert row(reference).next == "call"


def test_consent_is_kept_with_the_words_that_were_shown() -> None:
    one = someone()
    reference = asks(one)
    with db.read() as session:
        kept = session.exec(
            select(CallbackConsent).where(CallbackConsent.callback_id == row(reference).id)
        ).one()
    assert kept.given
    assert kept.source == "portal"
    assert "rates may apply" in kept.wording
    assert kept.phone == one.phone


def test_a_number_that_said_stop_is_called_without_a_text() -> None:
    one = someone()
    says(one.phone, "STOP")
    made = tries(one)
    assert isinstance(made, Asked)
    assert made.no_texts is ConsentRefusal.STOPPED
    assert row(made.reference).next == "call"


def test_nobody_sees_or_asks_for_what_is_not_theirs() -> None:
    one, other = someone(), someone()
    reference = asks(one)
    assert seen(one, reference)
    with pytest.raises(NotFound):
        seen(other, reference)
    with pytest.raises(NotFound):
        tries(other, contact_id=str(one.contact.id))
    with db.write() as session:
        strange = factories.case(session)
    with pytest.raises(NotFound):
        tries(other, case_id=str(strange.id))


def test_the_page_shows_place_phrase_and_steps() -> None:
    first, second = someone(), someone()
    asks(first, texts=False)
    reference = asks(second, texts=False, topic="notice")
    urgent = asks(someone(), texts=False, topic="safety")
    with db.read() as session:
        mine = my_callbacks(session, second.actor).open[0]
        before = one_callback(session, first.actor, my_reference(session, first))
    assert mine.place == 3
    assert before.place == 2
    assert row(urgent).urgency < row(reference).urgency
    assert len(mine.phrase.split()) == 3
    assert [line.words for line in mine.steps] == ["You asked for a call."]
    assert "can’t say yet" in mine.expected
    assert one_account_has_none()


def test_what_ended_since_does_not_push_out_what_is_open() -> None:
    one = someone()
    still_open = asks(one)
    ended = asks(one, phone="+12025553009", texts=False)
    with db.write() as session:
        withdraw(session, one.actor, ended)
    with db.read() as session:
        mine = my_callbacks(session, one.actor, many=1)
    assert [one.reference for one in mine.open] == [shown(still_open)]
    assert mine.ended == []


def my_reference(session: object, one: Someone) -> str:
    return my_callbacks(session, one.actor).open[0].reference  # type: ignore[arg-type]


def one_account_has_none() -> bool:
    stranger = factories.actor_for(account())
    with db.read() as session:
        mine = my_callbacks(session, stranger)
    return mine.open == [] and mine.ended == []
