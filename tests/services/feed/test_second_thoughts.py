"""The agency corrects, withdraws, merges, moves and ends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import select

from cx_app import database as portal
from cx_app.models import (
    AccessCode,
    Appointment,
    CaseEvent,
    CaseLink,
    CaseOffice,
    OfficeClosure,
    Party,
    Representation,
)
from tests import factories
from tests.services.feed.lines import (
    CASE,
    CODE,
    EVENT,
    PARTY,
    PERSON,
    REPRESENTATION,
    filing,
    line,
)
from tests.services.feed.test_import_lines import _all, _case, _import, _person

pytestmark = pytest.mark.usefixtures("database")

CORRECTION = {"kind": "correction", "of": "e2", "as_of": "2025-07-01T00:00:00Z"}
OFFICE: dict[str, Any] = {
    "kind": "office",
    "id": "HON",
    "as_of": "2025-01-01T00:00:00Z",
    "office_kind": "support_center",
    "name": "Honolulu",
    "time_zone": "Pacific/Honolulu",
}
APPOINTMENT: dict[str, Any] = {
    "kind": "appointment",
    "id": "A1",
    "as_of": "2025-05-01T00:00:00Z",
    "case": "IOE0912345678",
    "person": "P1",
    "role": "applicant",
    "appointment_kind": "biometrics",
    "office": "HON",
    "starts": "2027-05-20T19:30:00Z",
}


def story() -> list[bytes]:
    return [
        *filing(),
        line(EVENT, "e1"),
        line(EVENT, "e2", code="DA", at="2025-06-02T13:00:00Z"),
    ]


def test_a_corrected_event_says_what_it_should_have_said() -> None:
    _import(*story(), line(CORRECTION, "x1", code="EA", at="2025-06-03T13:00:00Z"))
    case = _case()
    assert (case.status_code, case.closed) == ("EA", True)
    assert case.status_at == datetime(2025, 6, 3, 13, tzinfo=UTC)
    _import(
        line(
            {**CORRECTION, "as_of": "2025-06-15T00:00:00Z"},
            "x0",
            code="FBA",
            at="2025-06-03T13:00:00Z",
        )
    )
    assert _case().status_code == "EA"


def test_a_correction_to_the_past_brings_the_older_state_back() -> None:
    _import(*story(), line(CORRECTION, "x1", code="FNB", at="2025-01-02T13:00:00Z"))
    assert (_case().status_code, _case().closed) == ("IAF", False)


def test_a_withdrawn_event_is_as_if_it_had_not_been() -> None:
    _import(*story(), line({"kind": "withdrawal"}, "w1", of="e2"))
    assert _case().status_code == "IAF"
    assert [e.withdrawn for e in sorted(_all(CaseEvent), key=lambda e: e.at)] == [False, True]
    _import(line({"kind": "withdrawal"}, "w2", of="e1"))
    assert (_case().status_code, _case().status_at) == ("", None)


def test_two_people_become_one_with_all_that_hangs_on_them() -> None:
    other = {**CASE, "receipt_number": "IOE0000000002"}
    _import(
        *story(),
        line(PERSON, "p2", id="P2", given_name="Lucja", a_number="021000002"),
        line(PARTY, "q2", person="P2"),
        line(other, "c2"),
        line(PARTY, "q3", person="P2", case="IOE0000000002"),
        line(CODE, "k2", person="P2"),
        line(REPRESENTATION, "r2", person="P2"),
    )
    with portal.write() as session:
        accounts = [factories.account(session) for _ in range(2)]
        parties = {p.person_id: p for p in session.exec(select(Party)) if p.case_id == _case().id}
        for account in accounts:
            factories.link(session, account, parties[_person("P2").id])
        factories.link(session, accounts[0], parties[_person("P1").id])
    tally, rejects = _import(line({"kind": "merge"}, "m1", person="P2", into="P1"))
    assert rejects == []
    assert tally.applied == 1
    assert {p.person_id for p in _all(Party)} == {_person("P1").id}
    assert len(_all(Party)) == 2
    [kept] = [p for p in _all(Party) if p.case_id == _case().id]
    assert {link.party_id for link in _all(CaseLink)} == {kept.id}
    assert len(_all(CaseLink)) == 2
    assert [c.party_id for c in _all(AccessCode)] == [kept.id]
    assert [r.client_party_id for r in _all(Representation)] == [kept.id]
    assert _person("P1").given_name == "Łucja"


def test_after_a_merge_the_old_name_means_the_person_who_goes_on() -> None:
    _import(
        *filing(),
        line(PERSON, "p2", id="P2"),
        line(PERSON, "p3", id="P3"),
        line({"kind": "merge"}, "m1", person="P2", into="P1"),
        line({"kind": "merge"}, "m2", person="P1", into="P3"),
        line(PARTY, "q2", person="P2", role="beneficiary"),
        line(CODE, "k1", person="P2"),
    )
    assert {p.person_id for p in _all(Party)} == {_person("P3").id}
    assert len(_all(AccessCode)) == 1


def test_a_merge_that_contradicts_another_is_refused() -> None:
    people = [line(PERSON, f"p{n}", id=f"P{n}") for n in (1, 2, 3)]
    merge = {"kind": "merge"}
    _import(*people, line(merge, "m1", person="P2", into="P1"))
    _, rejects = _import(
        line(merge, "m2", person="P2", into="P3"),
        line(merge, "m3", person="P1", into="P2"),
        line(merge, "m4", person="P3", into="P3"),
    )
    assert [r.reason for r in rejects] == [
        "the person was merged into another one",
        "a person can't be merged into itself, nor two into each other",
        "a person can't be merged into itself, nor two into each other",
    ]


def test_moves_between_offices_are_kept_in_their_order() -> None:
    dates = {
        "c3": ("2025-09-01", "El Paso"),
        "c1": ("2025-03-02", "Baltimore"),
        "c2": ("2025-06-01", "Dallas"),
    }
    _import(
        *(
            line(CASE, name, as_of=f"{day}T00:00:00Z", office=office)
            for name, (day, office) in dates.items()
        )
    )
    assert _case().office == "El Paso"
    moves = sorted(_all(CaseOffice), key=lambda row: row.at)
    assert [row.office for row in moves] == ["Baltimore", "Dallas", "El Paso"]


def test_a_part_that_ends_takes_its_codes_and_its_way_in_with_it() -> None:
    _import(*filing(), line(CODE, "k1"))
    with portal.write() as session:
        [party] = session.exec(select(Party))
        factories.link(session, factories.account(session), party)
    _import(line(PARTY, "q2", ended="2025-08-01T00:00:00Z"))
    [party], [code], [link] = _all(Party), _all(AccessCode), _all(CaseLink)
    assert party.ended_at == datetime(2025, 8, 1, tzinfo=UTC)
    assert (code.void_reason, code.code_sealed) == ("party_ended", None)
    assert link.ended_at is not None
    _import(line(CODE, "k2"), line(PARTY, "q3", ended="2025-09-01T00:00:00Z"))
    assert len(_all(AccessCode)) == 1
    assert _all(Party)[0].ended_at == datetime(2025, 8, 1, tzinfo=UTC)


def test_what_the_agency_knows_beside_events() -> None:
    mailing = {"lines": ["PO Box 7"], "city": "Laurel", "state": "MD", "zip": "20707"}
    _import(
        line(PERSON, "p1", mailing=mailing, household="H9"),
        line(
            CASE,
            "c1",
            inquiry_on="2026-12-01",
            designation="TPS-A-2025",
            hold={"reason": "background_checks", "since": "2025-05-01T00:00:00Z"},
        ),
        line(PARTY, "q1"),
        line(REPRESENTATION, "r1", capacity="accredited", notices_to_representative=True),
        line(OFFICE, "o1"),
        line(
            {"kind": "closure"},
            "z1",
            id="Z1",
            as_of="2025-05-01T00:00:00Z",
            office="HON",
            begins="2026-01-01T00:00:00Z",
            ends="2026-01-02T00:00:00Z",
            reason="weather",
        ),
        line(APPOINTMENT, "a1"),
    )
    person, case = _person(), _case()
    assert (person.household, "Laurel" in (person.mailing or "")) == ("H9", True)
    assert "Laurel" not in (person.residence or "")
    assert str(case.inquiry_on) == "2026-12-01"
    assert case.hold_reason == "background_checks"
    assert case.designation == "TPS-A-2025"
    [g28], [closure], [visit] = _all(Representation), _all(OfficeClosure), _all(Appointment)
    assert (g28.capacity, g28.notices_to_representative) == ("accredited", True)
    assert (closure.reason, closure.withdrawn) == ("weather", False)
    assert (visit.kind, visit.state) == ("biometrics", "scheduled")
    _import(line(CASE, "c2", as_of="2025-08-01T00:00:00Z"))
    assert (_case().hold_reason, _case().hold_since, _case().inquiry_on) == ("", None, None)
    assert _case().designation == ""


@pytest.mark.parametrize(
    ("base", "changes", "reason"),
    [
        (OFFICE, {"time_zone": "Mars/Olympus"}, "time_zone must be a time zone"),
        (APPOINTMENT, {"starts": "9999-01-01T00:00:00Z"}, "starts lies before 1900 or after"),
        (CASE, {"hold": {"reason": "x y", "since": "2025-05-01T00:00:00Z"}}, "hold.reason must be"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    base: dict[str, Any], changes: dict[str, Any], reason: str
) -> None:
    _import(*filing(), line(OFFICE, "o0"))
    _, rejects = _import(line(base, "new", **changes))
    assert [r.reason[: len(reason)] for r in rejects] == [reason]
