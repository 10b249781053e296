"""A table as bytes: the same figures again, from nothing but the bytes."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.progress import snapshot
from cx_app.domain.progress.estimate import Facts, estimate
from cx_app.domain.progress.history import Stay, Stratum, from_stays
from cx_app.domain.progress.snapshot import MAGIC, SnapshotError, dump, load, with_id
from cx_app.domain.progress.table import Milestone, Table, fit
from tests.domain.progress.made import NORTH, SOUTH, TODAY, everything, many_stays, table

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


def test_a_count_too_large_to_be_stored_is_refused() -> None:
    many = Stay(NORTH, TODAY, TODAY, None, None, 2**31)
    made: Table = fit(from_stays([many]), Milestone.DECISION, TODAY)
    with pytest.raises(SnapshotError):
        snapshot.dump(made)
