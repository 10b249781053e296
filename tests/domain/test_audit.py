"""What is hashed is written down to the letter, since others must be able to compute it too."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.audit import (
    BEGINNING,
    COLUMNS,
    Batch,
    Head,
    chain_hash,
    entry_hash,
    instant_text,
    published_hash,
)
from cx_app.models import AuditEntry

ENTRY = (
    "01a20f92e18b768793eb8e57329a056a",
    "2026-11-24 22:00:13.963100",
    "2026-11-24 22:00:13.963116",
    "case.search",
    "done",
    None,
    "system",
    None,
    "",
    None,
    "",
    None,
    '{"by": "receipt", "found": 1}',
)
BATCH = Batch(1, 1, 1, 1, "2026-11-24 22:00:15.000000", BEGINNING, "")
texts = st.text(st.characters(exclude_categories=[]), max_size=8)


def sha256(written: str) -> str:
    return hashlib.sha256(written.encode()).hexdigest()


def test_a_row_is_hashed_as_one_line_that_anyone_can_write() -> None:
    assert entry_hash(7, ENTRY) == sha256(
        '["cx-audit-entry-1",7,"01a20f92e18b768793eb8e57329a056a",'
        '"2026-11-24 22:00:13.963100","2026-11-24 22:00:13.963116","case.search","done",null,'
        '"system",null,"",null,"",null,"{\\"by\\": \\"receipt\\", \\"found\\": 1}"]'
    )


def test_a_batch_is_hashed_with_its_rows_and_what_came_before() -> None:
    assert chain_hash(BATCH, ["ab", "cd"]) == sha256(
        f'["cx-audit-batch-1",1,1,1,1,"2026-11-24 22:00:15.000000","{BEGINNING}",["ab","cd"]]'
    )


def test_every_column_is_hashed() -> None:
    """A new column needs a new form: rows sealed before it must still fit their seals."""
    assert set(COLUMNS) == set(AuditEntry.model_fields)


def test_nothing_and_empty_differ() -> None:
    assert entry_hash(1, ["", None]) != entry_hash(1, [None, ""])


@given(st.lists(texts | st.none(), max_size=4), st.lists(texts | st.none(), max_size=4))
def test_different_rows_have_different_hashes(one: list[str], other: list[str]) -> None:
    assert (entry_hash(1, one) == entry_hash(1, other)) is (one == other)


@pytest.mark.parametrize(
    "field", ["number", "form", "first_seq", "last_seq", "sealed_at", "previous"]
)
def test_the_chain_covers_everything_about_the_batch(field: str) -> None:
    assert chain_hash(replace(BATCH, **{field: "x"}), ["ab"]) != chain_hash(BATCH, ["ab"])


def test_instants_are_utc_to_the_microsecond() -> None:
    eastern = timezone(timedelta(hours=-5))
    at = datetime(2026, 11, 24, 17, 0, 13, tzinfo=eastern)
    assert instant_text(at) == "2026-11-24 22:00:13.000000"


def test_a_head_is_one_line_and_is_read_again() -> None:
    head = Head(12, "2026-11-24 22:00:15.000000", "ab" * 32)
    assert head.line == f"cx-audit-head-1 12 2026-11-24T22:00:15.000000Z {'ab' * 32}"
    assert published_hash(head.line) == published_hash(f" {'AB' * 32}\n") == head.chain


@pytest.mark.parametrize("line", ["", "  ", "ab", "zz" * 32, "ab" * 33, "heads.txt"])
def test_what_is_no_head(line: str) -> None:
    assert published_hash(line) is None
