"""A visitor proves a contact by the code that went there, for one browser and for an hour."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.contacts import Refusal
from cx_app.domain.identity import Role
from cx_app.domain.messages import Channel
from cx_app.domain.visitors import Contact, read_contact
from cx_app.gateways import clock
from cx_app.models import AuditEntry, OutboxMessage, TextStop, VisitorPass
from cx_app.services.messages.prepare import Ready, prepare
from cx_app.services.messages.reach import hash_of
from cx_app.services.visitors.passes import Wrong, end, find_visitor, forget, prove, send_code

pytestmark = pytest.mark.usefixtures("database")
EMAIL = Contact(Channel.EMAIL, "ana@example.org")
PHONE = Contact(Channel.SMS, "+12025550143")
HERE = "192.0.2.7"


def asks(contact: Contact = EMAIL, network: str = HERE) -> UUID | Refusal:
    with db.write() as session:
        return send_code(session, contact, network, "es")


def pass_of(contact: Contact = EMAIL) -> UUID:
    made = asks(contact)
    assert isinstance(made, UUID)
    return made


def code_of(pass_id: UUID) -> str:
    with db.read() as session:
        message = session.exec(
            select(OutboxMessage).where(OutboxMessage.dedupe_key == f"visitor_code:{pass_id}")
        ).one()
        return str(json.loads(message.facts or "{}")["code"])


def types(pass_id: UUID, code: str) -> str | Wrong:
    with db.write() as session:
        return prove(session, pass_id, code, HERE)


def is_in(token: str) -> bool:
    with db.read() as session:
        return find_visitor(session, token, HERE) is not None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" Ana.Ruiz@Example.ORG ", Contact(Channel.EMAIL, "ana.ruiz@example.org")),
        ("(202) 555-0143", PHONE),
        ("ana@", Refusal.MALFORMED),
        ("", Refusal.MALFORMED),
        ("12", Refusal.MALFORMED),
        ("+44 20 7946 0018", Refusal.NOT_US),
    ],
)
def test_an_address_or_a_number_in_one_field(typed: str, read: Contact | Refusal) -> None:
    assert read_contact(typed) == read


@pytest.mark.parametrize("contact", [EMAIL, PHONE])
def test_the_code_opens_the_door_for_one_browser(contact: Contact) -> None:
    pass_id = pass_of(contact)
    code = code_of(pass_id)
    token = types(pass_id, f" {code[:3]}-{code[3:]}")
    assert is_in(token)
    assert not is_in("guessed")
    assert types(pass_id, code) is Wrong.EXPIRED
    with db.read() as session:
        actor = find_visitor(session, token, HERE)
        assert actor is not None
        assert (actor.role, actor.session_id) == (Role.VISITOR, pass_id)
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "visitor.prove")).first()
        assert entry is not None
        assert (entry.account_id, entry.role) == (None, "visitor")
        row = session.get_one(VisitorPass, pass_id)
        assert contact.value not in str(row.model_dump())
        assert token not in str(row.model_dump())


@pytest.mark.parametrize("contact", [EMAIL, PHONE])
def test_the_code_goes_to_the_contact_itself(contact: Contact) -> None:
    pass_id = pass_of(contact)
    with db.write() as session:
        message = session.exec(select(OutboxMessage)).one()
        assert (message.channel, message.language) == (contact.channel, "es")
        assert isinstance(prepare(session, message), Ready)
        assert code_of(pass_id) not in str(message.model_dump())


def test_five_wrong_codes_and_the_right_one_opens_nothing_any_more() -> None:
    pass_id = pass_of()
    code = code_of(pass_id)
    wrong = "000000" if code != "000000" else "111111"
    tries = 5
    assert [types(pass_id, wrong) for _ in range(tries)] == [Wrong.WRONG_CODE] * tries
    assert types(pass_id, code) is Wrong.TOO_MANY


def test_a_code_that_is_old_or_of_nobody_opens_nothing() -> None:
    pass_id = pass_of()
    code = code_of(pass_id)
    with db.write() as session:
        clock.advance(session, timedelta(minutes=10))
    assert types(pass_id, code) is Wrong.EXPIRED
    assert types(UUID(int=5), code) is Wrong.EXPIRED


def test_it_lasts_an_hour_and_ends_when_they_leave() -> None:
    with time_machine.travel(clock.wall(), tick=False) as traveller:
        first, second = pass_of(), pass_of()
        token, other = types(first, code_of(first)), types(second, code_of(second))
        with db.write() as session:
            actor = find_visitor(session, token, HERE)
            assert actor is not None
            session.get_one(VisitorPass, first).typed = "{}"
        with db.write() as session:
            end(session, actor)
        assert not is_in(token)
        with db.read() as session:
            assert session.get_one(VisitorPass, first).typed is None
        traveller.shift(timedelta(minutes=60, seconds=-1))
        assert is_in(other)
        traveller.shift(timedelta(seconds=1))
        assert not is_in(other)


def test_nobody_s_mailbox_is_flooded_from_many_networks() -> None:
    said = [asks(EMAIL, f"192.0.2.{n}") for n in range(6)]
    assert said[5] is Refusal.TOO_MANY
    assert all(isinstance(one, UUID) for one in said[:5])
    assert isinstance(asks(PHONE), UUID)


def test_one_network_reaches_no_more_than_sixty_contacts_an_hour() -> None:
    with time_machine.travel(clock.wall(), tick=False) as traveller:
        for n in range(60):
            assert isinstance(asks(Contact(Channel.EMAIL, f"p{n}@example.org")), UUID)
        assert asks(Contact(Channel.EMAIL, "one.more@example.org")) is Refusal.TOO_MANY
        assert isinstance(asks(network="198.51.100.4"), UUID)
        traveller.shift(timedelta(hours=1))
        assert isinstance(asks(), UUID)


def test_a_number_that_said_stop_gets_no_code() -> None:
    with db.write() as session:
        now = clock.business(session)
        session.add(TextStop(phone_hash=hash_of(PHONE.value), stopped_at=now, source="text"))
    assert asks(PHONE) is Refusal.STOPPED


def test_a_day_later_a_pass_says_no_more_whose_it_was() -> None:
    pass_id = pass_of()
    with db.write() as session:
        assert forget(session) == 0
        clock.advance(session, timedelta(days=1))
    with db.write() as session:
        assert forget(session) == 1
        assert session.get_one(VisitorPass, pass_id).value is None
