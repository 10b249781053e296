"""The lines of the outbound feed: their schema, their examples, and what is not one."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cx_app.domain.feed_out import EventKind
from cx_app.services.feed.schema import as_text
from cx_app.services.feed_out.records import (
    MAX_LINE,
    Acknowledgement,
    BadLine,
    Entry,
    Event,
    FeedLine,
    Statement,
    at_position,
    encode,
    read_acknowledgement,
    read_statement_line,
    schema,
)
from cx_app.services.feed_out.send_back import kind_of
from cx_app.settings import PROJECT
from tests.factories import utc
from tests.services.feed_out.events import EACH

SCHEMA = PROJECT / "docs" / "feed-out.schema.json"
PAGE = (PROJECT / "docs" / "feed-out.md").read_text()
EXAMPLES = [line for line in PAGE.splitlines() if line.startswith('{"')]
LINES = msgspec.json.Decoder(FeedLine)
EVENT_ID = "0198c0de-0000-7000-8000-000000000001"


def event(kind: EventKind) -> Event:
    return Event(
        v=1,
        event_id=EVENT_ID,
        at=utc(2026, 3, 2, 14),
        case="IOE0912000033",
        person="P4711",
        role=None,
        what=EACH[kind],
    )


def fits(value: Any, root: dict[str, Any]) -> bool:
    return bool(Draft202012Validator(root).is_valid(value))


def test_the_schema_in_the_documents_is_current() -> None:
    """`cx feed-out schema` prints it."""
    assert SCHEMA.read_text() == as_text(schema())


@pytest.mark.parametrize("line", EXAMPLES, ids=lambda line: line[:60])
def test_every_example_in_the_documents_fits_the_schema(line: str) -> None:
    root = json.loads(SCHEMA.read_text())
    said = json.loads(line)
    if "answer" in said or set(said) == {"day"} or "differences" in said:
        return  # what the portal answers, which is not a line of the feed
    assert fits(said, root)


def test_the_documents_show_an_example_of_each_kind() -> None:
    shown = [LINES.decode(line) for line in EXAMPLES if '"what"' in line]
    assert {kind_of(line.what) for line in shown} == set(EventKind)
    for line in EXAMPLES:
        if '"acknowledgement"' in line:
            read_acknowledgement(line.encode())
        elif '"statement"' in line or '"entry"' in line:
            read_statement_line(line.encode())


@pytest.mark.parametrize("kind", EventKind)
def test_an_event_comes_back_as_it_was_written(kind: EventKind) -> None:
    written = event(kind)
    line = at_position(7, encode(written).decode())
    read = LINES.decode(line)
    assert read.position == 7
    assert (read.event_id, read.what) == (written.event_id, written.what)
    root = json.loads(SCHEMA.read_text())
    assert fits(json.loads(line), root)


def test_a_line_that_does_not_fit_the_schema_is_noticed() -> None:
    root = json.loads(SCHEMA.read_text())
    line = json.loads(at_position(7, encode(event(EventKind.BOOKING)).decode()))
    for changed in (
        {**line, "more": 1},
        {**line, "case": "IOE"},
        {key: value for key, value in line.items() if key != "at"},
        {**line, "what": {**line["what"], "slot": None}},
    ):
        assert not fits(changed, root)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"v": 2}, "v does not fit version 1"),
        ({"agency_id": "MER 1"}, "agency_id does not fit version 1"),
        ({"agency_id": "x" * 65}, "agency_id does not fit version 1"),
        ({"agency_id": "MER-1\n"}, "agency_id does not fit version 1"),
        ({"outcome": "perhaps"}, "outcome does not fit version 1"),
        ({"reason": "No room, Amina"}, "reason does not fit version 1"),
        ({"Amina": 1}, "the record does not fit version 1"),
        ({"kind": "entry"}, "the record does not fit version 1"),
    ],
)
def test_a_reason_names_a_field_of_ours_and_nothing_of_the_line(
    change: dict[str, object], reason: str
) -> None:
    line = {
        "v": 1,
        "kind": "acknowledgement",
        "event_id": EVENT_ID,
        "agency_id": "MER-1",
        "outcome": "refused",
        **change,
    }
    with pytest.raises(BadLine) as bad:
        read_acknowledgement(json.dumps(line).encode())
    assert str(bad.value) == reason


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused_in_words(line: bytes) -> None:
    for read in (read_acknowledgement, read_statement_line):
        with pytest.raises(BadLine):
            read(line)


def test_a_line_has_an_end() -> None:
    with pytest.raises(BadLine, match="longer than"):
        read_acknowledgement(b" " * (MAX_LINE + 1))
    with pytest.raises(BadLine):
        read_acknowledgement(b"[" * MAX_LINE)


def test_a_statement_has_two_kinds_of_lines() -> None:
    head = read_statement_line(b'{"v":1,"kind":"statement","day":"2026-03-02","entries":1}')
    assert isinstance(head, Statement)
    entry = {"v": 1, "event_id": EVENT_ID, "agency_id": "MER-1", "outcome": "accepted"}
    assert isinstance(read_statement_line(json.dumps({"kind": "entry", **entry}).encode()), Entry)
    assert isinstance(
        read_acknowledgement(json.dumps({"kind": "acknowledgement", **entry}).encode()),
        Acknowledgement,
    )
