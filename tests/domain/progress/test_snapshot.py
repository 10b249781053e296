"""A table as bytes: the same figures again, from nothing but the bytes."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.progress import snapshot
from cx_app.domain.progress.estimate import Facts, estimate
from cx_app.domain.progress.history import Stay, Stratum, from_stays
from cx_app.domain.progress.method import FORMS_ONLY, VERSION
from cx_app.domain.progress.receipt import made_again
from cx_app.domain.progress.snapshot import MAGIC, SnapshotError, dump, load, with_id
from cx_app.domain.progress.table import Milestone, Table, fit
from tests.domain.progress.made import NORTH, SOUTH, TODAY, everything, many_stays, table

FIRST: Path = Path(__file__).with_name("first_method.json")
"""A table and receipts, as the release made them that knew the first method only."""
SMALL = 165_000
"""Bytes a day, for all milestones together."""


@given(age=st.integers(0, 700), kind=st.sampled_from([NORTH, SOUTH]))
def test_an_estimate_is_made_again_exactly_from_the_bytes(age: int, kind: Stratum) -> None:
    facts = Facts(kind, TODAY - timedelta(days=age), TODAY)
    assert estimate(load(dump(table())), facts) == estimate(table(), facts)


@given(stays=many_stays)
def test_whatever_was_counted_comes_back(stays: list[Stay]) -> None:
    made = with_id(fit(from_stays(stays), Milestone.BIOMETRICS, TODAY))
    back = load(dump(made))
    assert dump(back) == dump(made)
    assert (back.snapshot, back.paces, back.day) == (made.snapshot, made.paces, made.day)
    assert back.counts.strata == made.counts.strata


def test_equal_facts_have_one_id_and_others_another() -> None:
    again = with_id(fit(from_stays(reversed(everything())), Milestone.DECISION, TODAY))
    assert again.snapshot == table().snapshot
    other = with_id(fit(from_stays(everything()[1:]), Milestone.DECISION, TODAY))
    card = with_id(replace(again, milestone=Milestone.CARD))
    assert len({table().snapshot, other.snapshot, card.snapshot}) == 3


def test_a_table_is_small() -> None:
    assert len(dump(table())) < SMALL / len(Milestone)


@pytest.mark.parametrize(
    "stored",
    [b"", b"PK\x03\x04", MAGIC, MAGIC + b"nonsense", MAGIC + zlib.compress(b"\x02\0\0\0{}")],
    ids=["nothing", "something else", "no more", "damaged", "empty"],
)
def test_bytes_that_are_no_table_are_refused(stored: bytes) -> None:
    with pytest.raises(SnapshotError):
        load(stored)


def test_bytes_that_end_early_are_refused() -> None:
    plain = zlib.decompress(dump(table())[len(MAGIC) :])
    with pytest.raises(SnapshotError):
        load(MAGIC + zlib.compress(plain[:-4]))


def test_a_table_of_another_method_is_refused_by_name() -> None:
    old = dump(replace(table(), version="0"))
    with pytest.raises(SnapshotError, match="method 0"):
        load(old)


@cache
def first_method() -> tuple[bytes, list[Any]]:
    kept = json.loads(FIRST.read_text())
    return b64decode(kept["table"]), kept["receipts"]


def test_receipts_of_the_first_method_are_made_again_from_its_table() -> None:
    body, receipts = first_method()
    kept = load(body)
    assert kept.version == FORMS_ONLY != VERSION
    assert len({receipt["said"]["status"] for receipt in receipts}) > 2
    for receipt in receipts:
        assert made_again(kept, receipt) == receipt["said"]


def test_a_table_of_the_first_method_is_written_as_it_was() -> None:
    body, receipts = first_method()
    again = dump(load(body))
    assert zlib.decompress(again[len(MAGIC) :]) == zlib.decompress(body[len(MAGIC) :])
    assert load(again).snapshot == receipts[0]["counts"]


def test_the_pace_of_each_office_is_stored() -> None:
    back = load(dump(table()))
    assert {office for _name, office in back.offices} == {"north", "south"}
    assert back.offices == table().offices
    assert back.offices != load(first_method()[0]).offices == {}


def test_a_count_too_large_to_be_stored_is_refused() -> None:
    many = Stay(NORTH, TODAY, TODAY, None, None, 2**31)
    made: Table = fit(from_stays([many]), Milestone.DECISION, TODAY)
    with pytest.raises(SnapshotError):
        snapshot.dump(made)
