"""The life of a Form G-28, against a model that knows only the order of things."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cx_app.domain.representation.forms import (
    LIVE,
    MOVES,
    By,
    Form,
    FormMove,
    FormRefusal,
    FormState,
    Wording,
    after,
    digest_of,
    refusal,
)
from tests.domain.representation.rules import NOW, RULES

WORDS = Wording(
    form_id="1",
    receipt="IOE0912000011",
    client_name="Dolores Reyes",
    client_born="1990-04-12",
    representative_name="Rosa Delgado",
    capacity="attorney",
    licence="123456 (IL)",
    address=("2 Law Court", "Springfield, IL 62702"),
    notices_to_representative=False,
    beside=False,
)
DIGEST = digest_of(WORDS)


def moved(form: Form, move: FormMove, by: By, now: datetime = NOW, digest: str = DIGEST) -> Form:
    made = after(form, move, by, now, RULES, digest=digest)
    assert isinstance(made, Form), made
    return made


def sent() -> Form:
    return moved(Form(), FormMove.SEND, By.REPRESENTATIVE)


def signed() -> Form:
    return moved(sent(), FormMove.SIGN, By.CLIENT)


@pytest.mark.parametrize("state", list(FormState))
@pytest.mark.parametrize("move", list(FormMove))
@pytest.mark.parametrize("by", list(By))
def test_a_move_is_made_if_the_table_says_so_and_else_never(
    state: FormState, move: FormMove, by: By
) -> None:
    at = Form(state, digest=DIGEST, answer_by=NOW + timedelta(days=1))
    now = NOW + timedelta(days=2) if move is FormMove.EXPIRE else NOW
    made = after(at, move, by, now, RULES, digest=DIGEST)
    step = MOVES.get((state, move))
    if step is not None and by in step[1]:
        assert isinstance(made, Form)
        assert made.state is step[0]
        assert (made.ended_at is None) is (made.state in LIVE)
    else:
        assert isinstance(made, FormRefusal)


def test_nobody_signs_for_the_other_side() -> None:
    for by in set(By) - {By.REPRESENTATIVE}:
        assert refusal(Form(), FormMove.SEND, by, NOW, digest=DIGEST) is FormRefusal.NOT_THEIRS
    for by in set(By) - {By.CLIENT}:
        assert refusal(sent(), FormMove.SIGN, by, NOW, digest=DIGEST) is FormRefusal.NOT_THEIRS


def test_a_signature_again_is_told_apart_from_one_that_comes_after_the_end() -> None:
    again = refusal(signed(), FormMove.SIGN, By.CLIENT, NOW, digest=DIGEST)
    assert again is FormRefusal.DONE_BEFORE
    ended = moved(signed(), FormMove.END, By.CLIENT)
    replayed = refusal(ended, FormMove.SIGN, By.CLIENT, NOW, digest=DIGEST)
    assert replayed is FormRefusal.OVER


def test_the_client_has_thirty_days_to_the_instant() -> None:
    last = NOW + RULES.answer - timedelta(microseconds=1)
    assert moved(sent(), FormMove.SIGN, By.CLIENT, last).in_force
    late = NOW + RULES.answer
    for move in (FormMove.SIGN, FormMove.DECLINE):
        assert refusal(sent(), move, By.CLIENT, late, digest=DIGEST) is FormRefusal.TOO_LATE
    assert refusal(sent(), FormMove.EXPIRE, By.SYSTEM, last) is FormRefusal.TOO_EARLY
    assert moved(sent(), FormMove.EXPIRE, By.SYSTEM, late).state is FormState.EXPIRED


@given(st.sampled_from(sorted(Wording.__slots__)))
def test_one_other_word_is_another_document(name: str) -> None:
    value = getattr(WORDS, name)
    other: object = (
        not value
        if isinstance(value, bool)
        else (*value, "x")
        if name == "address"
        else f"{value}x"
    )
    changed = digest_of(replace(WORDS, **{name: other}))
    assert changed != DIGEST
    assert refusal(sent(), FormMove.SIGN, By.CLIENT, NOW, digest=changed) is FormRefusal.CHANGED


def test_the_digest_is_the_same_for_whoever_makes_it_again() -> None:
    assert digest_of(replace(WORDS)) == DIGEST
    assert len(DIGEST) == 64


def test_nothing_follows_an_end() -> None:
    over = set(FormState) - LIVE
    assert not [at for (at, _move) in MOVES if at in over]
    for state, move, by in product(over, FormMove, By):
        assert refusal(Form(state), move, by, NOW, digest=DIGEST) is not None


class OneForm(RuleBasedStateMachine):
    """Anybody tries anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.form, self.now = Form(), NOW
        self.both = [False, False]
        self.over = False

    @rule(days=st.integers(0, 12))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(
        move=st.sampled_from(list(FormMove)),
        by=st.sampled_from(list(By)),
        digest=st.sampled_from([DIGEST, "", "0" * 64]),
    )
    def somebody_tries(self, move: FormMove, by: By, digest: str) -> None:
        before = self.form
        made = after(before, move, by, self.now, RULES, digest=digest)
        if isinstance(made, FormRefusal):
            return
        self.form = made
        if move is FormMove.SEND:
            assert by is By.REPRESENTATIVE
            self.both = [True, False]
        if move is FormMove.SIGN:
            assert by is By.CLIENT
            assert digest == before.digest
            assert before.answer_by is not None
            assert self.now < before.answer_by
            self.both[1] = True
        assert not self.over
        self.over = made.state not in LIVE

    @invariant()
    def in_force_only_with_both_signatures(self) -> None:
        if self.form.in_force:
            assert all(self.both)
            assert self.form.digest

    @invariant()
    def it_ends_once(self) -> None:
        assert (self.form.ended_at is not None) is self.over


TestOneForm = OneForm.TestCase
