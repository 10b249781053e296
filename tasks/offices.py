"""Keeps the slots of offices ahead of time, and calls visits off where an office closes. Running a
task twice is harmless."""

from __future__ import annotations

import structlog

from cx_app import database
from cx_app.domain.appointments import AppointmentKind
from cx_app.services.appointment_requests.closures import call_off as call_visit_off
from cx_app.services.offices.generate import generate as align_office
from cx_app.services.offices.generate import offices_with_hours
from cx_app.services.offices.recheck import Recheck, rechecked, rechecks, shut_out
from tasks.app import app

log = structlog.get_logger(__name__)


@app.task
def generate() -> int:
    """One office after the other; returns how many slots are new."""
    with database.read() as session:
        offices = offices_with_hours(session)
    made = 0
    for office_id in offices:
        with database.write() as session:
            made += align_office(session, office_id).slots
        database.let_others_write()
    return made


@app.task
def call_off() -> int:
    """Visits at closed doors, wherever a calendar changed; returns how many people were told of."""
    with database.read() as session:
        waiting = rechecks(session)
    return sum(_call_off_at(one) for one in waiting)


def _call_off_at(one: Recheck) -> int:
    """What fails is tried again with the next sweep, and holds nobody else up."""
    with database.read() as session:
        visits = shut_out(session, one.office_id, AppointmentKind.OFFICE)
    told, failed = 0, False
    for booking_id in visits:
        try:
            with database.write() as session:
                told += call_visit_off(session, booking_id)
        except Exception as error:
            log.error("offices.not_called_off", reason=type(error).__name__)
            failed = True
        database.let_others_write()
    if not failed:
        with database.write() as session:
            rechecked(session, one)
    return told
