"""Open a callback for somebody who phones, with their spoken consent."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import reflex as rx

from cx_app.domain.errors import Forbidden, NotFound
from cx_app.domain.ticked import TICKED
from cx_app.language import known
from cx_app.security import door
from cx_app.services.callbacks.consenting import spoken_wording
from cx_app.services.callbacks.phoning_in import (
    Caller,
    CallerRefusal,
    OpenAlready,
    Opened,
    open_for_caller,
    open_people,
)
from cx_app.services.drafts.steps import new_key
from cx_app.state.call import ask, do

FIELDS: Final = ("name", "phone", "topic", "language", "zone", "spoken", "note", "about")
BOXES: Final = ("on_that_phone", "relay", "agreed")
LONGEST: Final = 1_200
WRONG: Final = {
    CallerRefusal.NAME: ("name", "Enter the name of the person to call."),
    CallerRefusal.TOPIC: ("topic", "Choose what it is about."),
    CallerRefusal.PHONE: ("phone", "Enter a US phone number with 10 digits."),
    CallerRefusal.NOT_US: ("phone", "Only numbers in the United States can be called."),
    CallerRefusal.ZONE: ("zone", "Ask where they will be, and choose the time zone."),
    CallerRefusal.LANGUAGE: ("language", "Choose a language."),
    CallerRefusal.PARTY: ("about", "This person is not in the case any more. Choose again."),
    CallerRefusal.OLD_WORDING: ("agreed", "The words have changed. Read them aloud again."),
    CallerRefusal.NOT_THAT_PHONE: (
        "agreed",
        "Texts can be agreed to only on the phone that gets them.",
    ),
}


class CallbackOpenState(rx.State):
    values: dict[str, str] = dict.fromkeys((*FIELDS, *BOXES), "")
    errors: dict[str, str] = {}
    summary: list[dict[str, str]] = []
    people: list[dict[str, str]] = []
    """In cases that the officer has open: `value` is the case and the party."""
    wording: str = ""
    """What is read aloud, in the language of the caller."""
    open_path: str = ""
    """Of the one that is open already for this phone."""
    refused: str = ""
    form_key: int = 0
    loaded: bool = False
    _version: str = ""
    _key: str = ""

    @rx.event
    @door.officer_only
    async def load(self) -> None:
        self.values = dict.fromkeys((*FIELDS, *BOXES), "") | {"language": "en"}
        self._clear()
        self.form_key += 1
        self._key = new_key()
        await self._find_people()
        self._read_aloud("en")
        self.loaded = True

    @rx.event
    @door.officer_only
    async def choose_language(self, language: str) -> None:
        self.values["language"] = language
        self._read_aloud(language)

    @rx.event
    @door.officer_only
    async def save(self, form: dict[str, Any]) -> Any:
        self._clear()
        self.values = {name: str(form.get(name) or "")[:LONGEST] for name in FIELDS} | {
            name: TICKED if form.get(name) else "" for name in BOXES
        }
        values = self.values
        case_id, party_id = _about(values["about"])
        caller = Caller(
            name=values["name"],
            phone=values["phone"],
            on_that_phone=values["on_that_phone"] == TICKED,
            topic=values["topic"],
            language=values["language"],
            zone=values["zone"],
            spoken=values["spoken"],
            relay=values["relay"] == TICKED,
            note=values["note"],
            case_id=case_id,
            party_id=party_id,
            consent_version=self._version if values["agreed"] == TICKED else "",
        )
        try:
            answer = await do(self, open_for_caller, caller, self._key)
        except (NotFound, Forbidden):
            answer = CallerRefusal.PARTY
        match answer:
            case Opened(reference):
                return rx.redirect(f"/officer/callbacks/{reference}")
            case OpenAlready(reference):
                self.refused = "There is an open callback for this phone."
                self.open_path = f"/officer/callbacks/{reference}" if reference else ""
                return rx.set_focus("refusal")
            case CallerRefusal():
                self._wrong(answer)
                return rx.set_focus("error-summary")

    async def _find_people(self) -> None:
        self.people = [
            {"value": f"{one.case_id} {one.party_id}", "label": one.says}
            for one in await ask(self, open_people)
        ]

    def _wrong(self, refusal: CallerRefusal) -> None:
        if refusal not in WRONG:
            self.refused = "There is an open callback for this phone."
            return
        field, said = WRONG[refusal]
        self.errors = {field: said}
        self.summary = [{"field": field, "message": said}]
        if refusal is CallerRefusal.OLD_WORDING:
            self._read_aloud(self.values["language"])

    def _read_aloud(self, language: str) -> None:
        shown = spoken_wording(known(language))
        self.wording, self._version = shown.text, shown.version

    def _clear(self) -> None:
        self.errors, self.summary = {}, []
        self.refused = self.open_path = ""


def _about(chosen: str) -> tuple[UUID | None, UUID | None]:
    """The case and the person in it; any client may send anything."""
    if not chosen:
        return None, None
    try:
        case_id, party_id = (UUID(one) for one in chosen.split(" "))
    except ValueError:
        return UUID(int=0), None
    return case_id, party_id
