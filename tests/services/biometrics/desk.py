"""What an officer does at the desk of biometrics appointments, and what its person is told."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.biometrics import Cause
from cx_app.domain.biometrics_desk import DeskAnswer, Excuse, Why
from cx_app.domain.identity import Actor
from cx_app.domain.openings import OpeningReason
from cx_app.models import InboxMessage
from cx_app.services.biometrics.ask_other import ask_other
from cx_app.services.biometrics.decide import PhoneCall, approve, book_by_phone, refuse
from cx_app.services.biometrics.desk import Tab, desk
from cx_app.services.biometrics.desk_file import AppointmentFile, open_file
from tasks.decisions import leave
from tests.services.biometrics.people import Comes, free
from tests.services.offices.places import later

WORDS = "My sister is moving house that day, and nobody else can help her."


def asks(one: Comes) -> None:
    with db.write() as session:
        assert ask_other(session, one.actor, one.appointment_id, WORDS) is None


def opens(one: Comes, staff: Actor, said: OpeningReason | None = None) -> AppointmentFile:
    with db.write() as session:
        seen = open_file(session, staff, one.appointment_id, said)
    assert isinstance(seen, AppointmentFile)
    return seen


def agrees(one: Comes, staff: Actor) -> DeskAnswer:
    with db.write() as session:
        return approve(session, staff, one.appointment_id)


def refuses(one: Comes, staff: Actor) -> DeskAnswer:
    with db.write() as session:
        return refuse(session, staff, one.appointment_id, Why.NO_CAUSE)


def let_leave() -> int:
    """The minute in which a decision can be undone is over."""
    later(seconds=61)
    return leave()


def calls(
    one: Comes,
    staff: Actor,
    *,
    excuse: Excuse | None = None,
    key: str = "call",
    slot: UUID | None = None,
) -> DeskAnswer:
    wanted = slot or free(one.office_id, staff)[-1].slot_id
    with db.write() as session:
        call = PhoneCall(wanted, Cause.TRAVEL, key, excuse)
        return book_by_phone(session, staff, one.appointment_id, call)


def shown(staff: Actor, tab: Tab = Tab.ASKED) -> list[str]:
    with db.read() as session:
        return [row.receipt_number for row in desk(session, staff, tab).rows]


def inbox(one: Comes) -> list[tuple[str, str]]:
    with db.read() as session:
        rows = session.exec(
            select(InboxMessage)
            .where(InboxMessage.account_id == one.actor.account_id)
            .order_by(col(InboxMessage.at))
        )
        return [(row.kind, row.body or "") for row in rows]
