"""Two people at once, on the services themselves: answers, buttons, STOP, other phones, calls, time
and a provider that fails, in any order, against a plain model of who may be texted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.business_time import EASTERN
from cx_app.domain.callbacks.standing import Answer, CallOutcome, Told
from cx_app.domain.delivery import Reason
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel
from cx_app.domain.sending import Trouble
from cx_app.gateways import channels, clock
from cx_app.gateways.provider import DeliveryError
from cx_app.gateways.sms import Text
from cx_app.models import Account, CallbackHours, CallbackStep
from cx_app.services.callbacks.calling import Taken, let_go, say_outcome
from cx_app.services.callbacks.changing import change_phone, put_back, withdraw
from cx_app.services.callbacks.consenting import opt_in, opt_out, wording
from tests.services.callbacks.people import (
    Someone,
    asks,
    later,
    now,
    officer,
    presses,
    row,
    says,
    someone,
    sweep,
    takes,
)
from tests.services.messages.people import contact

MISSED = [CallOutcome.VOICEMAIL, CallOutcome.NO_ANSWER, CallOutcome.WRONG_NUMBER, None]
"""Or the officer lets go."""
ASKS = "Are you free for our call"
_phones = count(6000)


@dataclass
class Provider:
    """Takes texts, refuses for a while, or takes one and never says so."""

    fails: str = ""
    taken: list[tuple[datetime, Text]] = field(default_factory=list)

    def send(self, text: Text) -> str:
        if self.fails == "out":
            raise DeliveryError("out", Trouble.RETRYABLE, Reason.PROVIDER_AWAY)
        self.taken.append((now(), text))
        if self.fails == "silent":
            raise DeliveryError("timeout", Trouble.UNKNOWN, Reason.PROVIDER_AWAY)
        return f"provider-{len(self.taken)}"

    def line_of(self, number: str) -> str:
        return ""


@dataclass
class Who:
    """What a person did, in words of our own."""

    one: Someone
    other: str
    phone: str
    reference: str = ""
    agreed: bool = True
    asked: int = 0
    steps: int = 0


class TwoPeople(RuleBasedStateMachine):
    people: list[Who]
    provider: Provider
    officer: Actor

    @initialize()
    def they_ask(self) -> None:
        self.seen, self.stopped = len(self.provider.taken), set[str]()
        self.provider.fails = ""
        self.people = []
        for _ in range(2):
            one, other = someone(), f"+1202555{next(_phones):04d}"
            with db.read() as session:
                account = session.get_one(Account, one.actor.account_id)
            contact(account, Channel.SMS, other)
            self.people.append(Who(one, other, one.phone, asks(one)))

    def teardown(self) -> None:
        for who in self.people:
            self.does(who, withdraw)

    def does(self, who: Who, service: Any, *given: Any, **named: Any) -> Any:
        with db.write() as session:
            return service(session, who.one.actor, who.reference, *given, **named)

    @rule(
        which=st.integers(0, 1),
        body=st.sampled_from(
            ["1", "1", "2", "3", "Sí", "who is this", "STOP\n\nSent from my phone"]
        ),
    )
    def they_text(self, which: int, body: str) -> None:
        who, stranger = self.people[which], self.people[1 - which]
        before = row(stranger.reference)
        says(who.phone, body)
        assert row(stranger.reference) == before
        if body.startswith("STOP"):
            self.stopped.add(who.phone)
            who.agreed = False

    @rule(which=st.integers(0, 1))
    def they_text_start(self, which: int) -> None:
        says(self.people[which].phone, "START")
        self.stopped.discard(self.people[which].phone)

    @rule(which=st.integers(0, 1), said=st.sampled_from([Answer.YES, Answer.NO, Answer.LATER]))
    def they_press(self, which: int, said: Answer) -> None:
        presses(self.people[which].one, self.people[which].reference, said)

    @rule(which=st.integers(0, 1), agrees=st.booleans())
    def they_change_their_mind_about_texts(self, which: int, agrees: bool) -> None:
        who = self.people[which]
        if not agrees:
            self.does(who, opt_out)
            who.agreed = False
        elif self.does(who, opt_in, wording().version) is None:
            who.agreed = True

    @rule(which=st.integers(0, 1))
    def they_take_the_other_phone(self, which: int) -> None:
        who = self.people[which]
        if self.does(who, change_phone, typed=who.other) is None:
            who.phone, who.other, who.agreed = who.other, who.phone, False

    @rule(which=st.integers(0, 1))
    def they_put_it_back(self, which: int) -> None:
        who = self.people[which]
        if self.does(who, put_back) is None:
            who.asked = 0

    @rule(which=st.integers(0, 1), outcome=st.sampled_from(MISSED))
    def an_officer_calls(self, which: int, outcome: CallOutcome | None) -> None:
        who = self.people[which]
        if takes(self.officer, who.reference) != Taken():
            return
        with db.write() as session:
            if outcome is None:
                assert let_go(session, self.officer, row(who.reference).id) is None
                return
            done = say_outcome(session, self.officer, row(who.reference).id, outcome, "Done.")
            assert done is None
        if outcome is CallOutcome.WRONG_NUMBER:
            who.agreed = False

    @rule(minutes=st.sampled_from([1, 29, 31, 61, 61, 540]))
    def time_goes_by(self, minutes: int) -> None:
        later(minutes=minutes)

    @rule(which=st.integers(0, 1))
    def nobody_is_there(self, which: int) -> None:
        """Texts stay silent, and so does the phone."""
        for _ in range(2):
            self.time_goes_by(61)
            self.texts_go_to_those_who_agreed_in_their_hours_and_twice_a_round()
            self.an_officer_calls(which, CallOutcome.NO_ANSWER)

    @rule(how=st.sampled_from(["", "", "out", "silent"]))
    def the_provider_fails_or_is_back(self, how: str) -> None:
        self.provider.fails = how

    @invariant()
    def texts_go_to_those_who_agreed_in_their_hours_and_twice_a_round(self) -> None:
        if not hasattr(self, "people"):
            return
        sweep()
        for who in self.people:
            if self._new_round(who):
                who.asked = 0
        new, self.seen = self.provider.taken[self.seen :], len(self.provider.taken)
        for at, text in new:
            if ASKS not in text.text:
                continue
            [who] = [one for one in self.people if one.phone == text.to]
            assert who.agreed
            assert text.to not in self.stopped
            assert who.reference[-4:] in text.text
            there = at.astimezone(EASTERN)
            assert time(8) <= there.time() <= time(17)
            who.asked += self.provider.fails != "silent"
            assert who.asked <= 2

    def _new_round(self, who: Who) -> bool:
        with db.read() as session:
            told = session.exec(
                select(CallbackStep.told, CallbackStep.number)
                .where(
                    CallbackStep.callback_id == row(who.reference).id,
                    col(CallbackStep.number) > who.steps,
                )
                .order_by(col(CallbackStep.number))
            ).all()
        who.steps = max([who.steps, *(number for _told, number in told)])
        return any(
            one in codes for one in (Told.WINDOW_MISSED, Told.POSTPONED) for codes, _n in told
        )


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    made = Provider()
    monkeypatch.setattr(channels, "sms", lambda: made)
    return made


def test_whatever_two_people_do_each_gets_what_they_agreed_to(
    provider: Provider, soak: bool
) -> None:
    boss, caller = officer(Role.SUPERVISOR), officer()
    with db.write() as session:
        at = clock.business(session)
        session.add(
            CallbackHours(
                from_day=at.date() - timedelta(days=1),
                opens=time(7),
                closes=time(18, 30),
                officers=100,
                ahead_minutes=30,
                set_by=boss.account_id,
                set_at=at,
            )
        )
    machine = type("Machine", (TwoPeople,), {"provider": provider, "officer": caller})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=200 if soak else 4,
            stateful_step_count=50 if soak else 20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
