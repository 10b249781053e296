"""Another phone for a callback that is open: a phone where texts go belongs to one callback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlmodel import Session, col

from cx_app import database as db
from cx_app.domain.callbacks.standing import CallOutcome
from cx_app.domain.messages import Channel
from cx_app.models import Account, Callback
from cx_app.services.callbacks.changing import PhoneRefusal, change_phone, put_back
from cx_app.services.messages.reach import hash_of
from tests.services.callbacks.people import (
    Someone,
    asking,
    asks,
    calls,
    later,
    officer,
    row,
    someone,
    steps,
    sweep,
)
from tests.services.messages.people import contact


def changes(one: Someone, reference: str, contact_id: str) -> PhoneRefusal | None:
    with db.write() as session:
        return change_phone(session, one.actor, reference, contact_id=contact_id)


def proves(one: Someone, phone: str) -> str:
    with db.read() as session:
        account = session.get_one(Account, one.actor.account_id)
    return str(contact(account, Channel.SMS, phone).id)


def test_a_phone_with_an_open_callback_is_refused_and_nothing_is_changed() -> None:
    first, second = someone(), someone()
    asks(first)
    reference = asks(second, texts=False)
    before = row(reference)
    assert changes(second, reference, proves(second, first.phone)) is PhoneRefusal.OPEN_ALREADY
    assert row(reference) == before


def test_its_own_phone_and_a_free_one_are_taken() -> None:
    one = someone()
    reference = asks(one)
    assert changes(one, reference, str(one.contact.id)) is None
    assert changes(one, reference, proves(one, "+12025553901")) is None
    now = row(reference)
    assert (now.phone, now.proven) == ("+12025553901", True)
    assert steps(reference)[-2:] == ["change_phone", "change_phone"]


@pytest.mark.parametrize("and_back", [False, True])
def test_consent_to_texts_stays_with_the_phone_that_it_was_given_for(and_back: bool) -> None:
    one, who = someone(), officer()
    reference = asks(one)
    sweep()
    for _ in range(2):
        later(minutes=61)
    assert calls(who, reference, CallOutcome.VOICEMAIL) is None
    free = "+12025553905"
    assert changes(one, reference, proves(one, free)) is None
    if and_back:
        assert changes(one, reference, str(one.contact.id)) is None
    with db.write() as session:
        assert put_back(session, one.actor, reference) is None
    assert (row(reference).texting, row(reference).next) == (False, "call")
    assert asking(free) == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_phone_that_another_one_takes_at_the_same_instant_is_refused() -> None:
    """SQLite has one writer at a time."""
    first, second = someone(), someone()
    other, reference = asks(first, texts=False), asks(second, texts=False)
    free = "+12025553902"
    mine = proves(second, free)
    before = row(reference)
    with meanwhile(other, free):
        assert changes(second, reference, mine) is PhoneRefusal.OPEN_ALREADY
    assert row(reference) == before
    assert row(other).phone_hash == hash_of(free)


@contextmanager
def meanwhile(reference: str, phone: str) -> Iterator[None]:
    """Between looking and writing, another transaction gives the phone to another callback."""
    engine = db.engines().writer
    taken: list[str] = []

    def take(_connection: Any, _name: str) -> None:
        if taken:
            return
        taken.append(phone)
        with Session(engine) as session, session.begin():
            session.exec(
                update(Callback)
                .where(col(Callback.reference) == reference)
                .values(phone_hash=hash_of(phone))
            )

    event.listen(engine, "savepoint", take)
    try:
        yield
    finally:
        event.remove(engine, "savepoint", take)
    assert taken
