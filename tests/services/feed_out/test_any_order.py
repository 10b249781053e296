"""Whatever order things happen in, whatever crashes: nothing is lost and one answer counts."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from cx_app import database as db
from cx_app.domain.business_time import eastern_date
from cx_app.domain.feed_out import Answer, Outcome, Said
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models.base import uuid7
from cx_app.services.feed_out.reconcile import Stated, reconcile
from cx_app.services.feed_out.settle import Done, send_again, settle_by_hand
from tests import factories
from tests.services.feed_out.events import ack, answers, filed, pulled, refusal, row, sent

OFFICER = Actor(uuid7(), Role.OFFICER)
AGENCY_IDS = st.sampled_from(["MER-1", "MER-2"])


class Conversation(RuleBasedStateMachine):
    """The portal, an agency that forgets, and an officer."""

    events: Bundle[UUID] = Bundle("events")

    def __init__(self) -> None:
        super().__init__()
        with db.write() as session:
            self.filing = factories.filing(session)
        self.cursor = self._end()
        self.written: set[UUID] = set()
        self.delivered: set[UUID] = set()
        self.standing: dict[UUID, tuple[str, str]] = {}
        self.asked_again: set[UUID] = set()

    @rule(target=events)
    def decide(self) -> UUID:
        with db.write() as session:
            event_id = filed(session, self.filing)
        self.written.add(event_id)
        return event_id

    @rule()
    def decide_and_roll_back(self) -> None:
        with db.write() as session:
            filed(session, self.filing)
            session.rollback()

    @rule(limit=st.integers(1, 3), crashes=st.booleans())
    def pull(self, limit: int, crashes: bool) -> None:
        """An agency that crashes has read the answer, and knows nothing of it any more."""
        lines = pulled(self.cursor, limit)
        positions = [int(str(line["position"])) for line in lines]
        assert positions == sorted(set(positions))
        if not crashes:
            self.delivered |= {UUID(str(line["event_id"])) for line in lines}
            self.cursor = max([self.cursor, *positions])

    @rule(event_id=events, agency_id=AGENCY_IDS, refuse=st.booleans(), times=st.integers(1, 2))
    def answer(self, event_id: UUID, agency_id: str, refuse: bool, times: int) -> None:
        """Of any event, pulled or not, in any order, once or twice."""
        line = refusal(event_id, agency_id) if refuse else ack(event_id, agency_id)
        outcome = Outcome.REFUSED if refuse else Outcome.ACCEPTED
        for heard in answers(*[line] * times):
            assert heard is self._expected(event_id, agency_id, outcome)
            if heard is Answer.ACKNOWLEDGED:
                self.standing[event_id] = (agency_id, outcome)
                self.asked_again.discard(event_id)

    @rule(event_id=events)
    def officer_sends_again(self, event_id: UUID) -> None:
        with db.write() as session:
            done = send_again(session, OFFICER, event_id)
        if done is Done.DONE:
            self.delivered.discard(event_id)
            if event_id in self.standing:
                self.asked_again.add(event_id)

    @rule(event_id=events, agency_id=AGENCY_IDS)
    def officer_settles(self, event_id: UUID, agency_id: str) -> None:
        with db.write() as session:
            done = settle_by_hand(session, OFFICER, event_id, agency_id)
        if done is Done.DONE:
            self.standing[event_id] = (agency_id, Outcome.ACCEPTED)
            self.asked_again.discard(event_id)

    @rule(event_id=consumes(events), agency_id=AGENCY_IDS)
    def statement(self, event_id: UUID, agency_id: str) -> None:
        """Names one event, and so acknowledges that one where nothing else did."""
        heard = self._expected(event_id, agency_id, Outcome.ACCEPTED)
        with db.write() as session:
            day = eastern_date(clock.business(session))
            clock.advance(session, timedelta(days=1))
            kept = reconcile(session, Stated(day, {str(event_id): Said(agency_id)}), "test")
        assert (kept.acknowledged == 1) is (heard is Answer.ACKNOWLEDGED)
        if heard is Answer.ACKNOWLEDGED:
            self.standing[event_id] = (agency_id, Outcome.ACCEPTED)
            self.asked_again.discard(event_id)

    @invariant()
    def the_portal_remembers_what_stands(self) -> None:
        for event_id in self.written:
            event = row(event_id)
            known = (event.agency_id, event.outcome) if event.outcome else None
            assert known == self.standing.get(event_id)
            assert (event.acknowledged_at is not None) is (known is not None)

    def teardown(self) -> None:
        """In the end a patient agency has everything that was decided, and nothing else."""
        while lines := pulled(self.cursor, 2):
            self.delivered |= {UUID(str(line["event_id"])) for line in lines}
            self.cursor = max(int(str(line["position"])) for line in lines)
        assert self.delivered == self.written

    def _expected(self, event_id: UUID, agency_id: str, outcome: Outcome) -> Answer:
        standing = self.standing.get(event_id)
        if standing is None:
            return Answer.ACKNOWLEDGED
        if standing == (agency_id, outcome):
            return Answer.REPEATED
        may_change = event_id in self.asked_again and standing[1] == Outcome.REFUSED
        return Answer.ACKNOWLEDGED if may_change else Answer.CONFLICT

    def _end(self) -> int:
        lines = pulled(0, 1000)
        return int(str(lines[-1]["position"])) if lines else 0


@pytest.mark.usefixtures("database")
def test_in_any_order_nothing_is_lost_and_one_answer_counts(soak: bool) -> None:
    run_state_machine_as_test(
        Conversation,
        settings=settings(
            max_examples=300 if soak else 12,
            stateful_step_count=40 if soak else 20,
            deadline=None,
            suppress_health_check=[*HealthCheck],
        ),
    )


@pytest.mark.usefixtures("database")
def test_the_agency_may_forget_everything_and_begin_anew() -> None:
    event_id = sent()
    answers(ack(event_id, "MER-1"))
    assert [line["event_id"] for line in pulled(0)] == [str(event_id)]
    assert answers(ack(event_id, "MER-2")) == [Answer.CONFLICT]
