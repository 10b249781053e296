"""Which cases at one address count as unrelated, and when that is an alert."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.addresses import canonical, same_place
from cx_app.domain.shared_addresses import SharedRules, families, shows

RULES = SharedRules(cases=3, within=timedelta(days=90))
TIES = st.dictionaries(
    st.integers(0, 12), st.frozensets(st.sampled_from("abcdefghij"), max_size=3), max_size=10
)
LINES = st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=3)


@given(TIES)
def test_each_case_is_in_one_family_and_families_share_nobody(
    ties: dict[int, frozenset[str]],
) -> None:
    found = families(ties)
    assert sorted(one for family in found for one in family) == sorted(ties)
    people = [frozenset().union(*(ties[one] for one in family)) for family in found]
    for n, one in enumerate(people):
        assert all(one.isdisjoint(other) for other in people[n + 1 :])


@given(TIES)
def test_within_a_family_each_is_reached_from_each_by_shared_people(
    ties: dict[int, frozenset[str]],
) -> None:
    for family in families(ties):
        reached, people = {family[0]}, set(ties[family[0]])
        while more := {one for one in family if one not in reached and ties[one] & people}:
            reached |= more
            people = people.union(*(ties[one] for one in more))
        assert reached == set(family)


@given(TIES, st.randoms())
def test_the_order_makes_no_difference(ties: dict[int, frozenset[str]], random: object) -> None:
    shuffled = list(ties.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert {frozenset(one) for one in families(ties)} == {
        frozenset(one) for one in families(dict(shuffled))
    }


@given(TIES, st.integers(13, 20), st.frozensets(st.sampled_from("abcdefghij"), max_size=3))
def test_one_more_case_makes_at_most_one_more_family(
    ties: dict[int, frozenset[str]], case: int, people: frozenset[str]
) -> None:
    more = len(families({**ties, case: people})) - len(families(ties))
    assert more == 1 if not any(people & other for other in ties.values()) else more <= 0


def test_a_family_counts_once() -> None:
    ties = {"mother": ["m"], "joint": ["m", "c"], "child": ["c"], "stranger": ["s"]}
    assert families(ties) == [["mother", "joint", "child"], ["stranger"]]


@pytest.mark.parametrize(
    ("cases", "settled", "shown"),
    [(2, 0, False), (3, 0, True), (3, 3, False), (4, 3, True), (2, 1, False), (4, 5, False)],
)
def test_an_alert_shows_from_so_many_on_and_again_when_there_are_more(
    cases: int, settled: int, shown: bool
) -> None:
    assert shows(cases, settled, RULES) is shown


@given(LINES, LINES)
def test_the_canonical_form_is_equal_where_the_place_is_the_same(
    one: list[str], other: list[str]
) -> None:
    alike = canonical(json.dumps(one)) == canonical(json.dumps(other))
    assert alike is same_place(one, other)


@pytest.mark.parametrize(
    "other",
    [
        ["100 MARKET ST.", "APT 3", "Springfield, IL 62701-0042"],
        ["100  Market Street, Apartment 3", "Springfield, IL 62701"],
    ],
)
def test_ways_of_writing_one_address(other: list[str]) -> None:
    home = ["100 Market Street, Apt 3", "Springfield, IL 62701"]
    assert canonical(json.dumps(home)) == canonical(json.dumps(other))


def test_addresses_in_another_script_are_not_all_the_same() -> None:
    assert not same_place(["Невский"], ["Ленина"])
