"""Figures and the report: by quarter, for staff, and never of fewer than ten."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlmodel import Session, select

from cx_app import database as db
from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import Forbidden
from cx_app.domain.feedback import month_of, quarter_before, quarter_of
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import AuditEntry, Feedback, FeedbackOffer
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.feedback.report import report
from cx_app.services.feedback.trends import Trends, trends
from tests import factories
from tests.factories import actor_for

pytestmark = pytest.mark.usefixtures("database")


def person(role: Role = Role.OFFICER) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session), role)


def this_month() -> date:
    with db.read() as session:
        return month_of(eastern_date(clock.business(session)))


def answers(number: int, *, up: int = 0, comment: str = "", **facts: object) -> None:
    """So many answers, the first `up` of them with a thumb up."""
    kinds = {"month": this_month(), "task": "visit", "way": "online", "outcome": "done"}
    with db.write() as session:
        for n in range(number):
            row = Feedback(
                **{**kinds, "language": "en", **facts},  # type: ignore[arg-type]
                trust=n < up,
                drivers="ease" if n < up else "efficiency humanity",
            )
            row.comment = comment or None
            session.add(row)


def seen(actor: Actor | None = None, quarter: str = "") -> Trends:
    with db.read() as session:
        return trends(session, actor or person(), quarter)


def lines(said: list) -> dict[str, tuple[str, str]]:
    return {line.label: (line.answers, line.value.partition(" of ")[0]) for line in said}


def test_what_was_said_is_counted_by_every_side() -> None:
    answers(20, up=15)
    answers(10, up=5, task="callback", way="phone", language="es", outcome="not_done")
    shown = seen()
    assert (shown.enough, shown.answers, shown.share) == (True, "30", "67 %")
    assert lines(shown.tasks) == {
        "Asking for a visit": ("20", "75 %"),
        "Callback": ("10", "50 %"),
    }
    assert lines(shown.ways) == {"Online": ("20", "75 %"), "By phone": ("10", "50 %")}
    assert lines(shown.outcomes) == {"Done": ("20", "75 %"), "Not as they wished": ("10", "50 %")}
    assert lines(shown.languages) == {"English": ("20", "75 %"), "Español": ("10", "50 %")}
    assert {(one.label, one.good, one.bad) for one in shown.drivers} >= {
        ("Ease", "20", "0"),
        ("Efficiency: time it took", "0", "10"),
    }
    assert [line.answers for line in shown.months] == ["30"]


def test_nine_answers_show_nothing() -> None:
    answers(9, up=9, comment="Nobody reads this.")
    shown = seen(person(Role.SUPERVISOR))
    assert not shown.enough
    assert (shown.answers, shown.share, shown.tasks, shown.comments) == ("", "", [], [])
    assert [line.value for line in shown.months] == ["Not shown"]


def test_a_small_part_is_hidden_with_the_next_one() -> None:
    answers(40, up=40)
    answers(12, task="support")
    answers(3, task="biometrics", comment="I am the only one.")
    shown = seen(person(Role.SUPERVISOR))
    assert lines(shown.tasks) == {
        "Asking for a visit": ("40", "100 %"),
        "Moving biometrics": ("Too few to show", "Not shown"),
        "Support": ("Too few to show", "Not shown"),
    }
    assert [line.percent for line in shown.tasks] == [100, 0, 0]
    assert shown.comments == []


def test_channels_do_not_tell_how_many_a_hidden_task_has() -> None:
    answers(40, up=30, task="biometrics")
    answers(25, up=5, task="callback", way="phone")
    answers(4, task="visit")
    assert seen().ways == []
    answers(6, task="visit")
    assert lines(seen().ways) == {"Online": ("50", "60 %"), "By phone": ("25", "20 %")}


def test_drivers_of_a_few_are_not_counted_out() -> None:
    answers(20, up=3)
    ease = next(one for one in seen().drivers if one.label == "Ease")
    assert (ease.good, ease.bad) == ("Fewer than 10", "0")


def test_quarters_are_apart_and_a_year_of_months_leads_up_to_them() -> None:
    before = quarter_before(quarter_of(this_month()))
    answers(11, up=11)
    answers(15, up=3, month=before)
    shown = seen()
    assert shown.answers == "11"
    assert [line.answers for line in shown.months] == ["15", "11"]
    earlier = seen(quarter=before.isoformat())
    assert (earlier.answers, earlier.share) == ("15", "20 %")
    assert seen(quarter="1999-01-01").quarter == shown.quarter


def test_comments_are_for_those_who_watch() -> None:
    answers(10, up=5, comment="Thank you.")
    assert len(seen(person(Role.SUPERVISOR)).comments) == 10
    officer = seen(person(Role.OFFICER))
    assert (officer.comments, officer.reads_comments) == ([], False)


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.REPRESENTATIVE, Role.VISITOR])
def test_figures_and_file_are_for_staff(role: Role) -> None:
    who = person(role)
    with db.write() as session:
        for act in (trends, report):
            with pytest.raises(Forbidden):
                act(session, who)


def reported(quarter: str = "") -> list[dict[str, str]]:
    who = person()
    with db.write() as session:
        sheet = report(session, who, quarter)
    return list(csv.DictReader(io.StringIO(sheet)))


def offered(session: Session, number: int, task: str, way: str) -> None:
    month = month_of(eastern_date(clock.business(session)))
    session.add_all(FeedbackOffer(month=month, task=task, way=way) for _n in range(number))


def test_the_report_has_one_line_for_each_service_and_channel() -> None:
    answers(20, up=15)
    answers(14, up=2, task="callback", way="phone")
    with db.write() as session:
        offered(session, 50, "visit", "online")
        for _n in range(3):
            record(session, SYSTEM_ACTOR, "appointment_request.submit")
        record(session, SYSTEM_ACTOR, "appointment_request.submit", "too_many")
    callback, visit = reported()
    assert (visit["service_name"], visit["channel"]) == ("Asking for a visit", "online")
    assert visit["survey_type"] == "thumbs_up_down"
    assert "{" not in visit["trust_question_text"]
    assert visit["volume_of_customers"] == "3"
    assert visit["volume_of_customers_provided_survey_opportunity"] == "50"
    assert visit["volume_of_respondents"] == "20"
    assert (visit["question_1_up"], visit["question_1_down"]) == ("15", "5")
    assert (visit["positive_ease"], visit["negative_efficiency"]) == ("15", "")
    assert (callback["question_1_up"], callback["channel"]) == ("2", "phone")
    with db.read() as session:
        [entry] = session.exec(
            select(AuditEntry).where(AuditEntry.action == "feedback.export")
        ).all()
        assert entry.details == {"rows": 2}


def test_small_lines_of_the_report_have_no_figures() -> None:
    answers(40, up=20)
    answers(12, up=6, way="phone")
    answers(4, up=4, way="mail")
    found = {line["channel"]: line for line in reported()}
    assert found["online"]["volume_of_respondents"] == "40"
    for way in ("phone", "mail"):
        assert found[way]["volume_of_respondents"] == ""
        assert found[way]["question_1_up"] == found[way]["positive_ease"] == ""
