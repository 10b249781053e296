"""Asked once in a while, answered without a name, limited where nobody has to say who they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.feedback import Task
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel
from cx_app.domain.visitors import Contact
from cx_app.gateways import clock
from cx_app.language import using
from cx_app.models import Attempt, AuditEntry, Feedback, FeedbackOffer, FeedbackTurn
from cx_app.services.feedback.asking import Flawed, Thanked, TooMany, decline, give, offer
from cx_app.services.visitors.passes import visitor
from tests import factories
from tests.factories import actor_for
from tests.services.attachments.asked import EMAIL, proven
from tests.together import together

pytestmark = pytest.mark.usefixtures("database")
TYPED = {"task": "visit", "way": "online", "outcome": "done", "trust": "up", "drivers": "ease"}
WORDS = "It was kind, canary-words-of-mine."


def person(role: Role = Role.APPLICANT, network: str = "") -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session), role, network=network)


def asked(actor: Actor, task: Task = Task.VISIT) -> bool:
    with db.write() as session:
        return offer(session, actor, task)


def says(actor: Actor, **typed: str) -> Thanked | Flawed | TooMany:
    with db.write() as session:
        return give(session, actor, {**TYPED, **typed})


def later(**by: float) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(**by))


def counted(table: type) -> int:
    with db.read() as session:
        return len(session.exec(select(table)).all())


def test_asked_once_in_90_days_and_again_after_a_reload() -> None:
    who = person()
    assert asked(who)
    assert asked(who)
    assert not asked(who, Task.SUPPORT)
    assert counted(FeedbackOffer) == 1
    later(days=1)
    assert not asked(who)
    later(days=88, hours=23)
    assert not asked(who)
    later(hours=1)
    assert asked(who, Task.SUPPORT)
    assert counted(FeedbackOffer) == 2
    assert counted(FeedbackTurn) == 1


@pytest.mark.parametrize("answers", [True, False])
def test_who_answered_or_put_it_away_is_left_in_peace(answers: bool) -> None:
    who = person()
    assert asked(who)
    if answers:
        assert isinstance(says(who), Thanked)
    else:
        with db.write() as session:
            decline(session, who)
    assert not asked(who)
    assert asked(person())


def test_a_visitor_is_known_by_their_contact_whatever_pass_they_have() -> None:
    with db.write() as session:
        first, again = proven(session, EMAIL), proven(session, EMAIL)
        other = proven(session, Contact(Channel.SMS, "+12025550143"))
    assert asked(first)
    assert not asked(again, Task.SUPPORT)
    assert asked(other)


def test_staff_and_whom_nobody_knows_are_not_asked() -> None:
    assert not asked(person(Role.OFFICER))
    assert not asked(visitor(None, "192.0.2.9"))
    assert counted(FeedbackOffer) == 0


def test_two_pages_of_one_person_ask_once() -> None:
    who = person()
    said = together(*[lambda: asked(who)] * 4)
    assert any(said)
    assert asked(who), "whoever lost the race is asked on the next look, as part of the same turn"
    assert counted(FeedbackOffer) == counted(FeedbackTurn) == 1


def test_nothing_leads_from_an_answer_to_anybody() -> None:
    who = person()
    asked(who)
    with using("es"):
        assert isinstance(says(who, comment=WORDS), Thanked)
    with db.read() as session:
        [row] = session.exec(select(Feedback)).all()
        now = clock.business(session)
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "feedback.give")).all()
    stored = row.model_dump()
    assert (row.comment, row.language, row.drivers) == (WORDS, "es", "ease")
    assert set(stored) == {
        *("id", "month", "task", "way", "outcome", "language", "trust", "drivers"),
        "comment_sealed",
    }
    assert "canary" not in str(stored)
    assert row.id.version == 4
    assert (row.month.day, row.month.month) in {(1, now.month), (1, (now.month - 2) % 12 + 1)}
    [entry] = entries
    assert (entry.account_id, entry.session_id, entry.network) == (None, None, "")
    assert (entry.case_id, entry.subject_id, entry.details) == (None, None, {})


def test_five_from_a_person_and_thirty_from_a_network() -> None:
    who = person(network="net-home")
    for _n in range(5):
        assert isinstance(says(who), Thanked)
    assert isinstance(says(who), TooMany)
    for n in range(25):
        assert isinstance(says(visitor(None, "net-home")), Thanked), n
    assert isinstance(says(visitor(None, "net-home")), TooMany)
    assert isinstance(says(visitor(None, "net-other")), Thanked)


def test_a_limit_holds_for_two_at_the_same_instant() -> None:
    who = person()
    for _n in range(4):
        says(who)
    said = together(*[lambda: says(who)] * 4)
    assert sorted(type(one).__name__ for one in said) == [
        *("Thanked", "TooMany", "TooMany", "TooMany")
    ]
    assert counted(Feedback) == 5


def test_what_is_wrong_is_said_and_not_counted() -> None:
    who = person()
    said = says(who, trust="", task="")
    assert isinstance(said, Flawed)
    assert set(said.errors) == {"trust", "task"}
    assert counted(Feedback) == counted(Attempt) == 0
