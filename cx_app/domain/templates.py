"""What a template may say, and where. A template that does not hold is refused when somebody
wants to activate it, never when a message is due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter
from typing import Final

from cx_app.domain.messages import Kind
from cx_app.domain.texting import segments

PARTS: Final = ("subject", "body", "email_subject", "email", "text", "letter")
"""Of one language: subject and body for the inbox, then e-mail, text and letter."""
PUBLIC_PARTS: Final = ("email_subject", "email", "text")
"""What anybody who sees a locked screen may read: no name, number, form or reason."""
HOUSE: Final = frozenset({"service", "agency", "phone", "link"})
"""Fields that every part may use."""
MAX_SEGMENTS: Final = {"en": 1, "es": 2}
MAX_SUBJECT: Final = 120
MAX_BODY: Final = 5_000
NUMBERS: Final = re.compile(r"\b[A-Z]{3}\d{10}\b|\bA[- ]?\d{7,9}\b|\b[INGE]-\d{2,4}[A-Z]?\b")
"""Receipt numbers, A-Numbers and form numbers."""

Words = Mapping[str, Mapping[str, str]]
"""language -> part -> text."""


class Fault(StrEnum):
    NO_LANGUAGE = "no_language"
    NO_PART = "no_part"
    UNKNOWN_PART = "unknown_part"
    BROKEN_FIELD = "broken_field"
    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    PRIVATE_FIELD = "private_field"
    PRIVATE_NUMBER = "private_number"
    TOO_LONG = "too_long"
    TOO_MANY_TEXTS = "too_many_texts"
    HARD_WORDS = "hard_words"
    MANY_LINES = "many_lines"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind of message is made of: fixed in code, while the words are data."""

    parts: frozenset[str]
    fields: frozenset[str] = frozenset()
    """What the occasion tells: may stand in inbox and letter."""
    needed: Mapping[str, str] = field(default_factory=dict)
    """part -> a field without which it makes no sense, such as the code in a text with a code."""
    public: frozenset[str] = frozenset()
    """Those of the fields that may leave the portal."""


@dataclass(frozen=True, slots=True)
class Problem:
    fault: Fault
    language: str
    part: str = ""
    field: str = ""
    measured: str = ""
    """What was counted, where something was."""


def fields_of(text: str) -> set[str] | None:
    """The `{fields}` of a text; None when its braces do not hold."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError:
        return None
    found = {name for _literal, name, _spec, _conversion in parsed if name is not None}
    tricky = any(spec or conversion for _l, name, spec, conversion in parsed if name is not None)
    return None if tricky or not all(name.isidentifier() for name in found) else found


def problems(words: Words, shape: Shape, languages: tuple[str, ...]) -> list[Problem]:
    """Everything that stands in the way of using these words; empty when nothing does."""
    found: list[Problem] = []
    for language in languages:
        said = words.get(language)
        if said is None:
            found.append(Problem(Fault.NO_LANGUAGE, language))
            continue
        for part in sorted(shape.parts - {p for p, text in said.items() if text.strip()}):
            found.append(Problem(Fault.NO_PART, language, part))
        for part, text in said.items():
            if part not in shape.parts:
                found.append(Problem(Fault.UNKNOWN_PART, language, part))
            else:
                found.extend(_of_part(language, part, text, shape))
    return found


def text_too_long(language: str, filled: str) -> Problem | None:
    """A text filled with its sample must fit: one segment, in Spanish two (domain 1.3-10)."""
    if (count := segments(filled)) > MAX_SEGMENTS.get(language, 2):
        return Problem(Fault.TOO_MANY_TEXTS, language, "text", measured=str(count))
    return None


def _of_part(language: str, part: str, text: str, shape: Shape) -> list[Problem]:
    used = fields_of(text)
    if used is None:
        return [Problem(Fault.BROKEN_FIELD, language, part)]
    found = [
        Problem(Fault.UNKNOWN_FIELD, language, part, name)
        for name in sorted(used - shape.fields - HOUSE)
    ]
    needed = shape.needed.get(part)
    if needed and needed not in used:
        found.append(Problem(Fault.MISSING_FIELD, language, part, needed))
    if part in PUBLIC_PARTS:
        private = (used & shape.fields) - shape.public
        found += [Problem(Fault.PRIVATE_FIELD, language, part, name) for name in sorted(private)]
        if NUMBERS.search(text):
            found.append(Problem(Fault.PRIVATE_NUMBER, language, part))
    if part.endswith("subject"):
        if "\n" in text or "\r" in text:
            found.append(Problem(Fault.MANY_LINES, language, part))
        if len(text) > MAX_SUBJECT:
            found.append(Problem(Fault.TOO_LONG, language, part))
    if len(text) > MAX_BODY:
        found.append(Problem(Fault.TOO_LONG, language, part))
    return found


EVERYWHERE: Final = frozenset(PARTS)
TEXT_ONLY: Final = frozenset({"text"})
LAST: Final = frozenset({"last"})
LAST_AND_CLOCK: Final = frozenset({"last", "clock"})
BOARD: Final = frozenset({"changed", "coming", "answers", "prepared"})
SHAPES: Final[Mapping[Kind, Shape]] = {
    Kind.CASE_LINKED: Shape(EVERYWHERE, frozenset({"receipt", "form"})),
    Kind.CASE_FOLLOWED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.CODE_REQUESTED: Shape(EVERYWHERE),
    Kind.CASE_CLAIMED: Shape(EVERYWHERE, frozenset({"receipt", "added_by"})),
    Kind.CASE_UNLINKED: Shape(EVERYWHERE, frozenset({"receipt", "until"})),
    Kind.CASE_TAKEN_AWAY: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.DISPUTE_OPENED: Shape(EVERYWHERE, frozenset({"receipt", "until"})),
    Kind.DISPUTE_UPHELD: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.DISPUTE_DISMISSED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.DISPUTE_LAPSED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.ACTING_PAUSED: Shape(EVERYWHERE, frozenset({"receipt", "until"})),
    Kind.ACTING_RESUMED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.ADDRESS_CHANGE_NOTED: Shape(EVERYWHERE, frozenset({"confirm_from"})),
    Kind.ADDRESS_CONFIRMED: Shape(EVERYWHERE),
    Kind.ADDRESS_REFUSED: Shape(EVERYWHERE),
    Kind.CODE_REVIEW: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.CODE_APPROVED: Shape(EVERYWHERE, frozenset({"receipt", "by"})),
    Kind.CODE_MAILED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.CODE_RETURNED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.CODE_E_MAILED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.CODE_REFUSED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.CODE_DUE: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.CODE_EXPIRES: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.APPOINTMENT_BOOKED: Shape(EVERYWHERE, frozenset({"when", "place"})),
    Kind.VISIT_QUESTION_PHOTO: Shape(EVERYWHERE, frozenset({"reference", "until"})),
    Kind.VISIT_QUESTION_ADDRESS: Shape(EVERYWHERE, frozenset({"reference", "until"})),
    Kind.VISIT_QUESTION_TRAVEL: Shape(EVERYWHERE, frozenset({"reference", "until"})),
    Kind.VISIT_QUESTION_IDENTITY: Shape(EVERYWHERE, frozenset({"reference", "until"})),
    Kind.VISIT_QUESTION_CASE: Shape(EVERYWHERE, frozenset({"reference", "until"})),
    Kind.VISIT_NOT_NEEDED_BY_MAIL: Shape(EVERYWHERE, frozenset({"reference"})),
    Kind.VISIT_NOT_NEEDED_UNMET: Shape(EVERYWHERE, frozenset({"reference"})),
    Kind.VISIT_NOT_NEEDED_SETTLED: Shape(EVERYWHERE, frozenset({"reference"})),
    Kind.VISIT_NOT_NEEDED_OTHER_WAY: Shape(EVERYWHERE, frozenset({"reference"})),
    Kind.STATUS_CHANGED: Shape(EVERYWHERE, frozenset({"receipt", "title", "sentence"})),
    Kind.CASE_MOVED: Shape(EVERYWHERE, frozenset({"receipt", "office"})),
    Kind.ESTIMATE_MOVED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.APPOINTMENT_SET: Shape(EVERYWHERE, frozenset({"receipt", "when", "place"})),
    Kind.APPOINTMENT_CANCELLED: Shape(EVERYWHERE, frozenset({"receipt", "when", "place"})),
    Kind.VISIT_ASKED: Shape(EVERYWHERE, frozenset({"reference", "due"})),
    Kind.VISIT_ANSWERED: Shape(EVERYWHERE, frozenset({"reference", "due"})),
    Kind.VISIT_WITHDRAWN: Shape(EVERYWHERE, frozenset({"reference"})),
    Kind.VISIT_BOOKED: Shape(
        EVERYWHERE,
        frozenset({"reference", "when", "place", "short", "city"}),
        public=frozenset({"short", "city"}),
    ),
    Kind.VISIT_MOVED: Shape(
        EVERYWHERE,
        frozenset({"reference", "when", "place", "short", "city", "because"}),
        public=frozenset({"short", "city"}),
    ),
    Kind.VISIT_CALLED_OFF: Shape(EVERYWHERE, frozenset({"reference", "when", "place", "because"})),
    Kind.VISIT_CANCELLED: Shape(EVERYWHERE, frozenset({"reference", "when", "place"})),
    Kind.VISIT_OFFICE_CLOSED: Shape(EVERYWHERE, frozenset({"reference", "when", "place"})),
    Kind.VISIT_EXPIRED: Shape(EVERYWHERE, frozenset({"reference", "until"})),
    Kind.VISIT_REOPENED: Shape(EVERYWHERE, frozenset({"reference", "due"})),
    Kind.BIOMETRICS_MOVED: Shape(
        EVERYWHERE,
        frozenset({"receipt", "when", "place", "short", "city"}),
        public=frozenset({"short", "city"}),
    ),
    Kind.BIOMETRICS_CLOSED: Shape(
        EVERYWHERE,
        frozenset({"receipt", "when", "place", "short", "city"}),
        public=frozenset({"short", "city"}),
    ),
    Kind.BIOMETRICS_ASKED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.BIOMETRICS_AWAITING: Shape(EVERYWHERE, frozenset({"receipt", "when", "place"})),
    Kind.BIOMETRICS_APPROVED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.BIOMETRICS_MATCHED: Shape(EVERYWHERE, frozenset({"receipt", "added_by"})),
    Kind.BIOMETRICS_REFUSED: Shape(EVERYWHERE, frozenset({"receipt", "because"})),
    Kind.BIOMETRICS_HOME: Shape(EVERYWHERE, frozenset({"receipt", "visit"})),
    Kind.BIOMETRICS_HOME_CHANGED: Shape(EVERYWHERE, frozenset({"receipt", "visit"})),
    Kind.BIOMETRICS_HOME_ENDED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.G28_ASKED: Shape(EVERYWHERE, frozenset({"receipt", "representative", "until"})),
    Kind.G28_PASSCODE: Shape(
        frozenset({"subject", "letter"}),
        frozenset({"receipt", "representative", "code", "until"}),
        needed={"letter": "code"},
    ),
    Kind.G28_SIGNED: Shape(EVERYWHERE, frozenset({"receipt", "representative"})),
    Kind.G28_DECLINED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.G28_EXPIRED: Shape(EVERYWHERE, frozenset({"receipt"})),
    Kind.G28_TAKEN_BACK: Shape(EVERYWHERE, frozenset({"receipt", "representative"})),
    Kind.REPRESENTATION_ENDED: Shape(EVERYWHERE, frozenset({"receipt", "representative"})),
    Kind.REPRESENTATIVE_ACCEPTED: Shape(EVERYWHERE),
    Kind.REPRESENTATIVE_REFUSED: Shape(EVERYWHERE, frozenset({"because"})),
    Kind.REPRESENTATIVE_SUSPENDED: Shape(EVERYWHERE, frozenset({"because"})),
    Kind.REPRESENTATIVE_ASKED: Shape(EVERYWHERE, frozenset({"receipt", "representative"})),
    Kind.REPRESENTATIVE_FILED: Shape(
        EVERYWHERE, frozenset({"receipt", "representative", "what"}), needed={"letter": "what"}
    ),
    Kind.REPRESENTATIVE_JOINED: Shape(EVERYWHERE, frozenset({"receipt", "representative"})),
    Kind.REPRESENTATIVE_CODE: Shape(EVERYWHERE, frozenset({"receipt", "representative"})),
    Kind.TEAM_INVITED: Shape(frozenset({"email_subject", "email"}), needed={"email": "link"}),
    Kind.BOARD_DIGEST: Shape(
        frozenset({"email_subject", "email"}),
        BOARD,
        needed={"email": "link"},
        public=BOARD,
    ),
    Kind.CONTACT_CODE: Shape(
        frozenset({"email_subject", "email", "text"}),
        frozenset({"code", "minutes"}),
        needed={"email": "code", "text": "code"},
        public=frozenset({"code", "minutes"}),
    ),
    Kind.SUPPORT_ANSWERED: Shape(EVERYWHERE, frozenset({"reference"})),
    Kind.VISITOR_NEWS: Shape(
        frozenset({"email_subject", "email", "text"}), needed={"email": "link", "text": "link"}
    ),
    Kind.CALLBACK_ASK: Shape(
        TEXT_ONLY,
        frozenset({"last", "minutes"}),
        needed={"text": "last"},
        public=frozenset({"last", "minutes"}),
    ),
    Kind.CALLBACK_NOT_UNDERSTOOD: Shape(TEXT_ONLY, LAST, public=LAST),
    Kind.CALLBACK_PLACED: Shape(EVERYWHERE, LAST, public=LAST),
    Kind.CALLBACK_PROMISED: Shape(EVERYWHERE, LAST_AND_CLOCK, public=LAST_AND_CLOCK),
    Kind.CALLBACK_ANOTHER_DAY: Shape(EVERYWHERE, LAST, public=LAST),
    Kind.CALLBACK_POSTPONED: Shape(EVERYWHERE, LAST_AND_CLOCK, public=LAST_AND_CLOCK),
    Kind.CALLBACK_NOT_POSTPONED: Shape(EVERYWHERE, LAST, public=LAST),
    Kind.CALLBACK_TOO_LATE: Shape(EVERYWHERE, LAST, public=LAST),
    Kind.CALLBACK_WINDOW_MISSED: Shape(EVERYWHERE, LAST, public=LAST),
    Kind.CALLBACK_MISSED: Shape(EVERYWHERE, LAST, public=LAST),
    Kind.CALLBACK_WAITS: Shape(EVERYWHERE, LAST, public=LAST),
    Kind.CALLBACK_WRONG_NUMBER: Shape(EVERYWHERE, LAST, public=LAST),
    Kind.CALLBACK_SUMMARY: Shape(EVERYWHERE, LAST, public=LAST),
    Kind.CALLBACK_DISPUTE_ANSWERED: Shape(EVERYWHERE, LAST, public=LAST),
    Kind.TEXTS_STARTED: Shape(TEXT_ONLY),
    Kind.TEXTS_STOPPED: Shape(TEXT_ONLY),
    Kind.TEXTS_HELP: Shape(TEXT_ONLY),
}
"""Kinds whose words are data. The Account Acceptance Notice and the notice of a biometrics
appointment have letters of their own."""
SAMPLES: Final[Mapping[str, str]] = {
    "receipt": "IOE0912000011",
    "form": "N-400 Application for Naturalization",
    "status": "IAF",
    "title": "",
    "sentence": "",
    "office": "Dallas",
    "when": "Tuesday, March 3, 2026, 9:30 AM Eastern Time",
    "place": "Springfield Field Office, 100 Federal Plaza, Springfield, IL 62701",
    "reference": "4K7M-2QXR-9TBC",
    "due": "2026-03-10",
    "short": "Tue, Mar 3, 9:30 AM EST",
    "city": "Springfield",
    "visit": "Tuesday, March 3, 2026, in the morning",
    "because": "The reason does not keep you from coming.",
    "until": "2026-03-03",
    "confirm_from": "2026-03-03",
    "representative": "Rosa Delgado",
    "what": "a visit to an office",
    "added_by": "ma•••@example.org",
    "by": "",
    "by_day": "2026-03-17",
    "code": "012345",
    "minutes": "10",
    "last": "9TBC",
    "clock": "10:30 AM EST",
    "changed": "4",
    "coming": "2",
    "answers": "1",
    "prepared": "3",
}
"""What a preview is filled with; a status gives title and sentence in its own language."""
