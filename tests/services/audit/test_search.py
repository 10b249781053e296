"""Staff find what they look for, and nothing of what they may not know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import Account, AuditEntry, Case
from cx_app.services.audit import search as service
from cx_app.services.audit.filters import Filters, Mistake, read_filters
from cx_app.services.audit.query import Cursor
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.audit.search import AuditLine, Found, search
from tests import factories
from tests.factories import actor_for
from tests.services.audit.sealing import seal_all

pytestmark = pytest.mark.usefixtures("database")
SESSION = UUID(int=7)


@dataclass
class World:
    officer: Actor
    supervisor: Actor
    person: Actor
    case: Case
    protected: Case


@pytest.fixture
def world(database: str) -> World:
    """A supervisor opens a case and a protected one; the person of both signs in."""
    with db.write() as session:
        staff = factories.account(session, roles=(Role.OFFICER,))
        boss = factories.account(session, roles=(Role.SUPERVISOR,))
        staff.name, boss.name = "Óscar de la Vega", "Samira Haddad"
        filing = factories.filing(session)
        hidden = factories.filing(session, protected=True)
        factories.link(session, filing.account, filing.party)
        factories.link(session, filing.account, hidden.party)
        made = World(
            actor_for(staff, Role.OFFICER),
            replace(actor_for(boss, Role.SUPERVISOR, network="203.0.113.7"), session_id=SESSION),
            actor_for(filing.account),
            filing.case,
            hidden.case,
        )
        record(session, made.person, "session.open")
        record(session, SYSTEM_ACTOR, "access_code.issue", case_id=filing.case.id)
        record(session, made.supervisor, "case.open_by_staff", case_id=filing.case.id)
        record(session, made.supervisor, "case.open_by_staff", case_id=hidden.case.id)
        record(session, made.person, "access_code.redeem", "expired", case_id=filing.case.id)
        return made


def found(actor: Actor, filters: Filters = Filters(), **more: object) -> Found:  # noqa: B008
    with db.write() as session:
        return search(session, actor, filters, **more)


def codes(actor: Actor, filters: Filters = Filters()) -> list[str]:  # noqa: B008
    return [one.codes.split(",")[0] for one in found(actor, filters).lines]


def test_lines_say_who_what_whose_case_when_and_from_where(world: World) -> None:
    seal_all()
    [line] = found(
        world.supervisor,
        Filters(what="case", network="203.0.113.7", case=world.case.receipt_number),
    ).lines
    assert (line.who, line.role, line.what) == (
        "Samira Haddad",
        "supervisor",
        "Open a case as staff",
    )
    assert (line.case_id, line.receipt_number) == (str(world.case.id), world.case.receipt_number)
    assert (line.network, line.session_id, line.sealed) == ("203.0.113.7", str(SESSION), True)
    assert (line.outcome, line.refused) == ("", False)
    [refused] = found(world.officer, Filters(outcome="expired")).lines
    assert (refused.outcome, refused.refused) == ("Refused: the code has expired", True)


def test_what_is_not_sealed_yet_says_so(world: World) -> None:
    assert {line.sealed for line in found(world.officer).lines} == {False}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"who": "samira"}, ["case.open_by_staff"] * 2),
        ({"who": "HADDAD"}, ["case.open_by_staff"] * 2),
        ({"who": "had samira"}, ["case.open_by_staff"] * 2),
        ({"who": "oscar vega"}, []),
        ({"who": "amira"}, []),
        ({"who": "%"}, []),
        ({"who": "system"}, ["access_code.issue"]),
        ({"who": "Account"}, []),
        ({"what": "case.open_by_staff"}, ["case.open_by_staff"] * 2),
        ({"what": "access_code"}, ["access_code.redeem", "access_code.issue"]),
        ({"what": "feed"}, []),
        ({"outcome": "expired"}, ["access_code.redeem"]),
        ({"network": "203.0.113.7"}, ["case.open_by_staff"] * 2),
        ({"network": "203.0.113"}, []),
        ({"session": str(SESSION)}, ["case.open_by_staff"] * 2),
        ({"who": "samira", "what": "session"}, []),
    ],
    ids=str,
)
def test_filters(world: World, typed: dict[str, str], expected: list[str]) -> None:
    filters = read_filters(typed)
    assert isinstance(filters, Filters)
    assert codes(world.supervisor, filters) == expected


def test_staff_by_subject_and_people_by_a_receipt_number_of_theirs(world: World) -> None:
    with db.read() as session:
        subject = session.get_one(Account, world.supervisor.account_id).subject
    assert codes(world.supervisor, Filters(who=subject)) == ["case.open_by_staff"] * 2
    theirs = ["access_code.redeem", "session.open"]
    assert codes(world.officer, Filters(who=world.case.receipt_number)) == theirs
    assert codes(world.officer, Filters(who="IOE9999999999")) == []


def test_days_are_eastern(world: World) -> None:
    night = factories.utc(2026, 3, 8, 3, 30)  # March 7, 10:30 PM Eastern
    with time_machine.travel(night, tick=False), db.write() as session:
        record(session, SYSTEM_ACTOR, "feed.import")
    day = date(2026, 3, 7)
    assert codes(world.officer, Filters(first_day=day, last_day=day)) == ["feed.import"]
    for other in (day - timedelta(1), day + timedelta(1)):
        assert codes(world.officer, Filters(first_day=other, last_day=other)) == []


def test_a_protected_case_is_not_there_for_an_officer(world: World) -> None:
    hidden, nowhere = world.protected.receipt_number, "IOE9999999999"
    for name in ("case", "who"):
        there = found(world.officer, Filters(**{name: hidden}))
        assert there == found(world.officer, Filters(**{name: nowhere}))
        assert (there.lines, there.total) == ([], 0)
    everything = found(world.officer)
    supervised = found(world.supervisor)
    assert hidden not in str(everything)
    assert hidden in str(supervised)
    opened = Filters(what="case.open_by_staff")
    assert found(world.officer, opened).total == 1
    assert found(world.supervisor, opened).total == 2
    assert [
        line.receipt_number for line in found(world.supervisor, Filters(case=hidden)).lines
    ] == [hidden]


def test_staff_do_not_look_up_who_opened_their_own_case(world: World) -> None:
    with db.write() as session:
        account = session.get_one(Account, world.supervisor.account_id)
        own = factories.filing(session)
        factories.link(session, account, own.party)
        record(session, world.officer, "case.open_by_staff", case_id=own.case.id)
    assert codes(world.officer, Filters(case=own.case.receipt_number)) == ["case.open_by_staff"]
    assert codes(world.supervisor, Filters(case=own.case.receipt_number)) == []
    assert codes(world.supervisor, Filters(who="Óscar", what="case")) == []


def test_people_search_nothing(world: World) -> None:
    with pytest.raises(Forbidden):
        found(world.person)
    with db.read() as session:
        assert not session.exec(select(AuditEntry).where(AuditEntry.action == "audit.search")).all()


def test_searching_is_recorded_by_kind_and_count_never_by_value(world: World) -> None:
    found(world.officer, Filters(who="samira", network="203.0.113.7"))
    with db.read() as session:
        row = session.exec(select(AuditEntry).where(AuditEntry.action == "audit.search")).one()
    assert row.details == {"by": ["who", "network"], "page": 1, "shown": 1}
    assert row.account_id == world.officer.account_id


def test_pages_follow_on_without_a_gap_or_a_row_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where many rows have the same time, and while new ones come in."""
    monkeypatch.setattr(service, "PAGE", 4)
    with time_machine.travel(clock.wall(), tick=False), db.write() as session:
        for _row in range(10):
            record(session, SYSTEM_ACTOR, "feed.import")
    filters = Filters(what="feed.import")
    seen: list[AuditLine] = []
    place: Cursor | None = None
    for page in range(1, 4):
        answer = found(world.officer, filters, before=place, page=page)
        seen += answer.lines
        place = answer.older
        with db.write() as session:
            record(session, SYSTEM_ACTOR, "feed.import")
    assert place is None
    with db.read() as session:
        rows = session.exec(
            select(AuditEntry.id)
            .where(AuditEntry.action == "feed.import")
            .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        ).all()
    assert [line.id for line in seen] == [str(one) for one in rows[3:]]


def test_counting_ends_where_it_stops_helping(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "COUNTED", 3)
    assert found(world.supervisor).total == 4
    assert found(world.supervisor, Filters(outcome="expired")).total == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"case": "hello"}, "case"),
        ({"what": "case.delete"}, "what"),
        ({"outcome": "x' OR 1=1"}, "outcome"),
        ({"first_day": "2026-02-30"}, "first_day"),
        ({"last_day": "yesterday"}, "last_day"),
        ({"first_day": "2026-03-02", "last_day": "2026-03-01"}, "first_day"),
        ({"session": "x"}, "session"),
    ],
    ids=str,
)
def test_what_cannot_be_searched_by(typed: dict[str, str], field: str) -> None:
    mistake = read_filters(typed)
    assert isinstance(mistake, Mistake)
    assert mistake.field == field
    assert mistake.message.endswith(".")


def test_a_receipt_number_is_read_as_people_type_it() -> None:
    filters = read_filters({"who": " ioe-0912 000055", "case": "IOE 0912 000 055"})
    assert isinstance(filters, Filters)
    assert (filters.who, filters.case) == ("IOE0912000055", "IOE0912000055")
    assert filters.kinds == ["who", "case"]
