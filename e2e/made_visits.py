"""Requests for a visit as the agency's side leaves them, in the running portal's database."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from e2e.portal import PROJECT, Portal

CASE = """
import json, secrets, sys
from datetime import date
from cx_app import database
from cx_app.domain.people import search_name
from cx_app.gateways import clock
from cx_app.models import Case, CaseLink, Party, Person
from cx_app.services.identity.grants import ensure_account
from cx_app.settings import settings
wanted = json.loads(sys.argv[1])
with database.write() as session:
    now = clock.business(session)
    account = ensure_account(session, settings.issuer, wanted["subject"])
    case = Case(receipt_number=f"IOE08{secrets.randbelow(10**8):08d}", form="I-90",
                received_on=date(2026, 1, 5), status_code="IAF", status_at=now, updated_at=now)
    given, family = wanted["name"].split(" ", 1)
    person = Person(feed_id=secrets.token_hex(8), given_name=given, family_name=family,
                    search_name=search_name(family + " " + given), updated_at=now)
    person.birth_date = "1980-02-29"
    street = f"{1 + secrets.randbelow(99_999)} Test Street"
    person.residence = json.dumps([street, "El Paso, TX 79901"])
    session.add(case); session.add(person); session.flush()
    party = Party(case_id=case.id, person_id=person.id, role="applicant")
    session.add(party); session.flush()
    session.add(CaseLink(account_id=account.id, party_id=party.id, case_id=case.id, linked_at=now))
    print(json.dumps(str(party.id)))
"""
OFFICER = """
import json, sys
from sqlmodel import select
from cx_app import database
from cx_app.domain.appointment_requests import By, RequestMove
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.identity import Actor, Role
from cx_app.models import AppointmentRequest
from cx_app.services.appointment_requests.moves import Made, lock_request, make
from cx_app.services.appointment_requests.rebook import tell_booked
from cx_app.services.appointment_requests.visit import subject_of, visit_of
from cx_app.services.audit.record import SYSTEM_ACTOR
from cx_app.services.identity.grants import ensure_account
from cx_app.services.offices.cancel import cancel
from cx_app.services.offices.confirm import confirm
from cx_app.services.offices.hold import hold
from cx_app.services.offices.times import free_times
from cx_app.settings import settings
reference, act, words = sys.argv[1:]
with database.write() as session:
    officer = Actor(ensure_account(session, settings.issuer, "owen").id, Role.OFFICER)
    found = session.exec(
        select(AppointmentRequest.id).where(AppointmentRequest.reference == reference)
    ).one()
    request = lock_request(session, found)
    def moves(move, by=By.OFFICER, who=officer, **how):
        made = make(session, who, request, move, by, **how)
        assert isinstance(made, Made), made
        return made
    if act != "close":
        moves(RequestMove.CLAIM)
    if act == "ask":
        moves(RequestMove.ASK, outcome="other", words=words)
    if act == "unneeded":
        moves(RequestMove.FIND_UNNEEDED, outcome="by_mail")
    if act == "book":
        slot = free_times(session, officer, request.office_id, AppointmentKind.OFFICE)[-1]
        held = hold(session, officer, slot.slot_id, request.id)
        booked = confirm(session, officer, subject_of(request), held.hold_id, "book")
        made = moves(RequestMove.BOOK, booking_id=booked.booking_id)
        tell_booked(session, request, visit_of(session, request), made.step_id)
    if act == "close":
        visit = request.booking_id
        cancel(session, SYSTEM_ACTOR, subject_of(request), visit, cause="office_closed")
        moves(RequestMove.CLOSE_OFFICE, By.SYSTEM, SYSTEM_ACTOR)
"""


@dataclass(frozen=True)
class Somebody:
    name: str
    subject: str
    party: str


def somebody(portal: Portal, name: str, subject: str) -> Somebody:
    """One of the demo's people gets a case of somebody new, as if a code had been typed."""
    wanted = json.dumps({"name": name, "subject": subject})
    return Somebody(name, subject, json.loads(_in_portal(portal, CASE, wanted)))


def officer_asks(portal: Portal, reference: str, words: str) -> None:
    _in_portal(portal, OFFICER, reference, "ask", words)


def officer_books(portal: Portal, reference: str) -> None:
    _in_portal(portal, OFFICER, reference, "book", "")


def officer_finds_unneeded(portal: Portal, reference: str) -> None:
    _in_portal(portal, OFFICER, reference, "unneeded", "")


def office_closes(portal: Portal, reference: str) -> None:
    _in_portal(portal, OFFICER, reference, "close", "")


def _in_portal(portal: Portal, program: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=PROJECT,
        env=portal.environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
