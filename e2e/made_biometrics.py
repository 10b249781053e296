"""Biometrics appointments made for one journey, written straight into the running portal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from e2e.made import _in_portal
from e2e.portal import Portal

MAKE = """
import json, secrets, sys
from datetime import date, timedelta
from zoneinfo import ZoneInfo
from sqlmodel import select
from cx_app import database
from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.people import search_name
from cx_app.gateways import clock
from cx_app.models import Appointment, Case, CaseLink, Office, Party, Person, Representation
from cx_app.models.base import uuid7
from cx_app.security.crypto import fingerprint
from cx_app.services.identity.grants import ensure_account
from cx_app.settings import settings
wanted = json.loads(sys.argv[1])
with database.write() as session:
    now = clock.business(session)
    case = Case(receipt_number=f"IOE07{secrets.randbelow(10**8):08d}", form=wanted["form"],
                received_on=date(2026, 1, 5), status_code="FNA", status_at=now, updated_at=now,
                closed=wanted["closed"])
    person = Person(feed_id=secrets.token_hex(8), given_name=wanted["given_name"],
                    family_name="Ferreira", language=wanted["language"],
                    search_name=search_name("Ferreira " + wanted["given_name"]), updated_at=now,
                    household=wanted["household"],
                    birth_date_hash=fingerprint("1980-02-29", "birth_date"),
                    a_number_hash=fingerprint(wanted["a_number"], "a_number"))
    person.birth_date, person.a_number = "1980-02-29", wanted["a_number"]
    street = f"{1 + secrets.randbelow(99_999)} Test Street"
    person.residence = json.dumps([street, "El Paso, TX 79901"])
    session.add(case); session.add(person); session.flush()
    party = Party(case_id=case.id, person_id=person.id, role="applicant")
    session.add(party); session.flush()
    if wanted["subject"]:
        account = ensure_account(session, settings.issuer, wanted["subject"])
        session.add(CaseLink(account_id=account.id, party_id=party.id, case_id=case.id,
                             linked_at=now))
    if wanted["representative"]:
        lawyer = ensure_account(session, settings.issuer, wanted["representative"])
        held = Representation(feed_id=secrets.token_hex(8), case_id=case.id,
                              client_party_id=party.id, representative_name="Rosa Delgado",
                              account_id=lawyer.id, since=now)
        held.address = json.dumps(["88 Harbor Street", "Baltimore, MD 21202"])
        session.add(held)
    office = session.exec(select(Office).where(Office.feed_id == "demo:el-paso-east")).one()
    starts = now + timedelta(seconds=wanted["ahead"])
    made = Appointment(feed_id=secrets.token_hex(8), case_id=case.id, party_id=party.id,
                       office_id=office.id, kind=AppointmentKind.BIOMETRICS, starts_at=starts,
                       state="scheduled", updated_at=now)
    session.add(made); session.flush()
    day = starts.astimezone(ZoneInfo(office.time_zone)).date().isoformat()
    print(json.dumps([str(made.id), case.receipt_number, wanted["a_number"], day]))
"""
MANY = """
import json, secrets, sys
from datetime import date, timedelta
from sqlmodel import select
from cx_app import database
from cx_app.domain.people import search_name
from cx_app.gateways import clock
from cx_app.models import Appointment, Booking, Case, Office, Party, Person, Reschedule
from cx_app.models.base import uuid7
with database.write() as session:
    now = clock.business(session)
    office = session.exec(select(Office).where(Office.feed_id == "demo:el-paso-east")).one()
    receipts = []
    for n in range(int(sys.argv[1])):
        case = Case(receipt_number=f"IOE06{secrets.randbelow(10**8):08d}", form="I-485",
                    received_on=date(2026, 1, 5), status_code="FNA", status_at=now, updated_at=now)
        person = Person(feed_id=secrets.token_hex(8), given_name=f"Lena {n}",
                        family_name="Ferreira", search_name=search_name(f"Ferreira Lena {n}"),
                        updated_at=now)
        session.add(case); session.add(person); session.flush()
        party = Party(case_id=case.id, person_id=person.id, role="applicant")
        session.add(party); session.flush()
        starts = now + timedelta(days=12, minutes=n)
        made = Appointment(feed_id=secrets.token_hex(8), case_id=case.id, party_id=party.id,
                           office_id=office.id, kind="biometrics", starts_at=starts,
                           state="scheduled", updated_at=now)
        session.add(made); session.flush()
        booked = Booking(service="biometrics", subject_id=party.id, case_id=case.id,
                         party_id=party.id, appointment_id=made.id, office_id=office.id,
                         starts_at=starts, ends_at=starts + timedelta(minutes=30), state="active",
                         request_key=f"made:{uuid7()}", booked_at=now)
        session.add(booked); session.flush()
        session.add(Reschedule(case_id=case.id, party_id=party.id, from_booking_id=booked.id,
                               cause="other", channel="online", state="approved", asked_at=now,
                               decided_at=now))
        receipts.append(case.receipt_number)
    print(json.dumps(receipts))
"""
TAKEN_AWAY = """
import sys
from uuid import UUID
from sqlmodel import select
from cx_app import database
from cx_app.gateways import clock
from cx_app.models import Appointment, Booking, PolicySetting, Reschedule
from cx_app.services.biometrics.rehouse import Rehoused, _await, find_again, whose_booking
from cx_app.services.offices.confirm import adopt
with database.write() as session:
    session.add(PolicySetting(name="biometrics.closure_days", value=0,
                              effective_from=clock.business(session), set_by="tests"))
    appointment = session.get_one(Appointment, UUID(sys.argv[1]))
    adopt(session, appointment)
    old = session.exec(select(Booking).where(Booking.subject_id == appointment.party_id)).one()
    _await(session, whose_booking(session, old), old, "damage")
    row = session.exec(select(Reschedule).where(Reschedule.from_booking_id == old.id)).one()
with database.write() as session:
    assert find_again(session, row.id) is Rehoused.AWAITING
"""
STANDS = """
import json, sys
from uuid import UUID
from sqlmodel import col, select
from cx_app import database
from cx_app.models import Appointment, Booking, OutboundEvent
with database.read() as session:
    appointment = session.get_one(Appointment, UUID(sys.argv[1]))
    bookings = session.exec(select(Booking).where(Booking.subject_id == appointment.party_id)).all()
    events = session.exec(select(OutboundEvent.kind).where(
        OutboundEvent.case_id == appointment.case_id).order_by(col(OutboundEvent.id))).all()
    print(json.dumps([[row.state for row in bookings], list(events)]))
"""
DAY = 24 * 3600.0
LAST_OF_ALL = 400 * DAY
"""Behind every time that centers have."""


@dataclass(frozen=True)
class Comes:
    appointment_id: str
    receipt: str
    a_number: str
    day: str
    """At the center, by the portal's clock, as a date field takes it."""
    born: tuple[str, str, str] = ("2", "29", "1980")

    @property
    def path(self) -> str:
        return f"/account/biometrics/{self.appointment_id}"


def an_appointment(
    portal: Portal,
    subject: str = "",
    *,
    form: str = "N-400",
    ahead: float = 9 * DAY,
    given_name: str = "Lena",
    language: str = "en",
    household: str = "",
    a_number: str = "087654321",
    representative: str = "",
    closed: bool = False,
) -> Comes:
    """Of somebody new, in so many seconds; the demo person `subject` has the case."""
    wanted: dict[str, Any] = {
        "subject": subject,
        "form": form,
        "ahead": ahead,
        "given_name": given_name,
        "language": language,
        "household": household,
        "a_number": a_number,
        "representative": representative,
        "closed": closed,
    }
    return Comes(*json.loads(_in_portal(portal, MAKE, json.dumps(wanted))))


def stands(portal: Portal, one: Comes) -> tuple[list[str], list[str]]:
    """The states of all bookings there were, and the kinds of what the agency was sent."""
    states, kinds = json.loads(_in_portal(portal, STANDS, one.appointment_id))
    return sorted(states), kinds


def many_wait(portal: Portal, many: int) -> list[str]:
    """The receipt numbers of so many people to whom an officer agreed, the soonest first."""
    return [str(one) for one in json.loads(_in_portal(portal, MANY, str(many)))]


def center_closed(portal: Portal, one: Comes) -> None:
    """As a closure leaves somebody for whom no time is left: a later one than theirs is not to be
    had, for they came `LAST_OF_ALL`."""
    _in_portal(portal, TAKEN_AWAY, one.appointment_id)
