"""Codes, disputes, removals and undoing in any order, with a plain model beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.code_claims import (
    OUTCOMES,
    DecisionAnswer,
    DisputeAnswer,
    Ground,
    Outcome,
    Reason,
)
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import AccessCode, CaseLink, ClaimDispute
from cx_app.services.access_codes.redeem import Redeemed, Refused, redeem
from cx_app.services.access_codes.reissue import end_code, reissue
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.cases.access import link_to, may_act
from cx_app.services.cases.unlink import Undone, undo_unlink, unlink
from cx_app.services.claims.desk import decide
from cx_app.services.claims.dispute import dispute, tell_lapsed
from tests import factories
from tests.factories import actor_for

WHO = st.integers(0, 2)
OFFICERS = st.integers(0, 1)
REASONS = st.sampled_from(Reason)
DAY = timedelta(days=1)


@dataclass
class Code:
    id: UUID
    secret: str
    until: datetime
    over: bool = False


@dataclass
class Dispute:
    id: UUID
    by: int
    against: int
    lapses: datetime
    first: tuple[int, Outcome] | None = None
    decided: bool = False


class Claims(RuleBasedStateMachine):
    """One person in one case, three accounts that may be theirs, two officers."""

    def __init__(self) -> None:
        super().__init__()
        with db.write() as session:
            self.filing = factories.filing(session)
            self.accounts = [actor_for(factories.account(session)) for _ in range(3)]
            self.officers = [actor_for(factories.account(session), Role.OFFICER) for _ in range(2)]
            self.now = clock.business(session)
        stored = self.filing.code
        self.codes = [Code(stored.id, self.filing.claim.code, stored.valid_until)]
        self.has: set[int] = set()
        self.undo: dict[int, datetime] = {}
        self.disputes: list[Dispute] = []

    @property
    def open(self) -> Dispute | None:
        standing = (d for d in self.disputes if not d.decided and d.lapses > self.time())
        return next(standing, None)

    def time(self) -> datetime:
        with db.read() as session:
            return clock.business(session)

    def paused(self, who: int) -> bool:
        return self.open is not None and self.open.against == who

    def link(self, who: int) -> CaseLink | None:
        with db.read() as session:
            return session.exec(
                select(CaseLink).where(
                    CaseLink.account_id == self.accounts[who].account_id,
                    CaseLink.party_id == self.filing.party.id,
                )
            ).first()

    @precondition(lambda self: len(self.codes) < 8)
    @rule()
    def issue(self) -> None:
        with db.write() as session:
            stored, secret = factories.code(session, self.filing.party)
        self.codes.append(Code(stored.id, secret, stored.valid_until))

    @rule(which=st.integers(0, 7), again=st.booleans())
    def end_or_reissue(self, which: int, again: bool) -> None:
        code = self.codes[which % len(self.codes)]
        with db.write() as session:
            stored, now = session.get_one(AccessCode, code.id), clock.business(session)
            if again and len(self.codes) < 8:
                fresh = reissue(session, SYSTEM_ACTOR, stored, "letter_lost", now)
                assert (fresh is None) == code.over
                if fresh is not None and fresh.code is not None:
                    self.codes.append(Code(fresh.id, fresh.code, fresh.valid_until))
            else:
                ended = end_code(session, SYSTEM_ACTOR, stored, "by_mistake", now)
                assert ended is not code.over
        code.over = True

    @rule(who=WHO, which=st.integers(0, 7))
    def redeem(self, who: int, which: int) -> None:
        code = self.codes[which % len(self.codes)]
        good = not code.over and self.time() < code.until
        with db.write() as session:
            claim = replace(self.filing.claim, code=code.secret)
            answer = redeem(session, self.fresh_network(who), claim)
        if who in self.has:
            assert answer == Redeemed(self.filing.case.id, again=True)
        elif good:
            assert answer == Redeemed(self.filing.case.id)
            self.has.add(who)
            self.undo.pop(who, None)
            for other in self.codes:
                other.over = True
        else:
            assert isinstance(answer, Refused)

    def fresh_network(self, who: int) -> Actor:
        """Failures pause accounts; that is tested elsewhere and the clock ends it here."""
        with db.write() as session:
            clock.advance(session, timedelta(minutes=61))
        return self.accounts[who]

    @rule(who=WHO, against=WHO)
    def dispute(self, who: int, against: int) -> None:
        link = self.link(against)
        if link is None:
            return
        both = who in self.has and against in self.has and who != against
        with db.write() as session:
            try:
                said = dispute(
                    session, self.accounts[who], self.filing.case.id, link.id, Ground.UNKNOWN
                )
            except NotFound:
                assert not both
                return
        assert both
        expected = self.may_dispute(who, against)
        assert said.answer is expected
        if expected is DisputeAnswer.OPENED:
            with db.read() as session:
                newest = session.exec(
                    select(ClaimDispute).order_by(ClaimDispute.opened_at.desc())
                ).first()
            self.disputes.append(Dispute(newest.id, who, against, newest.lapses_at))

    def may_dispute(self, who: int, against: int) -> DisputeAnswer:
        if self.paused(who):
            return DisputeAnswer.PAUSED
        if self.open is not None:
            return DisputeAnswer.ANOTHER_OPEN
        lately = [
            d
            for d in self.disputes
            if (d.by, d.against) == (who, against) and self.time() - d.lapses < 60 * DAY
        ]
        return DisputeAnswer.TOO_SOON if lately else DisputeAnswer.OPENED

    @precondition(lambda self: self.disputes)
    @rule(officer=OFFICERS, reason=REASONS)
    def say(self, officer: int, reason: Reason) -> None:
        about, outcome = self.disputes[-1], OUTCOMES[reason]
        over = about.decided or about.lapses <= self.time()
        with db.write() as session:
            answer = decide(session, self.officers[officer], about.id, reason)
        if over:
            assert answer is DecisionAnswer.OVER
        elif about.first is not None and about.first[0] == officer:
            assert answer is DecisionAnswer.SAME_OFFICER
        elif about.first is not None and about.first[1] is outcome:
            assert answer is DecisionAnswer.DECIDED
            about.decided = True
            if outcome is Outcome.REMOVED:
                self.has.discard(about.against)
                self.undo.pop(about.against, None)
        else:
            assert answer is DecisionAnswer.PROPOSED
            about.first = (officer, outcome)

    @rule(who=WHO)
    def unlink(self, who: int) -> None:
        with db.write() as session:
            try:
                unlink(session, self.accounts[who], self.filing.case.id)
            except NotFound:
                assert who not in self.has
                return
        assert who in self.has
        self.has.discard(who)
        self.undo[who] = self.time() + 14 * DAY

    @rule(who=WHO)
    def take_back(self, who: int) -> None:
        link = self.link(who)
        if link is None:
            return
        until = self.undo.get(who)
        with db.write() as session:
            answer = undo_unlink(session, self.accounts[who], link.id)
        if until is not None and self.time() < until:
            assert answer is Undone.DONE
            self.has.add(who)
            self.undo.pop(who)
        else:
            assert answer is Undone.TOO_LATE

    @rule(days=st.sampled_from([1, 5, 13, 31, 95]))
    def time_passes(self, days: int) -> None:
        with db.write() as session:
            clock.advance(session, days * DAY)

    @rule()
    def tell(self) -> None:
        with db.write() as session:
            tell_lapsed(session)

    @invariant()
    def each_account_reads_what_it_has_and_acts_unless_disputed(self) -> None:
        with db.read() as session:
            for who, actor in enumerate(self.accounts):
                reads = link_to(session, actor, self.filing.case.id) is not None
                assert reads == (who in self.has)
                acts = may_act(session, actor, self.filing.case.id)
                assert acts == (who in self.has and not self.paused(who))

    @invariant()
    def a_used_code_stays_used_and_one_dispute_is_open_at_most(self) -> None:
        now = self.time()
        with db.read() as session:
            for code in self.codes:
                stored = session.get_one(AccessCode, code.id)
                over = stored.redeemed_at is not None or stored.voided_at is not None
                assert over == code.over
            living = [
                one
                for one in session.exec(select(ClaimDispute))
                if one.party_id == self.filing.party.id
                and one.decided_at is None
                and one.lapses_at > now
            ]
        assert len(living) == (self.open is not None)


@pytest.mark.usefixtures("database")
def test_in_any_order_the_model_and_the_portal_agree(soak: bool) -> None:
    """In `soak` 6,000 steps."""
    run_state_machine_as_test(
        Claims,
        settings=settings(
            max_examples=150 if soak else 6,
            stateful_step_count=40 if soak else 25,
            deadline=None,
            suppress_health_check=[*HealthCheck],
        ),
    )
