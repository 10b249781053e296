"""Clients of Rosa Delgado's, made for one test."""

from __future__ import annotations

import json
import subprocess
import sys

from e2e.made_biometrics import an_appointment
from e2e.portal import PROJECT, Portal

MAKE = """
import json, secrets, sys
from datetime import date
from cx_app import database
from cx_app.domain.people import search_name
from cx_app.gateways import clock
from cx_app.models import Case, CaseEvent, Party, Person, Representation
from cx_app.models.base import uuid7
from cx_app.services.identity.grants import ensure_account
from cx_app.settings import settings
with database.write() as session:
    now = clock.business(session)
    rosa = ensure_account(session, settings.issuer, "rosa")
    for family, code in json.loads(sys.argv[1]):
        case = Case(receipt_number=f"IOE07{secrets.randbelow(10**8):08d}", form="I-765",
                    received_on=date(2026, 1, 5), status_code=code, status_at=now, updated_at=now)
        person = Person(feed_id=secrets.token_hex(8), given_name="Quilla", family_name=family,
                        search_name=search_name(family + " Quilla"), updated_at=now)
        session.add(case); session.add(person); session.flush()
        party = Party(case_id=case.id, person_id=person.id, role="applicant")
        session.add(party); session.flush()
        session.add(Representation(feed_id=secrets.token_hex(8), case_id=case.id,
                                   client_party_id=party.id, account_id=rosa.id, since=now,
                                   representative_name="Rosa Delgado"))
        session.add(CaseEvent(feed_id=str(uuid7()), case_id=case.id, code=code, at=now,
                              recorded_at=now))
"""


def clients_of_rosa(portal: Portal, *people: tuple[str, str]) -> None:
    """Family names, each with the event code that the case stands at."""
    subprocess.run(
        [sys.executable, "-c", MAKE, json.dumps(people)],
        cwd=PROJECT,
        env=portal.environment,
        check=True,
        capture_output=True,
    )


DATES = """
import json, secrets, sys
from datetime import timedelta
from sqlmodel import select
from cx_app import database
from cx_app.gateways import clock
from cx_app.models import Appointment, Office, Party, Person
with database.write() as session:
    now = clock.business(session)
    office = session.exec(select(Office)).first()
    for family in json.loads(sys.argv[1]):
        party = session.exec(select(Party).join(Person, Person.id == Party.person_id)
                             .where(Person.family_name == family)).one()
        session.add(Appointment(feed_id=secrets.token_hex(8), case_id=party.case_id,
                                party_id=party.id, office_id=office.id, kind="interview",
                                starts_at=now + timedelta(hours=1), state="scheduled",
                                updated_at=now))
"""


def dates_of_rosa(portal: Portal, *families: str) -> None:
    """An interview in an hour for each of these clients of hers."""
    subprocess.run(
        [sys.executable, "-c", DATES, json.dumps(families)],
        cwd=PROJECT,
        env=portal.environment,
        check=True,
        capture_output=True,
    )


THINGS = """
import json, sys
from uuid import UUID
from sqlmodel import select
from cx_app import database
from cx_app.models import Appointment, Representation
with database.read() as session:
    visit = session.get(Appointment, UUID(sys.argv[1]))
    held = session.exec(select(Representation).where(
        Representation.client_party_id == visit.party_id)).one()
    print(json.dumps({"case": str(visit.case_id), "party": str(visit.party_id),
                      "biometrics": str(visit.id), "representation": str(held.id)}))
"""
PREPARE = """
import sys
from uuid import uuid4
from cx_app import database
from cx_app.domain.identity import Actor, Role
from cx_app.services.identity.grants import ensure_account
from cx_app.services.prepared.calls import send_call
from cx_app.settings import settings
with database.write() as session:
    pilar = ensure_account(session, settings.issuer, "pilar")
    values = {"topic": "case", "case_id": sys.argv[1], "note": "", "phone_id": "other",
              "phone": "212 555 0190", "zone": "America/New_York", "language": "en", "spoken": "",
              "texts": "no"}
    made = send_call(session, Actor(pilar.id, Role.PARALEGAL), values, uuid4().hex, "")
    print(made.id)
"""
ENDS = """
import sys
from uuid import UUID
from cx_app import database
from cx_app.domain.identity import Actor, Role
from cx_app.models import Representation
from cx_app.services.representation.ending import withdraw
with database.write() as session:
    held = session.get(Representation, UUID(sys.argv[1]))
    assert withdraw(session, Actor(held.account_id, Role.REPRESENTATIVE), held.id) is None
"""
COUNT = """
import json
from sqlalchemy import func, select
from cx_app import database
from cx_app.models import (AppointmentRequest, Booking, Callback, CaseLink, CodeRequest,
                           BiometricsFollow, G28Signature, Representation, Seat)
ACTS = (AppointmentRequest, Booking, Callback, CaseLink, CodeRequest, BiometricsFollow,
        G28Signature, Representation)
with database.read() as session:
    found = {one.__tablename__: session.execute(select(func.count()).select_from(one)).scalar_one()
             for one in ACTS}
    live = select(func.count()).select_from(Representation).where(Representation.ended_at.is_(None))
    print(json.dumps({**found, "living": session.execute(live).scalar_one()}))
"""


NEWS = """
import sys
from uuid import UUID
from sqlmodel import select
from cx_app import database
from cx_app.domain.messages import Kind
from cx_app.models import Account, Case, CaseLink
from cx_app.services.messages.notify import notify
with database.write() as session:
    case = session.get(Case, UUID(sys.argv[1]))
    link = session.exec(select(CaseLink).where(CaseLink.case_id == case.id)).one()
    notify(session, session.get(Account, link.account_id), Kind.BIOMETRICS_ASKED,
           dedupe_key=f"news:{case.id}", case_id=case.id, receipt=case.receipt_number)
"""
CODE = """
import json, sys
from uuid import UUID
from sqlmodel import select
from cx_app import database
from cx_app.gateways import clock
from cx_app.models import Case, Representation
from cx_app.services.access_codes.issue import issue
with database.write() as session:
    case = session.get(Case, UUID(sys.argv[1]))
    held = session.exec(select(Representation).where(Representation.case_id == case.id)).one()
    code = issue(session, case=case, representation_id=held.id, now=clock.business(session))
    print(json.dumps(code.code))
"""


def news_for_the_client(portal: Portal, case_id: str) -> None:
    """A message about the case, in the account that has it."""
    _said(portal, NEWS, case_id)


def a_code_of_rosa_s(portal: Portal, case_id: str) -> str:
    """Her own, of the case in which she represents somebody."""
    return str(json.loads(_said(portal, CODE, case_id)))


def a_client_of_rosa(portal: Portal, name: str) -> dict[str, str]:
    """Somebody new with a biometrics appointment: everything that is theirs, by what it is."""
    comes = an_appointment(portal, given_name=name, representative="rosa")
    things = party_of(portal, comes.appointment_id)
    return {**things, "receipt": comes.receipt, "name": name}


def party_of(portal: Portal, appointment_id: str) -> dict[str, str]:
    """The case, the party and the representation of somebody with an appointment."""
    return dict(json.loads(_said(portal, THINGS, appointment_id)))


def prepared_by_pilar(portal: Portal, things: dict[str, str]) -> dict[str, str]:
    """The same, with a call that a paralegal handed in for them."""
    made = _said(portal, PREPARE, things["case"])
    return {**things, "prepared": made.strip()}


def withdraws(portal: Portal, representation: str) -> None:
    _said(portal, ENDS, representation)


def acts_done(portal: Portal) -> dict[str, int]:
    """How many requests, bookings, calls, links and signatures there are in all."""
    return dict(json.loads(_said(portal, COUNT)))


def _said(portal: Portal, program: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=PROJECT,
        env=portal.environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
