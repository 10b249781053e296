"""Cases made for one test, written straight into the running portal's database."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from e2e.portal import PROJECT, Portal

MAKE = """
import json, secrets, sys
from datetime import UTC, date, datetime
from cx_app import database
from cx_app.domain.people import search_name
from cx_app.models import Case, Party, Person
from cx_app.security.crypto import fingerprint
from cx_app.services.access_codes.issue import issue
wanted = json.loads(sys.argv[1])
now = datetime.now(UTC)
with database.write() as session:
    case = Case(receipt_number=f"IOE08{secrets.randbelow(10**8):08d}", form="N-400",
                received_on=date(2026, 1, 5), status_code="IAF", status_at=now,
                updated_at=now, protected=wanted["protected"])
    person = Person(feed_id=secrets.token_hex(8), given_name=wanted["given_name"],
                    family_name=wanted["family_name"], language=wanted["language"],
                    search_name=search_name(wanted["family_name"] + " " + wanted["given_name"]),
                    birth_date_hash=fingerprint("1980-02-29", "birth_date"), updated_at=now)
    person.birth_date = "1980-02-29"
    person.residence = json.dumps([wanted["street"], "Baltimore, MD 21201"])
    session.add(case); session.add(person); session.flush()
    party = Party(case_id=case.id, person_id=person.id, role="applicant")
    session.add(party); session.flush()
    code = issue(session, case=case, party_id=party.id, now=now)
    print(json.dumps([str(case.id), case.receipt_number, code.code]))
"""


@dataclass(frozen=True)
class Made:
    case_id: str
    receipt: str
    code: str
    born: tuple[str, str, str] = ("2", "29", "1980")


def a_case_with_a_code(
    portal: Portal,
    *,
    language: str = "en",
    protected: bool = False,
    given_name: str = "Test",
    family_name: str = "Person",
    street: str = "1 Test Street",
) -> Made:
    """A paper filing of somebody new, whose code is on its way by letter."""
    wanted = {
        "language": language,
        "protected": protected,
        "given_name": given_name,
        "family_name": family_name,
        "street": street,
    }
    return Made(*json.loads(_in_portal(portal, MAKE, json.dumps(wanted))))


READ_CODES = """
import json, re, sys
from sqlmodel import col, select
from cx_app import database
from cx_app.models import DemoDelivery
with database.read() as session:
    rows = session.exec(select(DemoDelivery).order_by(col(DemoDelivery.at), col(DemoDelivery.id)))
    said = [row.body or "" for row in rows if row.to == sys.argv[1]]
print(json.dumps([code for text in said for code in re.findall(r"\\b[0-9]{6}\\b", text)]))
"""
TEXT_BACK = """
import secrets, sys
from cx_app import database
from cx_app.services.messages.inbound import receive
with database.write() as session:
    receive(session, secrets.token_hex(8), *sys.argv[1:])
"""
CONTACT_IDS = """
import json, sys
from sqlmodel import col, select
from cx_app import database
from cx_app.models import Account, ContactPoint
with database.read() as session:
    rows = session.exec(
        select(ContactPoint.id).join(Account, col(Account.id) == ContactPoint.account_id)
        .where(Account.subject == sys.argv[1], col(ContactPoint.ended_at).is_(None))
    )
    print(json.dumps([str(id) for id in rows]))
"""


def codes_sent_to(portal: Portal, to: str) -> list[str]:
    """The one-time codes that arrived at an address or number, the newest last."""
    return list(json.loads(_in_portal(portal, READ_CODES, to)))


def texts_back(portal: Portal, number: str, words: str) -> None:
    """Somebody sends us a text from a phone."""
    _in_portal(portal, TEXT_BACK, number, words)


def contact_ids(portal: Portal, subject: str) -> list[str]:
    """Of the addresses and numbers that one of the demo's people has in their settings."""
    return list(json.loads(_in_portal(portal, CONTACT_IDS, subject)))


def _in_portal(portal: Portal, program: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=PROJECT,
        env=portal.environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
