"""What somebody types who asks for a visit, step by step (AP-2, AP-14, AP-16, AP-23).

The same for people with an account and without: `Known` says what need not be typed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from cx_app.domain.appointment_requests import (
    Accommodation,
    HalfDay,
    RequestReason,
    RequestRules,
)
from cx_app.domain.business_time import eastern_date
from cx_app.domain.contacts import Refusal, parse_phone
from cx_app.domain.receipts import parse_a_number, parse_birth_date, parse_receipt_number
from cx_app.domain.ticked import TICKED

WISHES: Final = 3
"""Preferred half-days (AP-2)."""
SPANS: Final = 2
"""Stretches of days on which somebody can't come."""
NAME_LENGTH: Final = 100
TRAVEL_AHEAD: Final = timedelta(days=366)
NOBODY_KNOWN: Final = "other"
"""Instead of a party: for somebody whom no case in the account names."""


class Step(StrEnum):
    REASON = "reason"
    PERSON = "person"
    OFFICE = "office"
    MORE = "more"
    CHECK = "check"


FIELDS: Final[Mapping[Step, tuple[str, ...]]] = {
    Step.REASON: ("whom", "reason", "travel_month", "travel_day", "travel_year"),
    Step.PERSON: (
        *("given_name", "family_name", "month", "day", "year"),
        *("a_number", "receipt", "phone", "language"),
    ),
    Step.OFFICE: (
        "zip",
        *(f"wish{n}_{part}" for n in range(1, WISHES + 1) for part in ("day", "half")),
        *(f"away{n}_{part}" for n in range(1, SPANS + 1) for part in ("from", "to")),
    ),
    Step.MORE: (*(f"needs_{one}" for one in Accommodation), "needs_words", "note"),
    Step.CHECK: ("attested",),
}
BOXES: Final = (*(f"needs_{one}" for one in Accommodation), "attested")
ALL_FIELDS: Final = tuple(name for names in FIELDS.values() for name in names)


class Flaw(StrEnum):
    """What is wrong with a field."""

    MISSING = "missing"
    NOT_OFFERED = "not_offered"
    MALFORMED = "malformed"
    PAST = "past"
    TOO_FAR = "too_far"
    TOO_LONG = "too_long"
    NO_ZIP = "no_zip"
    """No such ZIP code."""
    NO_OFFICE = "no_office"
    """No office near it sees people."""
    TWICE = "twice"
    ORDER = "order"
    """The last day lies before the first."""
    AWAY = "away"
    """A day that is wished for, on which they can't come."""


Flaws = dict[str, Flaw]


@dataclass(frozen=True, slots=True)
class Wish:
    day: date
    half: HalfDay


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which somebody can't come; both are included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Details:
    """What is kept sealed with a request. Names and the like only of somebody whom no case
    names; otherwise the agency's record counts."""

    given_name: str = ""
    family_name: str = ""
    birth_date: str = ""
    a_number: str = ""
    receipt: str = ""
    phone: str = ""
    wishes: tuple[Wish, ...] = ()
    away: tuple[Span, ...] = ()
    needs: tuple[Accommodation, ...] = ()
    needs_words: str = ""
    note: str = ""

    def encode(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, default=date.isoformat)

    @classmethod
    def decode(cls, text: str | None) -> Details:
        known: dict[str, Any] = json.loads(text or "{}")
        day = date.fromisoformat
        known["wishes"] = tuple(
            Wish(day(one["day"]), HalfDay(one["half"])) for one in known.get("wishes", ())
        )
        known["away"] = tuple(
            Span(day(one["first"]), day(one["last"])) for one in known.get("away", ())
        )
        known["needs"] = tuple(Accommodation(one) for one in known.get("needs", ()))
        return cls(**known)


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal knows about whoever fills in the form, and about the place."""

    whom: Collection[str]
    """Parties of the account, by id; `NOBODY_KNOWN` may always be chosen."""
    days: Collection[date]
    """On which the office may see people, as far ahead as is offered."""
    languages: Collection[str]
    has_office: bool | None = None
    """Whether an office serves the ZIP code that was typed; None for no such ZIP code."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A whole form that may be sent."""

    whom: str
    reason: RequestReason
    travel_on: date | None
    zip_code: str
    language: str
    details: Details = field(default_factory=Details)


def read(
    typed: Mapping[str, str], known: Known, rules: RequestRules, now: datetime
) -> Asked | Flaws:
    """All steps at once: what is kept between them is checked again when it is sent."""
    flaws: Flaws = {}
    for step in Step:
        flaws |= flaws_of(step, typed, known, rules, now)
    return flaws or _asked(typed, rules)


def flaws_of(
    step: Step, typed: Mapping[str, str], known: Known, rules: RequestRules, now: datetime
) -> Flaws:
    """What stands in the way of leaving a step, by field."""
    match step:
        case Step.REASON:
            return _of_reason(typed, known, rules, eastern_date(now))
        case Step.PERSON:
            return _of_person(typed, known, eastern_date(now))
        case Step.OFFICE:
            return _of_office(typed, known)
        case Step.MORE:
            return _of_more(typed, rules)
        case Step.CHECK:
            return {} if typed.get("attested") == TICKED else {"attested": Flaw.MISSING}


def travels(typed: Mapping[str, str], rules: RequestRules) -> bool:
    """Whether the reason that was chosen asks for the day of travel (AP-14)."""
    return typed.get("reason", "") in rules.travel_reasons


def is_known(typed: Mapping[str, str]) -> bool:
    return typed.get("whom", "") != NOBODY_KNOWN


def _of_reason(typed: Mapping[str, str], known: Known, rules: RequestRules, today: date) -> Flaws:
    flaws: Flaws = {}
    if typed.get("whom", "") not in (*known.whom, NOBODY_KNOWN):
        flaws["whom"] = Flaw.MISSING
    if typed.get("reason", "") not in rules.reasons:
        flaws["reason"] = Flaw.NOT_OFFERED if typed.get("reason") else Flaw.MISSING
    if travels(typed, rules):
        day = travel_day(typed)
        if day is None:
            flaws["travel_month"] = Flaw.MALFORMED
        elif day < today:
            flaws["travel_month"] = Flaw.PAST
        elif day > today + TRAVEL_AHEAD:
            flaws["travel_month"] = Flaw.TOO_FAR
    return flaws


def travel_day(typed: Mapping[str, str]) -> date | None:
    parts = [typed.get(f"travel_{part}", "").strip() for part in ("year", "month", "day")]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def _of_person(typed: Mapping[str, str], known: Known, today: date) -> Flaws:
    flaws: Flaws = {}
    if not is_known(typed):
        for name in ("given_name", "family_name"):
            if not _line(typed, name):
                flaws[name] = Flaw.MISSING
            elif len(_line(typed, name)) > NAME_LENGTH:
                flaws[name] = Flaw.TOO_LONG
        if born(typed, today) is None:
            flaws["month"] = Flaw.MALFORMED
        if _line(typed, "a_number") and parse_a_number(typed["a_number"]) is None:
            flaws["a_number"] = Flaw.MALFORMED
        if _line(typed, "receipt") and parse_receipt_number(typed["receipt"]) is None:
            flaws["receipt"] = Flaw.MALFORMED
    if isinstance(parse_phone(typed.get("phone", "")), Refusal):
        flaws["phone"] = Flaw.MALFORMED if _line(typed, "phone") else Flaw.MISSING
    if typed.get("language", "") not in known.languages:
        flaws["language"] = Flaw.MISSING
    return flaws


def born(typed: Mapping[str, str], today: date) -> date | None:
    month, day, year = (typed.get(part, "") for part in ("month", "day", "year"))
    return parse_birth_date(month, day, year, today=today)


def _of_office(typed: Mapping[str, str], known: Known) -> Flaws:
    flaws: Flaws = {}
    if known.has_office is None:
        flaws["zip"] = Flaw.NO_ZIP if _line(typed, "zip") else Flaw.MISSING
    elif not known.has_office:
        flaws["zip"] = Flaw.NO_OFFICE
    flaws |= _of_days(typed, known)
    if flaws.keys() - {"zip"}:
        return flaws
    away, seen = _away(typed), set[tuple[str, str]]()
    for n in range(1, WISHES + 1):
        wish = (typed.get(f"wish{n}_day", ""), typed.get(f"wish{n}_half", ""))
        if not wish[0]:
            continue
        if wish in seen:
            flaws[f"wish{n}_day"] = Flaw.TWICE
        elif any(date.fromisoformat(wish[0]) in span for span in away):
            flaws[f"wish{n}_day"] = Flaw.AWAY
        seen.add(wish)
    return flaws


def _of_days(typed: Mapping[str, str], known: Known) -> Flaws:
    """Days are picked from a list; what is not on it any more has passed."""
    offered = {day.isoformat() for day in known.days}
    flaws: Flaws = {}
    for name in FIELDS[Step.OFFICE]:
        value = typed.get(name, "")
        if name.endswith(("_day", "_from", "_to")) and value and value not in offered:
            flaws[name] = Flaw.PAST
    for n in range(1, WISHES + 1):
        day, half = typed.get(f"wish{n}_day", ""), typed.get(f"wish{n}_half", "")
        if day and half not in set(HalfDay):
            flaws.setdefault(f"wish{n}_half", Flaw.MISSING)
    for n in range(1, SPANS + 1):
        first, last = typed.get(f"away{n}_from", ""), typed.get(f"away{n}_to", "")
        if last and not first:
            flaws.setdefault(f"away{n}_from", Flaw.MISSING)
        elif first and last and last < first:
            flaws.setdefault(f"away{n}_to", Flaw.ORDER)
    return flaws


def _of_more(typed: Mapping[str, str], rules: RequestRules) -> Flaws:
    flaws: Flaws = {
        name: Flaw.TOO_LONG
        for name in ("note", "needs_words")
        if len(typed.get(name, "").strip()) > rules.note_length
    }
    if typed.get(f"needs_{Accommodation.OTHER}") and not _line(typed, "needs_words"):
        flaws["needs_words"] = Flaw.MISSING
    return flaws


def _asked(typed: Mapping[str, str], rules: RequestRules) -> Asked:
    return Asked(
        whom=typed["whom"],
        reason=RequestReason(typed["reason"]),
        travel_on=travel_day(typed) if travels(typed, rules) else None,
        zip_code=_line(typed, "zip"),
        language=typed["language"],
        details=details_of(typed),
    )


def details_of(typed: Mapping[str, str]) -> Details:
    """Of steps without flaws."""
    phone = parse_phone(typed["phone"])
    needs = tuple(one for one in Accommodation if typed.get(f"needs_{one}"))
    mine = {} if is_known(typed) else _person(typed)
    return Details(
        **mine,
        phone=phone if not isinstance(phone, Refusal) else "",
        wishes=_wishes(typed),
        away=_away(typed),
        needs=needs,
        needs_words=typed.get("needs_words", "").strip() if needs else "",
        note=typed.get("note", "").strip(),
    )


def _person(typed: Mapping[str, str]) -> dict[str, str]:
    birth_date = born(typed, date.max)
    return {
        "given_name": _line(typed, "given_name"),
        "family_name": _line(typed, "family_name"),
        "birth_date": birth_date.isoformat() if birth_date else "",
        "a_number": parse_a_number(typed.get("a_number", "")) or "",
        "receipt": parse_receipt_number(typed.get("receipt", "")) or "",
    }


def _wishes(typed: Mapping[str, str]) -> tuple[Wish, ...]:
    return tuple(
        Wish(date.fromisoformat(day), HalfDay(typed[f"wish{n}_half"]))
        for n in range(1, WISHES + 1)
        if (day := typed.get(f"wish{n}_day", ""))
    )


def _away(typed: Mapping[str, str]) -> tuple[Span, ...]:
    return tuple(
        Span(date.fromisoformat(first), date.fromisoformat(typed.get(f"away{n}_to") or first))
        for n in range(1, SPANS + 1)
        if (first := typed.get(f"away{n}_from", ""))
    )


def _line(typed: Mapping[str, str], name: str) -> str:
    """One line of text, without spaces around or doubled."""
    return " ".join(typed.get(name, "").split())
