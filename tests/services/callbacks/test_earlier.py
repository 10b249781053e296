"""What an officer sees of what was before."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import update
from sqlmodel import col

from cx_app import database as db
from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.callbacks.standing import CallOutcome
from cx_app.domain.identity import Actor, Role
from cx_app.gateways import clock
from cx_app.models import Appointment, Callback, Office
from cx_app.services.callbacks.brief import Brief, open_callback
from cx_app.services.callbacks.phoning_in import Caller, Opened, open_for_caller
from tests import factories
from tests.services.callbacks.people import TICK, asks, calls, officer, someone


def opens(who: Actor, filing: factories.Filing, phone: str) -> str:
    """For somebody in a case who has no account."""
    caller = Caller(
        name="",
        phone=phone,
        on_that_phone=True,
        topic="notice",
        language="en",
        zone="America/Chicago",
        case_id=filing.case.id,
        party_id=filing.party.id,
    )
    with db.write() as session:
        clock.advance(session, TICK)
        opened = open_for_caller(session, who, caller, uuid4().hex)
    assert isinstance(opened, Opened)
    return opened.reference


def earlier(who: Actor, reference: str) -> list[str]:
    with db.write() as session:
        brief = open_callback(session, who, reference)
    assert isinstance(brief, Brief)
    return [line.what for line in brief.earlier]


def test_callbacks_of_the_same_person_without_an_account_are_there() -> None:
    who = officer()
    with db.write() as session:
        filing, stranger = factories.filing(session), factories.filing(session)
    first = opens(who, filing, "2025554101")
    opens(who, stranger, "2025554102")
    assert calls(who, first, CallOutcome.REACHED, "Done.") is None
    again = opens(who, filing, "2025554101")
    [line] = earlier(who, again)
    assert line.startswith("Callback. ")
    assert earlier(who, first) == []


def test_what_is_protected_is_for_a_narrower_role() -> None:
    who = officer()
    with db.write() as session:
        filing = factories.filing(session)
    first = opens(who, filing, "2025554103")
    assert calls(who, first, CallOutcome.REACHED, "Done.") is None
    again = opens(who, filing, "2025554103")
    with db.write() as session:
        session.exec(
            update(Callback).where(col(Callback.reference) == first).values(protected=True)
        )
    assert earlier(who, again) == []
    assert len(earlier(officer(Role.SUPERVISOR), again)) == 1


def test_appointments_that_were_are_there_and_those_ahead_are_not() -> None:
    who = officer()
    with db.write() as session:
        filing = factories.filing(session)
        now = clock.business(session)
        office = Office(
            feed_id="HON",
            kind="support_center",
            name="Honolulu",
            time_zone="Pacific/Honolulu",
            updated_at=now,
        )
        session.add(office)
        session.flush()
        for days, state in ((-3, AppointmentState.MISSED), (3, AppointmentState.SCHEDULED)):
            session.add(
                Appointment(
                    feed_id=uuid4().hex,
                    case_id=filing.case.id,
                    party_id=filing.party.id,
                    office_id=office.id,
                    kind=AppointmentKind.BIOMETRICS,
                    starts_at=now + timedelta(days=days),
                    state=state,
                    updated_at=now,
                )
            )
    reference = opens(who, filing, "2025554104")
    assert earlier(who, reference) == ["Biometrics: fingerprints and photo (missed)"]


def test_those_of_the_same_account_are_there() -> None:
    one, who = someone(), officer()
    first = asks(one, texts=False)
    assert calls(who, first, CallOutcome.REACHED, "Done.") is None
    assert len(earlier(who, asks(one, texts=False))) == 1
