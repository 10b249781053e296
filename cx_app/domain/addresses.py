"""Addresses in the United States as people type them, and changes of a residence
(ADDR-1 to ADDR-5)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from cx_app.domain.business_days import business_day_after
from cx_app.domain.business_time import eastern_date

FIELDS: Final = ("street", "unit", "city", "state", "zip")
LONGEST: Final = 100
"""Of a line, as the case feed takes it."""
_POSTAL: Final = """
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC
ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI AA AE AP
"""
STATES: Final = frozenset(_POSTAL.split())
"""Postal abbreviations: states, the District of Columbia, territories, military post."""
_PLUS_FOUR: Final = re.compile(r"\b([0-9]{5})-[0-9]{4}\Z")
_WORD: Final = re.compile(r"[^\W_]+")
_ZIP: Final = re.compile(r"[0-9]{5}(-[0-9]{4})?")
_PO_BOX: Final = re.compile(r"\b(p\.?\s*o\.?|post\s+office)\s*box\b", re.IGNORECASE)
_SHORT: Final = {
    "street": "st",
    "avenue": "ave",
    "road": "rd",
    "drive": "dr",
    "lane": "ln",
    "court": "ct",
    "place": "pl",
    "terrace": "ter",
    "boulevard": "blvd",
    "circle": "cir",
    "highway": "hwy",
    "parkway": "pkwy",
    "apartment": "apt",
    "suite": "ste",
    "floor": "fl",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "number": "",
    "no": "",
}
"""Words that the post writes short."""


class Flaw(StrEnum):
    """What is wrong with a field of an address."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNPRINTABLE = "unprintable"
    NO_STATE = "no_state"
    NO_ZIP = "no_zip"
    PO_BOX = "po_box"


class State(StrEnum):
    """Of a change of address."""

    NOTED = "noted"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why an officer confirms a change or not; the first two say how the person proved who they
    are."""

    BY_CALL = "by_call"
    IN_PERSON = "in_person"
    NOT_REACHED = "not_reached"
    NOT_PROVEN = "not_proven"
    NOT_THEIRS = "not_theirs"
    NO_SUCH_ADDRESS = "no_such_address"


CONFIRMS: Final = frozenset({Reason.BY_CALL, Reason.IN_PERSON})


class Noted(StrEnum):
    """What came of telling a new address; also the outcome of its audit row."""

    NOTED = "done"
    OPEN = "another_open"
    SAME = "same_address"
    TOO_MANY = "too_many"
    PAUSED = "paused"


class Decided(StrEnum):
    """What came of an officer's decision; also the outcome of its audit row."""

    DONE = "done"
    TOO_EARLY = "too_early"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class AddressRules:
    """Policy rows `access_codes.*`."""

    wait: timedelta
    """After the notices and before an officer may confirm a change."""
    call_business_days: int
    """From then on, until an officer has called."""
    mail_business_days: int
    """How long a letter takes."""
    counts: timedelta
    """For so long a confirmed change is the review that a new residence needs (3.3-6)."""
    a_month: int
    """So many changes may be told in 30 days."""


@dataclass(frozen=True, slots=True)
class Address:
    lines: tuple[str, ...]
    city: str
    state: str
    zip: str

    @property
    def envelope(self) -> list[str]:
        """The lines under the name on an envelope."""
        return [*self.lines, f"{self.city}, {self.state} {self.zip}"]


@dataclass(frozen=True, slots=True)
class Days:
    """When what happens after a change was told (ADDR-3)."""

    told: date
    letter_by: date
    confirm_from: date
    confirm_by: date
    code_by: date


def read(typed: Mapping[str, str], *, po_box: bool = False) -> Address | dict[str, Flaw]:
    """An address from the fields of a form, or what is wrong with each. Post office boxes are no
    residence; `po_box` lets a safe address be one."""
    said = {name: _tidy(typed.get(name, "")) for name in FIELDS}
    flaws = {name: flaw for name in FIELDS if (flaw := _flaw(name, said[name], po_box=po_box))}
    if flaws:
        return flaws
    lines = tuple(line for line in (said["street"], said["unit"]) if line)
    return Address(lines, said["city"], said["state"].upper(), said["zip"])


def days(told_at: datetime, rules: AddressRules) -> Days:
    """What to promise to somebody who tells a new address at this instant."""
    told = eastern_date(told_at)
    confirm_from = told + rules.wait
    confirm_by = business_day_after(confirm_from, rules.call_business_days)
    return Days(
        told=told,
        letter_by=business_day_after(told, rules.mail_business_days),
        confirm_from=confirm_from,
        confirm_by=confirm_by,
        code_by=business_day_after(confirm_by, rules.mail_business_days),
    )


def same_place(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two addresses are the same but for the way of writing them: letter case,
    punctuation, what the post writes short, the last four digits of the ZIP code."""
    return bool(one) and _words(one) == _words(other)


def canonical(envelope: str) -> str:
    """The one way to write an address, given as a JSON list of its lines: those that are
    `same_place` have the same."""
    return " ".join(_words(json.loads(envelope)))


def _words(lines: Sequence[str]) -> list[str]:
    plain = _PLUS_FOUR.sub(r"\1", _plain(" ".join(lines)).strip())
    words = _WORD.findall(plain)
    return [short for word in words if (short := _SHORT.get(word, word))]


def _plain(text: str) -> str:
    if text.isascii():  # nearly all are, and millions come with a feed
        return text.lower()
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(ch for ch in folded if not unicodedata.combining(ch))


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split(" ")).strip()


def _flaw(name: str, text: str, *, po_box: bool) -> Flaw | None:
    if not text:
        return None if name == "unit" else Flaw.MISSING
    if not text.isprintable():
        return Flaw.UNPRINTABLE
    if len(text) > LONGEST:
        return Flaw.TOO_LONG
    if name == "state" and text.upper() not in STATES:
        return Flaw.NO_STATE
    if name == "zip" and not _ZIP.fullmatch(text):
        return Flaw.NO_ZIP
    if name in ("street", "unit") and not po_box and _PO_BOX.search(text):
        return Flaw.PO_BOX
    return None
