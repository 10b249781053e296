"""What the feed tells people, and what it does not (FEED-3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from cx_app import database as portal
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor
from cx_app.models import Account, FeedRecord, InboxMessage, OutboxMessage, Party
from cx_app.services.feed.import_lines import How, import_lines
from cx_app.services.messages.inbox import inbox, unread
from tests import factories
from tests.services.feed.lines import CASE, EVENT, PARTY, PERSON, filing, line
from tests.services.feed.test_import_lines import _import
from tests.services.feed.test_second_thoughts import APPOINTMENT, OFFICE

pytestmark = pytest.mark.usefixtures("database")

NOW = datetime.now(UTC)


def at(**ago: float) -> str:
    return (NOW - timedelta(**ago)).isoformat()


def linked(role: PartyRole = PartyRole.APPLICANT, language: str = "en") -> Actor:
    """Somebody whose account is linked to the case in this role."""
    with portal.write() as session:
        account = factories.account(session, language=language)
        party = session.exec(select(Party).where(Party.role == role)).one()
        factories.link(session, account, party)
        return factories.actor_for(account)


def subjects(actor: Actor) -> list[str]:
    with portal.read() as session:
        return [message.subject for message in inbox(session, actor).lines]


def caused() -> dict[str, str]:
    with portal.read() as session:
        return {row.id: row.caused for row in session.exec(select(FeedRecord))}


def test_the_newest_event_is_told_once_in_the_inbox_and_by_e_mail() -> None:
    _import(*filing())
    person = linked(language="es")
    news = line(EVENT, "e1", code="FBA", at=at(hours=1))
    _import(news)
    _import(news, news)
    assert subjects(person) == ["Se pidieron más pruebas"]
    with portal.read() as session:
        [sent] = session.exec(select(OutboxMessage))
    assert (sent.kind, sent.channel, sent.account_id) == (
        "status_changed",
        "email",
        person.account_id,
    )
    assert caused()["e1"] == "status_message"


def test_of_several_events_in_their_order_each_is_told_whatever_the_pieces() -> None:
    events = [
        line(EVENT, f"e{n}", code=c, at=at(hours=9 - n)) for n, c in enumerate(["IAF", "FNA"])
    ]
    _import(*filing())
    person = linked()
    _import(*events)
    assert subjects(person) == ["Biometrics appointment scheduled", "Case received"]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (line(EVENT, "e2", code="IAF", at=at(days=5)), "not_newest"),
        (line(EVENT, "e2", code="Q9Z", at=at(hours=1)), "no_words"),
    ],
)
def test_history_and_unknown_codes_are_kept_and_not_told(event: bytes, why: str) -> None:
    _import(*filing(), line(EVENT, "e1", code="FNA", at=at(days=2)))
    person = linked()
    _import(event)
    assert subjects(person) == []
    assert caused()["e2"] == why


def test_old_news_is_not_told() -> None:
    _import(*filing())
    person = linked()
    _import(line(EVENT, "e1", at=at(days=31)))
    assert subjects(person) == []
    assert caused()["e1"] == "old"


def test_what_comes_as_history_is_never_told() -> None:
    _import(*filing())
    person = linked()
    lines = [
        line(EVENT, "e1", at=at(hours=1)),
        line(CASE, "c2", as_of=at(hours=1), office="Dallas"),
        line(OFFICE, "o1"),
        line(APPOINTMENT, "a1"),
    ]
    import_lines(lines, source="old", how=How(history=True))
    _import(*lines)
    assert subjects(person) == []
    assert {why for name, why in caused().items() if name in {"e1", "c2", "a1"}} == {"history"}


def test_a_move_and_an_appointment_are_told() -> None:
    _import(*filing(), line(OFFICE, "o1"))
    person = linked()
    _import(line(CASE, "c2", as_of=at(hours=1), office="Dallas"))
    _import(line(APPOINTMENT, "a1"))
    _import(line(APPOINTMENT, "a2", as_of=at(days=1), status="cancelled"))
    assert subjects(person) == [
        "An appointment was cancelled",
        "You have an appointment",
        "Your case moved to another office",
    ]
    with portal.read() as session:
        [_, made, _] = inbox(session, person).lines
    assert "9:30" in made.body  # Honolulu's time, not ours
    assert "Hawaii" in made.body


def both_sides() -> tuple[Actor, Actor]:
    """A petition with both people in it; the petitioner's account and the beneficiary's."""
    _import(
        *filing()[:2],
        line(PERSON, "p2", id="P2"),
        line(PARTY, "q1", role="beneficiary"),
        line(PARTY, "q2", person="P2", role="petitioner"),
    )
    return linked(PartyRole.PETITIONER), linked(PartyRole.BENEFICIARY)


def flag(event_id: str, *, protected: bool, **ago: float) -> bytes:
    return line(CASE, event_id, as_of=at(**ago), protected=protected)


def test_once_a_case_is_protected_the_other_side_hears_and_sees_nothing_of_it() -> None:
    petitioner, beneficiary = both_sides()
    _import(line(EVENT, "e1", at=at(hours=3)))
    assert subjects(petitioner) == subjects(beneficiary) == ["Case received"]
    _import(flag("c2", protected=True, hours=2))
    _import(line(EVENT, "e2", code="FBA", at=at(hours=1)))
    assert subjects(beneficiary) == ["More evidence requested", "Case received"]
    assert subjects(petitioner) == []
    with portal.read() as session:
        assert (unread(session, petitioner), unread(session, beneficiary)) == (0, 2)
        told = session.exec(select(InboxMessage.account_id))
        assert list(told).count(petitioner.account_id) == 1


def test_e_mails_on_their_way_about_it_do_not_leave() -> None:
    both_sides()
    _import(line(EVENT, "e1", at=at(hours=3)))
    _import(flag("c2", protected=True, hours=2))
    _import(line(EVENT, "e2", code="FBA", at=at(hours=1)))
    with portal.read() as session:
        sent = session.exec(select(OutboxMessage)).all()
    assert {(m.state, m.last_error) for m in sent} == {("cancelled", "protected_case")}


def test_when_the_flag_is_lifted_it_is_an_ordinary_case_again() -> None:
    petitioner, _ = both_sides()
    _import(flag("c2", protected=True, hours=2), line(EVENT, "e1", at=at(hours=3)))
    _import(flag("c3", protected=False, hours=1))
    _import(line(EVENT, "e2", code="FBA", at=at(minutes=5)))
    assert subjects(petitioner) == ["More evidence requested"]


@pytest.mark.parametrize(("form", "told"), [("I-360", ["Case received"]), ("I-130", [])])
def test_whoever_petitions_for_themselves_alone_is_the_protected_person(
    form: str, told: list[str]
) -> None:
    person, _case, _party = filing()
    _import(person, line(CASE, "c1", form=form), line(PARTY, "q1", role="petitioner"))
    _import(line(CASE, "c2", form=form, as_of=at(hours=2), protected=True))
    alone = linked(PartyRole.PETITIONER)
    _import(line(EVENT, "e1", at=at(hours=1)))
    assert subjects(alone) == told


def test_nobody_is_told_of_a_case_that_they_do_not_reach() -> None:
    _import(*filing())
    with portal.write() as session:
        factories.account(session)
    _import(line(EVENT, "e1", at=at(hours=1)))
    with portal.read() as session:
        assert session.exec(select(InboxMessage)).all() == []
        assert len(session.exec(select(Account)).all()) == 1
