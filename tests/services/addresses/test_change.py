"""A new address is told, noticed, confirmed, and redirects nothing by itself."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.addresses import Address, Decided, Noted, Reason
from cx_app.domain.cases import PartyRole
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import (
    AddressChange,
    CaseOpening,
    ContactPoint,
    DemoDelivery,
    InboxMessage,
    OutboundEvent,
    OutboxMessage,
    Person,
)
from cx_app.services.addresses.change import (
    address_page,
    note_address,
    reviewed_address_change,
    withdraw_address,
)
from cx_app.services.addresses.desk import address_changes, decide_change, look_at_change
from cx_app.services.messages.reach import hash_of
from tasks.messages import sweep
from tests import factories
from tests.factories import actor_for
from tests.services.claims.shared import Shared, disputes_it, later, officer, shared
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
NEW = Address(("12 Elm Street", "Apt 4"), "Springfield", "IL", "62704")


def tells(one: Shared, who: Actor | None = None, address: Address = NEW) -> Noted:
    with db.write() as session:
        return note_address(session, who or one.actor, one.filing.person.id, address)


def change() -> AddressChange:
    with db.read() as session:
        return session.exec(select(AddressChange)).one()


def decides(who: Actor, reason: Reason) -> Decided:
    with db.write() as session:
        return decide_change(session, who, change().id, reason)


def events() -> list[dict[str, object]]:
    with db.read() as session:
        rows = session.exec(select(OutboundEvent).order_by(OutboundEvent.created_at)).all()
        return [json.loads(row.payload)["what"] for row in rows]


def outside() -> list[OutboxMessage]:
    with db.read() as session:
        return list(session.exec(select(OutboxMessage).order_by(OutboxMessage.dedupe_key)))


def test_the_agency_hears_at_once_and_the_residence_on_file_stays() -> None:
    one = shared()
    assert tells(one) is Noted.NOTED
    (told,) = events()
    assert (told["kind"], told["state"], told["use"]) == ("address_change", "noted", "residence")
    assert told["address"] == {
        "lines": ["12 Elm Street", "Apt 4"],
        "city": "Springfield",
        "state": "IL",
        "zip": "62704",
    }
    with db.read() as session:
        person = session.get_one(Person, one.filing.person.id)
        assert json.loads(person.residence or "") == factories.HOME
        assert person.residence_changed_at is None


def test_the_old_address_and_every_known_email_get_a_notice() -> None:
    one = shared(email="on-file@example.org")
    with db.write() as session:
        proven = ContactPoint(
            account_id=one.other.account_id,
            channel="email",
            value_hash=hash_of("proven@example.org"),
            created_at=clock.wall(),
            verified_at=clock.wall(),
        )
        proven.value = "proven@example.org"
        session.add(proven)
    tells(one)
    sweep()
    with db.read() as session:
        went = {row.to for row in session.exec(select(DemoDelivery))}
        letters = [row for row in session.exec(select(DemoDelivery)) if row.channel == "letter"]
        inboxes = {row.account_id for row in session.exec(select(InboxMessage))}
        sign_ins = {
            one.filing.account.email,
            session.get_one(type(one.filing.account), one.other.account_id).email,
        }
    assert {"on-file@example.org", "proven@example.org", *sign_ins} <= went
    assert len(letters) == 1
    assert "100 Market Street" in (letters[0].to or "")
    assert "Elm" not in (letters[0].body or "")
    assert inboxes == {one.filing.account.id, one.other.account_id}


def test_the_letter_goes_to_the_old_address_though_the_feed_was_faster() -> None:
    one = shared()
    tells(one)
    with db.write() as session:
        person = session.get_one(Person, one.filing.person.id)
        person.residence = json.dumps(NEW.envelope)
        session.add(person)
    sweep()
    with db.read() as session:
        letter = session.exec(select(DemoDelivery).where(DemoDelivery.channel == "letter")).one()
    assert "100 Market Street" in (letter.to or "")


def test_a_protected_person_s_old_address_and_emails_hear_nothing() -> None:
    one = shared(protected=True, email="on-file@example.org")
    tells(one)
    assert outside() == []
    with db.read() as session:
        assert len(session.exec(select(InboxMessage)).all()) == 2
    who = officer()
    with db.read() as session:
        assert address_changes(session, who) == []
    with pytest.raises(NotFound):
        decides(who, Reason.NOT_THEIRS)


def test_it_is_confirmed_by_a_call_after_the_notices_had_their_time() -> None:
    one = shared()
    tells(one)
    who = officer()
    later(13)
    assert decides(who, Reason.BY_CALL) is Decided.TOO_EARLY
    later(1)
    assert decides(who, Reason.BY_CALL) is Decided.DONE
    assert decides(who, Reason.NOT_THEIRS) is Decided.OVER
    assert (change().state, change().decided_by, change().reason) == (
        "confirmed",
        who.account_id,
        "by_call",
    )
    assert [event["state"] for event in events()] == ["noted", "confirmed"]
    with db.read() as session:
        kinds = [row.kind for row in session.exec(select(InboxMessage).order_by(InboxMessage.at))]
    assert kinds[-1] == "address_confirmed"


def test_it_can_be_refused_at_once() -> None:
    one = shared()
    tells(one)
    assert decides(officer(), Reason.NOT_THEIRS) is Decided.DONE
    assert change().state == "refused"


def reviewed(one: Shared) -> bool:
    with db.read() as session:
        person = session.get_one(Person, one.filing.person.id)
        return reviewed_address_change(session, person, clock.business(session))


def test_a_confirmed_change_is_the_review_once_the_feed_has_brought_that_address() -> None:
    one = shared()
    tells(one)
    later(14)
    decides(officer(), Reason.IN_PERSON)
    assert not reviewed(one)
    for brought, counts in (
        (["12 ELM ST APT 4", "Springfield, IL 62704-1234"], True),
        (["12 Elm Street Apt 5", "Springfield, IL 62704"], False),
    ):
        with db.write() as session:
            person = session.get_one(Person, one.filing.person.id)
            person.residence = json.dumps(brought)
            session.add(person)
        assert reviewed(one) is counts
    with db.write() as session:
        person = session.get_one(Person, one.filing.person.id)
        person.residence = json.dumps(NEW.envelope)
        session.add(person)
    assert reviewed(one)
    later(90)
    assert not reviewed(one)


def test_what_nobody_confirmed_is_no_review() -> None:
    one = shared()
    tells(one)
    with db.write() as session:
        person = session.get_one(Person, one.filing.person.id)
        person.residence = json.dumps(NEW.envelope)
        session.add(person)
    assert not reviewed(one)
    decides(officer(), Reason.NOT_PROVEN)
    assert not reviewed(one)


def test_any_account_of_the_person_stops_it_and_the_agency_hears() -> None:
    one = shared()
    tells(one)
    with db.write() as session:
        assert withdraw_address(session, one.other, change().id)
        assert not withdraw_address(session, one.other, change().id)
    assert [event["state"] for event in events()] == ["noted", "withdrawn"]
    assert decides(officer(), Reason.NOT_REACHED) is Decided.OVER


def test_limits() -> None:
    one = shared()
    assert tells(one, address=Address((factories.HOME[0],), "Springfield", "IL", "62701")) is (
        Noted.SAME
    )
    for _time in range(3):
        assert tells(one) is Noted.NOTED
        assert tells(one, one.other) is Noted.OPEN
        with db.write() as session:
            open_one = session.exec(
                select(AddressChange).where(AddressChange.state == "noted")
            ).one()
            withdraw_address(session, one.actor, open_one.id)
    assert tells(one) is Noted.TOO_MANY
    later(30)
    assert tells(one) is Noted.NOTED


def test_who_is_disputed_tells_no_address() -> None:
    one = shared()
    disputes_it(one)
    assert tells(one, one.other) is Noted.PAUSED
    assert tells(one) is Noted.NOTED


def test_strangers_other_parties_and_representatives_find_nobody() -> None:
    one = shared()
    tells(one)
    with db.write() as session:
        attorney, petitioner = factories.account(session), factories.account(session)
        factories.representation(session, one.filing.party, account=attorney)
        person = factories.person(session)
        theirs = factories.party(session, one.filing.case, person, PartyRole.PETITIONER)
        factories.link(session, petitioner, theirs)
    others = [actor_for(attorney, Role.REPRESENTATIVE), actor_for(petitioner)]
    for who in others:
        with pytest.raises(NotFound):
            tells(one, who)
        with db.write() as session, pytest.raises(NotFound):
            withdraw_address(session, who, change().id)
        with db.read() as session:
            assert address_page(session, who).open == []
    with db.write() as session, pytest.raises(NotFound):
        withdraw_address(session, one.actor, uuid4())


def test_nobody_confirms_their_own_and_staff_alone_do() -> None:
    one = shared()
    tells(one)
    for who in (Actor(one.filing.account.id, Role.SUPERVISOR), officer(Role.APPLICANT)):
        with pytest.raises(Forbidden):
            decides(who, Reason.NOT_THEIRS)


def test_the_desk_shows_both_addresses_and_looking_opens_the_case() -> None:
    one = shared()
    tells(one)
    who = officer()
    with db.write() as session:
        page = look_at_change(session, who, change().id)
        assert (page.before, page.after) == (factories.HOME, NEW.envelope)
        assert page.told_by.startswith("pe•••")
        assert not page.line.ready
        assert session.exec(select(CaseOpening)).one().reason == "request"
        clock.advance(session, timedelta(days=14))
        assert address_changes(session, who)[0].ready


def test_the_page_dates_each_way() -> None:
    one = shared()
    tells(one)
    with db.read() as session:
        page = address_page(session, one.other)
    assert [told.state for told in page.open] == ["noted"]
    assert page.open[0].address == NEW.envelope
    assert len(page.people) == 1
    dates = page.dates
    assert all((dates.letter_by, dates.confirm_from, dates.confirm_by, dates.code_by))


def test_two_accounts_that_tell_at_once_make_one_change() -> None:
    one = shared()
    answers = together(lambda: tells(one), lambda: tells(one, one.other))
    assert sorted(answers) == sorted([Noted.NOTED, Noted.OPEN])


def test_two_officers_at_once_decide_once() -> None:
    one = shared()
    tells(one)
    both = [officer(), officer()]
    answers = together(
        lambda: decides(both[0], Reason.NOT_THEIRS), lambda: decides(both[1], Reason.NOT_REACHED)
    )
    assert sorted(answers) == sorted([Decided.DONE, Decided.OVER])
    assert [event["state"] for event in events()] == ["noted", "refused"]
