"""Codes of one case in any order of events, with a plain model beside the portal.

`Codes` is the base: further capabilities add rules in a subclass, and what they know to `Model`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.access_codes import Life, life_of
from cx_app.domain.business_time import EASTERN
from cx_app.domain.cases import PartyRole
from cx_app.domain.code_requests import Confirmed, EndReason, Refusal
from cx_app.domain.decisions import Held
from cx_app.domain.identity import Actor, Role
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.models import (
    AccessCode,
    CaseLink,
    CodeRequest,
    HeldDecision,
    Party,
    Person,
    Representation,
)
from cx_app.services.access_codes.case_file import open_codes
from cx_app.services.access_codes.decide import Decision, approve, end, refuse, replace_code
from cx_app.services.access_codes.issue import issue
from cx_app.services.access_codes.life import dates_of
from cx_app.services.access_codes.match import match_requests
from cx_app.services.access_codes.redeem import Claim, Redeemed, redeem
from cx_app.services.access_codes.request import RequestState, request_code
from cx_app.services.decisions.undo import UndoAnswer, undo
from tests import factories
from tests.factories import actor_for
from tests.services.access_codes.desk import too_late_to_undo

VALID_DAYS = 90
REQUEST_DAYS = timedelta(days=30)
REVIEW_DAYS = timedelta(days=30)
HOLDERS = st.sampled_from(["petitioner", "beneficiary", "attorney"])


@dataclass
class ModelCode:
    holder: str
    secret: str
    last_day: date
    end: str = ""
    """`redeemed` or `voided`; expiry needs no word."""


@dataclass
class ModelRequest:
    holder: str
    at: datetime
    state: str


@dataclass
class Model:
    """What should be true, in plain words and values."""

    codes: dict[UUID, ModelCode] = field(default_factory=dict)
    requests: dict[UUID, ModelRequest] = field(default_factory=dict)
    linked: dict[str, set[UUID]] = field(default_factory=dict)
    moved_at: datetime | None = None

    def works(self, code: ModelCode, today: date) -> bool:
        return not code.end and today <= code.last_day

    def redeem(self, used: UUID, account_id: UUID) -> None:
        code = self.codes[used]
        for other in self.codes.values():
            if other.holder == code.holder and not other.end:
                other.end = "voided"
        code.end = "redeemed"
        self.linked.setdefault(code.holder, set()).add(account_id)

    def asked(self, holder: str, now: datetime) -> str:
        """What becomes of a request by somebody who does not have the case."""
        for one in self.requests.values():
            counts = one.state in (RequestState.ISSUED, RequestState.REVIEW)
            if one.holder == holder and counts and now - one.at < REQUEST_DAYS:
                return RequestState.CAPPED
        unsure = self.moved_at is not None and now - self.moved_at < REVIEW_DAYS
        # The attorney's letter goes to the office, wherever the client lives.
        return RequestState.REVIEW if unsure and holder != "attorney" else RequestState.ISSUED


class Codes(RuleBasedStateMachine):
    """A petitioner, a beneficiary and the beneficiary's attorney; an officer; days that pass."""

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        with db.write() as session:
            self.case = factories.case(session, form="I-130")
            born = {"petitioner": date(1980, 1, 2), "beneficiary": date(1985, 3, 4)}
            self.people = {n: factories.person(session, born=day) for n, day in born.items()}
            self.parties = {
                name: factories.party(session, self.case, person, PartyRole(name))
                for name, person in self.people.items()
            }
            self.attorney = factories.representation(session, self.parties["beneficiary"])
            account = factories.account(session, roles=(Role.OFFICER,))
            self.officer = actor_for(account, Role.OFFICER)

    # --- what stands behind a name ------------------------------------------------------------

    def now(self) -> datetime:
        with db.read() as session:
            return clock.business(session)

    def today(self) -> date:
        return self.now().astimezone(EASTERN).date()

    def holder(self, name: str) -> Party | Representation:
        return self.attorney if name == "attorney" else self.parties[name]

    def holds(self, name: str) -> dict[str, UUID]:
        key = "representation_id" if name == "attorney" else "party_id"
        return {key: self.holder(name).id}

    def born(self, name: str) -> date:
        who = "beneficiary" if name == "attorney" else name
        return date.fromisoformat(self.people[who].birth_date or "")

    def somebody(self, name: str) -> Actor:
        """A fresh account and network, so that no pause and no link of before is in the way."""
        role = Role.REPRESENTATIVE if name == "attorney" else Role.APPLICANT
        with db.write() as session:
            return actor_for(factories.account(session), role)

    def any_code(self, data: Any) -> UUID:
        found: UUID = data.draw(st.sampled_from(list(self.model.codes)), label="code")
        return found

    def keep(self, name: str, code: AccessCode) -> None:
        last = code.issued_on + timedelta(days=VALID_DAYS)
        self.model.codes[code.id] = ModelCode(name, code.code or "", last)

    def open_case(self) -> None:
        with db.write() as session:
            open_codes(session, self.officer, self.case.id, OpeningReason.CONTACT)

    # --- what may happen ----------------------------------------------------------------------

    @precondition(lambda self: len(self.model.codes) < 8)
    @rule(name=HOLDERS)
    def the_agency_issues(self, name: str) -> None:
        with db.write() as session:
            now = clock.business(session)
            self.keep(name, issue(session, case=self.case, now=now, **self.holds(name)))

    @rule(days=st.sampled_from([1, 7, 29, 31, 89, 91]))
    def days_pass(self, days: int) -> None:
        with db.write() as session:
            clock.advance(session, timedelta(days=days))

    @rule()
    def they_move(self) -> None:
        now = self.now()
        with db.write() as session:
            for person in self.people.values():
                session.get_one(Person, person.id).residence_changed_at = now
        self.model.moved_at = now

    @precondition(lambda self: self.model.codes)
    @rule(data=st.data(), by=HOLDERS)
    def somebody_types_a_code(self, data: Any, by: str) -> None:
        code_id = self.any_code(data)
        code = self.model.codes[code_id]
        actor = self.somebody(by)
        claim = Claim(self.case.receipt_number, code.secret, self.born(by))
        opens = self.model.works(code, self.today()) and by == code.holder
        with db.write() as session:
            answer = redeem(session, actor, claim)
        assert isinstance(answer, Redeemed) is opens
        if opens:
            self.model.redeem(code_id, actor.account_id)

    @precondition(lambda self: self.model.codes)
    @rule(data=st.data(), reason=st.sampled_from(list(EndReason)))
    def the_officer_ends_a_code(self, data: Any, reason: EndReason) -> None:
        code_id = self.any_code(data)
        self.open_case()
        with db.write() as session:
            answer = end(session, self.officer, code_id, reason)
        ended = self.model.codes[code_id].end
        assert answer.decision is (Decision.TOO_LATE if ended else Decision.DONE)
        self.model.codes[code_id].end = ended or "voided"

    @precondition(lambda self: self.model.codes and len(self.model.codes) < 8)
    @rule(data=st.data())
    def the_officer_replaces_a_code(self, data: Any) -> None:
        code_id = self.any_code(data)
        self.open_case()
        with db.write() as session:
            answer = replace_code(session, self.officer, code_id, EndReason.LETTER_LOST)
        if self.model.codes[code_id].end:
            assert answer.decision is Decision.TOO_LATE
            return
        assert answer.decision is Decision.DONE
        self.model.codes[code_id].end = "voided"
        with db.read() as session:
            fresh = session.exec(select(AccessCode).where(AccessCode.replaces_id == code_id)).one()
        self.keep(self.model.codes[code_id].holder, fresh)

    @precondition(lambda self: len(self.model.requests) < 8)
    @rule(name=HOLDERS)
    def somebody_asks(self, name: str) -> None:
        actor, now = self.somebody(name), self.now()
        expected = self.model.asked(name, now)
        with db.write() as session:
            request_code(session, actor, self.case.receipt_number, self.born(name))
        with db.write() as session:
            assert match_requests(session) == 1
        with db.read() as session:
            request = session.exec(
                select(CodeRequest).where(CodeRequest.account_id == actor.account_id)
            ).one()
            assert request.state == expected
            at = request.requested_at
        self.model.requests[request.id] = ModelRequest(name, at, request.state)
        self.keep_code_of(request.id, name)

    @precondition(lambda self: self.waiting())
    @rule(data=st.data(), gives=st.booleans(), regrets=st.booleans())
    def the_officer_decides(self, data: Any, gives: bool, regrets: bool) -> None:
        request_id: UUID = data.draw(st.sampled_from(self.waiting()), label="request")
        self.open_case()
        with db.write() as session:
            answer = (
                approve(session, self.officer, request_id, Confirmed.CALL)
                if gives
                else refuse(session, self.officer, request_id, Refusal.NOT_CONFIRMED)
            )
        assert answer.decision is Decision.DONE
        if regrets:
            self.undoes(request_id)
            return
        assert too_late_to_undo() == 1
        request = self.model.requests[request_id]
        request.state = RequestState.ISSUED if gives else RequestState.REFUSED
        self.keep_code_of(request_id, request.holder)

    def undoes(self, request_id: UUID) -> None:
        """Then it waits again, and no minute that passes sends anything."""
        with db.write() as session:
            held = session.exec(
                select(HeldDecision).where(
                    HeldDecision.subject_id == request_id, HeldDecision.state == Held.HELD
                )
            ).one()
            assert undo(session, self.officer, held.id) is UndoAnswer.DONE
        assert too_late_to_undo() == 0
        with db.read() as session:
            assert session.get_one(CodeRequest, request_id).state == RequestState.REVIEW

    @precondition(lambda self: self.model.requests)
    @rule(data=st.data())
    def a_slow_officer_decides_what_is_decided(self, data: Any) -> None:
        done = [i for i, r in self.model.requests.items() if r.state != RequestState.REVIEW]
        if not done:
            return
        request_id: UUID = data.draw(st.sampled_from(done), label="request")
        self.open_case()
        with db.write() as session:
            answer = refuse(session, self.officer, request_id, Refusal.HAS_CODE)
        assert answer.decision is Decision.TOO_LATE

    def waiting(self) -> list[UUID]:
        return [i for i, r in self.model.requests.items() if r.state == RequestState.REVIEW]

    def keep_code_of(self, request_id: UUID, name: str) -> None:
        with db.read() as session:
            request = session.get_one(CodeRequest, request_id)
            if request.code_id is not None:
                self.keep(name, session.get_one(AccessCode, request.code_id))

    # --- what must hold ------------------------------------------------------------------------

    @invariant()
    def each_code_is_what_the_model_says(self) -> None:
        with db.read() as session:
            now = clock.business(session)
            today = now.astimezone(EASTERN).date()
            rows = session.exec(select(AccessCode).where(AccessCode.case_id == self.case.id)).all()
            assert {row.id for row in rows} == set(self.model.codes)
            for row in rows:
                code = self.model.codes[row.id]
                over = today > code.last_day
                expected = Life(code.end) if code.end else Life.EXPIRED if over else Life.APPROVED
                assert life_of(dates_of(row), now) is expected
                assert (row.code_sealed is None) is bool(code.end)

    @invariant()
    def whoever_redeemed_has_the_case_and_nobody_else(self) -> None:
        with db.read() as session:
            for name, party in self.parties.items():
                links = session.exec(
                    select(CaseLink.account_id).where(
                        CaseLink.party_id == party.id, col(CaseLink.ended_at).is_(None)
                    )
                )
                assert set(links) == self.model.linked.get(name, set())

    @invariant()
    def each_request_is_what_the_model_says(self) -> None:
        with db.read() as session:
            rows = session.exec(
                select(CodeRequest.id, CodeRequest.state).where(CodeRequest.case_id == self.case.id)
            ).all()
        assert dict(rows) == {i: one.state for i, one in self.model.requests.items()}
