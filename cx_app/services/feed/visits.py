"""Offices, when they are closed, and appointments that the agency made."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from cx_app.domain import feed as rules
from cx_app.domain.appointments import AppointmentKind, AppointmentState
from cx_app.domain.feed import Caused
from cx_app.domain.messages import Kind
from cx_app.models import Appointment, Office, OfficeClosure
from cx_app.services.biometrics.agency import is_as_booked
from cx_app.services.feed.batch import Batch, Told, envelope, newer
from cx_app.services.feed.records import (
    AppointmentRecord,
    BadLine,
    ClosureRecord,
    OfficeRecord,
)


def take_office(batch: Batch, record: OfficeRecord) -> Caused:
    as_of = batch.past(record.as_of, "as_of")
    if record.time_zone not in _zones():
        raise BadLine("time_zone must be a time zone such as America/Chicago")
    office = batch.known.offices.get(record.id)
    if office is None:
        office = batch.add(Office, feed_id=record.id)
        batch.known.offices[record.id] = office
        batch.provided.add(f"office:{record.id}")
    elif not newer(office, as_of, record.event_id):
        return Caused.NOT_NEWEST
    office.kind, office.name = record.office_kind.value, record.name
    office.address = envelope(record.address) or ""
    office.zip_code = record.address.zip if record.address else ""
    office.time_zone = record.time_zone
    office.updated_at, office.source_event = as_of, record.event_id
    return Caused.FACTS


@cache
def _zones() -> set[str]:
    return available_timezones()


def take_closure(batch: Batch, record: ClosureRecord) -> Caused:
    as_of = batch.past(record.as_of, "as_of")
    begins = batch.planned(record.begins, "begins")
    ends = batch.planned(record.ends, "ends") if record.ends else None
    if ends and ends <= begins:
        raise BadLine("ends is not after begins")
    office = batch.office(record.office)
    closure = batch.known.closures.get(record.id)
    if closure is None:
        closure = batch.add(OfficeClosure, feed_id=record.id)
        batch.known.closures[record.id] = closure
    elif not newer(closure, as_of, record.event_id):
        return Caused.NOT_NEWEST
    batch.changed_closures |= {office.id, closure.office_id or office.id}
    closure.office_id = office.id
    closure.begins, closure.ends = begins, ends
    closure.reason, closure.withdrawn = record.reason, record.withdrawn
    closure.updated_at, closure.source_event = as_of, record.event_id
    return Caused.FACTS


def take_appointment(batch: Batch, record: AppointmentRecord) -> Caused:
    """A newer record replaces all that is known, and people are told what is new for them."""
    as_of = batch.past(record.as_of, "as_of")
    starts = batch.planned(record.starts, "starts")
    case = batch.case(record.case)
    party = batch.party(case, record.person, record.role)
    office = batch.office(record.office)
    row = batch.known.appointments.get(record.id)
    before = None
    if row is None:
        row = batch.add(Appointment, feed_id=record.id, case_id=case.id)
        batch.known.appointments[record.id] = row
    elif not newer(row, as_of, record.event_id):
        return Caused.NOT_NEWEST
    elif row.case_id != case.id:
        raise BadLine("another appointment came under this id")
    else:
        before = (row.state, row.starts_at, row.office_id)
    row.party_id, row.office_id = party.id, office.id
    row.kind, row.starts_at = record.appointment_kind.value, starts
    row.state = record.status.value
    row.updated_at, row.source_event = as_of, record.event_id
    batch.changed_cases.add(case.id)
    if record.appointment_kind is AppointmentKind.BIOMETRICS and starts > batch.now:
        batch.changed_biometrics.add(row.id)
    changed = before != (row.state, row.starts_at, row.office_id)
    if changed and before is not None and record.status is AppointmentState.SCHEDULED:
        changed = not is_as_booked(batch.session, row)
    caused = rules.of_appointment(
        record.status,
        starts,
        changed=changed,
        history=batch.history,
        now=batch.now,
    )
    if caused is Caused.APPOINTMENT_MESSAGE:
        cancelled = record.status is AppointmentState.CANCELLED
        kind = Kind.APPOINTMENT_CANCELLED if cancelled else Kind.APPOINTMENT_SET
        facts = {"starts": starts, "zone": office.time_zone, "place": office.name}
        batch.told.append(Told(case.id, record.event_id, kind, facts))
    return caused
