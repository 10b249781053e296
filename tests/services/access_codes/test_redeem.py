"""Linking a paper filing with its code: what opens it, and the one answer to all that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlmodel import Session, select

from cx_app import database as db
from cx_app.domain import access_codes as rules
from cx_app.domain.access_codes import Verdict
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Kind, OutboxState
from cx_app.gateways import clock
from cx_app.models import (
    AccessCode,
    AuditEntry,
    CaseFollow,
    CaseLink,
    InboxMessage,
    OutboxMessage,
    Representation,
)
from cx_app.security.crypto import _digest
from cx_app.services.access_codes.redeem import Claim, Redeemed, Refused, redeem
from tests import factories
from tests.calls import calls_of
from tests.factories import Filing, actor_for
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")
EASTERN = ZoneInfo("America/New_York")


def attempt(actor: Actor, claim: Claim) -> Redeemed | Refused:
    with db.write() as session:
        return redeem(session, actor, claim)


def verdicts() -> list[str]:
    with db.read() as session:
        return list(
            session.exec(
                select(AuditEntry.outcome)
                .where(AuditEntry.action == "access_code.redeem")
                .order_by(AuditEntry.at, AuditEntry.id)
            )
        )


def make(**facts: object) -> Filing:
    with db.write() as session:
        return factories.filing(session, **facts)


def another_code(claim: Claim) -> Claim:
    return replace(claim, code=rules.generate())


def test_a_good_code_links_the_case() -> None:
    filing = make()
    assert attempt(filing.actor, filing.claim) == Redeemed(filing.case.id)
    with db.read() as session:
        link = session.exec(select(CaseLink)).one()
        code = session.get_one(AccessCode, filing.code.id)
        assert (link.account_id, link.party_id) == (filing.account.id, filing.party.id)
        assert code.redeemed_by == filing.account.id
        assert code.redeemed_at is not None
        assert code.code is None
    assert verdicts() == [Verdict.LINKED]


def test_a_linked_case_is_told_in_the_inbox_and_by_one_email_without_facts() -> None:
    filing = make()
    attempt(filing.actor, filing.claim)
    with db.read() as session:
        inbox = session.exec(select(InboxMessage)).one()
        assert (inbox.kind, inbox.account_id) == (Kind.CASE_LINKED, filing.account.id)
        assert filing.case.receipt_number in (inbox.body or "")
        email = session.exec(select(OutboxMessage)).one()
        assert (email.channel, email.state) == ("email", OutboxState.WAITING)


def test_a_protected_case_is_linked_without_an_email() -> None:
    filing = make(protected=True)
    assert isinstance(attempt(filing.actor, filing.claim), Redeemed)
    with db.read() as session:
        assert session.exec(select(InboxMessage)).one().account_id == filing.account.id
        assert session.exec(select(OutboxMessage)).all() == []


def test_linking_ends_following() -> None:
    filing = make()
    with db.write() as session:
        session.add(
            CaseFollow(
                account_id=filing.account.id, case_id=filing.case.id, followed_at=clock.wall()
            )
        )
    attempt(filing.actor, filing.claim)
    with db.read() as session:
        assert session.exec(select(CaseFollow)).one().ended_at is not None


def test_an_already_linked_case_answers_again_and_uses_nothing_up() -> None:
    filing = make()
    attempt(filing.actor, filing.claim)
    with db.write() as session:
        spare, secret = factories.code(session, filing.party)
    assert attempt(filing.actor, replace(filing.claim, code=secret)) == Redeemed(
        filing.case.id, again=True
    )
    with db.read() as session:
        assert session.get_one(AccessCode, spare.id).redeemed_at is None


def test_a_second_account_of_the_same_person_may_link_with_a_second_code() -> None:
    filing = make()
    attempt(filing.actor, filing.claim)
    with db.write() as session:
        _code, secret = factories.code(session, filing.party)
        other = factories.account(session)
    assert attempt(actor_for(other), replace(filing.claim, code=secret)) == Redeemed(filing.case.id)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (datetime(2026, 6, 8, 23, 59, 59, tzinfo=EASTERN), True),
        (datetime(2026, 6, 9, 0, 0, tzinfo=EASTERN), False),
    ],
    ids=["the end of day 90", "the start of day 91"],
)
def test_a_code_lasts_until_the_end_of_day_90_eastern(moment: datetime, opens: bool) -> None:
    filing = make(issued_on=date(2026, 3, 10))
    with time_machine.travel(moment, tick=False):
        answer = attempt(filing.actor, filing.claim)
    assert isinstance(answer, Redeemed) is opens
    assert verdicts() == [Verdict.LINKED if opens else Verdict.EXPIRED]


def test_the_business_clock_decides_what_is_expired() -> None:
    filing = make()
    with db.write() as session:
        clock.advance(session, timedelta(days=92))
    assert attempt(filing.actor, filing.claim) == Refused()
    assert verdicts() == [Verdict.EXPIRED]


def test_of_two_live_codes_the_first_used_ends_the_other() -> None:
    filing = make()
    with db.write() as session:
        other_party = factories.party(session, filing.case, filing.person, PartyRole.BENEFICIARY)
        theirs, _ = factories.code(session, other_party)
        second, secret = factories.code(session, filing.party)
        stranger = factories.account(session)
    attempt(filing.actor, filing.claim)
    assert attempt(actor_for(stranger), replace(filing.claim, code=secret)) == Refused()
    with db.read() as session:
        voided = session.get_one(AccessCode, second.id)
        assert voided.voided_at is not None
        assert voided.code is None
        assert session.get_one(AccessCode, theirs.id).voided_at is None
    assert verdicts()[-1] == Verdict.VOIDED


def test_a_representative_s_own_code_gives_the_representation_an_account() -> None:
    filing = make()
    with db.write() as session:
        representation = factories.representation(session, filing.party)
        _code, secret = factories.code(session, representation)
    actor = replace(filing.actor, role=Role.REPRESENTATIVE)
    claim = replace(filing.claim, code=secret)
    assert attempt(actor, claim) == Redeemed(filing.case.id)
    with db.read() as session:
        assert session.exec(select(Representation)).one().account_id == filing.account.id
        assert session.exec(select(CaseLink)).all() == []
        assert session.get_one(AccessCode, filing.code.id).voided_at is None


# --- the one answer to everything else ------------------------------------------------------


Situation = Callable[[Session], tuple[Actor, Claim]]


def no_such_case(session: Session) -> tuple[Actor, Claim]:
    claim = Claim(factories.receipt_number(), rules.generate(), factories.BORN)
    return actor_for(factories.account(session)), claim


def wrong_code(session: Session) -> tuple[Actor, Claim]:
    filing = factories.filing(session)
    return filing.actor, another_code(filing.claim)


def wrong_birth_date(session: Session) -> tuple[Actor, Claim]:
    filing = factories.filing(session)
    return filing.actor, replace(filing.claim, birth_date=date(1990, 4, 13))


def no_birth_date_on_file(session: Session) -> tuple[Actor, Claim]:
    filing = factories.filing(session)
    filing.person.birth_date_hash = None
    session.add(filing.person)
    return filing.actor, filing.claim


def expired(session: Session) -> tuple[Actor, Claim]:
    filing = factories.filing(session, issued_on=date(2020, 1, 1))
    return filing.actor, filing.claim


def voided(session: Session) -> tuple[Actor, Claim]:
    filing = factories.filing(session, voided_at=clock.wall())
    return filing.actor, filing.claim


def used_by_another(session: Session) -> tuple[Actor, Claim]:
    filing = factories.filing(session)
    redeem(session, filing.actor, filing.claim)
    return actor_for(factories.account(session)), filing.claim


def code_of_another_case(session: Session) -> tuple[Actor, Claim]:
    filing, other = factories.filing(session), factories.filing(session)
    return filing.actor, replace(filing.claim, code=other.claim.code)


def code_of_another_party(session: Session) -> tuple[Actor, Claim]:
    """The petitioner's code with the beneficiary's date of birth."""
    filing = factories.filing(session, role=PartyRole.PETITIONER)
    born = date(2001, 2, 3)
    factories.party(
        session, filing.case, factories.person(session, born=born), PartyRole.BENEFICIARY
    )
    return filing.actor, replace(filing.claim, birth_date=born)


def protected_with_wrong_code(session: Session) -> tuple[Actor, Claim]:
    filing = factories.filing(session, protected=True)
    return filing.actor, another_code(filing.claim)


def representative_with_the_applicant_s_code(session: Session) -> tuple[Actor, Claim]:
    filing = factories.filing(session)
    return replace(filing.actor, role=Role.REPRESENTATIVE), filing.claim


def applicant_with_the_representative_s_code(session: Session) -> tuple[Actor, Claim]:
    filing = factories.filing(session)
    representation = factories.representation(session, filing.party)
    _code, secret = factories.code(session, representation)
    return filing.actor, replace(filing.claim, code=secret)


def representative_of_an_excluded_form(session: Session) -> tuple[Actor, Claim]:
    filing = factories.filing(session, form="I-134A")
    representation = factories.representation(session, filing.party)
    _code, secret = factories.code(session, representation)
    actor = replace(filing.actor, role=Role.REPRESENTATIVE)
    return actor, replace(filing.claim, code=secret)


SITUATIONS: dict[Situation, Verdict] = {
    no_such_case: Verdict.NO_CASE,
    wrong_code: Verdict.NO_CODE,
    wrong_birth_date: Verdict.WRONG_PERSON,
    no_birth_date_on_file: Verdict.WRONG_PERSON,
    expired: Verdict.EXPIRED,
    voided: Verdict.VOIDED,
    used_by_another: Verdict.USED,
    code_of_another_case: Verdict.NO_CODE,
    code_of_another_party: Verdict.WRONG_PERSON,
    protected_with_wrong_code: Verdict.NO_CODE,
    representative_with_the_applicant_s_code: Verdict.OTHER_PARTY,
    applicant_with_the_representative_s_code: Verdict.OTHER_PARTY,
    representative_of_an_excluded_form: Verdict.OTHER_PARTY,
}


def test_every_refusal_looks_the_same_and_does_the_same_work() -> None:
    """The same statements in the same order, and as many keyed hashes."""
    asked = {}
    for situation, verdict in SITUATIONS.items():
        with db.write() as session:
            actor, claim = situation(session)
        with statements() as seen, calls_of(_digest) as hashed:
            answer = attempt(actor, claim)
        assert answer == Refused(), situation.__name__
        assert verdicts()[-1] == verdict, situation.__name__
        asked[situation.__name__] = [*seen, *hashed]
    reference = asked.pop("no_such_case")
    assert len(reference) > 5
    assert _digest.__name__ in reference
    for name, seen in asked.items():
        assert seen == reference, name


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda s: s.__name__)
def test_a_refusal_links_nothing_and_tells_nobody(situation: Situation) -> None:
    with db.write() as session:
        actor, claim = situation(session)
        before = len(session.exec(select(InboxMessage)).all())
    assert attempt(actor, claim) == Refused()
    with db.read() as session:
        linked = session.exec(select(CaseLink).where(CaseLink.account_id == actor.account_id))
        assert linked.all() == []
        assert len(session.exec(select(InboxMessage)).all()) == before
