"""What staff see of messages, and what is recorded when they act on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.delivery import Reason
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Role
from cx_app.domain.messages import Channel, Kind, OutboxState, WhyClose, WhyRetry
from cx_app.gateways import channels
from cx_app.models import AuditEntry, OutboxMessage
from cx_app.services.changes import versions
from cx_app.services.messages import switch
from cx_app.services.messages.dead import PAGE, Left, close, dead_page, retry
from cx_app.services.messages.desk import channel_lines, figures_of
from cx_app.services.messages.figures import LENGTHS, Period
from cx_app.services.messages.outbox import DEAD_TOPIC, enqueue
from cx_app.services.messages.words import CHANNELS, KINDS, REASONS, WHY_CLOSE, WHY_RETRY
from cx_app.settings import settings
from tasks.messages import sweep
from tests import factories
from tests.services.messages.people import account, staff, tell

MORNING = datetime(2026, 3, 2, 15, tzinfo=UTC)
database = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def in_the_morning() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as moment:
        yield moment


def dead(key: str, *, at: datetime = MORNING, case_id: UUID | None = None) -> UUID:
    """A message that was given up."""
    person = account()
    with db.write() as session:
        enqueue(
            session,
            Kind.CASE_FOLLOWED,
            Channel.EMAIL,
            dedupe_key=key,
            account_id=person.id,
            case_id=case_id,
        )
        row = session.exec(select(OutboxMessage).where(OutboxMessage.dedupe_key == key)).one()
        row.state, row.failed_at, row.failure = OutboxState.DEAD, at, Reason.PROVIDER_AWAY
        return row.id


def heard() -> int:
    with db.read() as session:
        return versions(session, {DEAD_TOPIC}).get(DEAD_TOPIC, 0)


def test_every_code_has_words() -> None:
    assert set(KINDS) == set(Kind)
    assert set(CHANNELS) == set(Channel)
    assert set(REASONS) == set(Reason)
    assert set(WHY_RETRY) == set(WhyRetry)
    assert set(WHY_CLOSE) == set(WhyClose)
    assert set(LENGTHS) == set(Period)


@database
def test_what_was_given_up_comes_in_pages_the_oldest_first() -> None:
    for n in range(PAGE + 2):
        dead(f"m{n:02}", at=MORNING - timedelta(hours=n))
    officer = staff(Role.OFFICER)
    with db.read() as session:
        first, second = dead_page(session, officer), dead_page(session, officer, PAGE)
        beyond = dead_page(session, officer, 10 * PAGE)
    assert (first.first, len(first.lines), first.total) == (1, PAGE, PAGE + 2)
    assert (second.first, len(second.lines)) == (PAGE + 1, 2)
    assert first.lines[0].age == "1 day"
    assert second.lines[-1].age == "just now"
    assert beyond == first


@database
def test_why_is_recorded_as_a_code_and_open_pages_hear_of_it() -> None:
    message, officer, before = dead("m"), staff(Role.OFFICER), heard()
    with db.write() as session:
        assert close(session, officer, message, WhyClose.REPLACED) is Left.DONE
    assert heard() == before + 1
    with db.read() as session:
        row = session.exec(select(AuditEntry).where(AuditEntry.action == "message.close")).one()
    assert row.details == {"why": "replaced"}


@database
@pytest.mark.parametrize("act", [retry, close])
def test_nobody_works_on_a_message_of_their_own_case(act: object) -> None:
    why = WhyRetry.ASKED if act is retry else WhyClose.NO_WAY
    with db.write() as session:
        own = factories.account(session, roles=(Role.OFFICER,))
        case = factories.case(session)
        factories.link(session, own, factories.party(session, case, factories.person(session)))
        actor = factories.actor_for(own, Role.OFFICER)
    message = dead("m", case_id=case.id)
    with db.write() as session:
        assert act(session, actor, message, why) is Left.OWN_CASE  # type: ignore[operator]
        assert session.get_one(OutboxMessage, message).state == OutboxState.DEAD


@database
def test_people_take_up_nothing() -> None:
    message = dead("m")
    with db.write() as session:
        person = factories.actor_for(factories.account(session))
        for act, why in ((retry, WhyRetry.ASKED), (close, WhyClose.NO_WAY)):
            with pytest.raises(Forbidden):
                act(session, person, message, why)


@database
def test_a_message_that_is_not_there_is_not_taken_up() -> None:
    with db.write() as session:
        assert retry(session, staff(Role.OFFICER), uuid4(), WhyRetry.ASKED) is Left.NOT_DEAD


@database
def test_a_pause_needs_a_reason_and_an_administrator() -> None:
    admin, officer = staff(Role.ADMIN), staff(Role.OFFICER)
    with db.write() as session:
        assert not switch.pause(session, admin, Channel.SMS, "  ")
        assert switch.blocked(session) == set()
        for reason in ("", "because"):
            with pytest.raises(Forbidden):
                switch.pause(session, officer, Channel.SMS, reason)
        assert switch.pause(session, admin, Channel.SMS, "because")
    with db.read() as session:
        [line] = [one for one in channel_lines(session, officer) if one.channel == "sms"]
    assert (line.name, line.reason, bool(line.paused_since)) == ("Text", "because", True)


def test_a_channel_with_a_provider_does_not_end_in_the_demo(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(channels, "settings", settings.model_copy(update={"demo": False}))
    assert not any(channels.simulated(channel) for channel in Channel)


@database
def test_figures_are_of_their_period(in_the_morning: time_machine.Traveller) -> None:
    tell(account(), "old")
    sweep()
    dead("given up")
    in_the_morning.shift(timedelta(hours=2))
    tell(account(), "new")
    in_the_morning.shift(timedelta(seconds=11))
    sweep()
    officer = staff(Role.OFFICER)
    with db.read() as session:
        hour = figures_of(session, officer, Period.HOUR)
        day = figures_of(session, officer, Period.DAY)
    of_hour, of_day = hour.counts[0], day.counts[0]
    assert (of_hour.sent, of_hour.share, of_hour.kept) == ("1", "0 %", False)
    assert (of_day.sent, of_day.share, of_day.dead) == ("2", "50 %", "1")
    assert (hour.failures, [(one.count, one.width) for one in day.failures]) == ([], [("1", 100)])
    assert (day.counts[1].share, day.counts[1].kept) == ("", True)
