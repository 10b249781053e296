"""Pace, alarms and the switch as staff see them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from cx_app import database as db
from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Role
from cx_app.domain.progress.method import SLICE
from cx_app.domain.progress.record import Figures
from cx_app.models import Case, CaseEvent, ProgressRecord
from cx_app.services.progress.desk import desk, stop
from tests import factories
from tests.services.progress.test_tables import OFFICE, fit, many, yesterday

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def counted(database: str) -> None:
    many()
    fit()


@pytest.mark.usefixtures("counted")
class TestPace:
    """Read off the cases themselves: what waits, how old it is, and what was done."""

    def test_backlog_ages_and_throughput_are_those_of_the_cases(self) -> None:
        with db.write() as session:
            officer = factories.actor_for(factories.account(session), Role.OFFICER)
            seen = desk(session, officer)
            decided = eastern_days(session)
            begun = {case.id: case.received_on for case in session.exec(select(Case))}
        ends = [yesterday() - timedelta(days=n) for n in range(SLICE)]
        ages = sorted(
            (day - received).days
            for case_id, received in begun.items()
            for day in ends
            if received < day <= decided.get(case_id, day)
        )
        [form] = [line for line in seen.forms if line.form == "I-90"]
        [office] = [line for line in seen.offices if line.form == "I-90"]
        assert office.office == "North"
        for line in (form, office):
            assert int(line.waiting) == pytest.approx(len(ages) / SLICE, abs=1)
            assert int(line.done) == sum(day >= ends[-1] for day in decided.values())
            for said, share in ((line.age, 0.5), (line.old, 0.9)):
                assert int(said) == pytest.approx(ages[int(share * len(ages))], abs=7)

    @pytest.mark.parametrize(
        ("came", "held", "rung"),
        [
            (500, 800, []),
            (400, 800, ["I-90: Chances are off by more than 8 of 100."]),
            (500, 600, ["I-90: Dates are too early: fewer than 70 of 100 held."]),
            (500, 950, ["I-90: Dates are too late: more than 92 of 100 held."]),
        ],
    )
    def test_an_alarm_stands_at_the_head_of_the_page_and_at_its_form(
        self, came: int, held: int, rung: list[str]
    ) -> None:
        tenths = ((0, 0, 0),) * 5 + ((1_000, 500, came),) + ((0, 0, 0),) * 4
        figures = Figures(1_000, 500, came, 1_000, held, tenths)
        with db.write() as session:
            kept = {"version": "1", "snapshot": "x", "figures": figures.as_json()}
            row = ProgressRecord(day=yesterday(), horizon=90, form="I-90", office="North", **kept)
            session.add(row)
            officer = factories.actor_for(factories.account(session), Role.OFFICER)
            seen = desk(session, officer)
        assert seen.rung == rung
        assert [f"I-90: {alarm}" for alarm in seen.forms[0].alarms] == rung


def eastern_days(session: Session) -> dict[UUID, date]:
    """The day on which each case was decided."""
    rows = session.exec(select(CaseEvent).where(CaseEvent.code == "DA"))
    return {row.case_id: eastern_date(row.at) for row in rows}


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REPRESENTATIVE])
def test_the_desk_is_for_staff(role: Role) -> None:
    with db.write() as session:
        actor = factories.actor_for(factories.account(session), role)
        for service in (
            lambda: desk(session, actor),
            lambda: stop(session, actor, "I-90", "x"),
        ):
            with pytest.raises(Forbidden):
                service()


@pytest.mark.usefixtures("counted")
def test_officers_see_pace_and_do_not_switch() -> None:
    with db.write() as session:
        officer = factories.actor_for(factories.account(session), Role.OFFICER)
        seen = desk(session, officer)
        assert (seen.forms[0].form, seen.may_switch) == ("I-90", False)
        assert seen.offices[0].office == OFFICE.office
        assert seen.rung == []
        with pytest.raises(Forbidden):
            stop(session, officer, "I-90", "x")


def test_a_desk_without_counts_is_empty() -> None:
    with db.write() as session:
        officer = factories.actor_for(factories.account(session), Role.OFFICER)
        assert desk(session, officer).day == ""
