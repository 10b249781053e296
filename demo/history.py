"""Turns facts about how long real cases took into made-up cases of made-up people.

The file holds only dates and outcomes. Dates move by whole weeks, so that weekdays stay and the
last of them lies in the week before today. Everything else is invented, the same for each seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from cx_app.domain.business_time import EASTERN
from cx_app.domain.cases import PartyRole
from cx_app.services.feed.records import (
    CaseRecord,
    CodeRecord,
    EventRecord,
    PartyRecord,
    PersonRecord,
    Record,
    encode,
)
from demo.synthetic import Somebody, a_number, receipt_digits, somebody

COLUMNS: Final = (
    *("case_id", "form", "centre", "received", "biometrics", "decided", "outcome"),
    *("card_produced", "card_delivered", "observed_to"),
)
CENTRES: Final = {
    "national_benefits": ("MSC", "National Benefits Center"),
    "nebraska": ("LIN", "Nebraska Service Center"),
    "california": ("WAC", "California Service Center"),
    "vermont": ("EAC", "Vermont Service Center"),
}
OUTCOMES: Final = {"approved": "DA", "denied": "EA", "closed": "IFAD"}
PETITIONS: Final = frozenset({"I-129F", "I-130", "I-140"})
ELECTRONIC: Final = 3
"""So many cases of ten have an IOE number."""
ROWS_AT_ONCE: Final = 5_000


class HistoryError(RuntimeError):
    """The file cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Coded:
    """The case that gets a code, and what its person types beside it."""

    receipt_number: str
    somebody: Somebody


class History:
    """A file of pseudo-cases. Raises `HistoryError` when it is not one, or has no such case.

    `code_for` counts from 1; that case gets a code dated today and is kept as `coded`.
    """

    def __init__(
        self, path: Path, *, today: date, seed: int, limit: int | None, code_for: int | None
    ) -> None:
        self._file = _open(path)
        rows = self._file.metadata.num_rows
        self.cases = rows if limit is None else min(limit, rows)
        if code_for is not None and not 1 <= code_for <= self.cases:
            raise HistoryError(f"there is no case {code_for} among {self.cases}")
        self._seed, self._today, self._code_for = seed, today, code_for
        self._shift = _shift(self._file, today)
        self.coded: Coded | None = None
        self.begun = 0
        """How many cases have been told so far."""

    def lines(self) -> Iterator[bytes]:
        """The feed lines of all cases, case by case."""
        for number, row in enumerate(self._rows(), 1):
            self.begun = number
            for record in self._case(number, row):
                yield encode(record)

    def _rows(self) -> Iterator[dict[str, Any]]:
        left = self.cases
        for batch in self._file.iter_batches(batch_size=ROWS_AT_ONCE, columns=list(COLUMNS)):
            rows = batch.slice(0, left).to_pylist()
            yield from rows
            left -= len(rows)
            if not left:
                return

    def _case(self, number: int, row: dict[str, Any]) -> Iterator[Record]:
        name = f"history:{row['case_id']}"
        prefix, office = CENTRES.get(row["centre"], ("MSC", row["centre"]))
        receipt = ("IOE" if number % 10 < ELECTRONIC else prefix) + receipt_digits(number)
        role = PartyRole.PETITIONER if row["form"] in PETITIONS else PartyRole.APPLICANT
        who = somebody(Random(f"{self._seed}:{number}"))
        received = row["received"] + self._shift
        yield PersonRecord(
            v=1,
            event_id=f"{name}:person",
            id=name,
            as_of=_moment(received, 0),
            given_name=who.given_name,
            family_name=who.family_name,
            birth_date=who.birth_date,
            a_number=a_number(number),
            residence=who.residence,
        )
        yield CaseRecord(
            v=1,
            event_id=f"{name}:case",
            receipt_number=receipt,
            as_of=_moment(received, 0),
            form=row["form"],
            office=office,
            channel="paper",
            received_on=received,
            protected=False,
        )
        yield PartyRecord(v=1, event_id=f"{name}:party", case=receipt, person=name, role=role)
        yield from self._events(name, receipt, row)
        if number == self._code_for:
            self.coded = Coded(receipt, who)
            yield CodeRecord(
                v=1,
                event_id=f"{name}:code",
                case=receipt,
                issued_on=self._today,
                person=name,
                role=role,
            )

    def _events(self, name: str, receipt: str, row: dict[str, Any]) -> Iterator[Record]:
        milestones = (
            ("received", "IAF"),
            ("biometrics", "FNB"),
            ("decided", OUTCOMES.get(row["outcome"] or "", "")),
            ("card_produced", "LDA"),
            ("card_delivered", "LEA"),
        )
        for step, (milestone, code) in enumerate(milestones):
            if row[milestone] is not None and code:
                yield EventRecord(
                    v=1,
                    event_id=f"{name}:{milestone}",
                    case=receipt,
                    code=code,
                    at=_moment(row[milestone] + self._shift, step),
                )


def _open(path: Path) -> Any:
    try:
        from pyarrow import ArrowInvalid
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise HistoryError(
            "histories are Parquet files, which need pyarrow: pip install pyarrow"
        ) from None
    try:
        file = ParquetFile(path)
    except OSError as error:
        raise HistoryError(f"cannot read {path}: {error.strerror or 'not a file'}") from None
    except ArrowInvalid:
        raise HistoryError(f"{path} is not a Parquet file") from None
    if missing := sorted(set(COLUMNS) - set(file.schema_arrow.names)):
        raise HistoryError(f"{path} lacks the columns {', '.join(missing)}")
    return file


def _shift(file: Any, today: date) -> timedelta:
    """Whole weeks that bring the last day of the file into the week before today."""
    days = file.read(columns=["observed_to"])["observed_to"].to_pylist()
    if not days:
        raise HistoryError("the file has no cases")
    return timedelta(weeks=(today - timedelta(days=1) - max(days)).days // 7)


def _moment(day: date, step: int) -> datetime:
    """Within office hours, later steps of the same day later (Eastern)."""
    return datetime.combine(day, time(9 + 2 * step), EASTERN).astimezone(UTC)
