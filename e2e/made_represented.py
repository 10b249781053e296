"""Clients of Rosa Delgado's, made for one test."""

from __future__ import annotations

import json
import subprocess
import sys

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
