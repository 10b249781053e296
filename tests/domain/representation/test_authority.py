"""Who may do what in a case: every capacity, every action, every circumstance."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cx_app.domain.cases import PartyRole
from cx_app.domain.representation.authority import (
    THEIRS,
    Action,
    Barrier,
    Capacity,
    Standing,
    authority,
)
from cx_app.domain.representation.forms import may_be_client
from tests.domain.representation.rules import RULES

STANDINGS = [
    Standing(capacity, *flags) for capacity, *flags in product(Capacity, *[(False, True)] * 6)
]
ACTING = (Capacity.REPRESENTATIVE, Capacity.PARALEGAL)
standings = st.sampled_from(STANDINGS)
actions = st.sampled_from(list(Action))


def test_every_action_belongs_to_somebody() -> None:
    assert set(THEIRS) == set(Action)


@pytest.mark.parametrize("action", list(Action))
def test_an_outsider_finds_no_case_whatever_is_true_of_it(action: Action) -> None:
    answers = {authority(s, action) for s in STANDINGS if s.capacity is Capacity.OUTSIDER}
    assert answers == {Barrier.NOT_THERE}


@given(standings, actions)
def test_a_protected_case_is_not_there_for_who_is_not_named(
    standing: Standing, action: Action
) -> None:
    standing = replace(standing, protected=True, named=False)
    if standing.capacity in ACTING:
        assert authority(standing, action) is Barrier.NOT_THERE


@given(standings, actions)
def test_nothing_but_what_they_filed_is_open_without_a_form_in_force(
    standing: Standing, action: Action
) -> None:
    standing = replace(standing, in_force=False)
    if standing.capacity in ACTING and authority(standing, action) is None:
        assert (action, standing.filed) == (Action.READ_FILED, True)


@given(standings)
def test_a_paralegal_never_submits_withdraws_signs_or_ends(standing: Standing) -> None:
    paralegal = replace(standing, capacity=Capacity.PARALEGAL)
    for action in (Action.SUBMIT, Action.WITHDRAW, Action.SIGN_AS_CLIENT, Action.END):
        assert authority(paralegal, action) is not None


@given(standings, actions)
def test_a_paralegal_may_do_nothing_that_their_representative_may_not(
    standing: Standing, action: Action
) -> None:
    paralegal = replace(standing, capacity=Capacity.PARALEGAL)
    if authority(paralegal, action) is None:
        assert authority(replace(standing, capacity=Capacity.REPRESENTATIVE), action) is None


@given(standings, actions)
def test_who_is_accepted_may_do_all_that_who_is_not_may(standing: Standing, action: Action) -> None:
    if authority(replace(standing, accepted=False), action) is None:
        assert authority(replace(standing, accepted=True), action) is None


@pytest.mark.parametrize("action", list(Action))
def test_nobody_acts_for_a_client_on_an_excluded_form(action: Action) -> None:
    acting = Standing(Capacity.REPRESENTATIVE, in_force=True, accepted=True, excluded_form=True)
    if action is Action.WITHDRAW:
        assert authority(acting, action) is None
    else:
        assert authority(acting, action) in {Barrier.EXCLUDED_FORM, Barrier.NOT_THEIR_PART}


def test_a_client_keeps_every_part_of_theirs_whatever_their_representative_is() -> None:
    for standing, action in product(STANDINGS, Action):
        if standing.capacity is Capacity.CLIENT:
            allowed = Capacity.CLIENT in THEIRS[action]
            assert (authority(standing, action) is None) is allowed


@pytest.mark.parametrize("role", list(PartyRole))
def test_who_can_be_a_client_is_policy(role: PartyRole) -> None:
    def can(form: str = "I-130", *, protected: bool = False, named: bool = False) -> bool:
        return may_be_client(role, form, RULES, protected=protected, named=named)

    assert can() is (role is not PartyRole.SUPPORTER)
    assert not can("I-134A")
    assert not can(protected=True)
    assert can(protected=True, named=True) is can()
    older = replace(RULES, client_roles=frozenset({PartyRole.PETITIONER}))
    assert may_be_client(role, "I-130", older, protected=False, named=False) is (
        role is PartyRole.PETITIONER
    )
