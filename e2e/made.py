"""Cases made for one test, written straight into the running portal's database."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from e2e.portal import PROJECT, Portal

MAKE = """
import json, secrets, sys
from datetime import UTC, date, datetime, timedelta
from cx_app import database
from cx_app.domain.people import search_name
from cx_app.models import Case, Party, Person, Representation
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
    if wanted["moved_days_ago"]:
        person.residence_changed_at = now - timedelta(days=wanted["moved_days_ago"])
    session.add(case); session.add(person); session.flush()
    party = Party(case_id=case.id, person_id=person.id, role="applicant")
    session.add(party); session.flush()
    if wanted["represented"]:
        held = Representation(feed_id=secrets.token_hex(8), case_id=case.id,
                              client_party_id=party.id, representative_name="Rosa Delgado",
                              since=now)
        held.address = json.dumps(["88 Harbor Street", "Baltimore, MD 21202"])
        session.add(held)
    ago = wanted["issued_days_ago"]
    issued_on = now.date() - timedelta(days=ago) if ago else None
    code = issue(session, case=case, party_id=party.id, now=now, issued_on=issued_on)
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
    issued_days_ago: int = 0,
    moved_days_ago: int = 0,
    represented: bool = False,
) -> Made:
    """A paper filing of somebody new, whose code is on its way by letter; who is represented has
    Rosa Delgado, without a code of her own yet."""
    wanted = {
        "language": language,
        "protected": protected,
        "given_name": given_name,
        "family_name": family_name,
        "street": street,
        "issued_days_ago": issued_days_ago,
        "moved_days_ago": moved_days_ago,
        "represented": represented,
    }
    done = subprocess.run(
        [sys.executable, "-c", MAKE, json.dumps(wanted)],
        cwd=PROJECT,
        env=portal.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return Made(*json.loads(done.stdout))
