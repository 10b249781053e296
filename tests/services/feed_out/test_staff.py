"""What staff see of the feed, and what they do about it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.feed_out import Answer, EventKind
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import AuditEntry, FeedFinding
from cx_app.models.base import uuid7
from cx_app.services.feed_out.reconcile import Stated, reconcile
from cx_app.services.feed_out.settle import (
    Done,
    resolve_finding,
    send_again,
    settle_by_hand,
)
from cx_app.services.feed_out.staff import (
    PAGE,
    EventPage,
    FeedFigures,
    FindingLine,
    Show,
    desk,
    events,
    figures,
    findings,
)
from tests import factories
from tests.factories import actor_for
from tests.services.feed_out.events import (
    EACH,
    ack,
    answers,
    filed,
    ids,
    pulled,
    refusal,
    row,
    sent,
)

pytestmark = pytest.mark.usefixtures("database")


def staff(role: Role = Role.OFFICER) -> Actor:
    with db.write() as session:
        return actor_for(factories.account(session), role)


def advance(**time: float) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(**time))


def seen(show: Show = Show.WAITING, role: Role = Role.OFFICER, **wanted: object) -> EventPage:
    with db.read() as session:
        return events(session, actor_for_role(role), show, **wanted)  # type: ignore[arg-type]


def actor_for_role(role: Role) -> Actor:
    return Actor(uuid7(), role)


def counted(role: Role = Role.OFFICER) -> FeedFigures:
    with db.read() as session:
        return figures(session, actor_for_role(role))


def listed(role: Role = Role.OFFICER) -> list[FindingLine]:
    with db.read() as session:
        return findings(session, actor_for_role(role))


def again(event_id: UUID, actor: Actor | None = None) -> Done:
    with db.write() as session:
        return send_again(session, actor or actor_for_role(Role.OFFICER), event_id)


def settle(event_id: UUID, agency_id: str, actor: Actor | None = None) -> Done:
    with db.write() as session:
        return settle_by_hand(session, actor or actor_for_role(Role.OFFICER), event_id, agency_id)


def audited(action: str) -> int:
    with db.read() as session:
        return len(session.exec(select(AuditEntry).where(AuditEntry.action == action)).all())


def test_what_waits_longer_than_it_may_is_late() -> None:
    booking, address = sent(), sent(EACH[EventKind.ADDRESS_CHANGE])
    assert counted().waiting == 2
    advance(minutes=14)
    assert seen(Show.LATE).lines == []
    advance(minutes=2)
    assert [line.id for line in seen(Show.LATE).lines] == [str(booking)]
    advance(days=7)
    assert [line.id for line in seen(Show.LATE).lines] == [str(booking), str(address)]
    assert counted().late == 2
    answers(ack(booking), ack(address))
    assert seen(Show.LATE).lines == []


def test_figures_tell_the_whole_story() -> None:
    assert counted() == FeedFigures()
    first, second, third = sent(), sent(), sent()
    pulled()
    advance(hours=3)
    answers(refusal(first), ack(second), ack(second, "MER-2"))
    now = counted()
    assert (now.waiting, now.refused, now.conflicts, now.oldest) == (1, 1, 1, "3 hours")
    assert "Eastern" in now.last_fetched
    assert [line.standing for line in seen(Show.REFUSED).lines] == ["Refused as MER-1: no_room"]
    assert [line.standing for line in seen(Show.CONFLICT).lines] == [
        "Answered as MER-1, then as MER-2"
    ]
    assert [(line.id, line.standing) for line in seen().lines] == [
        (str(third), "Pulled, no answer")
    ]


def test_a_list_is_by_kind_and_comes_in_pages() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        made = [filed(session, filing) for _ in range(PAGE + 2)]
        filed(session, filing, EACH[EventKind.WITHDRAWAL])
    page = seen(kind="booking")
    assert (page.total, page.first, len(page.lines)) == (PAGE + 2, 1, PAGE)
    assert page.lines[0].receipt_number == filing.case.receipt_number
    rest = seen(kind="booking", skip=PAGE)
    assert [line.id for line in page.lines + rest.lines] == [str(event_id) for event_id in made]
    assert seen(kind="no such kind") == EventPage([], 0, 0)
    assert [line.kind for line in seen(kind="withdrawal").lines] == ["Withdrawal"]
    with db.read() as session:
        gone = desk(session, actor_for_role(Role.OFFICER), Show.WAITING, "booking", 10 * PAGE)
    assert gone.page == page
    assert gone.figures == counted()


def test_a_protected_case_is_for_supervisors_in_lists_figures_and_acts() -> None:
    event_id = sent(protected=True)
    pulled()
    advance(days=10)
    assert counted() == FeedFigures(last_fetched=counted().last_fetched)
    assert seen().lines == []
    for act in (lambda: again(event_id), lambda: settle(event_id, "MER-1")):
        with pytest.raises(NotFound):
            act()
    with db.write() as session:
        reconcile(session, Stated(eastern_date(row(event_id).created_at)), "test")
    assert (listed(), counted().findings) == ([], 0)
    assert [line.id for line in seen(role=Role.SUPERVISOR).lines] == [str(event_id)]
    [finding] = listed(Role.SUPERVISOR)
    assert counted(Role.SUPERVISOR).findings == 1
    with db.write() as session, pytest.raises(NotFound):
        resolve_finding(session, actor_for_role(Role.OFFICER), UUID(finding.id), "done")
    assert settle(event_id, "MER-1", actor_for_role(Role.SUPERVISOR)) is Done.DONE


def test_people_see_and_do_nothing_here() -> None:
    event_id = sent()
    person = actor_for_role(Role.APPLICANT)
    with db.write() as session:
        for act in (
            lambda: figures(session, person),
            lambda: events(session, person, Show.LATE),
            lambda: findings(session, person),
            lambda: send_again(session, person, event_id),
            lambda: settle_by_hand(session, person, event_id, "MER-1"),
            lambda: resolve_finding(session, person, uuid7(), "note"),
        ):
            with pytest.raises(Forbidden):
                act()


def test_nobody_works_on_their_own_case() -> None:
    with db.write() as session:
        filing = factories.filing(session)
        event_id = filed(session, filing)
        officer = factories.account(session)
        factories.link(session, officer, filing.party)
    with pytest.raises(Forbidden):
        settle(event_id, "MER-1", actor_for(officer, Role.OFFICER))


def test_sent_again_it_comes_at_a_new_position() -> None:
    first, second = sent(), sent()
    assert ids() == [first, second]
    assert again(first, staff()) is Done.DONE
    assert again(first) is Done.ALREADY
    assert seen().lines[0].standing == "Waits to be pulled again"
    assert ids(after=2) == [first]
    assert ids() == [second, first]
    assert row(first).sent_again == audited("feed_out.send_again") == 1


def test_what_was_refused_may_be_accepted_after_it_was_sent_again() -> None:
    event_id = sent()
    pulled()
    answers(refusal(event_id, "MER-1"))
    assert again(event_id) is Done.DONE
    assert answers(refusal(event_id, "MER-1")) == [Answer.REPEATED]
    assert seen(Show.REFUSED).lines[0].standing.endswith("; sent again")
    assert answers(ack(event_id, "MER-2"), ack(event_id, "MER-2")) == [
        Answer.ACKNOWLEDGED,
        Answer.REPEATED,
    ]
    event = row(event_id)
    assert (event.agency_id, event.outcome, event.conflict) == ("MER-2", "accepted", False)
    assert again(event_id) is Done.ALREADY


@pytest.fixture
def settled() -> UUID:
    event_id = sent()
    assert settle(event_id, "MER-7", staff()) is Done.DONE
    return event_id


def test_settled_by_hand_is_acknowledged_with_the_id_that_staff_learned(settled: UUID) -> None:
    event = row(settled)
    assert (event.agency_id, event.outcome, event.by_hand) == ("MER-7", "accepted", True)
    assert audited("feed_out.settle") == 1
    assert settle(settled, "MER-8") is Done.ALREADY
    assert answers(ack(settled, "MER-7"), ack(settled, "MER-8")) == [
        Answer.REPEATED,
        Answer.CONFLICT,
    ]


def test_settling_ends_a_conflict_and_a_refusal() -> None:
    mixed, refused = sent(), sent()
    answers(ack(mixed, "MER-1"), ack(mixed, "MER-2"), refusal(refused))
    assert settle(mixed, "MER-2") is settle(refused, "MER-3") is Done.DONE
    assert (row(mixed).agency_id, row(mixed).conflict) == ("MER-2", False)
    assert row(refused).outcome == "accepted"
    assert counted() == FeedFigures()


@pytest.mark.parametrize("typed", ["", " ", "MER 1", "x" * 65, "MER-1\n", "<b>"])
def test_what_is_no_id_settles_nothing(typed: str) -> None:
    event_id = sent()
    assert settle(event_id, typed) is Done.INCOMPLETE
    assert row(event_id).outcome == ""


def test_a_finding_is_resolved_with_a_note_that_is_sealed() -> None:
    event_id = sent()
    advance(days=1)
    with db.write() as session:
        reconcile(session, Stated(eastern_date(row(event_id).created_at)), "test")
    [line] = listed()
    assert (line.what, line.event_id) == ("Only the portal knows it", str(event_id))

    def resolve(note: str) -> Done:
        with db.write() as session:
            return resolve_finding(session, actor_for_role(Role.OFFICER), UUID(line.id), note)

    assert resolve(" ") is Done.INCOMPLETE
    assert resolve("They lost it. " + "x" * 600) is Done.DONE
    assert resolve("again") is Done.ALREADY
    assert listed() == []
    with db.read() as session:
        finding = session.exec(select(FeedFinding)).one()
        assert "lost" not in (finding.note_sealed or "")
        assert len(finding.note or "") == 500
        entry = session.exec(
            select(AuditEntry).where(col(AuditEntry.action) == "feed_out.resolve")
        ).one()
        assert "lost" not in str(entry.details)


def test_what_is_not_there_is_not_found() -> None:
    for act in (lambda: again(uuid7()), lambda: settle(uuid7(), "MER-1")):
        with pytest.raises(NotFound):
            act()
