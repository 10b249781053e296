"""Any order, any repetition, cut into any pieces: the same state (FEED-1, FEED-2)."""

from __future__ import annotations

from itertools import count, pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from cx_app import database as portal
from cx_app.models import (
    AccessCode,
    Appointment,
    CaseEvent,
    CaseOffice,
    FeedRecord,
    FeedWaiting,
    Party,
    Representation,
)
from tests.conftest import SOAK
from tests.services.feed.lines import CASE, CODE, EVENT, PARTY, PERSON, REPRESENTATION, line
from tests.services.feed.test_import_lines import _case, _import, _person
from tests.services.feed.test_second_thoughts import APPOINTMENT, CORRECTION, OFFICE

pytestmark = pytest.mark.usefixtures("database")

TO_IT = {"person": None, "role": None, "representation": "R1"}
STORY = [
    line(PERSON, "p1"),
    line(PERSON, "p2", as_of="2025-05-02T00:00:00Z", family_name="Karimi"),
    line(PERSON, "p3", as_of="2025-05-02T00:00:00Z", family_name="Same instant"),
    line(PERSON, "p4", id="P2", given_name="The same person"),
    line({"kind": "merge"}, "m1", person="P2", into="P1"),
    line(CASE, "c1"),
    line(CASE, "c2", as_of="2025-06-02T00:00:00Z", protected=True, office="Dallas"),
    line(CASE, "c3", as_of="2025-06-02T00:00:00Z", protected=False, office="El Paso"),
    line(PARTY, "q1"),
    line(PARTY, "q2", person="P2"),
    line(PARTY, "q3", person="P2", role="beneficiary"),
    line(PARTY, "q4", person="P2", role="beneficiary", ended="2025-09-01T00:00:00Z"),
    line(REPRESENTATION, "r1"),
    line(REPRESENTATION, "r2", ended="2025-08-01T00:00:00Z"),
    line(REPRESENTATION, "r3", ended="2025-07-01T00:00:00Z"),
    line(CODE, "k1"),
    line(CODE, "k2", role="beneficiary"),
    line(CODE, "k3", **TO_IT),
    line(EVENT, "e1"),
    line(EVENT, "e2", code="FNB", at="2025-04-02T13:00:00Z"),
    line(EVENT, "e3", code="DA", at="2025-06-02T13:00:00Z"),
    line(EVENT, "e4", code="LEA", at="2025-06-02T13:00:00Z"),
    line(CORRECTION, "x1", code="EA", at="2025-06-03T13:00:00Z"),
    line(CORRECTION, "x2", code="IK", at="2025-06-04T13:00:00Z"),
    line({"kind": "withdrawal"}, "w1", of="e4"),
    line(OFFICE, "o1"),
    line(OFFICE, "o2", as_of="2025-03-01T00:00:00Z", name="Honolulu Center"),
    line(APPOINTMENT, "a1"),
    line(APPOINTMENT, "a2", as_of="2025-06-01T00:00:00Z", status="cancelled"),
]
NAMES = ("id", "person", "into", "representation", "office", "of")
RUNS = count(1)


def _as_run(content: bytes, run: str) -> bytes:
    """The same story about other people, cases and offices."""
    record = msgspec.json.decode(content)
    record["event_id"] += run
    for name in NAMES:
        if record.get(name) and not (name == "office" and record["kind"] == "case"):
            record[name] += run
    for name in ("receipt_number", "case"):
        if name in record:
            record[name] = f"RUN{run:0>10}"
    return msgspec.json.encode(record)


def _state(run: str) -> dict[str, Any]:
    """What a story has left, without the names that differ from run to run."""
    case, person = _case(f"RUN{run:0>10}"), _person(f"P1{run}")
    names = {msgspec.json.decode(_as_run(one, run))["event_id"] for one in STORY}
    with portal.read() as session:

        def mine(table: type[Any]) -> list[Any]:
            return list(session.exec(select(table).where(col(table.case_id) == case.id)))

        counted = session.exec(select(FeedRecord).where(col(FeedRecord.id).endswith(run)))
        return {
            "case": (case.status_code, case.status_at, case.closed, case.protected, case.office),
            "person": (person.family_name, person.birth_date, person.residence, person.updated_at),
            "parties": sorted((p.person_id == person.id, p.role, p.ended_at) for p in mine(Party)),
            "events": sorted((e.code, e.at, e.withdrawn) for e in mine(CaseEvent)),
            "offices": sorted((o.at, o.office) for o in mine(CaseOffice)),
            "representations": [(r.state, r.ended_at) for r in mine(Representation)],
            "codes": [c.issued_on for c in mine(AccessCode) if c.voided_at is None],
            "appointments": [(a.kind, a.state, a.starts_at) for a in mine(Appointment)],
            "counted": sum(r.id in names for r in counted),
            "waiting": session.exec(select(FeedWaiting.event_id)).all(),
        }


@st.composite
def tellings(draw: st.DrawFn) -> list[list[bytes]]:
    """The story in some order, some of it twice, cut into some imports."""
    lines = list(draw(st.permutations(STORY)))
    for again in draw(st.lists(st.sampled_from(STORY), max_size=6)):
        lines.insert(draw(st.integers(0, len(lines))), again)
    cuts = sorted(draw(st.sets(st.integers(1, len(lines) - 1), max_size=5)))
    return [lines[a:b] for a, b in pairwise([0, *cuts, len(lines)])]


@given(telling=tellings())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=1_000 if SOAK else 25,
)
def test_any_order_any_repetition_any_pieces_leave_the_same(telling: list[list[bytes]]) -> None:
    straight, mixed = f"{next(RUNS)}", f"{next(RUNS)}"
    _import(*(_as_run(content, straight) for content in STORY))
    for piece in telling:
        _import(*(_as_run(content, mixed) for content in piece))
    assert _state(mixed) == _state(straight)
    assert _state(mixed)["counted"] == len(STORY)
