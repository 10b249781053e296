"""The demo's mailbox: found by what it says, in pages, with conversations as on phones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlmodel import Session, select

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel, Kind
from cx_app.gateways import clock
from cx_app.models import DemoDelivery
from cx_app.services.changes import DEMO_MAILBOX, versions
from cx_app.services.messages.calendar import Appointment, calendar_file
from cx_app.services.messages.conversations import conversations
from cx_app.services.messages.mailbox import (
    Piece,
    counts,
    email_file,
    letter_pdf,
    mailbox,
    pieces,
)
from cx_app.services.messages.simulated import answer
from cx_app.settings import settings
from tasks.messages import report, sweep
from tests.services.messages.conftest import NOON
from tests.services.messages.people import PHONE, account, arrived, contact, tell, texts_to

pytestmark = pytest.mark.usefixtures("database", "at_noon")
R = TypeVar("R")
OTHER = "+12025550124"
BAD = "+12025550104"


def ask(service: Callable[[Session], R]) -> R:
    with db.read() as session:
        return service(session)


def pass_time(**by: float) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(**by))


def say(body: str, delivery_id: str) -> None:
    with db.write() as session:
        answer(session, UUID(delivery_id), body)
    sweep()


def version() -> int:
    return ask(lambda s: versions(s, {DEMO_MAILBOX})).get(DEMO_MAILBOX, 0)


def test_pages_have_each_delivery_once_the_newest_first() -> None:
    person = account()
    for n in range(5):
        tell(person, str(n))
    sweep()
    seen, older = [], ""
    while True:
        page = ask(lambda s, at=older: mailbox(s, older=at, rows=2))  # type: ignore[misc]
        seen += [row.id for row in page.rows]
        if not (older := page.older):
            break
    assert seen == [row.id for row in ask(lambda s: mailbox(s, rows=5)).rows]
    with db.read() as session:
        at = {str(row.id): row.at for row in session.exec(select(DemoDelivery))}
    assert [at[one] for one in seen] == sorted(at.values(), reverse=True)
    assert len(set(seen)) == 5


def test_it_is_found_by_channel_by_address_and_by_what_it_says() -> None:
    person, other = account(email="one@example.org"), account(email="two@example.org")
    texts_to(person)
    for n, somebody in enumerate((person, other)):
        tell(somebody, str(n))
    sweep()
    assert ask(counts) == {Channel.EMAIL: 2, Channel.SMS: 1}
    assert [r.channel for r in ask(lambda s: mailbox(s, channel="sms")).rows] == ["sms"]
    found = ask(lambda s: mailbox(s, wanted=" TWO@example ")).rows
    assert [row.addressee for row in found] == ["two@example.org"]
    assert len(ask(lambda s: mailbox(s, wanted="new message")).rows) == 3
    assert ask(lambda s: mailbox(s, wanted="nobody")).rows == []


def test_a_delivery_says_what_was_reported_of_it() -> None:
    person = account(email="delayed@simulator.example")
    texts_to(person, value=BAD)
    tell(person)
    sweep()
    rows = ask(mailbox).rows
    assert {(r.channel, r.status, r.simulated) for r in rows} == {
        ("email", "sent", "delayed"),
        ("sms", "sent", "permanent"),
    }
    pass_time(seconds=2)
    report()
    assert {r.status for r in ask(mailbox).rows} == {"under_way", "failed"}
    pass_time(minutes=3)
    report()
    assert {r.status for r in ask(mailbox).rows} == {"delivered", "failed"}


def test_open_mailboxes_hear_of_deliveries_reports_and_answers() -> None:
    texts_to(account())
    tell(account())
    seen = [version()]
    sweep()
    seen.append(version())
    pass_time(seconds=2)
    report()
    seen.append(version())
    assert seen == sorted(set(seen))


def test_only_an_e_mail_s_date_and_a_letter_s_pdf_are_given() -> None:
    file = calendar_file(
        Appointment("ref-1", 1, NOON, NOON + timedelta(minutes=30), "100 Federal Plaza"), NOON
    )
    facts = {"when": "Monday", "place": "Springfield"}
    tell(account(), "0", kind=Kind.APPOINTMENT_BOOKED, attachments=[file], **facts)
    sweep()
    tell(account(), "1")
    sweep()
    without, with_date = ask(mailbox).rows
    assert (without.calendar, without.document, with_date.document) == ("", "", "")
    assert with_date.calendar == f"/demo/mailbox/{with_date.id}.ics"
    given = ask(lambda s: email_file(s, UUID(with_date.id)))
    [event] = Calendar.from_ical(given.content).events
    assert event["uid"].startswith("ref-1@")
    for service, row in ((letter_pdf, with_date), (email_file, without)):
        with pytest.raises(NotFound):
            ask(lambda s, give=service, of=row: give(s, UUID(of.id)))  # type: ignore[misc]


def test_links_into_the_portal_lead_there_and_others_stay_words() -> None:
    home = settings.public_url.rstrip("/")
    assert pieces(f"Sign in at {home}/es/account. See https://evil.example") == [
        Piece("Sign in at "),
        Piece(f"{home}/es/account", f"{home}/es/account"),
        Piece(". See https://evil.example"),
    ]
    assert pieces(f"{home}.") == [Piece(home, home), Piece(".")]
    assert pieces("") == []


def test_each_number_has_one_conversation_with_both_sides_in_order() -> None:
    first, second = account(), account()
    texts_to(first)
    texts_to(second, value=OTHER)
    for n, person in enumerate((first, second)):
        tell(person, str(n))
    sweep()
    [text] = [row for row in arrived(Channel.SMS) if row.to == PHONE]
    say("HELP", str(text.id))
    talks = ask(conversations).shown
    assert [talk.number for talk in talks] == [PHONE, OTHER]
    said = ["".join(piece.text for piece in bubble.pieces) for bubble in talks[0].bubbles]
    assert [bubble.received for bubble in talks[0].bubbles] == [True, False, True]
    assert said[1] == "HELP"
    assert "call 1-555-0100" in said[2]
    assert [bubble.received for bubble in talks[1].bubbles] == [True]
    assert ask(lambda s: conversations(s, numbers=1)).more
    assert [t.number for t in ask(lambda s: conversations(s, wanted=OTHER)).shown] == [OTHER]


def test_stop_from_the_mailbox_is_heard_and_shown() -> None:
    person = account()
    texts_to(person)
    tell(person)
    sweep()
    [talk] = ask(conversations).shown
    assert not talk.stopped
    before = version()
    say("STOP", talk.answers)
    [talk] = ask(conversations).shown
    assert talk.stopped
    assert version() > before
    say("START", talk.answers)
    assert not ask(conversations).shown[0].stopped


def test_only_a_text_can_be_answered() -> None:
    person = account()
    contact(person)
    tell(person)
    sweep()
    [email] = ask(mailbox).rows
    assert not email.can_answer
    with db.write() as session, pytest.raises(NotFound):
        answer(session, UUID(email.id), "STOP")
