"""The demonstration tells of a request for a visit in each state that one may want to see."""

from __future__ import annotations

import pytest
from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Actor, Role
from cx_app.models import Account, AppointmentRequest
from cx_app.services.appointment_requests.queue import queue
from cx_app.services.appointment_requests.queue_where import Tab
from cx_app.services.appointment_requests.views import request_page, requests_of
from demo.seed import seed
from demo.visits import STORIES

pytestmark = pytest.mark.usefixtures("database")


def actor(subject: str, role: Role = Role.APPLICANT) -> Actor:
    with db.read() as session:
        account = session.exec(select(Account).where(Account.subject == subject)).one()
        return Actor(account.id, role)


def test_each_story_stands_where_it_ends_and_seeding_again_tells_none_twice() -> None:
    seed()
    seed()
    with db.read() as session:
        rows = {
            row.submit_key.split(":")[1]: row for row in session.exec(select(AppointmentRequest))
        }
        assert len(rows) == len(STORIES)
        for story in STORIES:
            row = rows[story.key]
            assert row.state == story.ends
            page = request_page(session, actor(story.subject), row.reference)
            assert page.steps
            assert row.updated_at >= row.asked_at
        [booked] = [one for one in requests_of(session, actor("hana")) if one.visit]
        assert booked.title == "Your visit is booked"


def test_officers_see_who_travels_first_and_supervisors_what_is_masked() -> None:
    seed()
    with db.read() as session:
        unassigned = queue(session, actor("olivia", Role.OFFICER), Tab.UNASSIGNED)
        assert [row.mark for row in unassigned.rows] == ["Travels in 9 days"]
        due_today = unassigned.counts.pop("due")  # goes by the day of the week and the hour
        assert due_today in (0, 1)
        assert unassigned.counts == {"unassigned": 1, "mine": 0, "waiting": 1, "done": 3}
        seen = queue(session, actor("samira", Role.SUPERVISOR), Tab.UNASSIGNED)
        assert ("Protected person", "Protected") in {(row.name, row.reason) for row in seen.rows}
