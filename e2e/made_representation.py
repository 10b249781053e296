"""People whom Rosa Delgado may ask for a signature, each made for one test."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from e2e.portal import PROJECT, Portal

MAKE = """
import json, secrets, sys
from datetime import date
from cx_app import database
from cx_app.domain.addresses import canonical
from cx_app.domain.people import search_name
from cx_app.gateways import clock
from cx_app.models import Case, CaseLink, Party, Person
from cx_app.security.crypto import fingerprint
from cx_app.services.identity.grants import ensure_account
from cx_app.settings import settings
given, family, subject = json.loads(sys.argv[1])
with database.write() as session:
    now = clock.business(session)
    case = Case(receipt_number=f"IOE06{secrets.randbelow(10**8):08d}", form="I-765",
                received_on=date(2026, 1, 5), status_code="IAF", status_at=now, updated_at=now)
    person = Person(feed_id=secrets.token_hex(8), given_name=given, family_name=family,
                    search_name=search_name(family + " " + given), language="es",
                    birth_date_hash=fingerprint("1980-02-29", "birth_date"), updated_at=now)
    person.birth_date = "1980-02-29"
    person.residence = json.dumps([f"{1 + secrets.randbelow(99_999)} Passcode Row",
                                   "Baltimore, MD 21201"])
    person.residence_hash = fingerprint(canonical(person.residence), "residence")
    session.add(case); session.add(person); session.flush()
    party = Party(case_id=case.id, person_id=person.id, role="applicant")
    session.add(party); session.flush()
    if subject:
        account = ensure_account(session, settings.issuer, subject)
        session.add(CaseLink(account_id=account.id, party_id=party.id, case_id=case.id,
                             linked_at=now))
    print(json.dumps([str(case.id), case.receipt_number]))
"""
SEND = """
import sys
from cx_app import database
from cx_app.domain.identity import Actor, Role
from cx_app.services.identity.grants import ensure_account
from cx_app.services.representation.prepare import TypedForm, prepare, send
from cx_app.settings import settings
with database.write() as session:
    rosa = ensure_account(session, settings.issuer, "rosa")
    actor = Actor(rosa.id, Role.REPRESENTATIVE, name=rosa.name)
    form = prepare(session, actor, TypedForm(sys.argv[1], "1980-02-29", sys.argv[2]))
    assert send(session, actor, [form], "Rosa Delgado") == {form: None}
"""


@dataclass(frozen=True)
class Client:
    case_id: str
    receipt: str
    name: str
    listed: str
    """As the board has the name."""
    born: tuple[str, str, str] = ("2", "29", "1980")


def a_client(portal: Portal, given: str, family: str, subject: str = "") -> Client:
    """Somebody with a case, who has it in the account of a demo person, or has no account."""
    said = _in_portal(portal, MAKE, json.dumps([given, family, subject]))
    return Client(*json.loads(said), f"{given} {family}", f"{family}, {given}")


def asked_by_rosa(portal: Portal, client: Client) -> None:
    """Rosa has signed a Form G-28 for this client."""
    _in_portal(portal, SEND, client.receipt, client.name)


def _in_portal(portal: Portal, program: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=PROJECT,
        env=portal.environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
