"""The query's stays, on both databases, against cases told one by one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest

from cx_app import database as db
from cx_app.domain.progress.history import MOVED, OPEN, Histories, Stay, Stratum, day_of, from_stays
from cx_app.domain.progress.milestones import FITTED
from cx_app.domain.progress.table import Milestone
from cx_app.models import CaseEvent, CaseOffice
from cx_app.models.base import uuid7
from cx_app.services.progress.histories import all_histories, histories
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
BEGIN = date(2026, 1, 5)
NORTH = Stratum("I-90", "renewal", "North")


def noon(day: date, hour: int = 17) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def file(
    *events: tuple[str, datetime],
    received: date = BEGIN,
    stratum: Stratum = NORTH,
    offices: tuple[tuple[str, date], ...] = (),
    withdrawn: bool = False,
    **facts: Any,
) -> None:
    with db.write() as session:
        case = factories.case(
            session,
            form=stratum.form,
            category=stratum.category,
            office=stratum.office,
            designation=stratum.designation,
            received_on=received,
            **facts,
        )
        for code, at in events:
            event = CaseEvent(feed_id=str(uuid7()), case_id=case.id, code=code, at=at)
            event.recorded_at, event.withdrawn = at, withdrawn
            session.add(event)
        for office, day in offices:
            named = {"office": office, "at": noon(day), "source_event": str(uuid7())}
            session.add(CaseOffice(case_id=case.id, **named))


def read(milestone: Milestone = Milestone.DECISION) -> Histories:
    with db.read() as session:
        return histories(session, milestone)


def stays(found: Histories) -> Counter[Stay]:
    counted: Counter[Stay] = Counter()
    for row in range(len(found.cases)):
        left, outcome = int(found.left[row]), int(found.outcome[row])
        stay = Stay(
            found.strata[found.stratum[row]],
            day_of(int(found.received[row])),
            day_of(int(found.entered[row])),
            None if left == OPEN else day_of(left),
            None if outcome == MOVED else found.outcomes[outcome],
        )
        counted[stay] += int(found.cases[row])
    return counted


def after(days: int) -> date:
    return BEGIN + timedelta(days=days)


def test_cases_alike_are_one_row() -> None:
    for _ in range(3):
        file(("IAF", noon(BEGIN)))
    file(("DA", noon(after(40))))
    assert stays(read()) == {
        Stay(NORTH, BEGIN, BEGIN, None, None): 3,
        Stay(NORTH, BEGIN, BEGIN, after(40), "approved"): 1,
    }


def test_days_are_eastern_also_when_the_clock_changes() -> None:
    file(("DA", datetime(2026, 3, 8, 4, 59, tzinfo=UTC)))  # 11:59 p.m. of the 7th, winter time
    file(("DA", datetime(2026, 3, 9, 3, 59, tzinfo=UTC)))  # 11:59 p.m. of the 8th, summer time
    file(("DA", datetime(2026, 3, 9, 4, 0, tzinfo=UTC)))
    days = sorted(stay.left for stay in stays(read()) if stay.left)
    assert days == [date(2026, 3, 7), date(2026, 3, 8), date(2026, 3, 9)]


def test_the_first_decision_counts_and_a_withdrawn_one_does_not() -> None:
    file(("EA", noon(after(30))), ("DA", noon(after(50))))
    file(("EA", noon(after(30), 16)), ("DA", noon(after(30), 18)))
    file(("DA", noon(after(20))), withdrawn=True)
    assert stays(read()) == {
        Stay(NORTH, BEGIN, BEGIN, after(30), "denied"): 1,
        Stay(NORTH, BEGIN, BEGIN, after(30), "approved"): 1,
        Stay(NORTH, BEGIN, BEGIN, None, None): 1,
    }


def test_a_case_that_goes_to_another_office_has_a_stay_in_each() -> None:
    moves = (("North", after(0)), ("North", after(5)), ("South", after(20)))
    file(("DA", noon(after(60))), offices=moves)
    file(offices=moves)
    file(("DA", noon(after(10))), offices=moves)
    south = NORTH._replace(office="South")
    assert stays(read()) == {
        Stay(NORTH, BEGIN, BEGIN, after(20), None): 2,
        Stay(south, BEGIN, after(20), after(60), "approved"): 1,
        Stay(south, BEGIN, after(20), None, None): 1,
        Stay(NORTH, BEGIN, BEGIN, after(10), "approved"): 1,
    }


def test_a_decision_ends_the_wait_for_biometrics() -> None:
    file(("FNB", noon(after(12))), ("DA", noon(after(60))))
    file(("EA", noon(after(9))))
    assert stays(read(Milestone.BIOMETRICS)) == {
        Stay(NORTH, BEGIN, BEGIN, after(12), "taken"): 1,
        Stay(NORTH, BEGIN, BEGIN, after(9), "denied"): 1,
    }


def test_a_card_is_waited_for_from_the_approval_on() -> None:
    file(("DA", noon(after(60))), ("LDA", noon(after(63))), ("LEA", noon(after(70))))
    file(("EA", noon(after(60))))
    assert stays(read(Milestone.CARD)) == {
        Stay(NORTH, after(60), after(60), after(70), "mailed"): 1
    }


def test_a_decision_before_the_receipt_is_set_aside() -> None:
    file(("DA", noon(after(-3))))
    found = read()
    assert (len(found.cases), found.set_aside) == (0, 1)


def test_designations_are_counted_apart() -> None:
    a, b = (NORTH._replace(form="I-821", designation=name) for name in ("A", "B"))
    for stratum in (a, a, b):
        file(("DA", noon(after(30))), stratum=stratum)
    assert stays(read()) == {
        Stay(a, BEGIN, BEGIN, after(30), "approved"): 2,
        Stay(b, BEGIN, BEGIN, after(30), "approved"): 1,
    }


def test_all_milestones_of_one_reading_are_what_each_alone_is() -> None:
    moves = (("North", after(0)), ("South", after(20)))
    file(("FNB", noon(after(12))), ("HG", noon(after(30))), ("DA", noon(after(60))), offices=moves)
    file(("HG", noon(after(15))), ("EA", noon(after(15))))
    file(("DA", noon(after(9))), ("LDA", noon(after(12))), ("LEA", noon(after(14))))
    file()
    with db.read() as session:
        together = all_histories(session)
    for milestone in FITTED:
        assert stays(together[milestone]) == stays(read(milestone))
    south = NORTH._replace(office="South")
    assert stays(together[Milestone.INTERVIEW]) == {
        Stay(NORTH, BEGIN, BEGIN, after(20), None): 1,
        Stay(south, BEGIN, after(20), after(30), "held"): 1,
        Stay(NORTH, BEGIN, BEGIN, after(15), "denied"): 1,
        Stay(NORTH, BEGIN, BEGIN, after(9), "approved"): 1,
        Stay(NORTH, BEGIN, BEGIN, None, None): 1,
    }


def test_a_protected_case_hides_only_among_cases_of_its_designation() -> None:
    a, b = (NORTH._replace(form="I-821", designation=name) for name in ("A", "B"))
    for _ in range(9):
        file(stratum=b)
    file(stratum=a, protected=True)
    assert {stay.stratum for stay in stays(read())} == {b}


def test_nothing_filed_is_an_empty_history() -> None:
    found = read()
    assert (found.strata, len(found.cases)) == ((), 0)


@pytest.mark.parametrize(
    ("north", "south", "expected"),
    [
        (5, 0, NORTH),
        (4, 1, NORTH._replace(office="")),
        (4, 0, None),
    ],
)
def test_a_protected_case_is_counted_only_in_a_crowd(
    north: int, south: int, expected: Stratum | None
) -> None:
    for _ in range(north):
        file(received=BEGIN)
    for _ in range(south):
        file(received=BEGIN, stratum=NORTH._replace(office="South"))
    file(("DA", noon(after(33))), protected=True)
    found = [stay.stratum for stay in stays(read()) if stay.left == after(33)]
    assert found == ([] if expected is None else [expected])


def test_the_query_counts_what_one_by_one_would() -> None:
    chance, expected = Random(11), []
    for _ in range(60):
        received = after(chance.randrange(90))
        stratum = Stratum(chance.choice(("I-90", "N-400")), "", chance.choice(("North", "South")))
        left = received + timedelta(days=chance.randrange(200)) if chance.random() < 0.6 else None
        file(*([("DA", noon(left))] if left else []), received=received, stratum=stratum)
        outcome = "approved" if left else None
        expected.append(Stay(stratum, received, received, left, outcome))
    found, one_by_one = read(), from_stays(expected)
    assert stays(found) == stays(one_by_one)
    assert np.array_equal(np.sort(found.received.repeat(found.cases)), np.sort(one_by_one.received))


def test_moves_are_told_apart_as_one_by_one() -> None:
    """Cases that stay, are told twice of the same office, move, and come back."""
    chance, expected = Random(12), Counter[Stay]()
    for number in range(60):
        days = sorted(chance.sample(range(1, 90), chance.randrange(4)))
        told = [("North", BEGIN), *((chance.choice(("North", "South")), after(d)) for d in days)]
        end = after(100 + number % 3) if number % 2 else None
        file(*([("DA", noon(end))] if end else []), offices=tuple(told if number % 5 else ()))
        turns = [one for n, one in enumerate(told) if not n or one[0] != told[n - 1][0]]
        for (office, since), (_next, until) in pairwise(
            [*(turns if number % 5 else turns[:1]), ("", date.max)]
        ):
            last = until == date.max
            left, outcome = (end, "approved" if end else None) if last else (until, None)
            expected[Stay(NORTH._replace(office=office), BEGIN, since, left, outcome)] += 1
    assert stays(read()) == expected
