"""Any order, any repetition: the same state."""

from __future__ import annotations

from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from cx_app import database as portal
from cx_app.models import AccessCode, CaseEvent, Party, Representation
from tests.services.feed.lines import CASE, CODE, EVENT, PARTY, PERSON, REPRESENTATION, line
from tests.services.feed.test_import_lines import _case, _import, _person

pytestmark = pytest.mark.usefixtures("database")

STORY = [
    line(PERSON, "p1"),
    line(PERSON, "p2", as_of="2025-05-02T00:00:00Z", family_name="Karimi"),
    line(CASE, "c1"),
    line(CASE, "c2", as_of="2025-06-02T00:00:00Z", protected=True, office="Dallas"),
    line(PARTY, "q1"),
    line(PARTY, "q2"),
    line(REPRESENTATION, "r1"),
    line(REPRESENTATION, "r2", ended="2025-08-01T00:00:00Z"),
    line(REPRESENTATION, "r3", ended="2025-07-01T00:00:00Z"),
    line(CODE, "k1"),
    line(EVENT, "e1"),
    line(EVENT, "e2", code="FNB", at="2025-04-02T13:00:00Z"),
    line(EVENT, "e3", code="DA", at="2025-06-02T13:00:00Z"),
    line(EVENT, "e4", code="LEA", at="2025-06-02T13:00:00Z"),
]
RUNS = count(1)


def _as_run(content: bytes, run: str) -> bytes:
    """The same story about another person and case."""
    record = msgspec.json.decode(content)
    record["event_id"] += run
    for name in ("id", "person"):
        if name in record:
            record[name] += run
    for name in ("receipt_number", "case"):
        if name in record:
            record[name] = f"RUN{run:0>10}"
    return msgspec.json.encode(record)


def _state(run: str) -> dict[str, Any]:
    """What a story has left, without the names that differ from run to run."""
    case, person = _case(f"RUN{run:0>10}"), _person(f"P1{run}")
    with portal.read() as session:
        mine = lambda table: session.exec(  # noqa: E731
            select(table).where(col(table.case_id) == case.id)
        ).all()
        return {
            "case": (case.status_code, case.status_at, case.closed, case.protected, case.office),
            "person": (person.family_name, person.birth_date, person.residence, person.updated_at),
            "parties": [(p.person_id == person.id, p.role) for p in mine(Party)],
            "events": sorted((e.code, e.at) for e in mine(CaseEvent)),
            "representations": [(r.state, r.ended_at) for r in mine(Representation)],
            "codes": [(c.issued_on, c.voided_at) for c in mine(AccessCode)],
        }


@given(lines=st.permutations(STORY), again=st.lists(st.sampled_from(STORY), max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_any_order_and_any_repetition_leave_the_same(
    lines: list[bytes], again: list[bytes]
) -> None:
    straight, mixed = f"{next(RUNS)}", f"{next(RUNS)}"
    _import(*(_as_run(content, straight) for content in STORY))
    shuffled = [_as_run(content, mixed) for content in (*again, *lines)]
    for _ in range(5):
        if not _import(*shuffled)[1]:
            break
    assert _state(mixed) == _state(straight)
