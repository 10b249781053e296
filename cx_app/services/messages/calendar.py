"""An appointment as a file for somebody's own calendar. It names no person, number or form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event

from cx_app.gateways.provider import Attachment
from cx_app.language import _
from cx_app.settings import settings


@dataclass(frozen=True, slots=True)
class Appointment:
    reference: str
    """Stays the same when it moves, so that calendars move it too."""
    sequence: int
    """Higher with each change."""
    starts: datetime
    ends: datetime
    place: str
    cancelled: bool = False


def calendar_file(appointment: Appointment, made_at: datetime) -> Attachment:
    """RFC 5545, in the current language; instants in UTC."""
    event = Event()
    event.add("uid", f"{appointment.reference}@{settings.public_origin.partition('//')[2]}")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", made_at)
    event.add("dtstart", appointment.starts)
    event.add("dtend", appointment.ends)
    event.add("summary", _("Appointment"))
    event.add("location", appointment.place)
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.service_name}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if appointment.cancelled else "PUBLISH")
    calendar.add_component(event)
    return Attachment("appointment.ics", "text/calendar", calendar.to_ical())
