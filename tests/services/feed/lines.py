"""Feed lines for tests: whole records with harmless facts, changed where a test says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from cx_app import database as db
from cx_app.models import Case
from cx_app.models.base import uuid7
from cx_app.services.feed.import_lines import import_lines
from cx_app.services.feed.records import CaseRecord, encode

RECEIPT = "IOE0912345678"

PERSON: dict[str, Any] = {
    "kind": "person",
    "id": "P1",
    "as_of": "2025-03-02T14:00:00Z",
    "given_name": "Łucja",
    "family_name": "O'Brien-Núñez",
    "birth_date": "1991-03-14",
    "a_number": "A21000001",
    "residence": {
        "lines": ["214 Almond Lane", "Apt 3B"],
        "city": "Baltimore",
        "state": "MD",
        "zip": "21201",
        "changed_on": None,
    },
    "email": "lucja@example.org",
    "language": "es",
}
CASE: dict[str, Any] = {
    "kind": "case",
    "receipt_number": RECEIPT,
    "as_of": "2025-03-02T14:00:00Z",
    "form": "N-400",
    "category": "5-year",
    "office": "Baltimore",
    "channel": "paper",
    "received_on": "2025-02-27",
    "protected": False,
}
PARTY: dict[str, Any] = {"kind": "party", "case": RECEIPT, "person": "P1", "role": "applicant"}
EVENT: dict[str, Any] = {
    "kind": "event",
    "case": RECEIPT,
    "code": "IAF",
    "at": "2025-03-02T13:00:00Z",
}
REPRESENTATION: dict[str, Any] = {
    "kind": "representation",
    "id": "R1",
    "case": RECEIPT,
    "person": "P1",
    "role": "applicant",
    "representative_name": "Rosa Delgado",
    "since": "2025-03-01T00:00:00Z",
}
CODE: dict[str, Any] = {
    "kind": "code",
    "case": RECEIPT,
    "issued_on": "2025-03-03",
    "person": "P1",
    "role": "applicant",
}


def line(base: dict[str, Any], event_id: str, **changes: object) -> bytes:
    return msgspec.json.encode({"v": 1, "event_id": event_id, **base, **changes})


def filing() -> list[bytes]:
    """A person, a case, and the person in it."""
    return [line(PERSON, "p1"), line(CASE, "c1"), line(PARTY, "q1")]


def flag(case_id: UUID, *, protected: bool) -> None:
    """The agency says so, or no longer."""
    with db.read() as session:
        case = session.get_one(Case, case_id)
        record = CaseRecord(
            v=1,
            event_id=str(uuid7()),
            receipt_number=case.receipt_number,
            as_of=datetime.now(UTC),
            form=case.form,
            channel="paper",
            received_on=case.received_on,
            protected=protected,
        )
    assert import_lines([encode(record)], source="tests").applied == 1
