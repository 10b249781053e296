"""What a feed may tell that cannot be: the page answers, and says nothing that follows from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.cases import STATUSES
from cx_app.domain.progress.estimate import Status, estimate
from cx_app.domain.progress.milestones import FITTED, Event
from cx_app.domain.progress.path import Mark, path
from cx_app.models import Case
from cx_app.services.progress.facts import facts_of, until
from cx_app.services.progress.views import Progress
from tests.domain.progress.made import NORTH, TODAY, table
from tests.services.progress.test_shown import Filed, later
from tests.services.progress.test_tables import fit, many

FORM = "I-90"


@pytest.fixture
def counted(database: str) -> None:
    many()
    fit()


def marks(seen: Progress) -> dict[str, str]:
    return {mark.name: mark.mark for mark in seen.marks}


@pytest.mark.usefixtures("counted")
class TestOnThePage:
    def test_an_event_before_the_receipt_is_shown_and_moves_no_date(self) -> None:
        seen, usual = Filed(40), Filed(40)
        seen.happens("FNB", ago=60)
        seen.happens("IAF", ago=40)
        assert marks(seen.sees())["Biometrics"] == "done"
        assert seen.sees().rows == usual.sees().rows

    def test_a_decision_before_the_receipt_ends_the_wait(self) -> None:
        filed = Filed(40)
        filed.happens("EA", ago=60)
        assert (filed.sees().status, filed.sees().rows) == ("done", [])

    def test_of_two_decisions_the_first_is_said(self) -> None:
        filed = Filed(40)
        filed.happens("DA", ago=9)
        first = next(mark.when for mark in filed.sees().marks if mark.name == "Decision")
        filed.happens("EA", ago=2)
        decisions = [mark for mark in filed.sees().marks if mark.name == "Decision"]
        assert [(mark.mark, mark.when) for mark in decisions] == [("done", first)]

    def test_an_event_of_a_day_to_come_changes_nothing_before_it(self) -> None:
        """Neither its mark nor a date, a chance or a receipt."""
        filed, usual = Filed(40), Filed(40)
        filed.happens("FNB", ago=-5)
        filed.happens("IAF", ago=40)
        seen = filed.sees()
        assert seen.marks == usual.sees().marks
        assert (seen.rows, seen.sure) == (usual.sees().rows, usual.sees().sure)
        later(6)
        assert marks(filed.sees())["Biometrics"] == "done"

    def test_a_receipt_of_a_day_to_come_counts_as_today_s(self) -> None:
        to_come, today = Filed(-30).sees(), Filed(0).sees()
        assert to_come.rows == today.rows
        assert to_come.turn_since == "for 0 days"

    def test_a_form_that_nobody_knows_has_a_path_and_no_estimate(self) -> None:
        seen = Filed(40, form="Z-999").sees()
        assert (seen.status, list(marks(seen))) == ("not_offered", ["Received", "Decision"])

    def test_a_code_that_nobody_knows_changes_nothing(self) -> None:
        assert Filed(40, "ZZ9").sees().rows == Filed(40).sees().rows


told = st.builds(
    Event,
    st.sampled_from([*STATUSES, "ZZ9"]),
    st.dates(TODAY - timedelta(days=500), TODAY + timedelta(days=500)),
)


@given(events=st.lists(told, max_size=12), age=st.integers(-400, 900))
def test_whatever_a_feed_tells_there_is_an_answer_that_knows_nothing_to_come(
    events: list[Event], age: int
) -> None:
    received = TODAY - timedelta(days=age)
    case = Case(form=FORM, category="", office=NORTH.office, received_on=received, status_code="")
    known = until(events, TODAY)
    for milestone in FITTED:
        facts = facts_of(case, events, milestone, TODAY)
        assert facts == facts_of(case, known, milestone, TODAY)
        if facts is not None:
            assert facts.done is None or facts.done <= TODAY
            assert estimate(table(), facts).status in Status
    assert all(of_today(step.on, received) for step in path(FORM, received, known))
    assert next(one.mark for one in path(FORM, received, known)) is Mark.DONE


def of_today(day: date | None, received: date) -> bool:
    return day is None or day <= max(TODAY, received)
