"""Staff hear of an address that codes of unrelated cases go to, and of nothing else (3.3-13)."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.addresses import same_place
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Role
from cx_app.domain.openings import OpeningReason
from cx_app.domain.shared_addresses import Reason, Settled
from cx_app.gateways import clock
from cx_app.models import (
    AccessCode,
    AuditEntry,
    Case,
    CaseOpening,
    OutboxMessage,
    Person,
    SharedAddress,
)
from cx_app.services.access_codes.case_file import CodesOfCase, open_codes
from cx_app.services.access_codes.issue import issue
from cx_app.services.addresses.shared_desk import look_at_shared, settle_shared
from cx_app.services.cases.staff import ReasonNeeded
from tests import factories
from tests.keys import keys
from tests.services.addresses.shared_home import (
    SHELTER,
    counts,
    joins,
    lines,
    looks,
    moves_in,
    settles,
    watched,
)
from tests.services.claims.shared import later, officer
from tests.sql import statements
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")


def audited(action: str) -> list[AuditEntry]:
    with db.read() as session:
        return list(session.exec(select(AuditEntry).where(AuditEntry.action == action)))


def test_three_unrelated_cases_at_one_address_alert() -> None:
    moves_in(2)
    who = officer()
    assert counts(who) == []
    filings = moves_in(home=["7 HAVEN RD.", "Springfield, IL 62701-0001"])
    assert counts(who) == [3]
    page = looks(who)
    assert same_place(page.address, SHELTER)
    assert page.cases[0].receipt_number == filings[0].case.receipt_number
    assert {one.family for one in page.cases} == {1, 2, 3}
    assert not any(one.protected for one in page.cases)


def test_the_letter_leaves_all_the_same() -> None:
    moves_in(2)
    [filing] = moves_in()
    with db.write() as session:
        issue(session, case=filing.case, party_id=filing.party.id, now=clock.business(session))
    watched()
    assert counts(officer()) == [3]
    with db.read() as session:
        assert session.exec(select(OutboxMessage.state)).one() == "waiting"


def test_a_family_counts_once() -> None:
    [one, _other] = moves_in(2)
    with db.write() as session:
        for _ in range(3):
            joint = factories.case(session)
            factories.party(session, joint, one.person)
            child = factories.person(session, residence=SHELTER)
            member = factories.party(session, joint, child, PartyRole.DERIVATIVE)
            factories.code(session, member)
    watched()
    assert counts(officer()) == []


def test_a_household_of_the_feed_is_a_family() -> None:
    filings = moves_in(4)
    assert counts(officer()) == [4]
    with db.write() as session:
        for filing in filings:
            person = session.get_one(Person, filing.person.id)
            person.household = "H-1"
            session.add(person)
    assert counts(officer()) == []


def test_what_went_elsewhere_does_not_count() -> None:
    moves_in(2)
    with db.write() as session:
        by_email = factories.filing(session, residence=SHELTER, form="I-134A")
        issue(session, case=by_email.case, party_id=by_email.party.id, now=clock.business(session))
        session.delete(session.get_one(AccessCode, by_email.code.id))
        client = factories.filing(session, residence=["1 Elm Street", "Springfield, IL 62701"])
        held = factories.representation(session, client.party)
        held.address = json.dumps(SHELTER)
        session.add(held)
        factories.code(session, held)
        moved = factories.filing(session, residence=SHELTER)
        moved.code.printed_at = clock.business(session) - timedelta(days=20)
        moved.person.residence_changed_at = clock.business(session) - timedelta(days=5)
        session.add(moved.code)
        session.add(moved.person)
    watched()
    assert counts(officer()) == []


def test_codes_of_long_ago_do_not_count_and_an_alert_goes_with_them() -> None:
    moves_in(2)
    later(91)
    moves_in(2)
    who = officer()
    assert counts(who) == []
    moves_in()
    assert counts(who) == [3]
    [line] = lines(who)
    later(90)
    assert counts(who) == []
    with db.write() as session, pytest.raises(NotFound):
        look_at_shared(session, who, UUID(line.id))


def test_settled_it_comes_back_only_when_there_are_more() -> None:
    moves_in(3)
    who = officer()
    assert settles(who) is Settled.DONE
    assert counts(who) == counts(officer(Role.SUPERVISOR)) == []
    later(60)
    moves_in(1)
    assert counts(who) == [4]
    assert looks(who).before.startswith("A known shelter, residence hall or the like (")
    settles(who)
    later(60)  # the first three are too old by now
    moves_in(3)
    assert counts(who) == []
    moves_in(1)
    assert counts(who) == [5]


def test_nothing_is_settled_unseen() -> None:
    moves_in(3)
    who = officer()
    page = looks(who)
    moves_in(1)
    assert settles(who, seen=page.line.cases) is Settled.DONE
    assert counts(who) == [4]


def test_of_two_who_settle_one_is_too_late() -> None:
    moves_in(3)
    first, second = officer(), officer()
    [line] = lines(first)

    def settle(who: factories.Actor) -> Settled:
        with db.write() as session:
            return settle_shared(session, who, UUID(line.id), Reason.AGENCY_TOLD, 3)

    assert sorted(together(lambda: settle(first), lambda: settle(second))) == ["done", "over"]
    assert [one.outcome for one in audited("shared_address.settle")].count("done") == 1


def test_officers_learn_nothing_of_protected_cases_there() -> None:
    filings = moves_in(2)
    moves_in(2, protected=True)
    who, supervisor = officer(), officer(Role.SUPERVISOR)
    assert (counts(who), counts(supervisor)) == ([], [4])
    [line] = lines(supervisor)
    with db.write() as session, pytest.raises(NotFound):
        look_at_shared(session, who, UUID(line.id))
    with db.write() as session:
        assert isinstance(open_codes(session, who, filings[0].case.id), ReasonNeeded)
    assert sum(one.protected for one in looks(supervisor).cases) == 2
    [looked] = audited("shared_address.look")
    with db.read() as session:
        assert session.get_one(Case, looked.case_id).protected

    moves_in(1)
    assert (counts(who), counts(supervisor)) == ([3], [5])
    assert len(looks(who).cases) == 3
    assert settles(who) is Settled.DONE
    assert (counts(who), counts(supervisor)) == ([], [5])
    moves_in(1, protected=True)
    assert (counts(who), counts(supervisor)) == ([], [6])
    settles(supervisor)
    assert (counts(who), counts(supervisor)) == ([], [])
    moves_in(1)
    assert looks(who).before.startswith("A known shelter")


def test_what_a_supervisor_found_out_about_protected_cases_is_not_shown_to_officers() -> None:
    moves_in(2)
    moves_in(1, protected=True)
    settles(officer(Role.SUPERVISOR), Reason.AGENCY_TOLD)
    moves_in(1)
    assert looks(officer()).before == ""


def test_a_protected_case_does_not_tie_others_together_for_officers() -> None:
    one, other, _third = moves_in(3)
    tie = joins(one, protected=True)
    with db.write() as session:
        factories.party(session, tie.case, other.person, PartyRole.DERIVATIVE)
    assert (counts(officer()), counts(officer(Role.SUPERVISOR))) == ([3], [])


def test_a_case_that_becomes_protected_leaves_what_officers_see() -> None:
    [filing, *_others] = moves_in(3)
    with db.write() as session:
        case = session.get_one(Case, filing.case.id)
        case.protected = True
        session.add(case)
    assert (counts(officer()), counts(officer(Role.SUPERVISOR))) == ([], [3])


def test_nobody_settles_an_address_of_a_case_of_their_own() -> None:
    [filing, *_others] = moves_in(3)
    with db.write() as session:
        account = factories.account(session)
        link = factories.link(session, account, filing.party)
        link.ended_at = clock.business(session)
        session.add(link)
        alert = session.exec(select(SharedAddress)).one()
    own = factories.actor_for(account, Role.SUPERVISOR)
    assert lines(own) == []
    for act in (
        lambda session: look_at_shared(session, own, alert.id),
        lambda session: settle_shared(session, own, alert.id, Reason.NOTHING_WRONG, 3),
    ):
        with db.write() as session, pytest.raises(NotFound):
            act(session)


def test_nobody_but_staff_and_nothing_that_is_not_there() -> None:
    moves_in(3)
    with db.write() as session:
        stranger = factories.actor_for(factories.account(session))
    with pytest.raises(Forbidden):
        lines(stranger)
    with db.write() as session, pytest.raises(NotFound):
        look_at_shared(session, officer(), uuid4())


def test_the_address_is_shown_on_record_and_nowhere_else() -> None:
    moves_in(3)
    who = officer()
    assert "Haven" not in str(lines(who))
    assert audited("shared_address.look") == []
    looks(who)
    [looked] = audited("shared_address.look")
    assert (looked.account_id, looked.case_id, looked.details) == (who.account_id, None, {})
    settles(who, Reason.CODES_ENDED)
    [settled] = audited("shared_address.settle")
    assert settled.details == {"reason": "codes_ended"}
    with db.read() as session:
        row = session.exec(select(SharedAddress)).one()
        assert "Haven" not in str(row.model_dump())
        assert "haven" not in str(row.model_dump())


def test_a_case_of_an_alert_opens_from_it_without_being_asked_why() -> None:
    [filing, *_others] = moves_in(3)
    who = officer()
    with db.write() as session:
        assert isinstance(open_codes(session, who, filing.case.id), CodesOfCase)
    with db.read() as session:
        opening = session.exec(select(CaseOpening)).one()
    assert (opening.reason, opening.explanation) == (OpeningReason.WORK, "alert")
    settles(who)
    with db.write() as session:
        assert isinstance(open_codes(session, officer(), filing.case.id), ReasonNeeded)


def test_it_is_known_again_while_keys_change() -> None:
    with keys("k1", "h1"):
        moves_in(2)
    with keys("k2 k1", "h2 h1"):
        moves_in(1)
        assert counts(officer()) == [3]
        settles(officer())
        moves_in(1)
        assert counts(officer()) == [4]
        with db.read() as session:
            assert len(session.exec(select(SharedAddress)).all()) == 1


def test_two_who_look_at_new_codes_at_once_make_one_alert() -> None:
    with db.write() as session:
        for _ in range(3):
            factories.filing(session, residence=SHELTER)
    together(watched, watched)
    assert counts(officer()) == [3]
    with db.read() as session:
        assert len(session.exec(select(SharedAddress)).all()) == 1
        assert not session.exec(
            select(AccessCode.id).where(col(AccessCode.address_seen_at).is_(None))
        ).all()


def test_looking_takes_as_many_statements_for_many_codes_as_for_few() -> None:
    def asked(count: int) -> int:
        with db.write() as session:
            for n in range(count):
                factories.filing(session, residence=[f"{n} Quiet Lane", "Dover, DE 19901"])
        with statements() as seen:
            watched()
        return len(seen)

    assert asked(40) == asked(4)
