"""Every message in the inbox once, and outside in the ways its person chose, if they still may."""

from __future__ import annotations

import base64
import io
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from pypdf import PdfReader
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.delivery import Reason
from cx_app.domain.errors import NotFound
from cx_app.domain.messages import Channel, Kind, OutboxState, Topic
from cx_app.gateways import clock
from cx_app.models import Case, InboxMessage
from cx_app.services.messages.calendar import Appointment, calendar_file
from cx_app.services.messages.consents import withdraw
from cx_app.services.messages.contacts import remove
from cx_app.services.messages.history import attachment, message_history
from cx_app.services.messages.inbound import receive
from tasks.messages import sweep
from tests import factories
from tests.services.messages.conftest import NOON
from tests.services.messages.people import (
    PHONE,
    account,
    arrived,
    contact,
    one,
    outbox,
    tell,
    texts_to,
    wish,
)

pytestmark = pytest.mark.usefixtures("database", "at_noon")


def test_the_same_news_is_told_once_in_each_way() -> None:
    person = account()
    texts_to(person)
    for _ in range(2):
        tell(person)
    sweep()
    sweep()
    assert sorted(row.channel for row in arrived()) == [Channel.EMAIL, Channel.SMS]
    with db.read() as session:
        assert len(session.exec(select(InboxMessage)).all()) == 1


def test_two_accounts_may_share_a_reason_to_be_told() -> None:
    first, second = account(), account()
    tell(first)
    tell(second)
    sweep()
    assert len(arrived(Channel.EMAIL)) == 2


def test_a_text_says_nothing_but_that_there_is_news() -> None:
    person = account()
    texts_to(person)
    tell(person)
    sweep()
    [text] = arrived(Channel.SMS)
    assert text.to == PHONE
    assert "Reply STOP" in (text.body or "")
    for private in ("IOE", person.name, "@"):
        assert private not in (text.body or "")


def test_the_language_of_a_topic_wins_over_the_account_s() -> None:
    person = account()
    wish(person, email=True, language="es")
    tell(person)
    sweep()
    assert arrived()[0].subject == "Tiene un mensaje nuevo"
    with db.read() as session:
        assert session.exec(select(InboxMessage)).one().subject == "Usted sigue un caso"


def test_nothing_is_texted_without_consent_or_proof_or_wish() -> None:
    without_consent, unproven, unwished = account(), account(), account()
    contact(without_consent)
    wish(without_consent, sms=True)
    contact(unproven, value="+12025550124", verified_at=None)
    wish(unproven, sms=True)
    texts_to(unwished, value="+12025550125")
    wish(unwished, sms=False)
    for n, person in enumerate((without_consent, unproven, unwished)):
        tell(person, str(n))
    sweep()
    assert arrived(Channel.SMS) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("stop", Reason.OPTED_OUT),
        ("withdraw", Reason.NO_CONSENT),
        ("remove", Reason.NO_VERIFIED_PHONE),
        ("unwish", Reason.NOT_WANTED),
        ("protect", Reason.PROTECTED_CASE),
    ],
)
def test_what_changes_while_a_text_waits_is_heard(change: str, reason: Reason) -> None:
    person = account()
    phone = texts_to(person)
    actor = factories.actor_for(person)
    with db.write() as session:
        case = factories.case(session)
    tell(person, case_id=case.id)
    if change == "unwish":
        wish(person, sms=False)
    else:
        with db.write() as session:
            match change:
                case "stop":
                    receive(session, "in-1", PHONE, "STOP")
                case "withdraw":
                    withdraw(session, actor, phone.id)
                case "remove":
                    remove(session, actor, phone.id)
                case "protect":
                    session.get_one(Case, case.id).protected = True
    sweep()
    [news] = [row for row in outbox(Channel.SMS) if row.kind == Kind.CASE_FOLLOWED]
    assert (news.state, news.failure) == (OutboxState.CANCELLED, reason)
    assert "new message" not in "".join(row.body or "" for row in arrived(Channel.SMS))


def test_to_a_number_called_safe_a_protected_case_says_sign_in() -> None:
    person = account()
    texts_to(person, safe=True)
    tell(person, protected=True)
    sweep()
    assert [row.channel for row in arrived()] == [Channel.SMS]


def test_at_night_texts_wait_for_the_person_s_own_morning(at_noon: time_machine.Traveller) -> None:
    person = account()
    texts_to(person, zone="Pacific/Honolulu")
    tell(person)  # noon in New York, seven in the morning in Honolulu
    sweep()
    waiting = one(Channel.SMS)
    assert (waiting.state, waiting.failures) == (OutboxState.WAITING, 0)
    assert waiting.due_at == datetime(2026, 3, 2, 18, tzinfo=UTC)
    at_noon.move_to(datetime(2026, 3, 2, 18, 0, 1, tzinfo=UTC))
    sweep()
    assert len(arrived(Channel.SMS)) == 1


def test_what_comes_too_late_is_not_sent() -> None:
    person = account()
    texts_to(person, zone="Pacific/Honolulu")
    tell(person, not_after=NOON + timedelta(minutes=30))
    sweep()
    late = one(Channel.SMS)
    assert (late.state, late.failure) == (OutboxState.CANCELLED, Reason.TOO_LATE)


def test_a_letter_goes_to_the_person_s_own_residence() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        factories.link(session, filing.account, filing.party)
    wish(filing.account, email=False, paper=True)
    tell(filing.account, case_id=filing.case.id)
    sweep()
    [letter] = arrived()
    assert letter.to == "\n".join(["Dolores Reyes-Méndez", *factories.HOME])
    assert "IOE0912000011" in (letter.body or "")
    pdf = PdfReader(io.BytesIO(base64.b64decode(letter.document or "")))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_an_appointment_brings_its_date_for_the_calendar_and_nothing_else() -> None:
    person = account()
    starts = NOON + timedelta(days=10)
    file = calendar_file(
        Appointment("ref-1", 2, starts, starts + timedelta(minutes=30), "100 Federal Plaza"), NOON
    )
    tell(
        person,
        kind=Kind.APPOINTMENT_BOOKED,
        when="Monday",
        place="Springfield",
        attachments=[file],
    )
    sweep()
    [email] = arrived(Channel.EMAIL)
    assert email.document is not None
    assert b"UID:ref-1@localhost:3000" in file.content
    assert b"SEQUENCE:2" in file.content
    for private in (b"IOE", b"I-485", person.name.encode()):
        assert private not in file.content
    actor, stranger = factories.actor_for(person), factories.actor_for(account())
    with db.read() as session:
        kept = session.exec(select(InboxMessage)).one()
        history = message_history(session, actor, kept.id)
        [(file_id, name)] = history.attachments
        assert (name, history.why) == ("appointment.ics", "linked")
        assert attachment(session, actor, kept.id, UUID(file_id)).content == file.content
        with pytest.raises(NotFound):
            attachment(session, stranger, kept.id, UUID(file_id))
        with pytest.raises(NotFound):
            message_history(session, stranger, kept.id)


def test_a_person_sees_how_a_message_went() -> None:
    person = account()
    texts_to(person, value="+12025550103")  # the provider asks to come again, each time
    tell(person)
    sweep()
    with db.read() as session:
        kept = session.exec(select(InboxMessage)).one()
        history = message_history(session, factories.actor_for(person), kept.id)
    assert {(line.channel, line.status) for line in history.deliveries} == {
        (Channel.EMAIL, "sent"),
        (Channel.SMS, "waiting"),
    }
    assert history.why == "follows"


def test_security_news_cannot_be_switched_off() -> None:
    person = account()
    wish(person, topic=Topic.SECURITY, email=False)
    tell(person, kind=Kind.CODE_REQUESTED)
    sweep()
    assert len(arrived(Channel.EMAIL)) == 1


def test_a_proven_address_takes_the_place_of_the_one_of_the_sign_in() -> None:
    person = account()
    contact(person, Channel.EMAIL, "other@example.org")
    tell(person)
    sweep()
    assert arrived()[0].to == "other@example.org"


def test_the_clock_of_the_demo_moves_what_waits() -> None:
    person = account()
    texts_to(person)
    tell(person, not_before=NOON + timedelta(hours=3))
    assert sweep() == 0
    with db.write() as session:
        clock.advance(session, timedelta(hours=3))
    assert sweep() == 2
