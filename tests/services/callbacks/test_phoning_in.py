"""Somebody phones, and an officer opens a callback for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.callbacks.standing import CallbackRefusal, CallOutcome
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.openings import OpeningReason
from cx_app.gateways import clock
from cx_app.models import CallbackConsent, Case
from cx_app.services.callbacks.brief import Brief, open_callback
from cx_app.services.callbacks.consenting import spoken_wording
from cx_app.services.callbacks.phoning_in import (
    Caller,
    CallerRefusal,
    OpenAlready,
    Opened,
    open_for_caller,
    open_people,
    put_back_for,
)
from cx_app.services.openings.opening import opened_for, took_by_mistake
from tests import factories
from tests.services.callbacks.people import (
    asking,
    asks,
    calls,
    later,
    officer,
    row,
    says,
    someone,
    sweep,
)

PHONE = "+12025554001"
CALLER = Caller(
    name="Ana Ruiz",
    phone="202 555 4001",
    on_that_phone=True,
    topic="notice",
    language="es",
    zone="America/Chicago",
)


def opens(who: Actor, caller: Caller) -> Opened | OpenAlready | CallerRefusal:
    with db.write() as session:
        return open_for_caller(session, who, caller, uuid4().hex)


def agreed(caller: Caller = CALLER) -> Caller:
    return replace(caller, consent_version=spoken_wording(caller.language).version)


def test_spoken_consent_is_kept_with_who_heard_it_and_which_words() -> None:
    who = officer()
    opened = opens(who, agreed())
    assert isinstance(opened, Opened)
    with db.read() as session:
        kept = session.exec(
            select(CallbackConsent).where(CallbackConsent.callback_id == row(opened.reference).id)
        ).one()
    assert (kept.source, kept.account_id, kept.language) == ("spoken", who.account_id, "es")
    assert "STOP" in kept.wording
    assert kept.wording.startswith("¿Puede")
    sweep()
    [text] = asking("+12025554001")
    assert "Responda 1" in text
    says("+12025554001", "sí")
    assert row(opened.reference).state == "promised"


def test_without_consent_nobody_is_texted() -> None:
    opened = opens(officer(), CALLER)
    assert isinstance(opened, Opened)
    sweep()
    assert asking("+12025554001") == []
    assert row(opened.reference).next == "call"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": " "}, CallerRefusal.NAME),
        ({"phone": "555"}, CallerRefusal.PHONE),
        ({"topic": "x"}, CallerRefusal.TOPIC),
        ({"zone": "x"}, CallerRefusal.ZONE),
        ({"language": "x"}, CallerRefusal.LANGUAGE),
        ({"consent_version": "old"}, CallerRefusal.OLD_WORDING),
    ],
)
def test_what_does_not_hold_is_refused(change: dict[str, str], why: CallerRefusal) -> None:
    assert opens(officer(), replace(CALLER, **change)) is why


def test_texts_are_agreed_to_on_the_phone_that_they_go_to() -> None:
    elsewhere = replace(agreed(), on_that_phone=False)
    assert opens(officer(), elsewhere) is CallerRefusal.NOT_THAT_PHONE


def test_a_phone_with_an_open_callback_gets_no_second_one() -> None:
    reference = asks(someone(phone="+12025554001"))
    assert opens(officer(), CALLER) == OpenAlready(reference)


def test_who_has_no_account_phones_to_be_put_back_in_line() -> None:
    who = officer()
    found = opens(who, agreed())
    assert isinstance(found, Opened)
    reference = found.reference
    sweep()
    for _ in range(2):
        says(PHONE, "1")
        assert calls(who, reference, CallOutcome.VOICEMAIL) is None
        later(minutes=90)
    assert row(reference).state == "waiting"
    assert opens(who, CALLER) == OpenAlready(reference)
    applicant, its_id = someone().actor, row(reference).id
    with db.write() as session:
        brief = open_callback(session, who, reference)
        assert isinstance(brief, Brief)
        assert brief.may_put_back
        with pytest.raises(Forbidden):
            put_back_for(session, applicant, its_id)
        assert put_back_for(session, who, its_id) is None
        assert put_back_for(session, who, its_id) is CallbackRefusal.NOT_WAITING
    sweep()
    assert row(reference).state == "asked"


def test_the_officer_reads_why_no_texts_go_though_it_was_agreed() -> None:
    who = officer()
    says(PHONE, "STOP")
    found = opens(who, agreed())
    assert isinstance(found, Opened)
    with db.write() as session:
        brief = open_callback(session, who, found.reference)
    assert isinstance(brief, Brief)
    assert (brief.texting, brief.no_texts) == (False, "That phone said STOP.")


def test_for_somebody_in_a_case_their_account_sees_it() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        factories.link(session, filing.account, filing.party)
        other = factories.filing(session)
    caller = replace(CALLER, name="", case_id=filing.case.id, party_id=filing.party.id)
    opened = opens(officer(), caller)
    assert isinstance(opened, Opened)
    assert row(opened.reference).account_id == filing.account.id
    assert row(opened.reference).name == filing.person.full_name
    wrong = replace(caller, phone="2025554002", party_id=other.party.id)
    assert opens(officer(), wrong) is CallerRefusal.PARTY
    nothing = replace(caller, phone="2025554003", case_id=UUID(int=1))
    with pytest.raises(NotFound):
        opens(officer(), nothing)


def people_for(who: Actor) -> list[str]:
    with db.read() as session:
        return [one.says for one in open_people(session, who)]


def test_the_officer_chooses_among_the_people_of_cases_that_are_open() -> None:
    who, other = officer(), officer()
    with db.write() as session:
        filing = factories.filing(session)
    assert people_for(who) == []
    with db.write() as session:
        opened_for(session, who, filing.case, OpeningReason.CONTACT)
    assert people_for(who) == [f"{filing.person.full_name}, {filing.case.receipt_number}"]
    assert people_for(other) == []
    with db.write() as session:
        clock.advance(session, timedelta(hours=1))
    assert people_for(who) == []
    with db.read() as session, pytest.raises(Forbidden):
        open_people(session, someone().actor)


def test_a_case_that_became_protected_or_was_opened_by_mistake_is_no_choice() -> None:
    who = officer()
    with db.write() as session:
        first, second = factories.filing(session), factories.filing(session)
        for filing in (first, second):
            opened_for(session, who, filing.case, OpeningReason.CONTACT)
        took_by_mistake(session, who, first.case.id)
        case = session.get_one(Case, second.case.id)
        case.protected = True
        session.add(case)
    assert people_for(who) == []


def test_people_are_no_staff() -> None:
    with pytest.raises(Forbidden):
        opens(someone().actor, CALLER)
