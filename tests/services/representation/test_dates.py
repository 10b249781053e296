"""All dates of a representative's clients, as a list and as a file for a calendar; the digest."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from icalendar import Calendar
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Actor, Role
from cx_app.domain.representation.digests import Every
from cx_app.gateways import clock
from cx_app.models import Account, Appointment, Case, OutboxMessage, Person
from cx_app.services.identity.grants import revoke
from cx_app.services.representation.dates import PAGE, Dates, dates, dates_file
from cx_app.services.representation.digests import choose_digest, digest_of, send_digests
from tests.services.offices.places import office
from tests.services.representation.people import Client, later, lawyer, paralegal
from tests.services.representation.test_board import happens, represented
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("database")


def comes(one: Client, days: int, minutes: int = 0) -> datetime:
    place = office()
    with db.write() as session:
        at = clock.business(session) + timedelta(days=days, minutes=minutes)
        session.add(
            Appointment(
                feed_id=f"visit-{one.party_id}-{days}-{minutes}",
                case_id=one.case_id,
                party_id=one.party_id,
                office_id=place,
                kind="interview",
                starts_at=at,
                state="scheduled",
                updated_at=at,
            )
        )
        return at


def listed(actor: Actor, page: int = 1) -> Dates:
    with db.read() as session:
        return dates(session, actor, page)


def filed(actor: Actor) -> Calendar:
    with db.write() as session:
        return Calendar.from_ical(dates_file(session, actor))


def test_the_nearest_comes_first_and_only_what_is_theirs() -> None:
    rosa, ana = lawyer(), lawyer()
    helper = paralegal(rosa)
    alba, bravo, cruz = represented(rosa, "Alba"), represented(rosa, "Bravo"), represented(ana, "C")
    comes(bravo, 2)
    comes(alba, 5)
    comes(alba, -1)
    comes(cruz, 1)
    for actor in (rosa, helper):
        assert [row.client.split(",")[0] for row in listed(actor).rows] == ["Bravo", "Alba"]
    assert len(filed(rosa).walk("VEVENT")) == 2
    assert len(filed(ana).walk("VEVENT")) == 1


def test_pages_follow_each_other_and_cost_the_same_statements() -> None:
    rosa = lawyer()
    alba = represented(rosa, "Alba")
    for minute in range(PAGE + 3):
        comes(alba, 1, minutes=minute)
    with statements() as seen:
        first = listed(rosa)
    assert (len(first.rows), first.more) == (PAGE, True)
    rest = listed(rosa, 2)
    assert (len(rest.rows), rest.more) == (3, False)
    assert not {row.key for row in first.rows} & {row.key for row in rest.rows}
    with statements() as less:
        listed(rosa, 2)
    assert len(seen) == len(less)


def test_the_file_is_escaped_and_names_nobody_of_a_protected_case() -> None:
    rosa = lawyer()
    alba, bravo = represented(rosa, "Alba; BEGIN:X, \\"), represented(rosa, "Bravo")
    comes(alba, 1)
    comes(bravo, 2)
    with db.write() as session:
        case = session.get_one(Case, bravo.case_id)
        case.protected = True
        session.add(case)
        person = session.get_one(Person, alba.person_id)
        person.given_name = "Ana\r\nEND:VEVENT"
        session.add(person)
    with db.write() as session:
        text = dates_file(session, rosa)
    first, second = sorted(
        Calendar.from_ical(text).walk("VEVENT"), key=lambda one: one.decoded("dtstart")
    )
    assert "Alba; BEGIN:X, \\" in str(first["summary"])
    assert alba.receipt in str(first["summary"])
    assert str(second["summary"]) == "Interview"
    assert "Bravo" not in text
    assert bravo.receipt not in text
    assert text.count("\r\nBEGIN:VEVENT") == 2
    assert "\r\nEND:VEVENT\r\nEND:VEVENT" not in text


def digests() -> int:
    with db.write() as session:
        return send_digests(session)


def sent() -> list[OutboxMessage]:
    with db.read() as session:
        return list(session.exec(select(OutboxMessage).where(OutboxMessage.kind == "board_digest")))


def wants(actor: Actor, every: Every) -> None:
    with db.write() as session:
        choose_digest(session, actor, every)


def test_a_digest_comes_only_to_who_asked_and_only_with_news() -> None:
    rosa, ana = lawyer(), lawyer()
    alba, bravo = represented(rosa, "Alba"), represented(ana, "Bravo")
    happens(alba)
    happens(bravo)
    later(2)
    assert digests() == 0
    wants(rosa, Every.DAY)
    later(1)
    assert digests() == 1
    assert sent() == [], "nothing is new since it was asked for"
    happens(alba)
    comes(alba, 3)
    comes(alba, 30)
    later(1)
    assert (digests(), digests()) == (1, 0)
    [one] = sent()
    assert one.account_id == rosa.account_id
    facts = one.facts or ""
    assert '"changed": 1' in facts
    assert '"coming": 1' in facts
    assert "Alba" not in facts
    assert alba.receipt not in facts


def test_who_represents_nobody_any_more_gets_none() -> None:
    rosa = lawyer()
    alba = represented(rosa, "Alba")
    wants(rosa, Every.WEEK)
    happens(alba)
    with db.write() as session:
        revoke(session, rosa, session.get_one(Account, rosa.account_id), Role.REPRESENTATIVE)
    later(8)
    assert digests() == 1
    later(8)
    assert digests() == 0
    assert sent() == []


def test_a_choice_takes_the_place_of_the_one_before() -> None:
    rosa = lawyer()
    for before, after in pairwise((Every.NEVER, Every.DAY, Every.WEEK, Every.NEVER)):
        with db.read() as session:
            assert digest_of(session, rosa) is before
        wants(rosa, after)
    later(30)
    assert digests() == 0
