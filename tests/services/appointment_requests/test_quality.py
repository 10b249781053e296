"""Samples are drawn by chance from others' decisions, and each is looked at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from cx_app import database as db
from cx_app.domain.appointment_requests import RequestMove
from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.identity import Actor, Role
from cx_app.domain.quality import QualityAnswer, Verdict, draw
from cx_app.domain.references import shown
from cx_app.gateways import clock
from cx_app.models import QualitySample, RequestStep
from cx_app.services.appointment_requests.quality import (
    SamplePage,
    draw_sample,
    give_verdict,
    reversals,
    sample,
    samples,
)
from cx_app.services.appointment_requests.submit import Submitted
from tests import factories
from tests.services.appointment_requests.asking import (
    asker,
    asks,
    field_office,
    moved,
    officer,
    sends,
    steps,
    typed,
)
from tests.services.attachments.asked import proven

pytestmark = pytest.mark.usefixtures("database")


def keeper() -> Actor:
    with db.write() as session:
        account = factories.account(session, roles=(Role.SUPERVISOR,))
        return factories.actor_for(account, Role.SUPERVISOR)


def today() -> date:
    with db.read() as session:
        return eastern_date(clock.business(session))


def decides(who: Actor, n: int) -> RequestStep:
    reference = asks(asker(), f"form-{n}")
    moved(reference, RequestMove.CLAIM, who)
    moved(reference, RequestMove.FIND_UNNEEDED, who, outcome="by_mail")
    return steps(reference)[-1]


def draws(who: Actor, reason: str = "", size: int = 5, **days: date) -> UUID | QualityAnswer:
    first, last = days.get("first", today()), days.get("last", today())
    with db.write() as session:
        return draw_sample(session, who, first, last, reason, size)


def looks(who: Actor, sample_id: Any) -> SamplePage:
    with db.read() as session:
        return sample(session, who, sample_id)


def finds(who: Actor, check_id: str, verdict: Verdict | None, note: str = "") -> QualityAnswer:
    with db.write() as session:
        return give_verdict(session, who, UUID(check_id), verdict, note)


def test_drawn_from_others_decisions_alone_and_again_the_same(database: str) -> None:
    who = keeper()
    others = [decides(officer(), n) for n in range(7)]
    decides(who, 8)
    drawn = draws(who)
    page = looks(who, drawn)
    assert (page.sample.size, page.sample.among, page.sample.looked_at) == (5, 7, 0)
    with db.read() as session:
        seed = session.get_one(QualitySample, drawn).seed
    again = draw(seed, [step.id for step in others], 5)
    by_request = {step.id: step.request_id for step in others}
    with db.read() as session:
        references = [session.get_one(RequestStep, one).request_id for one in again]
    assert [by_request[one] for one in again] == references
    assert [line.place for line in page.lines] == [1, 2, 3, 4, 5]
    assert all(line.by and not line.mine for line in page.lines)


def test_looked_at_once_and_counted(database: str) -> None:
    first, second = keeper(), keeper()
    decides(officer(), 1)
    decides(officer(), 2)
    drawn = draws(first)
    right, wrong = (line.id for line in looks(first, drawn).lines)
    assert finds(first, right, None) is QualityAnswer.NO_VERDICT
    assert finds(first, right, Verdict.RIGHT) is QualityAnswer.DONE
    assert finds(second, right, Verdict.WRONG, "No.") is QualityAnswer.ALREADY
    assert finds(second, wrong, Verdict.WRONG, "  ") is QualityAnswer.NO_NOTE
    assert finds(second, wrong, Verdict.WRONG, "The card is valid.") is QualityAnswer.DONE
    page = looks(first, drawn)
    assert (page.sample.looked_at, page.sample.wrong) == (2, 1)
    assert page.lines[1].note == "The card is valid."
    with db.read() as session:
        assert samples(session, second)[0] == page.sample


def test_nobody_looks_at_their_own_decision(database: str) -> None:
    drawer, decider = keeper(), keeper()
    decides(decider, 1)
    assert draws(decider) is QualityAnswer.NOTHING
    drawn = draws(drawer)
    line = looks(decider, drawn).lines[0]
    assert line.mine
    with pytest.raises(NotFound):
        finds(decider, line.id, Verdict.RIGHT)


def test_nor_about_a_request_of_their_own(database: str) -> None:
    one = asker()
    reference = asks(one)
    who = officer()
    moved(reference, RequestMove.CLAIM, who)
    moved(reference, RequestMove.FIND_UNNEEDED, who)
    as_staff = factories.actor_for(one.filing.account, Role.SUPERVISOR)
    assert draws(as_staff) is QualityAnswer.NOTHING
    drawn = draws(keeper())
    assert looks(as_staff, drawn).lines == []
    check = looks(keeper(), drawn).lines[0].id
    with pytest.raises(NotFound):
        finds(as_staff, check, Verdict.RIGHT)


def test_only_of_the_days_and_the_reason(database: str) -> None:
    who, day = keeper(), today()
    decides(officer(), 1)
    assert draws(who, "judge_grant") is QualityAnswer.NOTHING
    earlier = {"first": day - timedelta(days=3), "last": day - timedelta(days=1)}
    assert draws(who, **earlier) is QualityAnswer.NOTHING
    assert draws(who, first=day, last=day + timedelta(days=1)) is QualityAnswer.NO_DAYS
    assert isinstance(draws(who, "adit_stamp", size=3), UUID)


def test_reversals_are_seen(database: str) -> None:
    who, watcher = officer(), keeper()
    step = decides(who, 1)
    with db.read() as session:
        assert reversals(session, watcher) == []
    reference = asks_of(step)
    moved(reference, RequestMove.UNDO, who, corrects_id=step.id)
    with db.read() as session:
        (line,) = reversals(session, watcher)
    assert (line.reference, line.what) == (shown(reference), "Undone within a minute")
    drawn = draws(watcher)
    assert [one.taken_back for one in looks(watcher, drawn).lines] == [True]


def test_a_protected_reason_is_masked_in_every_line(database: str) -> None:
    who, watcher = officer(), keeper()
    reference = asks(asker(), reason="protected_inquiry")
    moved(reference, RequestMove.CLAIM, who)
    moved(reference, RequestMove.FIND_UNNEEDED, who, outcome="settled")
    step = steps(reference)[-1]
    moved(reference, RequestMove.UNDO, who, corrects_id=step.id)
    assert [line.reason for line in looks(watcher, draws(watcher)).lines] == ["Protected"]
    with db.read() as session:
        assert [line.reason for line in reversals(session, watcher)] == ["Protected"]


def test_decisions_about_people_without_an_account_are_among_them(database: str) -> None:
    who, watcher = officer(), keeper()
    field_office()
    with db.write() as session:
        visitor = proven(session)
    ana = {"given_name": "Ana", "family_name": "Ruiz", "month": "2", "day": "9", "year": "1980"}
    sent = sends(visitor, typed("other", **ana))
    assert isinstance(sent, Submitted)
    moved(sent.reference, RequestMove.CLAIM, who)
    moved(sent.reference, RequestMove.FIND_UNNEEDED, who, outcome="settled")
    assert [line.reference for line in looks(watcher, draws(watcher)).lines] == [
        shown(sent.reference)
    ]
    moved(sent.reference, RequestMove.UNDO, who, corrects_id=steps(sent.reference)[-1].id)
    with db.read() as session:
        assert [line.reference for line in reversals(session, watcher)] == [shown(sent.reference)]


def asks_of(step: RequestStep) -> str:
    from cx_app.models import AppointmentRequest

    with db.read() as session:
        return session.get_one(AppointmentRequest, step.request_id).reference


def test_not_for_officers(database: str) -> None:
    staff = officer()
    for call in (samples, reversals):
        with pytest.raises(Forbidden), db.read() as session:
            call(session, staff)
    with pytest.raises(Forbidden):
        draws(staff)
    drawn = keeper()
    decides(officer(), 1)
    sample_id = draws(drawn)
    with pytest.raises(Forbidden):
        looks(staff, sample_id)
    with pytest.raises(Forbidden):
        finds(staff, looks(drawn, sample_id).lines[0].id, Verdict.RIGHT)
