"""Requests for a visit made for one test, written straight into the running portal's database."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from e2e.made import Made
from e2e.portal import PROJECT, Portal

ASK = """
import json, secrets, sys
from datetime import timedelta
from sqlmodel import col, select
from cx_app import database
from cx_app.domain.business_time import eastern_date
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, CaseLink
from cx_app.services.appointment_requests.places import days_ahead
from cx_app.services.appointment_requests.submit import submit
case, wanted = sys.argv[1], json.loads(sys.argv[2])
from uuid import UUID
with database.write() as session:
    link = session.exec(select(CaseLink).where(CaseLink.case_id == UUID(case))).one()
    now = clock.business(session)
    travel = eastern_date(now + timedelta(days=6))
    form = {
        "whom": str(link.party_id), "reason": "adit_stamp", "phone": "(212) 555-0101",
        "language": "en", "zip": "79901", "attested": "yes",
        "wish1_day": days_ahead(session, now)[3].isoformat(), "wish1_half": "morning",
        "note": "My extension letter ends soon.",
        "travel_month": str(travel.month), "travel_day": str(travel.day),
        "travel_year": str(travel.year), **wanted,
    }
    answer = submit(session, Actor(link.account_id, Role.APPLICANT), form, secrets.token_hex(8))
    print(json.dumps(answer.reference))
"""
MANY = """
import json, secrets, sys
from datetime import timedelta
from sqlmodel import select
from cx_app import database
from cx_app.domain.appointment_ages import due_at
from cx_app.domain.people import search_name
from cx_app.domain.references import new_reference
from cx_app.gateways import clock
from cx_app.models import AppointmentRequest, Office
from cx_app.services.policy.current import policy
many = int(sys.argv[1])
with database.write() as session:
    now = clock.business(session)
    days = policy(session, now).requests.target_business_days["certified_copy"]
    office = session.exec(select(Office).where(Office.name == "El Paso")).first()
    for n in range(many):
        name = f"{sys.argv[2]} Bulk{n:03d}"
        asked_at = now - timedelta(hours=n)
        session.add(AppointmentRequest(
            reference=new_reference(), submit_key=secrets.token_hex(16), asked_as="self",
            name=name, search_name=search_name(name), reason="certified_copy",
            state="submitted", office_id=office.id, zip_code="79901",
            asked_at=asked_at, updated_at=now, urgency=2,
            due_at=due_at(asked_at, timedelta(0), days)))
"""


@dataclass(frozen=True)
class Asked:
    reference: str

    @property
    def path(self) -> str:
        return f"/officer/appointments/{self.reference}"

    @property
    def shown(self) -> str:
        return "-".join(self.reference[n : n + 4] for n in (0, 4, 8))


def a_request_for_a_visit(portal: Portal, made: Made, **typed: str) -> Asked:
    """By the account that has added the case."""
    return Asked(json.loads(_in_portal(portal, ASK, made.case_id, json.dumps(typed))))


def many_requests(portal: Portal, many: int, given_name: str) -> None:
    """Of people whom nobody knows, found by their given name."""
    _in_portal(portal, MANY, str(many), given_name)


def _in_portal(portal: Portal, script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=PROJECT,
        env=portal.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
