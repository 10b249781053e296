"""Pausing, slowing, what was given up, and figures: what keeps the messages under control."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from cx_app import database as db
from cx_app.domain.delivery import Reason
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Role
from cx_app.domain.messages import Channel, OutboxState, WhyClose, WhyRetry
from cx_app.domain.sending import Trouble
from cx_app.gateways import channels, clock
from cx_app.gateways.email import Email
from cx_app.gateways.provider import DeliveryError
from cx_app.models import ChannelSwitch
from cx_app.services.messages import deliver as sending
from cx_app.services.messages import outbox as claims
from cx_app.services.messages import switch
from cx_app.services.messages.dead import Left, close, dead_count, dead_messages, retry
from cx_app.services.messages.deliver import deliver, deliver_due
from cx_app.services.messages.desk import channel_lines
from cx_app.services.messages.figures import figures
from cx_app.services.messages.outbox import enqueue
from cx_app.services.messages.words import REASONS
from tasks.messages import sweep
from tests import factories
from tests.services.messages.people import account, arrived, one, outbox, staff, tell

pytestmark = pytest.mark.usefixtures("database")
MORNING = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_the_morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as moment:
        yield moment


class Provider:
    """An e-mail provider that answers as it is told, in turn; then it takes everything."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)
        self.taken: list[str] = []

    def send(self, email: Email) -> str:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.taken.append(email.message_id)
        return f"provider-{len(self.taken)}"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Provider]:
    def make(*answers: Exception | None) -> Provider:
        made = Provider(*answers)
        monkeypatch.setattr(channels, "email", lambda: made)
        return made

    return make


def news(count: int) -> None:
    person = account()
    for n in range(count):
        tell(person, str(n))


def act(what: Callable[..., Any], *arguments: Any) -> Any:
    with db.write() as session:
        return what(session, *arguments)


def test_a_paused_channel_sends_nothing_from_that_instant_and_later_everything() -> None:
    admin = staff(Role.ADMIN)
    news(3)
    act(switch.pause, admin, Channel.EMAIL, "provider is moving house")
    assert sweep() == 0
    assert deliver(outbox()[0].id) == "not_due"
    with db.read() as session:
        line = next(c for c in channel_lines(session, admin) if c.channel == "email")
    assert (line.reason, line.available, line.simulated) == (
        "provider is moving house",
        True,
        True,
    )
    assert line.paused_since
    act(switch.resume, admin, Channel.EMAIL)
    assert sweep() == 3


def test_a_long_pause_kills_nothing(in_the_morning: time_machine.Traveller) -> None:
    admin = staff(Role.ADMIN)
    news(1)
    act(switch.pause, admin, Channel.EMAIL, "a test")
    in_the_morning.shift(timedelta(hours=9))
    sweep()
    act(switch.resume, admin, Channel.EMAIL)
    sweep()
    assert one(Channel.EMAIL).state == OutboxState.SENT


def test_a_pause_is_seen_even_by_a_worker_that_has_claimed(
    provider: Callable[..., Provider],
) -> None:
    taken = provider()
    admin = staff(Role.ADMIN)
    news(1)
    with db.write() as session:
        [claimed] = claims.claim_due(session, 10)
    act(switch.pause, admin, Channel.EMAIL, "a test")
    assert isinstance(sending._attempt(claimed), sending.Held)
    assert taken.taken == []


def test_a_provider_that_asks_to_slow_down_slows_the_whole_channel(
    provider: Callable[..., Provider], in_the_morning: time_machine.Traveller
) -> None:
    slow = DeliveryError("429", Trouble.THROTTLED, retry_after=timedelta(seconds=30))
    taken = provider(slow)
    news(1)
    deliver_due()
    news(20)
    assert deliver_due() == 0  # held for as long as it asked
    in_the_morning.shift(timedelta(seconds=30))
    assert [deliver_due(), deliver_due()] == [1, 0]  # then one at a time
    in_the_morning.shift(timedelta(milliseconds=100))
    assert deliver_due() == 1
    for _ in range(60):
        in_the_morning.shift(timedelta(seconds=1))
        deliver_due()
    assert len(taken.taken) == 21
    assert len(set(taken.taken)) == 21
    with db.read() as session:
        assert session.get_one(ChannelSwitch, "email").gap_ms == 0
    assert all(row.failures == 0 for row in outbox())


@pytest.mark.parametrize(
    ("trouble", "at_most_once", "state"),
    [
        (Trouble.RETRYABLE, False, OutboxState.WAITING),
        (Trouble.RETRYABLE, True, OutboxState.WAITING),
        (Trouble.UNKNOWN, False, OutboxState.WAITING),
        (Trouble.UNKNOWN, True, OutboxState.UNKNOWN),
        (Trouble.PERMANENT, False, OutboxState.CANCELLED),
    ],
)
def test_each_kind_of_trouble_has_its_consequence(
    provider: Callable[..., Provider], trouble: Trouble, at_most_once: bool, state: str
) -> None:
    provider(DeliveryError("no", trouble, Reason.REFUSED))
    person = account()
    with db.write() as session:
        enqueue(
            session,
            "case_followed",
            Channel.EMAIL,
            dedupe_key="x",
            account_id=person.id,
            at_most_once=at_most_once,
        )
    deliver_due()
    assert one(Channel.EMAIL).state == state


def test_what_was_given_up_is_work_until_it_is_tried_again_or_closed(
    provider: Callable[..., Provider], in_the_morning: time_machine.Traveller
) -> None:
    taken = provider(*[DeliveryError("away")] * 200)
    officer = staff(Role.OFFICER)
    news(2)
    for _ in range(5 * 12):
        sweep()
        in_the_morning.shift(timedelta(minutes=5))
    with db.read() as session:
        first, second = dead_messages(session, officer)
        assert dead_count(session, officer) == 2
    assert (first.reason, first.detail) == (REASONS[Reason.PROVIDER_AWAY], "away")
    taken.answers.clear()
    ids = [row.id for row in outbox()]
    assert act(retry, officer, ids[0], "") is Left.NO_REASON
    assert act(close, officer, ids[1], WhyRetry.ASKED) is Left.NO_REASON
    assert act(retry, officer, ids[0], WhyRetry.PROVIDER_BACK) is Left.DONE
    assert act(close, officer, ids[1], WhyClose.NOT_NEEDED) is Left.DONE
    assert act(retry, officer, ids[1], WhyRetry.ASKED) is Left.NOT_DEAD
    sweep()
    assert {row.state for row in outbox()} == {OutboxState.SENT, OutboxState.CLOSED}
    with db.read() as session:
        assert dead_messages(session, officer) == []
    assert second.given_up


def test_an_officer_is_not_told_of_a_protected_case() -> None:
    with db.write() as session:
        case = factories.case(session, protected=True)
        enqueue(session, "case_linked", Channel.EMAIL, dedupe_key="x", case_id=case.id)
    row = one(Channel.EMAIL)
    with db.write() as session:
        dead = session.merge(row)
        dead.state, dead.failed_at = OutboxState.DEAD, clock.business(session)
    shown = {}
    for role in (Role.OFFICER, Role.SUPERVISOR):
        with db.read() as session:
            [line] = dead_messages(session, staff(role))
            shown[role] = line.case_id
    assert shown == {Role.OFFICER: "", Role.SUPERVISOR: str(case.id)}


def test_figures(provider: Callable[..., Provider], in_the_morning: time_machine.Traveller) -> None:
    provider(None, None, DeliveryError("bad", Trouble.PERMANENT, Reason.MALFORMED))
    news(2)
    sweep()
    tell(account(), "late")
    in_the_morning.shift(timedelta(seconds=11))
    sweep()
    provider()
    tell(account(), "slow")
    in_the_morning.shift(timedelta(seconds=11))
    sweep()
    act(switch.pause, staff(Role.ADMIN), Channel.EMAIL, "a test")
    tell(account(), "waits")
    in_the_morning.shift(timedelta(minutes=7))
    with db.read() as session:
        found = figures(session, staff(Role.OFFICER), MORNING)
    email = next(line for line in found.channels if line.channel == Channel.EMAIL)
    assert (email.sent, email.in_time) == (3, 2)
    assert email.share_in_time == pytest.approx(2 / 3)
    assert (email.waiting, email.oldest_waiting) == (1, timedelta(minutes=7))
    assert [(f.channel, f.reason, f.count) for f in found.failures] == [
        (Channel.EMAIL, Reason.MALFORMED, 1)
    ]
    letter = next(line for line in found.channels if line.channel == Channel.LETTER)
    assert letter.share_in_time is None


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REPRESENTATIVE])
def test_people_see_none_of_it(role: Role) -> None:
    actor = factories.actor_for(account(), role)
    with db.read() as session:
        for look in (
            lambda: dead_messages(session, actor),
            lambda: dead_count(session, actor),
            lambda: figures(session, actor, MORNING),
            lambda: channel_lines(session, actor),
        ):
            with pytest.raises(Forbidden):
                look()


def test_only_administrators_switch_channels() -> None:
    for role in (Role.OFFICER, Role.SUPERVISOR, Role.APPLICANT):
        with pytest.raises(Forbidden):
            act(switch.pause, staff(role), Channel.SMS, "")
    assert arrived() == []
