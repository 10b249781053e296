"""Files of histories for the back-test: a Parquet file of decisions and a list of looks.

The decisions have a row for each form, centre, day of receipt, day of decision and outcome, with
the number of cases; a row without a day of decision counts cases that still wait. The looks are a
CSV file with a column `observed_on`: the days on which somebody looked at the source."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np

from cx_app.domain.progress.ages import Ints
from cx_app.domain.progress.history import MOVED, OPEN, Histories, Stratum, checked

COLUMNS: Final = ("form", "centre", "received", "decided", "outcome", "n")
LOOK: Final = "observed_on"


class HistoryFileError(RuntimeError):
    """The file cannot be used; the message says why and what to do."""


def read_decisions(path: Path) -> Histories:
    """Raises `HistoryFileError`."""
    table = _parquet(path)
    kinds, kind = _numbered(table, ("form", "centre"))
    ends, end = _numbered(table, ("outcome",))
    outcomes = tuple(str(name) for (name,) in ends if name)
    place = {name: index for index, name in enumerate(outcomes)}
    received = _days(table["received"], missing=OPEN)
    decided = _days(table["decided"], missing=OPEN)
    outcome = np.array([place.get(name or "", MOVED) for (name,) in ends], np.int64)[end]
    if ((decided != OPEN) & (outcome == MOVED)).any():
        raise HistoryFileError(f"{path} has decisions without an outcome")
    return checked(
        Histories(
            strata=tuple(Stratum(form=form, office=centre) for form, centre in kinds),
            outcomes=outcomes,
            stratum=kind,
            received=received,
            entered=received,
            left=decided,
            outcome=np.where(decided == OPEN, MOVED, outcome),
            cases=table["n"].to_numpy().astype(np.int64),
        )
    )


def read_looks(path: Path) -> list[date]:
    """Raises `HistoryFileError`."""
    try:
        with path.open(newline="") as file:
            return [date.fromisoformat(row[LOOK]) for row in csv.DictReader(file)]
    except OSError as error:
        raise HistoryFileError(f"cannot read {path}: {error.strerror}") from None
    except KeyError:
        raise HistoryFileError(f"{path} lacks the column {LOOK}") from None
    except ValueError as error:
        raise HistoryFileError(f"{path}: {error}") from None


def _parquet(path: Path) -> Any:
    try:
        from pyarrow import ArrowInvalid
        from pyarrow.parquet import read_table
    except ImportError:
        raise HistoryFileError(
            "histories are Parquet files, which need pyarrow: pip install pyarrow"
        ) from None
    try:
        return read_table(path, columns=list(COLUMNS)).combine_chunks()
    except OSError as error:
        raise HistoryFileError(f"cannot read {path}: {error.strerror or 'not a file'}") from None
    except ArrowInvalid as error:
        raise HistoryFileError(f"{path} is not such a Parquet file: {error}") from None


def _numbered(table: Any, columns: tuple[str, ...]) -> tuple[list[tuple[str, ...]], Ints]:
    """The different values of the columns, and for each row which of them it has."""
    parts = [table[column].to_pylist() for column in columns]
    rows = [tuple(part or "" for part in row) for row in zip(*parts, strict=True)]
    values = sorted(set(rows))
    place = {value: index for index, value in enumerate(values)}
    return values, np.fromiter((place[row] for row in rows), np.int64, len(rows))


def _days(column: Any, *, missing: int) -> Ints:
    return np.asarray(column.cast("int32").fill_null(missing).to_numpy(), np.int64)
