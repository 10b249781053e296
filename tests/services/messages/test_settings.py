"""What a person sees and chooses in settings: what each way still needs, clocks, languages."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.contacts import ZONES
from cx_app.domain.delivery import Reason
from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel, Topic, Wishes
from cx_app.models import Account, AuditEntry, Change
from cx_app.services.changes import account_topic
from cx_app.services.messages.consents import consent_history, give, withdraw, wording
from cx_app.services.messages.contacts import (
    add_phone,
    choose_zone,
    contacts,
    mark_safe,
    remove,
)
from cx_app.services.messages.preferences import choose_for_all, choose_language, wishes
from cx_app.services.messages.reach import hash_of
from cx_app.services.messages.stops import stop
from cx_app.services.messages.ways import Ways, ways
from cx_app.services.messages.zones import zone_choices
from tasks.messages import sweep
from tests import factories
from tests.services.messages.people import PHONE, account, arrived, contact, tell, texts_to

pytestmark = pytest.mark.usefixtures("database", "at_noon")


def found(person: Account) -> Ways:
    with db.read() as session:
        return ways(session, factories.actor_for(person))


def version(person: Account) -> int:
    with db.read() as session:
        row = session.get(Change, account_topic(person.id))
    return row.version if row else 0


def does(act: Any, person: Account, *given: Any, **named: Any) -> Any:
    with db.write() as session:
        return act(session, factories.actor_for(person), *given, **named)


def test_each_way_says_what_it_still_needs_until_nothing_is_missing() -> None:
    person = account(email="amina@example.org")
    assert (found(person).email, found(person).vouched) == ("", "am•••@example.org")
    assert found(person).sms == Reason.NO_VERIFIED_PHONE
    assert found(person).paper == Reason.NO_ADDRESS
    phone = contact(person)
    assert found(person).sms == Reason.NO_CONSENT
    does(give, person, phone.id, wording().version)
    assert found(person).sms == ""
    with db.write() as session:
        stop(session, hash_of(PHONE), source="text")
    assert found(person).sms == Reason.OPTED_OUT


def test_a_mailbox_that_nobody_vouches_for_is_no_way() -> None:
    person = account(email="amina@example.org", verified=False)
    assert (found(person).email, found(person).vouched) == (Reason.NO_VERIFIED_EMAIL, "")


def test_the_clock_of_a_number_is_its_owner_s_to_choose() -> None:
    person, stranger = account(), account()
    phone = contact(person)
    does(choose_zone, person, phone.id, "Pacific/Guam")
    for who, zone in ((stranger, "America/Chicago"), (person, "Europe/Paris"), (person, "x")):
        with pytest.raises(NotFound):
            does(choose_zone, who, phone.id, zone)
    with db.read() as session:
        [line] = contacts(session, factories.actor_for(person))
    assert line.zone == "Pacific/Guam"


def test_every_zone_has_a_name() -> None:
    assert [zone for zone, _name in zone_choices()] == list(ZONES)
    assert len({name for _zone, name in zone_choices()}) == len(ZONES)


def test_adding_a_number_again_does_not_take_back_that_it_is_safe() -> None:
    person = account()
    phone = contact(person)
    does(mark_safe, person, phone.id, safe=True)
    assert does(add_phone, person, "202 555 0123") == phone.id
    with db.read() as session:
        [line] = contacts(session, factories.actor_for(person))
    assert (line.safe, line.verified) == (True, True)


def test_the_account_s_language_speaks_in_messages_that_have_none_of_their_own() -> None:
    person = account(email="amina@example.org")
    does(choose_language, person, "es")
    does(choose_language, person, "xx")
    with db.read() as session:
        kept = session.get_one(Account, person.id)
    assert kept.language == "es"
    tell(kept)
    sweep()
    [mail] = arrived(Channel.EMAIL)
    assert "mensaje" in (mail.body or "")


def test_one_choice_for_all_kinds_cannot_silence_security() -> None:
    person = account()
    does(choose_for_all, person, Wishes(email=False, sms=True, paper=True, language="es"))
    with db.read() as session:
        lines = {line.topic: line for line in wishes(session, factories.actor_for(person))}
    assert set(lines) == set(Topic)
    assert {(line.sms, line.paper, line.language) for line in lines.values()} == {
        (True, True, "es")
    }
    assert [topic for topic, line in lines.items() if line.email] == [Topic.SECURITY]


def test_the_record_names_the_number_until_it_is_removed() -> None:
    person = account()
    phone = texts_to(person)
    does(withdraw, person, phone.id)
    with db.read() as session:
        record = consent_history(session, factories.actor_for(person))
    assert [(line.given, line.source, line.masked) for line in record] == [
        (False, "settings", "•••-•••-0123"),
        (True, "settings", "•••-•••-0123"),
    ]
    does(remove, person, phone.id)
    with db.read() as session:
        record = consent_history(session, factories.actor_for(person))
    assert [line.masked for line in record] == ["", ""]
    assert "Message and data rates may apply" in record[1].wording


def test_each_choice_moves_open_pages_and_is_recorded_without_the_number() -> None:
    person = account()
    phone = contact(person)
    acts = (
        (choose_zone, (phone.id, "America/Denver"), {}),
        (mark_safe, (phone.id,), {"safe": True}),
        (choose_language, ("es",), {}),
        (add_phone, ("202 555 0177",), {}),
    )
    for act, given, named in acts:
        before = version(person)
        does(act, person, *given, **named)
        assert version(person) > before, act.__name__
    with db.read() as session:
        rows = session.exec(select(AuditEntry).where(AuditEntry.account_id == person.id)).all()
    actions = {row.action for row in rows}
    assert actions == {"contact.zone", "contact.safe", "messages.language", "contact.add"}
    assert "555" not in "".join(str(row.details) for row in rows)
