from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from cx_app import database as portal
from cx_app.models import (
    AccessCode,
    Account,
    AuditEntry,
    Case,
    CaseEvent,
    CaseLink,
    FeedBatch,
    FeedRecord,
    OutboxMessage,
    Party,
    Person,
    Representation,
)
from cx_app.security.crypto import fingerprint
from cx_app.services.changes import account_topic, case_topic, versions
from cx_app.services.feed.import_lines import BATCH, Reject, Tally, import_lines
from tests.services.feed.lines import (
    CASE,
    CODE,
    EVENT,
    PERSON,
    RECEIPT,
    REPRESENTATION,
    filing,
    line,
)

pytestmark = pytest.mark.usefixtures("database")


def _import(*lines: bytes) -> tuple[Tally, list[Reject]]:
    rejects: list[Reject] = []
    return import_lines(lines, source="test.jsonl", on_reject=rejects.append), rejects


def _case(receipt: str = RECEIPT) -> Case:
    with portal.read() as session:
        return session.exec(select(Case).where(Case.receipt_number == receipt)).one()


def _person(feed_id: str = "P1") -> Person:
    with portal.read() as session:
        return session.exec(select(Person).where(Person.feed_id == feed_id)).one()


def _all(table: type[Any]) -> list[Any]:
    with portal.read() as session:
        return list(session.exec(select(table)))


def test_a_filing_arrives_with_what_identifies_sealed_and_found_by_hash() -> None:
    tally, rejects = _import(*filing(), line(EVENT, "e1"))
    assert (tally, rejects) == (Tally(applied=4), [])
    person, case = _person(), _case()
    assert person.full_name == "Łucja O'Brien-Núñez"
    assert person.search_name == "obrien nunez lucja"
    assert person.birth_date == "1991-03-14"
    assert person.birth_date_hash == fingerprint("1991-03-14", "birth_date")
    assert person.a_number == "021000001"
    assert person.a_number_hash == fingerprint("021000001", "a_number")
    assert json.loads(person.residence or "") == [
        "214 Almond Lane",
        "Apt 3B",
        "Baltimore, MD 21201",
    ]
    home = "214 almond ln apt 3b baltimore md 21201"
    assert person.residence_hash == fingerprint(home, "residence")
    assert (person.email, person.language) == ("lucja@example.org", "es")
    stored = str(person.model_dump())
    assert not any(value in stored for value in ("1991", "Almond", "example.org", "21000001"))
    assert (case.form, case.office, case.received_on) == ("N-400", "Baltimore", date(2025, 2, 27))
    assert (case.status_code, case.closed) == ("IAF", False)
    assert case.status_at == datetime(2025, 3, 2, 13, tzinfo=UTC)
    [party] = _all(Party)
    assert (party.case_id, party.person_id, party.role) == (case.id, person.id, "applicant")


def test_a_second_time_changes_nothing() -> None:
    lines = [*filing(), line(EVENT, "e1"), line(CODE, "k1")]
    _import(*lines)
    tally, _ = _import(*lines, *lines)
    assert tally == Tally(repeated=10)
    assert [len(_all(t)) for t in (Person, Case, Party, CaseEvent, AccessCode)] == [1] * 5


def test_the_same_event_id_counts_once_and_another_line_under_it_is_refused() -> None:
    again = b" " + line(EVENT, "e1").replace(b",", b" , ")
    tally, rejects = _import(
        *filing(), line(EVENT, "e1"), again, line(EVENT, "e1", code="DA"), line(EVENT, "e1")
    )
    assert (tally.applied, tally.repeated, tally.rejected) == (4, 2, 1)
    assert [r.reason for r in rejects] == ["another line came under this event_id"]
    assert _case().status_code == "IAF"


def test_an_older_event_changes_history_and_not_the_present() -> None:
    _import(*filing(), line(EVENT, "e2", code="LEA", at="2025-06-01T12:00:00Z"))
    assert _case().closed
    _import(line(EVENT, "e1", code="FNB", at="2025-04-01T12:00:00Z"))
    case = _case()
    assert (case.status_code, case.closed) == ("LEA", True)
    assert {event.code for event in _all(CaseEvent)} == {"LEA", "FNB"}
    _import(line(EVENT, "e3", code="FBA", at="2025-07-01T12:00:00+02:00"))
    case = _case()
    assert (case.status_code, case.closed) == ("FBA", False)
    assert case.status_at == datetime(2025, 7, 1, 10, tzinfo=UTC)


def test_an_event_code_without_words_is_kept() -> None:
    tally, _ = _import(*filing(), line(EVENT, "e1", code="Q9ZZ"))
    assert tally.rejected == 0
    assert _case().status_code == "Q9ZZ"


def test_of_two_events_at_one_instant_the_closing_one_is_present() -> None:
    events = [line(EVENT, "e1", code="LEA"), line(EVENT, "e2", code="LDA")]
    for receipt, order in (("IOE0000000001", events), ("IOE0000000002", events[::-1])):
        _import(
            line(CASE, f"c{receipt}", receipt_number=receipt),
            *(
                content.replace(RECEIPT.encode(), receipt.encode()).replace(
                    b'"event_id":"', b'"event_id":"%s' % receipt.encode()
                )
                for content in order
            ),
        )
        assert (_case(receipt).status_code, _case(receipt).closed) == ("LEA", True)


def test_a_newer_person_replaces_and_an_older_one_does_not() -> None:
    moved = {**PERSON["residence"], "city": "Laurel", "changed_on": "2025-05-01"}
    newer = line(
        PERSON,
        "p2",
        as_of="2025-05-02T00:00:00Z",
        family_name="Karimi",
        residence=moved,
        email=None,
    )
    older = line(PERSON, "p0", as_of="2024-01-01T00:00:00Z", family_name="Old", a_number=None)
    _import(*filing(), newer, older)
    person = _person()
    assert (person.family_name, person.email, person.a_number) == ("Karimi", None, "021000001")
    assert person.search_name == "karimi lucja"
    assert "Laurel" in (person.residence or "")
    assert person.residence_changed_at == datetime(2025, 5, 1, tzinfo=UTC)


def test_protection_comes_and_goes_with_the_case_record_alone() -> None:
    _import(*filing(), line(CASE, "c2", as_of="2025-04-01T00:00:00Z", protected=True))
    assert _case().protected
    _import(line(EVENT, "e1"), line(CASE, "c0", as_of="2025-01-01T00:00:00Z"))
    assert _case().protected
    _import(line(CASE, "c3", as_of="2025-05-01T00:00:00Z"))
    assert not _case().protected


def test_a_code_is_issued_to_a_party_or_to_a_representation() -> None:
    to_representation = {"person": None, "role": None, "representation": "R1"}
    _import(
        *filing(),
        line(REPRESENTATION, "r1"),
        line(CODE, "k1"),
        line(CODE, "k2", **to_representation),
    )
    codes = _all(AccessCode)
    assert {(c.party_id is None, c.representation_id is None) for c in codes} == {
        (False, True),
        (True, False),
    }
    assert {c.issued_on for c in codes} == {date(2025, 3, 3)}
    assert len(_all(OutboxMessage)) == 2
    _, rejects = _import(
        line(CODE, "k3", representation="R1"),
        line(CODE, "k4", person=None),
        line(CODE, "k5", issued_on="2999-01-01"),
    )
    assert [r.line for r in rejects] == [1, 2, 3]
    assert len(_all(AccessCode)) == 2


def test_a_representation_that_ends_voids_its_unused_codes() -> None:
    to_it = {"person": None, "role": None, "representation": "R1"}
    ended = line(REPRESENTATION, "r2", ended="2025-08-01T00:00:00Z")
    _import(*filing(), line(REPRESENTATION, "r1"), line(CODE, "k1", **to_it), ended)
    [representation], [code] = _all(Representation), _all(AccessCode)
    assert (representation.state, representation.ended_at) == (
        "ended",
        datetime(2025, 8, 1, tzinfo=UTC),
    )
    assert code.void_reason == "representation_ended"
    _, rejects = _import(
        line(CODE, "k2", **to_it), line(REPRESENTATION, "r3", representative_name="Other")
    )
    assert [r.reason for r in rejects] == ["another representation came under this id"]
    assert len(_all(AccessCode)) == 1
    assert {r.id: r.caused for r in _all(FeedRecord)}["k2"] == "ended"


def test_bad_lines_are_set_aside_and_the_rest_goes_on() -> None:
    content = [
        b"\xef\xbb\xbf" + filing()[0] + b"\r\n",
        b"\n",
        b"{oops\n",
        filing()[1] + b"\n",
        line(PERSON, "p9", birth_date="1991-13-01"),
        line(PERSON, "p9", birth_date="2999-01-01"),
        line(PERSON, "p9", as_of="0001-01-01T00:00:00+14:00"),
        line(EVENT, "e9", at="9999-12-31T23:59:59-14:00"),
        b"   \t\n",
        filing()[2],
    ]
    tally, rejects = _import(*content)
    assert tally == Tally(applied=3, rejected=5)
    assert [r.line for r in rejects] == [3, 5, 6, 7, 8]
    assert {r.file for r in rejects} == {"test.jsonl"}
    assert len(_all(FeedRecord)) == 3


def test_nothing_that_identifies_is_repeated_anywhere(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    canaries = {"given_name": "Quillfeather", "family_name": "Zebedee", "email": "zq@example.org"}
    canaries |= {"a_number": "987654321", "birth_date": "1971-07-17", "id": "CANARY-7"}
    spoilt = [
        {"birth_date": "1971-17-17"},
        {"a_number": "98765432X"},
        {"v": 9},
        {"Quillfeather": 1},
        {"kind": "Zebedee"},
        {"as_of": "2999-07-17T00:00:00Z"},
        {"given_name": "Quillfeather\x07"},
    ]
    _, rejects = _import(
        line({**PERSON, **canaries}, "ok"),
        *(line({**PERSON, **canaries, **change}, f"x{n}") for n, change in enumerate(spoilt)),
    )
    assert len(rejects) == len(spoilt)
    out, err = capfd.readouterr()
    kept = [str(row.model_dump()) for table in (AuditEntry, FeedBatch) for row in _all(table)]
    said = " ".join([*map(str, rejects), caplog.text, out, err, *kept])
    assert not [c for c in (*canaries.values(), "98765432", "17-17") if c in said]


def test_an_import_leaves_its_counts_and_one_audit_entry() -> None:
    lines = [line(CASE, "c1"), *(line(EVENT, f"e{n}") for n in range(BATCH)), b"x"]
    seen: list[int] = []
    import_lines(
        lines, source="big.jsonl", sha256="ab" * 32, on_progress=lambda t: seen.append(t.lines)
    )
    [batch], [entry] = _all(FeedBatch), _all(AuditEntry)
    assert (batch.source, batch.sha256, batch.applied) == ("big.jsonl", "ab" * 32, BATCH + 1)
    assert (batch.repeated, batch.rejected) == (0, 1)
    assert batch.finished_at is not None
    assert (entry.action, entry.subject_id, entry.role) == ("feed.import", batch.id, "system")
    assert entry.details == {
        "applied": BATCH + 1,
        "repeated": 0,
        "waiting": 0,
        "rejected": 1,
        "woken": 0,
        "sha256": "ab" * 32,
        "history": False,
    }
    assert seen == [BATCH, BATCH + 2]


def _cut_off(lines: list[bytes], after: int) -> Iterator[bytes]:
    yield from lines[:after]
    raise OSError("pulled out")


def test_an_import_that_stops_is_finished_by_the_next() -> None:
    lines = [line(CASE, "c1"), *(line(EVENT, f"e{n}") for n in range(3 * BATCH))]
    with pytest.raises(OSError, match="pulled out"):
        import_lines(_cut_off(lines, 2 * BATCH + 7), source="a")
    assert len(_all(CaseEvent)) == 2 * BATCH - 1
    tally = import_lines(lines, source="a")
    assert (tally.repeated, tally.applied) == (2 * BATCH, BATCH + 1)
    assert sorted(batch.finished_at is None for batch in _all(FeedBatch)) == [False, True]


def test_the_same_file_goes_on_where_it_stopped() -> None:
    lines = [line(CASE, "c1"), *(line(EVENT, f"e{n}") for n in range(2 * BATCH)), b"x", b""]
    with pytest.raises(OSError, match="pulled out"):
        import_lines(_cut_off(lines, BATCH + 7), source="a", sha256="cd" * 32)
    looked_at: list[int] = []
    tally = import_lines(
        lines, source="a", sha256="cd" * 32, on_progress=lambda t: looked_at.append(t.lines)
    )
    assert looked_at[0] == 2 * BATCH
    assert (tally.applied, tally.repeated, tally.rejected) == (2 * BATCH + 1, 0, 1)
    [batch] = _all(FeedBatch)
    assert (batch.applied, batch.rejected, batch.read_lines) == (2 * BATCH + 1, 1, len(lines))
    assert batch.finished_at is not None


def test_open_pages_hear_of_a_change_to_a_case_that_they_can_show() -> None:
    _import(*filing(), line(EVENT, "e1"))
    with portal.write() as session:
        account = Account(issuer="i", subject="s", created_at=datetime.now(UTC))
        session.add(account)
        session.flush()
        [party] = session.exec(select(Party))
        session.add(
            CaseLink(
                account_id=account.id,
                party_id=party.id,
                case_id=party.case_id,
                linked_at=datetime.now(UTC),
            )
        )
    topics = {case_topic(party.case_id), account_topic(account.id)}
    with portal.read() as session:
        assert versions(session, topics) == {}
    _import(line(EVENT, "e2", at="2025-03-05T00:00:00Z"))
    with portal.read() as session:
        assert versions(session, topics) == dict.fromkeys(topics, 1)
    _import(line(PERSON, "p2", as_of="2025-04-01T00:00:00Z", given_name="Ana"))
    _import(line(EVENT, "e2", at="2025-03-05T00:00:00Z"))
    with portal.read() as session:
        assert versions(session, topics) == dict.fromkeys(topics, 2)


def test_two_imports_at_once_count_everything_once() -> None:
    lines = [*filing(), *(line(EVENT, f"e{n}") for n in range(3 * BATCH))]
    with ThreadPoolExecutor(3) as pool:
        tallies = list(pool.map(lambda name: import_lines(lines, source=name), "abc"))
    assert sum(tally.applied for tally in tallies) == len(lines)
    assert sum(tally.repeated for tally in tallies) == 2 * len(lines)
    assert len(_all(CaseEvent)) == 3 * BATCH
