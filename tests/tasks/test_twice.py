"""Every task run twice has one effect; a task that nobody runs twice here fails the build."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import func, select
from sqlmodel import SQLModel

from cx_app import database as db
from cx_app.domain.attachments import FileKind, Sound
from cx_app.domain.code_claims import Ground
from cx_app.domain.code_requests import Confirmed
from cx_app.domain.identity import Role
from cx_app.domain.offices import day_of
from cx_app.domain.representation.digests import Every
from cx_app.gateways import clock
from cx_app.models import Appointment, CaseEvent
from cx_app.services.access_codes.decide import approve
from cx_app.services.access_codes.issue import issue
from cx_app.services.access_codes.request import request_code
from cx_app.services.attachments.add import keep, put
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.biometrics.reschedule import Moved
from cx_app.services.cases.follow import follow
from cx_app.services.claims.dispute import dispute
from cx_app.services.feed_out.pull import pull
from cx_app.services.mailroom.order import order_post
from cx_app.services.offices.closing import close_day
from cx_app.services.offices.confirm import adopt
from cx_app.services.representation.digests import choose_digest
from cx_app.services.representation.lists import begin_list, take_list
from tasks import (
    access_codes,
    appointment_requests,
    attachments,
    audit,
    biometrics,
    callbacks,
    decisions,
    feed_out,
    keys,
    mailroom,
    messages,
    offices,
    prepared,
    progress,
    representation,
    tick,
)
from tasks.app import app
from tests import factories
from tests.services.access_codes import desk as codes
from tests.services.addresses.shared_home import SHELTER, moves_in
from tests.services.appointment_requests.asking import asked_back, asker, asks, booked, visits
from tests.services.appointment_requests.asking import officer as visits_officer
from tests.services.attachments.asked import proven
from tests.services.biometrics.people import Comes, moves, office_closed, requests, somebody
from tests.services.callbacks.people import TUESDAY, someone
from tests.services.callbacks.people import asks as asks_for_call
from tests.services.callbacks.people import sweep as sweep_callbacks
from tests.services.messages.people import account, one, outbox, staff, tell, texts_to
from tests.services.offices.places import later, office, officer, times
from tests.services.prepared.people import firm, visit
from tests.services.representation.people import LIST, client, drafts, lawyer, sends
from tests.services.representation.test_board import happens, represented

pytestmark = pytest.mark.usefixtures("database")


def rows() -> dict[str, int]:
    with db.read() as session:
        return {
            name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in SQLModel.metadata.tables.items()
        }


def news() -> None:
    person = account()
    texts_to(person)
    tell(person, not_before=None)


def send_twice() -> list[Any]:
    tell(account())
    message_id = str(one("email").id)
    return twice(lambda: messages.send(message_id))


def sweep_twice() -> list[Any]:
    news()
    return twice(messages.sweep)


def report_twice() -> list[Any]:
    news()
    messages.sweep()
    with db.write() as session:
        clock.advance(session, timedelta(seconds=2))
    return twice(messages.report)


def match_twice() -> list[Any]:
    with db.write() as session:
        filing = factories.filing(session)
        someone = factories.actor_for(factories.account(session))
        request_code(session, someone, filing.case.receipt_number, factories.BORN)
    return twice(access_codes.match)


def lapse_twice() -> list[Any]:
    with db.write() as session:
        filing = factories.filing(session)
        other = factories.account(session)
        factories.link(session, filing.account, filing.party)
        theirs = factories.link(session, other, filing.party)
        dispute(session, filing.actor, filing.case.id, theirs.id, Ground.UNKNOWN)
        clock.advance(session, timedelta(days=31))
    return twice(access_codes.tell_of_lapsed_disputes)


def watch_twice() -> list[Any]:
    moves_in(2)
    with db.write() as session:
        factories.filing(session, residence=SHELTER)
    return twice(access_codes.watch_addresses)


def remind_twice() -> list[Any]:
    """Of a letter that is too old soon, and of a request that was never answered."""
    with db.write() as session:
        filing = factories.filing(session)
        filing.code.mailed_at = clock.business(session)
        follow(
            session, factories.actor_for(factories.account(session)), filing.claim.receipt_number
        )
        someone = factories.actor_for(factories.account(session))
        request_code(session, someone, factories.receipt_number(), factories.BORN)
        session.add(filing.code)
    with db.write() as session:
        clock.advance(session, timedelta(days=84))
    return twice(access_codes.remind)


def seal_twice() -> list[Any]:
    tell(account())
    with db.write() as session:
        record(session, SYSTEM_ACTOR, "test.act")
    return twice(audit.seal_entries)


def require_statements_twice() -> list[Any]:
    tell(account())
    return twice(feed_out.require_statements)


def rotate_twice() -> list[Any]:
    tell(account())
    return twice(keys.rotate)


def make_post_twice() -> list[Any]:
    with db.write() as session:
        filing = factories.filing(session)
        issue(session, case=filing.case, party_id=filing.party.id, now=clock.business(session))
    return twice(mailroom.make_post)


def make_ordered_twice() -> list[Any]:
    with db.write() as session:
        filing = factories.filing(session)
        issue(session, case=filing.case, party_id=filing.party.id, now=clock.business(session))
    with db.write() as session:
        order_post(session, staff(Role.SUPERVISOR))
    return twice(mailroom.make_ordered)


def generate_twice() -> list[Any]:
    office()
    later(days=3)
    return twice(offices.generate)


def call_off_twice() -> list[Any]:
    asked, staff = asker(), visits_officer()
    reference = asks(asked)
    booked(reference, asked.office_id)
    day = visits(reference)[0].starts_at.date()
    with db.write() as session:
        close_day(session, staff, asked.office_id, day, "weather")
    return twice(offices.call_off)


def tidy_twice() -> list[Any]:
    """A form that was never sent, and a visitor who left long ago."""
    with db.write() as session:
        visitor = proven(session)
        stored = put(Sound(FileKind.PDF, b"%PDF-1.7 %%EOF"), "a.pdf")
        assert keep(session, visitor, stored, None) is None
        clock.advance(session, timedelta(days=31))
    tell(account())
    return twice(attachments.tidy)


def leave_twice() -> list[Any]:
    request = codes.asks(codes.moved_lately(codes.filed()))
    officer = codes.staff()
    codes.opens(officer, request.case_id or UUID(int=0))
    with db.write() as session:
        approve(session, officer, request.id, Confirmed.CALL)
        clock.advance(session, timedelta(minutes=1))
    return twice(decisions.leave)


def expire_twice() -> list[Any]:
    reference = asks(asker())
    asked_back(reference)
    later(days=16)
    return twice(appointment_requests.sweep)


def ask_by_text_twice() -> list[Any]:
    """At work: the hour to answer is over, and the second text goes."""
    with time_machine.travel(TUESDAY, tick=False):
        asks_for_call(someone())
        sweep_callbacks()
        with db.write() as session:
            clock.advance(session, timedelta(minutes=61))
        return twice(callbacks.sweep)


def close_twice() -> list[Any]:
    here = office(capacity=2)
    when = times(here)[4].starts_at
    one = somebody(office_id=here, at=when)
    staff = officer()
    with db.write() as session:
        close_day(session, staff, here, day_of(when, ZoneInfo("America/Denver")), "weather")
    later(minutes=2)
    seen = twice(biometrics.move_all_from_closed)
    assert [row.state for row in requests(one)] == ["done"]
    return seen


def find_twice() -> list[Any]:
    one = somebody()
    page_of(one)
    office_closed(one)
    seen = twice(biometrics.find_times)
    assert [row.state for row in requests(one)] == ["done"]
    return seen


def page_of(one: Comes) -> None:
    with db.write() as session:
        adopt(session, session.get_one(Appointment, one.appointment_id))


def chase_twice() -> list[Any]:
    one = somebody()
    assert isinstance(moves(one), Moved)
    with db.write() as session:
        pull(session, 0, 10)
    later(minutes=16)
    return twice(feed_out.chase_answers)


def match_forms_twice() -> list[Any]:
    sends_form()
    return twice(representation.match)


def expire_forms_twice() -> list[Any]:
    sends_form()
    later(days=31)
    return twice(representation.expire)


def sends_form() -> None:
    rosa = lawyer()
    assert sends(rosa, drafts(rosa, client())) is None


def fit_twice() -> list[Any]:
    with db.write() as session:
        case = factories.case(session)
        event = CaseEvent(feed_id="fit", case_id=case.id, code="IAF", at=clock.wall())
        event.recorded_at = clock.wall()
        session.add(event)
        clock.advance(session, timedelta(days=3))
    return twice(progress.fit_tables)


def tick_twice() -> list[Any]:
    with db.write() as session:
        filing = factories.filing(session)
        someone = factories.actor_for(factories.account(session))
        request_code(session, someone, filing.case.receipt_number, factories.BORN)
    return twice(tick.tick)


def twice(task: Callable[[], Any]) -> list[Any]:
    """The rows after the first run and after the second, and the state of every message."""
    seen = []
    for _ in range(2):
        task()
        states = [(row.id, row.state, row.attempts, row.delivery) for row in outbox()]
        seen.append((rows(), states))
    return seen


def forget_lists_twice() -> list[Any]:
    with db.write() as session:
        assert isinstance(take_list(session, lawyer(), LIST), UUID)
    later(days=31)
    return twice(representation.forget)


def add_cases_twice() -> list[Any]:
    rosa = lawyer()
    with db.write() as session:
        made = take_list(session, rosa, LIST)
        assert isinstance(made, UUID)
        begin_list(session, rosa, made)
    return twice(representation.add_cases)


def forget_prepared_twice() -> list[Any]:
    who = firm()
    visit(who.pilar, who.one)
    later(days=61)
    return twice(prepared.forget)


def digest_twice() -> list[Any]:
    rosa = lawyer()
    alba = represented(rosa, "Alba")
    with db.write() as session:
        choose_digest(session, rosa, Every.DAY)
    happens(alba)
    later(days=2)
    return twice(representation.digest)


TWICE: dict[str, Callable[[], list[Any]]] = {
    "tasks.messages.send": send_twice,
    "tasks.messages.sweep": sweep_twice,
    "tasks.messages.report": report_twice,
    "tasks.access_codes.match": match_twice,
    "tasks.access_codes.tell_of_lapsed_disputes": lapse_twice,
    "tasks.access_codes.watch_addresses": watch_twice,
    "tasks.access_codes.remind": remind_twice,
    "tasks.appointment_requests.sweep": expire_twice,
    "tasks.audit.seal": seal_twice,
    "tasks.feed_out.require_statements": require_statements_twice,
    "tasks.keys.rotate": rotate_twice,
    "tasks.mailroom.make_post": make_post_twice,
    "tasks.decisions.leave": leave_twice,
    "tasks.mailroom.make_ordered": make_ordered_twice,
    "tasks.offices.generate": generate_twice,
    "tasks.offices.call_off": call_off_twice,
    "tasks.attachments.tidy": tidy_twice,
    "tasks.biometrics.move_all_from_closed": close_twice,
    "tasks.biometrics.find_times": find_twice,
    "tasks.callbacks.sweep": ask_by_text_twice,
    "tasks.feed_out.chase_answers": chase_twice,
    "tasks.progress.fit_tables": fit_twice,
    "tasks.tick.tick": tick_twice,
    "tasks.representation.match": match_forms_twice,
    "tasks.representation.expire": expire_forms_twice,
    "tasks.representation.add_cases": add_cases_twice,
    "tasks.representation.digest": digest_twice,
    "tasks.prepared.forget": forget_prepared_twice,
    "tasks.representation.forget": forget_lists_twice,
}


def test_every_task_is_run_twice_here() -> None:
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if name.startswith("tasks.")}
    assert ours == set(TWICE)


def test_the_beat_names_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


@pytest.mark.parametrize("name", sorted(TWICE))
def test_twice_is_once(name: str) -> None:
    first, second = TWICE[name]()
    assert first == second
    assert sum(first[0].values()) > 0
