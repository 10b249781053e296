"""Providers that are away, workers that die, and timers that come late, twice or never."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.callbacks.standing import CallbackState
from cx_app.domain.delivery import Reason
from cx_app.domain.identity import Role
from cx_app.domain.messages import Channel, Kind, OutboxState
from cx_app.domain.sending import Trouble
from cx_app.gateways import channels, clock
from cx_app.gateways.provider import DeliveryError
from cx_app.gateways.sms import Text
from cx_app.models import Callback, OutboxMessage
from cx_app.services.messages import switch
from cx_app.services.messages.outbox import claim_due
from tasks import callbacks, messages
from tests.killed import Killed, killed_at
from tests.services.callbacks.people import (
    Someone,
    asking,
    asks,
    later,
    row,
    says,
    someone,
    sweep,
    texts_of,
)
from tests.services.messages.people import staff

EVERY = 23
"""Statements from one death to the next, where there is no time for each."""


class Provider:
    """Answers as it is told, in turn; then it takes everything."""

    def __init__(self, *answers: DeliveryError | None) -> None:
        self.answers = list(answers)
        self.taken: list[Text] = []

    def send(self, text: Text) -> str:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.taken.append(text)
        return f"provider-{len(self.taken)}"

    def line_of(self, number: str) -> str:
        return ""


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Provider]:
    def begin(*answers: DeliveryError | None) -> Provider:
        made = Provider(*answers)
        monkeypatch.setattr(channels, "sms", lambda: made)
        return made

    return begin


def away() -> DeliveryError:
    return DeliveryError("away", Trouble.RETRYABLE, Reason.PROVIDER_AWAY)


def kinds_to(one: Someone) -> list[str]:
    with db.read() as session:
        return [
            message.kind
            for message in session.exec(
                select(OutboxMessage).where(OutboxMessage.channel == Channel.SMS)
            )
            if message.account_id == one.actor.account_id
            or (message.facts or {}).get("to") == one.phone
        ]


def to(taken: Provider, one: Someone) -> list[Text]:
    return [text for text in taken.taken if text.to == one.phone and "Reply 1" in text.text]


def test_an_outage_in_a_batch_pauses_it_and_nobody_is_texted_twice(
    provider: Callable[..., Provider],
) -> None:
    people = [someone() for _ in range(5)]
    references = [asks(one) for one in people]
    taken = provider(None, *[away()] * 40)
    sweep()
    for _ in range(12):
        later(seconds=30)
    assert {row(one).state for one in references} <= {"asked", "sending"}
    taken.answers.clear()
    for _ in range(70):
        later(seconds=30)
        if all(to(taken, one) for one in people):
            break
    assert [len(to(taken, one)) for one in people] == [1] * 5
    assert [row(one).asks for one in references] == [1] * 5


def test_what_the_provider_refuses_for_good_is_no_attempt_and_a_call_comes(
    provider: Callable[..., Provider],
) -> None:
    one = someone()
    taken = provider(DeliveryError("no", Trouble.PERMANENT, Reason.BLOCKED))
    reference = asks(one)
    sweep()
    later(hours=3)
    assert taken.taken == []
    assert row(reference).asks == 0
    assert row(reference).next == "call"


def test_of_what_nobody_knows_no_second_text_goes(provider: Callable[..., Provider]) -> None:
    one = someone()
    taken = provider(DeliveryError("timeout", Trouble.UNKNOWN, Reason.PROVIDER_AWAY))
    reference = asks(one)
    sweep()
    later(hours=3)
    assert taken.taken == []
    assert [text.outcome for text in texts_of(reference)] == ["unknown"]
    assert row(reference).next == "call"


@pytest.mark.parametrize(
    ("minutes", "state", "heard"),
    [(20, "promised", "callback_promised"), (61, "queued", "callback_too_late")],
)
def test_a_yes_to_a_text_of_which_nobody_knows_gets_an_answer(
    provider: Callable[..., Provider], minutes: int, state: str, heard: str
) -> None:
    one = someone()
    provider(DeliveryError("timeout", Trouble.UNKNOWN, Reason.PROVIDER_AWAY))
    reference = asks(one)
    sweep()
    later(minutes=minutes)
    for _ in range(2):
        says(one.phone, "1")
    assert row(reference).state == state
    assert kinds_to(one).count(heard) == 1
    assert "texts_help" not in kinds_to(one)


def test_who_answers_before_a_dead_worker_is_missed_is_heard(
    provider: Callable[..., Provider],
) -> None:
    one = someone()
    taken = provider()
    reference = asks(one)
    callbacks.sweep()
    with db.write() as session:
        assert claim_due(session, 10)
    says(one.phone, "1")
    assert (row(reference).state, row(reference).asks) == ("promised", 1)
    recover()
    assert row(reference).state == "promised"
    assert to(taken, one) == []


def test_stop_between_the_sweep_and_the_sending_is_heard() -> None:
    one = someone()
    reference = asks(one)
    callbacks.sweep()
    assert row(reference).state == "sending"
    says(one.phone, "STOP")
    sweep()
    assert asking(one.phone) == []
    assert row(reference).next == "call"


def test_a_text_too_late_for_the_desk_waits_for_the_next_day() -> None:
    one = someone()
    reference = asks(one)
    callbacks.sweep()
    with db.write() as session:
        clock.advance(session, timedelta(hours=9))
    sweep()
    assert asking(one.phone) == []
    assert row(reference).state == "queued"
    later(hours=15)
    assert len(asking(one.phone)) == 1


def test_while_texts_are_paused_nobody_is_kept_with_them() -> None:
    one, admin = someone(), staff(Role.ADMIN)
    reference = asks(one)
    callbacks.sweep()
    with db.write() as session:
        switch.pause(session, admin, Channel.SMS, "provider is moving house")
    later(hours=9)
    assert row(reference).state == "queued"
    assert row(reference).ready_at is not None
    assert [text.outcome for text in texts_of(reference)] == ["refused"]


def test_timers_that_come_twice_or_for_nothing_change_nothing() -> None:
    one = someone()
    reference = asks(one)
    sweep()
    before = row(reference)
    for _ in range(3):
        callbacks.sweep()
    assert row(reference) == before
    with db.write() as session:
        clock.advance(session, timedelta(minutes=61))
    callbacks.sweep()
    after = row(reference)
    callbacks.sweep()
    assert row(reference).steps == after.steps


@pytest.mark.parametrize("when", ["before_cursor_execute", "after_cursor_execute"])
def test_a_worker_killed_anywhere_loses_nobody_and_texts_nobody_twice(
    when: str, soak: bool
) -> None:
    number, deaths = 0, 0
    while True:
        people = [someone(), someone()]
        references = [asks(one) for one in people]
        try:
            with killed_at(number, when):
                callbacks.sweep()
                messages.sweep()
                callbacks.sweep()
        except Killed:
            deaths += 1
        else:
            break
        finally:
            recover()
        for one, reference in zip(people, references, strict=True):
            assert len(asking(one.phone)) <= 1
            done = row(reference)
            asked = done.state == CallbackState.ASKED
            assert asked or (done.state == CallbackState.QUEUED and done.next == "call")
            assert asked == (bool(asking(one.phone)) and done.asks == 1)
        make_room(references)
        number += 1 if soak else EVERY
    assert deaths > 3
    assert at_most_once()


def recover() -> None:
    """The lease of a dead worker runs out, and another one comes."""
    with db.write() as session:
        session.exec(
            update(OutboxMessage)
            .where(col(OutboxMessage.state) == OutboxState.SENDING)
            .values(lease_until=clock.wall())
        )
    messages.sweep()
    sweep()


def make_room(references: list[str]) -> None:
    """For the pace: these have been reached."""
    with db.write() as session:
        session.exec(
            update(Callback)
            .where(col(Callback.reference).in_(references))
            .values(state=CallbackState.REACHED, ended_at=clock.business(session), due_at=None)
        )


def at_most_once() -> bool:
    """No text to anybody has two deliveries."""
    with db.read() as session:
        sent = session.exec(
            select(OutboxMessage.to_hash).where(
                OutboxMessage.kind == Kind.CALLBACK_ASK, OutboxMessage.channel == Channel.SMS
            )
        ).all()
    return max(Counter(one for one in sent if one).values()) == 1
