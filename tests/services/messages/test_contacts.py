"""Addresses and numbers are proven by a code that came there, or they are not written to."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.contacts import Refusal
from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel
from cx_app.gateways import clock
from cx_app.models import ContactCode, ContactPoint
from cx_app.services.messages.contacts import (
    CodeSent,
    add_email,
    add_phone,
    confirm,
    contacts,
    look_up,
    mark_safe,
    remove,
    send_code,
)
from tasks.messages import report, sweep
from tests import factories
from tests.services.messages.people import account, arrived, outbox, tell, texts_to

pytestmark = pytest.mark.usefixtures("database", "at_noon")


def added(actor: object, typed: str = "202 555 0123") -> UUID:
    with db.write() as session:
        add = add_email if "@" in typed else add_phone
        made = add(session, actor, typed)
    assert isinstance(made, UUID)
    return made


def code_for(actor: object, contact_id: UUID) -> str:
    with db.write() as session:
        assert isinstance(send_code(session, actor, contact_id), CodeSent)
    sweep()
    found = re.search(r"\b\d{6}\b", arrived()[-1].body or "")
    assert found
    return found[0]


def proves(actor: object, contact_id: UUID, typed: str) -> Refusal | None:
    with db.write() as session:
        return confirm(session, actor, contact_id, typed)


@pytest.mark.parametrize("typed", ["(202) 555-0123", "Amina@Example.org"])
def test_the_code_that_came_proves_it_once(typed: str) -> None:
    actor = factories.actor_for(account())
    contact_id = added(actor, typed)
    code = code_for(actor, contact_id)
    assert proves(actor, contact_id, f"{code[:3]} {code[3:]}") is None
    assert proves(actor, contact_id, code) is Refusal.EXPIRED
    with db.read() as session:
        [line] = contacts(session, actor)
    assert line.verified
    assert "Amina@Example" not in line.masked
    assert "2025550" not in line.masked


def test_no_code_is_kept_readable_anywhere() -> None:
    actor = factories.actor_for(account())
    contact_id = added(actor)
    code = code_for(actor, contact_id)
    with db.read() as session:
        kept = session.exec(select(ContactCode)).one().model_dump_json()
    assert code not in kept
    assert all(code not in row.model_dump_json() for row in outbox())
    assert all(row.facts_sealed is None for row in outbox())


def test_guessing_ends_after_five_tries_even_with_the_right_code() -> None:
    actor = factories.actor_for(account())
    contact_id = added(actor)
    code = code_for(actor, contact_id)
    wrong = "000000" if code != "000000" else "111111"
    assert [proves(actor, contact_id, wrong) for _ in range(5)] == [Refusal.WRONG_CODE] * 5
    assert proves(actor, contact_id, code) is Refusal.TOO_MANY


def test_a_code_lives_ten_minutes() -> None:
    actor = factories.actor_for(account())
    contact_id = added(actor)
    code = code_for(actor, contact_id)
    with db.write() as session:
        clock.advance(session, timedelta(minutes=10))
    assert proves(actor, contact_id, code) is Refusal.EXPIRED


def test_nobody_s_phone_is_flooded_from_one_account_or_from_many() -> None:
    answers = []
    for _ in range(6):
        actor = factories.actor_for(account())
        contact_id = added(actor)
        with db.write() as session:
            answers.append(send_code(session, actor, contact_id))
    assert [isinstance(one, CodeSent) for one in answers] == [True] * 5 + [False]
    assert answers[-1] is Refusal.TOO_MANY


def test_the_new_address_takes_the_place_of_the_old_one() -> None:
    actor = factories.actor_for(account())
    first, second = added(actor), added(actor, "202 555 0199")
    for contact_id in (first, second):
        assert proves(actor, contact_id, code_for(actor, contact_id)) is None
    with db.read() as session:
        [line] = contacts(session, actor)
        gone = session.get_one(ContactPoint, first)
    assert line.id == str(second)
    assert gone.value_sealed is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("+1 416 555 0123", Refusal.NOT_US),
        ("12", Refusal.MALFORMED),
        ("202 555 0106", Refusal.LANDLINE),
        ("nobody@", Refusal.MALFORMED),
    ],
)
def test_what_cannot_be_reached_is_refused_at_once(typed: str, why: Refusal) -> None:
    actor = factories.actor_for(account())
    line = look_up(typed) if "@" not in typed else ""
    with db.write() as session:
        answer = (
            add_email(session, actor, typed)
            if "@" in typed
            else add_phone(session, actor, typed, line=line)
        )
    assert answer is why


def test_somebody_else_s_address_is_not_there() -> None:
    actor, stranger = (factories.actor_for(account()) for _ in range(2))
    contact_id = added(actor)
    with db.write() as session:
        for act in (
            lambda: send_code(session, stranger, contact_id),
            lambda: confirm(session, stranger, contact_id, "123456"),
            lambda: remove(session, stranger, contact_id),
            lambda: mark_safe(session, stranger, contact_id, safe=True),
        ):
            with pytest.raises(NotFound):
                act()


def test_a_mailbox_that_is_not_there_is_tried_once() -> None:
    person = account(email="permanent@simulator.example")
    tell(person, "1")
    sweep()
    with db.write() as session:
        clock.advance(session, timedelta(seconds=2))
    assert report() == 1
    tell(person, "2")
    sweep()
    assert len(arrived(Channel.EMAIL)) == 1
    with db.read() as session:
        [line] = contacts(session, factories.actor_for(person))
    assert (line.lost_reason, line.verified) == ("bounced", False)


def test_a_number_that_its_carrier_knows_as_stopped_has_said_stop() -> None:
    person = account()
    texts_to(person, value="+12025550105")
    with db.read() as session:
        assert not contacts(session, factories.actor_for(person))[0].stopped
    tell(person)
    sweep()
    with db.read() as session:
        [line] = contacts(session, factories.actor_for(person))
    assert (line.stopped, line.consented) == (True, False)
