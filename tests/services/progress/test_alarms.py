"""What staff see of the record: alarms of every step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cx_app import database as db
from cx_app.domain.identity import Role
from cx_app.domain.progress.alarm import Alarm
from cx_app.domain.progress.record import Figures
from cx_app.models import ProgressRecord
from cx_app.services.progress.accuracy import QUARTER
from cx_app.services.progress.desk import ALARMS, FormLine, desk
from tests import factories
from tests.services.progress.test_tables import OFFICE, fit, many, yesterday

pytestmark = pytest.mark.usefixtures("database")


def told(step: str, held: int, months: int = 3) -> None:
    """A record of 1,000 dates of a step, of which so many held."""
    figures = Figures(1_000, 500, 500, 1_000, held, ((0, 0, 0),) * 10)
    row = ProgressRecord(
        milestone=step,
        day=yesterday() - timedelta(days=30 * months),
        horizon=90,
        form=OFFICE.form,
        office=OFFICE.office,
        version="2",
        snapshot="0" * 16,
        figures=figures.as_json(),
    )
    with db.write() as session:
        session.add(row)


def line() -> FormLine:
    with db.write() as session:
        officer = factories.actor_for(factories.account(session), Role.OFFICER)
        return next(one for one in desk(session, officer).forms if one.form == OFFICE.form)


def test_alarms_ring_for_each_step_decisions_first() -> None:
    many(30)
    fit()
    told("biometrics", 500)
    told("card", 800)
    told("interview", 950)
    assert line().alarms == [
        f"Biometrics. {ALARMS[Alarm.DATES_EARLY]}",
        f"Interview. {ALARMS[Alarm.DATES_LATE]}",
    ]
    told("decision", 500)
    assert line().alarms[0] == ALARMS[Alarm.DATES_EARLY]
    assert (line().held, len(line().alarms)) == ("50 of 100", 3)


def test_only_the_last_quarter_of_a_step_rings() -> None:
    many(30)
    fit()
    told("biometrics", 0, months=QUARTER + 3)
    for month in range(3, 3 + QUARTER):
        told("biometrics", 800, months=month)
    assert line().alarms == []
