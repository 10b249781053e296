"""The usual hours of an office, as a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.appointments import AppointmentKind
from cx_app.domain.errors import NotFound
from cx_app.security import door
from cx_app.services.offices import words
from cx_app.services.offices.hours_form import (
    HoursForm,
    Mistakes,
    WeekdayLine,
    change_hours,
    hours_form,
    services_of,
)
from cx_app.state.call import ask, do, last_part

NO_FORM: Final = HoursForm("", "", "", "")


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    value: str
    label: str


class OfficeHoursState(rx.State):
    office_id: str = ""
    services: list[ServiceChoice] = []
    shown: HoursForm = NO_FORM
    editing: bool = False
    errors: dict[str, str] = {}
    summary: list[dict[str, str]] = []
    done: str = ""
    fresh: int = 0
    """Starts the fields anew."""

    @rx.event
    @door.supervisor_only
    async def load(self) -> None:
        self.office_id, self.shown, self.services = "", NO_FORM, []
        self._close()
        self.done = ""
        try:
            office = UUID(last_part(self))
            known = await ask(self, services_of, office)
            self.services = [ServiceChoice(s, words.SERVICES[AppointmentKind(s)]) for s in known]
            self.shown = await ask(self, hours_form, office, _usual(known))
        except (ValueError, NotFound):
            return
        self.office_id = str(office)

    @rx.event
    @door.supervisor_only
    async def choose(self, service: str) -> None:
        self._close()
        self.done = ""
        if self.office_id and service in set(AppointmentKind):
            kind = AppointmentKind(service)
            self.shown = await ask(self, hours_form, UUID(self.office_id), kind)

    @rx.event
    @door.supervisor_only
    async def edit(self) -> Any:
        self._close()
        self.done, self.editing = "", True
        return rx.set_focus("from_day")

    @rx.event
    @door.supervisor_only
    async def close(self) -> Any:
        self._close()
        return rx.set_focus("edit-hours")

    @rx.event
    @door.supervisor_only
    async def save(self, form: dict[str, Any]) -> Any:
        if not self.office_id or self.shown.service not in set(AppointmentKind):
            return None
        typed = {str(name): str(value) for name, value in form.items()}
        office, kind = UUID(self.office_id), AppointmentKind(self.shown.service)
        day = _day(typed.get("from_day", ""))
        answer = await do(self, change_hours, office, kind, day, typed)
        if isinstance(answer, Mistakes):
            self.errors = answer.fields
            self.summary = [
                {"field": field, "message": _named(field, said, self.shown.lines)}
                for field, said in answer.fields.items()
            ]
            return rx.set_focus("error-summary")
        self._close()
        self.done = (
            f"The hours are set. New seats: {answer.seats}. Offered again, or not any more: "
            f"{answer.changed}. Who is booked stays booked."
        )
        self.shown = await ask(self, hours_form, office, kind)
        return rx.set_focus("hours-done")

    def _close(self) -> None:
        self.editing, self.errors, self.summary = False, {}, []
        self.fresh += 1


def _usual(services: list[str]) -> AppointmentKind:
    """Visits first, where the office has them."""
    office = AppointmentKind.OFFICE
    return office if office in services or not services else AppointmentKind(services[0])


def _named(field: str, said: str, lines: list[WeekdayLine]) -> str:
    number = field.rpartition("_")[2]
    names = {str(line.weekday): line.name for line in lines}
    return f"{names[number]}: {said}" if number in names else said


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
