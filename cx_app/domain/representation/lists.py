"""A file that names many cases at once, as a spreadsheet writes it (REP-17)."""

from __future__ import annotations

import csv
import json
import unicodedata
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from cx_app.domain.access_codes import parse_code
from cx_app.domain.receipts import parse_birth_date, parse_receipt_number

MOST: Final = 1_000
"""Cases of one file."""
MAX_BYTES: Final = 500_000
MAX_CELL: Final = 120
NAMES: Final = {
    "receipt": ("receipt", "receipt number", "recibo", "numero de recibo"),
    "born": ("birth date", "date of birth", "born", "fecha de nacimiento"),
    "name": ("client", "client name", "name", "cliente", "nombre"),
    "code": ("access code", "code", "codigo", "codigo de acceso"),
}
"""How the columns may be called, in any order; others are not read."""
NEEDED: Final = ("receipt", "born")


class ListFlaw(StrEnum):
    """Why a file is not read at all."""

    EMPTY = "empty"
    NOT_A_TABLE = "not_a_table"
    """No first line that names the columns."""
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"


class ListState(StrEnum):
    READ = "read"
    """It was read, and waits for whoever sent it."""
    GOING = "going"
    DONE = "done"
    DROPPED = "dropped"
    FORGOTTEN = "forgotten"
    """Nothing more came of it for so long that its lines are gone (REP-20)."""


class Outcome(StrEnum):
    """What came of one line; empty as long as it waits."""

    ADDED = "added"
    """By the representative's own code."""
    FORM = "form"
    """There is a draft of a Form G-28."""
    FOR_REVIEW = "for_review"
    """A paralegal's draft waits for the representative."""
    NO_RECEIPT = "no_receipt"
    NO_BIRTH_DATE = "no_birth_date"
    NO_NAME = "no_name"
    """A Form G-28 needs the client's name."""
    BAD_CODE = "bad_code"
    """Not written as a code can be."""
    TWICE = "twice"
    """The same client and case stand further up in the file."""
    ALREADY = "already"
    """They have the case, or a form for it."""
    NO_MATCH = "no_match"
    """The one answer to a code that does not add a case (OAC-17)."""
    LOCKED = "locked"
    """Too many codes did not match: no more is tried now."""
    NOT_THEIRS = "not_theirs"
    """A representative enters their own codes (REP-9)."""
    ENDED = "ended"
    """Whoever sent the file is no representative, and in no team, any more."""


GOOD: Final = frozenset({Outcome.ADDED, Outcome.FORM, Outcome.FOR_REVIEW})


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a file. What could not be read is kept as it was typed, to be shown."""

    number: int
    """As the spreadsheet counts, its first line being 1."""
    receipt: str
    born: str
    """ISO date, where it could be read."""
    name: str
    code: str = ""
    flaw: Outcome | None = None

    def written(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def read_line(stored: str) -> Line:
    return Line(**json.loads(stored))


def read_list(content: bytes, today: date) -> list[Line] | ListFlaw:
    """Every line of a file, good or bad; or why it cannot be read."""
    if len(content) > MAX_BYTES:
        return ListFlaw.TOO_LARGE
    rows = _rows(_text(content))
    if not rows:
        return ListFlaw.EMPTY
    (_number, head), *rest = rows
    columns = _columns(head)
    if not all(name in columns for name in NEEDED):
        return ListFlaw.NOT_A_TABLE
    if not rest:
        return ListFlaw.EMPTY
    if len(rest) > MOST:
        return ListFlaw.TOO_MANY
    seen: set[tuple[str, str]] = set()
    return [_line(number, row, columns, today, seen) for number, row in rest]


def _text(content: bytes) -> str:
    """UTF-8, or what spreadsheets on Windows write."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str) -> list[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    between = max(",;\t", key=first.count)
    reader = csv.reader(text.replace("\0", "").splitlines(), delimiter=between)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error:
        return []
    return [(number, row) for number, row in rows if any(cell.strip() for cell in row)]


def _columns(head: list[str]) -> dict[str, int]:
    plain = [_plain(cell) for cell in head]
    found = {
        name: next((plain.index(one) for one in called if one in plain), None)
        for name, called in NAMES.items()
    }
    return {name: place for name, place in found.items() if place is not None}


def _plain(cell: str) -> str:
    parts = unicodedata.normalize("NFKD", cell).casefold().replace("_", " ")
    return " ".join("".join(ch for ch in parts if not unicodedata.combining(ch)).split())


def _line(
    number: int,
    row: list[str],
    columns: dict[str, int],
    today: date,
    seen: set[tuple[str, str]],
) -> Line:
    def cell(name: str) -> str:
        place = columns.get(name, len(row))
        typed = " ".join(row[place].split()) if place < len(row) else ""
        return typed.removeprefix("'")[:MAX_CELL]

    typed_receipt, typed_born, name, typed_code = map(cell, ("receipt", "born", "name", "code"))
    receipt, born = parse_receipt_number(typed_receipt), _day(typed_born, today)
    code = parse_code(typed_code) if typed_code else ""
    flaw = None
    if receipt is None:
        flaw = Outcome.NO_RECEIPT
    elif born is None:
        flaw = Outcome.NO_BIRTH_DATE
    elif code is None:
        flaw = Outcome.BAD_CODE
    elif not code and not name:
        flaw = Outcome.NO_NAME
    elif (receipt, born) in seen:
        flaw = Outcome.TWICE
    else:
        seen.add((receipt, born))
    return Line(number, receipt or typed_receipt, born or typed_born, name, code or "", flaw)


def _day(typed: str, today: date) -> str | None:
    """`1980-02-29` or, as in the country, `2/29/1980`."""
    apart = typed.replace("-", "/").replace(".", "/").split("/")
    if len(apart) != len(("month", "day", "year")):
        return None
    year, month, day = apart if len(apart[0]) == len("2026") else (apart[2], *apart[:2])
    born = parse_birth_date(month, day, year, today=today)
    return born.isoformat() if born else None
