"""Visits that are booked, and offices of their own, for one test."""

from __future__ import annotations

import json
import subprocess
import sys

from e2e.portal import PROJECT, Portal

OFFICE = """
import json, secrets, sys
from datetime import date, time, timedelta
from cx_app import database
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.offices import Hours
from cx_app.gateways import clock
from cx_app.models import Office
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.offices.hours import set_hours
name, zip_code = sys.argv[1:]
kind = AppointmentKind.OFFICE
with database.write() as session:
    office = Office(feed_id="e2e:" + secrets.token_hex(8), kind="field_office", name=name,
                    address=json.dumps(["1 Test Plaza", "Testville"]), zip_code=zip_code,
                    time_zone="America/Chicago", updated_at=clock.wall())
    session.add(office); session.flush()
    hours = [Hours(kind, day, time(8), time(10), timedelta(minutes=30), 2) for day in range(7)]
    set_hours(session, SYSTEM_ACTOR, office.id, kind, hours, date(2020, 1, 1))
    print(json.dumps(str(office.id)))
"""
BOOK = """
import json, sys
from uuid import UUID
from zoneinfo import ZoneInfo
from sqlmodel import select
from cx_app import database
from cx_app.domain.appointment_requests import By, RequestMove
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.identity import Actor, Role
from cx_app.domain.offices import day_of
from cx_app.models import Account, AppointmentRequest
from cx_app.services.appointment_requests.moves import lock_request, make
from cx_app.services.appointment_requests.visit import subject_of
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.hold import hold
from cx_app.services.offices.times import free_times
with database.write() as session:
    request = session.exec(
        select(AppointmentRequest).where(AppointmentRequest.reference == sys.argv[1])).one()
    owen = session.exec(select(Account).where(Account.subject == "owen")).first()
    officer = Actor(owen.id, Role.OFFICER)
    request.office_id = UUID(sys.argv[2])
    session.add(request); session.flush()
    request = lock_request(session, request.id)
    free = free_times(session, officer, request.office_id, AppointmentKind.OFFICE)
    slot = free[int(sys.argv[3])]
    made = make(session, officer, request, RequestMove.CLAIM, By.OFFICER)
    held = hold(session, officer, slot.slot_id, request.id)
    visit = confirm(session, officer, subject_of(request), held.hold_id, "e2e:" + sys.argv[1])
    make(session, officer, request, RequestMove.BOOK, By.OFFICER, booking_id=visit.booking_id)
    print(json.dumps(day_of(visit.starts_at, ZoneInfo("America/Chicago")).isoformat()))
"""


LETTERS = """
import sys
from uuid import UUID
from sqlmodel import select
from cx_app import database
from cx_app.domain.messages import Topic
from cx_app.gateways import clock
from cx_app.models import CaseLink, MessageWish
with database.write() as session:
    link = session.exec(select(CaseLink).where(CaseLink.case_id == UUID(sys.argv[1]))).one()
    topic = Topic.APPOINTMENTS
    wish = session.exec(select(MessageWish).where(
        MessageWish.account_id == link.account_id, MessageWish.topic == topic)).first()
    wish = wish or MessageWish(account_id=link.account_id, topic=topic, updated_at=clock.wall())
    wish.paper = True
    session.add(wish)
"""


def an_office(portal: Portal, name: str, zip_code: str = "99501") -> str:
    """Sees people every day from eight to ten, each half hour; returns its id."""
    return str(json.loads(_in_portal(portal, OFFICE, name, zip_code)))


def a_visit(portal: Portal, reference: str, office_id: str) -> str:
    """Owen books the last time that there is; returns its day."""
    return visit_at(portal, reference, office_id, -1)


def visit_at(portal: Portal, reference: str, office_id: str, nth: int) -> str:
    """Owen books the nth free time; returns its day."""
    return str(json.loads(_in_portal(portal, BOOK, reference, office_id, str(nth))))


def wants_letters(portal: Portal, case_id: str) -> None:
    """Whoever has added the case gets what is about visits by mail, too."""
    _in_portal(portal, LETTERS, case_id)


def _in_portal(portal: Portal, script: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=PROJECT,
        env=portal.environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
