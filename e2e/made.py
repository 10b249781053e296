"""Cases made for one test, written straight into the running portal's database."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

from e2e.portal import PROJECT, Portal

MAKE = """
import json, secrets, sys
from datetime import date, timedelta
from cx_app import database
from cx_app.domain.addresses import canonical
from cx_app.domain.people import search_name
from cx_app.gateways import clock
from cx_app.models import Case, Party, Person, Representation
from cx_app.security.crypto import fingerprint
from cx_app.services.access_codes.issue import issue
wanted = json.loads(sys.argv[1])
with database.write() as session:
    now = clock.business(session)
    case = Case(receipt_number=f"IOE08{secrets.randbelow(10**8):08d}", form="N-400",
                received_on=date(2026, 1, 5), status_code="IAF", status_at=now,
                updated_at=now, protected=wanted["protected"])
    person = Person(feed_id=secrets.token_hex(8), given_name=wanted["given_name"],
                    family_name=wanted["family_name"], language=wanted["language"],
                    search_name=search_name(wanted["family_name"] + " " + wanted["given_name"]),
                    birth_date_hash=fingerprint("1980-02-29", "birth_date"), updated_at=now)
    person.birth_date = "1980-02-29"
    street = wanted["street"] or f"{1 + secrets.randbelow(99_999)} Test Street"
    person.residence = json.dumps([street, "Baltimore, MD 21201"])
    person.residence_hash = fingerprint(canonical(person.residence), "residence")
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
    street: str = "",
    issued_days_ago: int = 0,
    moved_days_ago: int = 0,
    represented: bool = False,
) -> Made:
    """A paper filing of somebody new, at an address of their own unless `street` is given, whose
    code is on its way by letter; who is represented has
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
TODAY = """
from cx_app import database
from cx_app.domain.business_time import eastern_date
from cx_app.gateways import clock
with database.read() as session:
    print(eastern_date(clock.business(session)).isoformat())
"""
TEXT_BACK = """
import secrets, sys
from cx_app import database
from cx_app.services.messages.inbound import receive
with database.write() as session:
    receive(session, secrets.token_hex(8), *sys.argv[1:])
"""
MIDDAY = """
import sys
from sqlmodel import col, select
from cx_app import database
from cx_app.gateways import clock
from cx_app.models import ContactPoint
from cx_app.services.messages.reach import hashes_of
with database.write() as session:
    zone = f"Etc/GMT{clock.business(session).hour - 12:+d}"
    for phone in session.exec(
        select(ContactPoint).where(col(ContactPoint.value_hash).in_(hashes_of(sys.argv[1])))
    ):
        phone.zone = zone
        session.add(phone)
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


def today_in(portal: Portal) -> str:
    """The Eastern date of the portal's business clock, as a date field takes it."""
    return _in_portal(portal, TODAY).strip()


def codes_sent_to(portal: Portal, to: str) -> list[str]:
    """The one-time codes that arrived at an address or number, the newest last."""
    return list(json.loads(_in_portal(portal, READ_CODES, to)))


def texts_back(portal: Portal, number: str, words: str) -> None:
    """Somebody sends us a text from a phone."""
    _in_portal(portal, TEXT_BACK, number, words)


def wakes(portal: Portal, number: str) -> None:
    """It is midday where the phone is, so that texts may go at whatever hour this runs."""
    _in_portal(portal, MIDDAY, number)


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


TELL = """
import json, sys
from datetime import timedelta
from sqlmodel import select
from cx_app import database
from cx_app.domain.identity import Actor, Role
from cx_app.domain.messages import Channel, Kind, Topic, Wishes
from cx_app.gateways import clock
from cx_app.models import Account, ContactPoint
from cx_app.services.identity.grants import ensure_account
from cx_app.services.messages.calendar import Appointment, calendar_file
from cx_app.services.messages.consents import give, wording
from cx_app.services.messages.notify import notify
from cx_app.services.messages.preferences import choose
from cx_app.services.messages.reach import hash_of
from cx_app.settings import settings
wanted = json.loads(sys.argv[1])
with database.write() as session:
    account = ensure_account(session, settings.issuer, wanted["subject"])
    now = clock.business(session)
    if wanted["phone"]:
        noon = f"Etc/GMT{now.hour - 12:+d}"  # where it is midday now, so that texts may go
        phone = ContactPoint(account_id=account.id, channel=Channel.SMS, verified_at=now,
                             value_hash=hash_of(wanted["phone"]), created_at=now, zone=noon)
        phone.value = wanted["phone"]
        session.add(phone); session.flush()
        actor = Actor(account.id, Role.APPLICANT)
        assert give(session, actor, phone.id, wording().version) is None
        choose(session, actor, Topic.APPOINTMENTS, Wishes(sms=True))
    starts = now + timedelta(days=9)
    date = Appointment(wanted["key"], 1, starts, starts + timedelta(minutes=30), "1 Federal Plaza")
    notify(session, account, Kind.APPOINTMENT_BOOKED, dedupe_key=wanted["key"],
           when=wanted["when"], place="1 Federal Plaza, Springfield",
           attachments=[calendar_file(date, now)])
"""


def a_message(
    portal: Portal, subject: str, key: str, *, when: str = "Monday", phone: str = ""
) -> None:
    """An appointment that was booked, with its date as a file, told to a demo person; by text too
    when there is a `phone`, which counts as proven and agreed to."""
    wanted = {"subject": subject, "key": key, "when": when, "phone": phone}
    _in_portal(portal, TELL, json.dumps(wanted))


TEXTS = """
import json, sys
from cx_app import database
from cx_app.domain.identity import Actor, Role
from cx_app.services.identity.grants import ensure_account
from cx_app.services.messages.contacts import contacts
from cx_app.settings import settings
with database.write() as session:
    account = ensure_account(session, settings.issuer, sys.argv[1])
    lines = contacts(session, Actor(account.id, Role.APPLICANT))
    print(json.dumps([[line.consented, line.stopped] for line in lines if line.channel == "sms"]))
"""


def texts_of(portal: Portal, subject: str) -> list[list[bool]]:
    """Of each number of a demo person: whether they agreed to texts, and whether it said STOP."""
    said = _in_portal(portal, TEXTS, subject)
    return [list(one) for one in json.loads(said.splitlines()[-1])]


FORGET = """
import sys
from sqlalchemy import delete, select, update
from cx_app import database
from cx_app.models import InboxAttachment, InboxMessage, OutboxMessage
from cx_app.services.identity.grants import ensure_account
from cx_app.settings import settings
with database.write() as session:
    account = ensure_account(session, settings.issuer, sys.argv[1])
    theirs = select(InboxMessage.id).where(InboxMessage.account_id == account.id)
    session.execute(update(OutboxMessage).where(OutboxMessage.inbox_id.in_(theirs))
                    .values(inbox_id=None))
    session.execute(delete(InboxAttachment).where(InboxAttachment.message_id.in_(theirs)))
    session.execute(delete(InboxMessage).where(InboxMessage.account_id == account.id))
"""


def no_messages(portal: Portal, subject: str) -> None:
    """The inbox of a demo person as it was on their first day."""
    _in_portal(portal, FORGET, subject)
