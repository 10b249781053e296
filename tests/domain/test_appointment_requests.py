"""Where a request may go from where, who moves it, and when (domain 2.4-1 to 2.4-5)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cx_app.domain.appointment_ages import LEAST, age, due_at, total_age, usual
from cx_app.domain.appointment_requests import (
    DECISIONS,
    MOVES,
    OPEN,
    TAKEN_BACK,
    UNDOABLE,
    By,
    Facts,
    Lease,
    RequestMove,
    RequestReason,
    RequestRefusal,
    RequestState,
    Urgency,
    after,
    lease,
    standing,
    urgency,
)
from cx_app.domain.policy import policy_from
from cx_app.services.policy.current import defaults

RULES = policy_from({name: one["value"] for name, one in defaults().items()}).requests
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
ME, OTHER = uuid4(), uuid4()
S, M = RequestState, RequestMove


def goes(
    state: RequestState, move: RequestMove, by: By, **facts: object
) -> RequestState | RequestRefusal:
    return after(state, move, by, NOW, replace(Facts(), **facts))


def test_the_published_outcomes_follow_a_claim_and_nothing_else() -> None:
    mine = {"lease": Lease.MINE}
    assert goes(S.IN_REVIEW, M.BOOK, By.OFFICER, **mine) is S.SCHEDULED
    assert goes(S.IN_REVIEW, M.FIND_UNNEEDED, By.OFFICER, **mine) is S.NOT_NEEDED
    assert goes(S.IN_REVIEW, M.ASK, By.OFFICER, **mine) is S.NEEDS_INFO
    for move in DECISIONS:
        assert goes(S.SUBMITTED, move, By.OFFICER) is RequestRefusal.NOT_CLAIMED
        assert goes(S.IN_REVIEW, move, By.OFFICER, lease=Lease.OTHERS) is RequestRefusal.CLAIMED
        assert goes(S.IN_REVIEW, move, By.PERSON, **mine) is RequestRefusal.NOT_THEIRS


def test_a_claim_that_ran_out_is_none_without_anybody_clearing_it() -> None:
    assert lease(ME, NOW + INSTANT, ME, NOW) is Lease.MINE
    assert lease(ME, NOW + INSTANT, OTHER, NOW) is Lease.OTHERS
    assert lease(ME, NOW, ME, NOW) is Lease.NOBODYS
    assert lease(None, None, ME, NOW) is Lease.NOBODYS
    assert standing(S.IN_REVIEW, Lease.NOBODYS) is S.SUBMITTED
    assert goes(S.IN_REVIEW, M.CLAIM, By.OFFICER) is S.IN_REVIEW
    assert goes(S.IN_REVIEW, M.BOOK, By.OFFICER) is RequestRefusal.NOT_CLAIMED


@pytest.mark.parametrize(
    ("state", "move", "by", "fact", "edge"),
    [
        (S.NEEDS_INFO, M.ANSWER, By.PERSON, "answer_by", RequestRefusal.TOO_LATE),
        (S.EXPIRED, M.REOPEN, By.PERSON, "reopen_until", RequestRefusal.TOO_LATE),
        (S.SCHEDULED, M.CANCEL, By.PERSON, "starts_at", RequestRefusal.TOO_LATE),
    ],
)
def test_what_ends_at_an_instant_is_refused_from_that_instant_on(
    state: RequestState, move: RequestMove, by: By, fact: str, edge: RequestRefusal
) -> None:
    assert isinstance(goes(state, move, by, **{fact: NOW + INSTANT}), RequestState)
    assert goes(state, move, by, **{fact: NOW}) is edge


@pytest.mark.parametrize(
    ("state", "move", "by", "fact"),
    [
        (S.NEEDS_INFO, M.EXPIRE, By.SYSTEM, "answer_by"),
        (S.SCHEDULED, M.KEEP, By.OFFICER, "starts_at"),
        (S.SCHEDULED, M.MISS, By.SYSTEM, "ends_at"),
    ],
)
def test_what_begins_at_an_instant_is_refused_until_then(
    state: RequestState, move: RequestMove, by: By, fact: str
) -> None:
    assert isinstance(goes(state, move, by, **{fact: NOW}), RequestState)
    early = goes(state, move, by, **{fact: NOW + INSTANT})
    assert early is RequestRefusal.TOO_EARLY


def test_a_decision_is_undone_until_its_minute_is_over_and_back_to_where_it_stood() -> None:
    undo = {"before": S.IN_REVIEW, "undo_until": NOW + INSTANT}
    for state in UNDOABLE:
        assert goes(state, M.UNDO, By.OFFICER, **undo) is S.IN_REVIEW
        assert goes(state, M.UNDO, By.OFFICER, **undo | {"undo_until": NOW}) is (
            RequestRefusal.TOO_LATE
        )
        assert goes(state, M.UNDO, By.PERSON, **undo) is RequestRefusal.NOT_THEIRS
        assert goes(state, M.UNDO, By.OFFICER) is RequestRefusal.NOT_FROM_HERE
    for state in set(S) - UNDOABLE:
        assert goes(state, M.UNDO, By.OFFICER, **undo) is RequestRefusal.NOT_FROM_HERE


def test_a_visit_is_moved_until_it_begins_and_after_a_closure_whenever() -> None:
    ahead, begun = {"starts_at": NOW + INSTANT}, {"starts_at": NOW}
    assert goes(S.SCHEDULED, M.REBOOK, By.OFFICER, **ahead) is S.SCHEDULED
    assert goes(S.SCHEDULED, M.REBOOK, By.OFFICER, **begun) is RequestRefusal.TOO_LATE
    assert goes(S.SCHEDULED, M.REBOOK, By.PERSON, **ahead) is RequestRefusal.NOT_THEIRS
    assert goes(S.OFFICE_CANCELLED, M.REBOOK, By.OFFICER, **begun) is S.SCHEDULED


def test_who_hands_a_request_on_needs_no_claim_and_nobody_else_does() -> None:
    for held in Lease:
        assert goes(S.IN_REVIEW, M.ASSIGN, By.OFFICER, lease=held) is S.IN_REVIEW
    assert goes(S.IN_REVIEW, M.CLAIM, By.OFFICER, lease=Lease.OTHERS) is RequestRefusal.CLAIMED
    assert goes(S.SCHEDULED, M.ASSIGN, By.OFFICER) is RequestRefusal.NOT_FROM_HERE


def test_a_second_click_is_told_from_a_move_that_makes_no_sense() -> None:
    assert goes(S.WITHDRAWN, M.WITHDRAW, By.PERSON) is RequestRefusal.DONE_BEFORE
    assert goes(S.COMPLETED, M.WITHDRAW, By.PERSON) is RequestRefusal.OVER
    assert goes(S.SCHEDULED, M.ANSWER, By.PERSON) is RequestRefusal.NOT_FROM_HERE


def test_only_an_officer_brings_back_what_was_not_needed() -> None:
    assert goes(S.NOT_NEEDED, M.REOPEN, By.OFFICER) is S.SUBMITTED
    assert goes(S.NOT_NEEDED, M.REOPEN, By.PERSON) is RequestRefusal.NOT_THEIRS


@pytest.mark.parametrize(("state", "move", "by"), list(product(S, M, By)))
def test_every_move_from_everywhere_has_an_answer(
    state: RequestState, move: RequestMove, by: By
) -> None:
    """What no row of the table allows is refused with a reason; nothing else moves."""
    answer = goes(state, move, by, lease=Lease.MINE)
    allowed = MOVES.get((state, move))
    if allowed is None or by not in allowed[1]:
        assert isinstance(answer, RequestRefusal)
    else:
        assert answer in (allowed[0], RequestRefusal.TOO_EARLY)


def test_every_state_is_reached_and_everything_that_is_open_can_end() -> None:
    assert {to for to, _who in MOVES.values()} == set(S)
    for state in OPEN:
        assert _ends_from(state) & (set(S) - OPEN)


def _ends_from(state: RequestState) -> set[RequestState]:
    seen = {state}
    while more := {to for (at, _move), (to, _who) in MOVES.items() if at in seen} - seen:
        seen |= more
    return seen


@pytest.mark.parametrize(
    ("days", "urgent"), [(0, True), (14, True), (15, True), (16, False), (300, False)]
)
def test_travel_in_less_than_15_days_goes_to_the_front(days: int, urgent: bool) -> None:
    """At noon the fifteenth day is 14 and a half days away."""
    travel_on, noon = date(2026, 3, 2) + timedelta(days=days), datetime(2026, 3, 2, 17, tzinfo=UTC)
    rank = urgency(S.SUBMITTED, RequestReason.EMERGENCY_PAROLE, travel_on, noon, RULES)
    assert (rank is Urgency.TRAVEL) is urgent
    assert urgency(S.SUBMITTED, RequestReason.ADIT_STAMP, travel_on, noon, RULES) is Urgency.USUAL
    assert urgency(S.OFFICE_CANCELLED, RequestReason.ADIT_STAMP, None, noon, RULES) == 0


hours = st.integers(0, 2_000).map(lambda n: timedelta(hours=n))


@given(hours, hours, hours)
def test_the_agency_s_clock_stands_still_while_the_person_has_the_turn(
    before: timedelta, waiting: timedelta, later: timedelta
) -> None:
    asked, waits = NOW, NOW + before
    assert age(asked, timedelta(0), waits, waits + waiting) == before
    end = waits + waiting + later
    assert age(asked, waiting, None, end) == before + later
    assert total_age(asked, end) == before + waiting + later


def test_the_day_by_which_to_answer_moves_with_the_pause() -> None:
    monday = datetime(2026, 3, 2, 15, tzinfo=UTC)
    assert due_at(monday, timedelta(0), 5) == datetime(2026, 3, 10, 4, tzinfo=UTC)
    assert due_at(monday, timedelta(days=7), 5) == datetime(2026, 3, 17, 4, tzinfo=UTC)


def test_past_requests_speak_only_when_there_are_enough() -> None:
    ages = [timedelta(hours=n) for n in range(1, 101)]
    assert usual(ages) == timedelta(hours=80)
    assert usual(ages[:LEAST]) == timedelta(hours=24)
    assert usual(ages[: LEAST - 1]) is None


@dataclass
class Model:
    """What happened, told independently of the table: words of the rules, not its rows."""

    state: RequestState = RequestState.SUBMITTED
    facts: Facts = field(default_factory=Facts)
    now: datetime = NOW
    claimed_by: UUID | None = None
    claimed_until: datetime | None = None
    visits: int = 0


class Requests(RuleBasedStateMachine):
    """Officers, the person and time act as they like; what must hold holds after each act."""

    def __init__(self) -> None:
        super().__init__()
        self.one = Model()
        self.path: list[RequestState] = [RequestState.SUBMITTED]

    @rule(
        move=st.sampled_from(sorted(RequestMove)),
        by=st.sampled_from(sorted(By)),
        who=st.sampled_from([ME, OTHER]),
    )
    def acts(self, move: RequestMove, by: By, who: UUID) -> None:
        """Anything by anybody: mostly refused."""
        self.tries(move, by, who)

    @rule(data=st.data(), who=st.sampled_from([ME, OTHER]))
    def goes_on(self, data: st.DataObject, who: UUID) -> None:
        """What may follow, or nearly so: without it hardly a request would get anywhere."""
        one = self.one
        at = standing(one.state, lease(one.claimed_by, one.claimed_until, who, one.now))
        follows = [(M.UNDO, By.OFFICER)] if at in UNDOABLE else []
        for (state, move), (_to, whose) in MOVES.items():
            follows += [(move, by) for by in sorted(whose) if state is at]
        if follows:
            self.tries(*data.draw(st.sampled_from(sorted(follows))), who)
        else:
            self.one = Model(now=one.now)

    def tries(self, move: RequestMove, by: By, who: UUID) -> None:
        one = self.one
        held = lease(one.claimed_by, one.claimed_until, who, one.now)
        facts = replace(one.facts, lease=held)
        at = standing(one.state, held)
        answer = after(one.state, move, by, one.now, facts)
        if isinstance(answer, RequestRefusal):
            return
        if move in DECISIONS:
            assert (by, held) == (By.OFFICER, Lease.MINE)
        if by is By.PERSON:
            assert move in (M.ANSWER, M.WITHDRAW, M.CANCEL, M.REOPEN, M.REBOOK)
        if at not in OPEN:
            assert move in (M.REOPEN, M.UNDO, M.KEEP, M.MISS)
        self.moved(move, at, answer, who, by)

    @rule(hours=st.sampled_from([0.005, 0.02, 1, 24, 24 * 16, 24 * 40]))
    def time_passes(self, hours: float) -> None:
        self.one.now += timedelta(hours=hours)

    @invariant()
    def a_visit_stands_exactly_while_it_is_scheduled_or_over(self) -> None:
        went = {S.SCHEDULED, S.COMPLETED, S.NO_SHOW}
        assert (self.one.visits == 1) == (self.one.state in went)

    @invariant()
    def only_an_officer_s_claim_is_in_review(self) -> None:
        if self.one.state is S.IN_REVIEW:
            assert self.one.claimed_by is not None

    def moved(
        self, move: RequestMove, at: RequestState, to: RequestState, who: UUID, by: By
    ) -> None:
        one, begins = self.one, self.one.now + timedelta(days=2)
        decided = by is By.OFFICER and move in TAKEN_BACK
        one.facts = Facts(
            answer_by=one.now + timedelta(days=14) if to is S.NEEDS_INFO else None,
            reopen_until=one.now + timedelta(days=30) if to is S.EXPIRED else None,
            starts_at=begins if move in (M.BOOK, M.REBOOK) else one.facts.starts_at,
            ends_at=begins + timedelta(hours=1)
            if move in (M.BOOK, M.REBOOK)
            else one.facts.ends_at,
            undo_until=one.now + timedelta(seconds=60) if decided else None,
            before=at if decided else None,
        )
        one.claimed_by = who if to is S.IN_REVIEW else None
        one.claimed_until = one.now + timedelta(minutes=15) if to is S.IN_REVIEW else None
        books = move in (M.BOOK, M.REBOOK, M.UNDO) and to is S.SCHEDULED and at is not to
        frees = at is S.SCHEDULED and to not in (S.SCHEDULED, S.COMPLETED, S.NO_SHOW)
        one.visits += books - frees
        one.state = to
        self.path.append(to)


def test_whatever_happens_in_whatever_order_the_rules_hold(soak: bool) -> None:
    """The whole campaign takes 6,000 steps."""
    run_state_machine_as_test(
        Requests,
        settings=settings(max_examples=140 if soak else 20, stateful_step_count=50, deadline=None),
    )
