"""An opening is held back by a supervisor until a day, and then is there by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.business_time import eastern_date
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import HoldAnswer, HoldReason
from cx_app.gateways import clock
from cx_app.models import AuditEntry, OpeningHold
from cx_app.services.audit.activity import PAGE, activity
from cx_app.services.audit.record import record
from cx_app.services.cases.staff import say_mistake
from cx_app.services.changes import account_topic, versions
from cx_app.services.openings.holds import HoldLine, end_hold, hold_back, holds
from cx_app.services.openings.of_case import CaseOpenings, openings_of_case
from tests import factories
from tests.factories import Filing, utc
from tests.services.openings.staff import later, linked_filing, openings, opens, reads, staff

pytestmark = pytest.mark.usefixtures("database")
SAID = "An officer opened this case to work on it."
OTHERS = (Role.OFFICER, Role.APPLICANT, Role.REPRESENTATIVE, Role.PARALEGAL, Role.SYSTEM)


@pytest.fixture
def filing(database: str) -> Filing:
    return linked_filing()


@pytest.fixture
def opening(filing: Filing) -> UUID:
    opens(staff(), filing.case)
    return openings()[0].id


@pytest.fixture
def supervisor(database: str) -> Actor:
    return staff(Role.SUPERVISOR)


def ahead(days: int) -> date:
    with db.read() as session:
        return eastern_date(clock.business(session)) + timedelta(days=days)


def hold(actor: Actor, opening: UUID, days: int = 30, note: str = "") -> HoldAnswer:
    with db.write() as session:
        return hold_back(
            session,
            actor,
            opening,
            appears_on=ahead(days),
            reason=HoldReason.INQUIRY,
            note=note,
        )


def held(actor: Actor) -> list[HoldLine]:
    with db.read() as session:
        return holds(session, actor)


def on_the_case(actor: Actor, filing: Filing) -> CaseOpenings:
    with db.read() as session:
        return openings_of_case(session, actor, filing.case.id)


def test_a_held_opening_is_gone_and_comes_by_itself_on_its_day(
    supervisor: Actor, filing: Filing, opening: UUID
) -> None:
    assert reads(filing) == [SAID]
    assert hold(supervisor, opening, days=30) is HoldAnswer.HELD
    assert reads(filing) == []
    later(days=29)
    assert reads(filing) == []
    later(days=1)
    assert reads(filing) == [SAID]
    assert held(supervisor) == []


def test_it_ends_as_the_day_begins_in_eastern_time(database: str) -> None:
    with time_machine.travel(utc(2026, 3, 3, 17), tick=False):
        filing, supervisor = linked_filing(), staff(Role.SUPERVISOR)
        opens(staff(), filing.case)
        hold(supervisor, openings()[0].id, days=6)  # Daylight saving begins on March 8.
    with time_machine.travel(utc(2026, 3, 9, 3, 59), tick=False):
        assert reads(filing) == []
    with time_machine.travel(utc(2026, 3, 9, 4), tick=False):
        assert reads(filing) == [SAID]


def test_it_returns_to_its_place_in_time(supervisor: Actor, filing: Filing, opening: UUID) -> None:
    hold(supervisor, opening, days=1)
    later(hours=1)
    with db.write() as session:
        record(session, filing.actor, "case.follow")
    later(days=1)
    assert reads(filing) == ["You started to follow a case.", SAID]


def test_no_count_gives_a_held_opening_away(
    supervisor: Actor, filing: Filing, opening: UUID
) -> None:
    with db.write() as session:
        for _n in range(PAGE):
            record(session, filing.actor, "case.follow")
    hold(supervisor, opening)
    with db.read() as session:
        page = activity(session, filing.actor)
        assert (len(page.lines), page.older) == (PAGE, "")
        assert activity(session, filing.actor, only_agency=True).lines == []


def test_holding_back_wakes_no_page_and_ending_it_does(
    supervisor: Actor, filing: Filing, opening: UUID
) -> None:
    topic = account_topic(filing.account.id)

    def version() -> int:
        with db.read() as session:
            return versions(session, {topic})[topic]

    before = version()
    hold(supervisor, opening)
    assert version() == before
    with db.write() as session:
        end_hold(session, supervisor, UUID(held(supervisor)[0].id))
    assert version() > before


def test_a_mistake_said_of_it_is_held_back_with_it(supervisor: Actor, filing: Filing) -> None:
    officer = staff()
    opens(officer, filing.case)
    with db.write() as session:
        say_mistake(session, officer, filing.case.id)
    assert len(reads(filing)) == 2
    hold(supervisor, openings()[0].id)
    assert reads(filing) == []


def test_only_that_opening_is_held_back(supervisor: Actor, filing: Filing, opening: UUID) -> None:
    opens(staff(), filing.case)
    hold(supervisor, opening)
    assert reads(filing) == [SAID]


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_may(supervisor: Actor, filing: Filing, opening: UUID, role: Role) -> None:
    other = replace(supervisor, role=role)
    hold(supervisor, opening)
    [line] = held(supervisor)
    with pytest.raises(Forbidden):
        hold(other, opening)
    with pytest.raises(Forbidden):
        held(other)
    with pytest.raises(Forbidden):
        on_the_case(other, filing)
    with pytest.raises(Forbidden), db.write() as session:
        end_hold(session, other, UUID(line.id))
    assert reads(filing) == []


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN])
def test_never_their_own_opening(filing: Filing, role: Role) -> None:
    supervisor = staff(role)
    opens(supervisor, filing.case)
    assert hold(supervisor, openings()[0].id) is HoldAnswer.OWN
    assert len(reads(filing)) == 1
    assert [line.may_hold for line in on_the_case(supervisor, filing).lines] == [False]


def test_never_in_a_case_of_their_own(supervisor: Actor, filing: Filing, opening: UUID) -> None:
    own = replace(filing.actor, role=Role.SUPERVISOR)
    assert hold(own, opening) is HoldAnswer.LINKED
    hold(supervisor, opening)
    assert held(own) == []
    with pytest.raises(NotFound), db.write() as session:
        end_hold(session, own, UUID(held(supervisor)[0].id))
    with pytest.raises(Forbidden):
        on_the_case(own, filing)
    assert reads(filing) == []


def test_nor_where_they_represent_someone(supervisor: Actor, filing: Filing, opening: UUID) -> None:
    with db.write() as session:
        account = factories.account(session)
        factories.representation(session, filing.party, account=account)
    own = factories.actor_for(account, Role.SUPERVISOR)
    assert hold(own, opening) is HoldAnswer.LINKED


@pytest.mark.parametrize(
    ("days", "answer"),
    [
        (-1, HoldAnswer.NOT_AHEAD),
        (0, HoldAnswer.NOT_AHEAD),
        (1, HoldAnswer.HELD),
        (90, HoldAnswer.HELD),
        (91, HoldAnswer.TOO_FAR),
    ],
)
def test_the_day_is_ahead_but_not_too_far(
    supervisor: Actor, filing: Filing, opening: UUID, days: int, answer: HoldAnswer
) -> None:
    assert hold(supervisor, opening, days) is answer
    assert (reads(filing) == []) is (answer is HoldAnswer.HELD)
    with db.read() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "opening.hold")).one()
    assert (entry.outcome, entry.account_id) == (answer, supervisor.account_id)
    assert entry.details == {"reason": "inquiry", "days": days}


def test_what_is_not_there_is_not_held(supervisor: Actor) -> None:
    with pytest.raises(NotFound):
        hold(supervisor, uuid4())
    with pytest.raises(NotFound), db.write() as session:
        end_hold(session, supervisor, uuid4())


def test_the_list_says_until_when_why_and_by_whom(supervisor: Actor, opening: UUID) -> None:
    hold(supervisor, opening, note="  See file 12 with the inspector  ")
    [line] = held(staff(Role.ADMIN))
    assert line.reason == "An inquiry would be given away"
    assert line.note == "See file 12 with the inspector"
    assert line.held_by == supervisor.name
    assert line.until
    with db.read() as session:
        stored = session.exec(select(OpeningHold)).one()
    assert "inspector" not in (stored.note_sealed or "")


def test_ending_early_keeps_the_row_and_says_who(
    supervisor: Actor, filing: Filing, opening: UUID
) -> None:
    hold(supervisor, opening)
    other = staff(Role.SUPERVISOR)
    for _again in range(2):  # The second time there is nothing left to end.
        with db.write() as session:
            [row] = session.exec(select(OpeningHold)).all()
            end_hold(session, other, row.id)
    assert (row.ended_by, row.held_by) == (other.account_id, supervisor.account_id)
    assert reads(filing) == [SAID]


def test_a_new_hold_takes_the_place_of_the_one_before(
    supervisor: Actor, filing: Filing, opening: UUID
) -> None:
    hold(supervisor, opening, days=5)
    hold(supervisor, opening, days=60)
    assert len(held(supervisor)) == 1
    later(days=6)
    assert reads(filing) == []
    with db.read() as session:
        assert len(session.exec(select(OpeningHold)).all()) == 2


def test_the_case_says_who_opened_it_and_what_is_held(
    supervisor: Actor, filing: Filing, opening: UUID
) -> None:
    hold(supervisor, opening)
    [line] = on_the_case(supervisor, filing).lines
    assert (line.role, line.reason) == ("Officer", "The case is being worked on")
    assert line.held.endswith("An inquiry would be given away")
    assert line.may_hold


def test_a_case_opened_often_comes_a_page_at_a_time(supervisor: Actor, filing: Filing) -> None:
    for _n in range(12):
        opens(staff(), filing.case)
    first = on_the_case(supervisor, filing)
    assert (len(first.lines), first.more) == (10, True)
    with db.read() as session:
        both = openings_of_case(session, supervisor, filing.case.id, pages=2)
    assert (len(both.lines), both.more) == (12, False)


def test_a_protected_case_hides_openings_from_the_other_side_held_or_not(
    supervisor: Actor, database: str
) -> None:
    with db.write() as session:
        made = factories.filing(session, role=PartyRole.PETITIONER, protected=True)
        factories.link(session, made.account, made.party)
    opens(staff(Role.ADMIN), made.case)
    assert reads(made) == []
    hold(supervisor, openings()[0].id)
    assert reads(made) == []
