"""What callbacks need in the portal: a morning of officers, proven phones, a clock to move."""

from __future__ import annotations

from e2e.made import _in_portal
from e2e.portal import Portal

MORNING = """
from datetime import datetime, time, timedelta
from cx_app import database
from cx_app.domain.business_days import DAY, is_business_day
from cx_app.domain.business_time import EASTERN
from cx_app.gateways import clock
with database.write() as session:
    now = clock.business(session)
    day = now.astimezone(EASTERN).date() + DAY
    while not is_business_day(day):
        day += DAY
    clock.advance(session, datetime.combine(day, time(10), EASTERN) - now)
"""
PHONE = """
import sys
from cx_app import database
from cx_app.domain.messages import Channel
from cx_app.gateways import clock
from cx_app.models import ContactPoint
from cx_app.services.identity.grants import ensure_account
from cx_app.services.messages.reach import hash_of
from cx_app.settings import settings
subject, number, zone = sys.argv[1:]
with database.write() as session:
    account = ensure_account(session, settings.issuer, subject)
    now = clock.business(session)
    phone = ContactPoint(account_id=account.id, channel=Channel.SMS, value_hash=hash_of(number),
                         zone=zone, created_at=now, verified_at=now)
    phone.value = number
    session.add(phone)
"""
MOVE = """
import sys
from datetime import timedelta
from cx_app import database
from cx_app.gateways import clock
with database.write() as session:
    clock.advance(session, timedelta(minutes=int(sys.argv[1])))
"""
TEXTS_TO = """
import json, sys
from sqlmodel import col, select
from cx_app import database
from cx_app.domain.messages import Channel
from cx_app.models import DemoDelivery
with database.read() as session:
    rows = session.exec(select(DemoDelivery).where(DemoDelivery.channel == Channel.SMS)
                        .order_by(col(DemoDelivery.at), col(DemoDelivery.id)))
    print(json.dumps([row.body for row in rows if row.to == sys.argv[1]]))
"""


def officers_morning(portal: Portal) -> None:
    """The next business day at 10:00 Eastern, when officers call and people are awake."""
    _in_portal(portal, MORNING)


def a_proven_phone(
    portal: Portal, subject: str, number: str, zone: str = "America/New_York"
) -> None:
    _in_portal(portal, PHONE, subject, number, zone)


def minutes_pass(portal: Portal, minutes: int) -> None:
    _in_portal(portal, MOVE, str(minutes))
