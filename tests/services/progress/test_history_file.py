"""Files of histories: what is read from them, and what is said of files that are none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from cx_app.domain.progress.history import MOVED, OPEN, Stratum, day_of
from cx_app.services.progress.history_file import HistoryFileError, read_decisions, read_looks

ROW: dict[str, Any] = {
    "form": "I-90",
    "centre": "vermont",
    "received": date(2025, 1, 1),
    "decided": date(2025, 2, 1),
    "outcome": "approved",
    "n": 5,
}
WAITING = ROW | {"decided": None, "outcome": None, "n": 7}


def written(folder: Path, *rows: dict[str, Any], without: str = "") -> Path:
    path = folder / "decisions.parquet"
    columns = {name: [row[name] for row in rows] for name in ROW if name != without}
    parquet.write_table(pa.table(columns), path)
    return path


def test_decisions_and_cases_that_wait(tmp_path: Path) -> None:
    other = ROW | {"centre": "texas", "outcome": "denied"}
    found = read_decisions(written(tmp_path, ROW, WAITING, other))
    assert found.strata == (Stratum("I-90", "", "texas"), Stratum("I-90", "", "vermont"))
    assert found.outcomes == ("approved", "denied")
    assert found.stratum.tolist() == [1, 1, 0]
    assert [day_of(int(day)) for day in found.received] == [date(2025, 1, 1)] * 3
    assert found.left.tolist()[1] == OPEN
    assert found.outcome.tolist() == [0, MOVED, 1]
    assert found.cases.tolist() == [5, 7, 5]


def test_a_decision_before_the_receipt_is_set_aside(tmp_path: Path) -> None:
    wrong = ROW | {"decided": date(2024, 1, 1)}
    found = read_decisions(written(tmp_path, wrong, WAITING, ROW | {"received": None}))
    assert (found.set_aside, len(found.cases)) == (10, 1)


@pytest.mark.parametrize(
    ("rows", "without", "said"),
    [([ROW], "centre", "centre"), ([ROW | {"outcome": None}], "", "outcome")],
    ids=["no such column", "decided without outcome"],
)
def test_a_file_of_another_shape(
    tmp_path: Path, rows: list[dict[str, Any]], without: str, said: str
) -> None:
    with pytest.raises(HistoryFileError, match=said):
        read_decisions(written(tmp_path, *rows, without=without))


def test_files_that_are_not_there_or_something_else(tmp_path: Path) -> None:
    text = tmp_path / "looks.csv"
    text.write_text("when\n2025-01-01\n")
    for path in (tmp_path / "none.parquet", text):
        with pytest.raises(HistoryFileError):
            read_decisions(path)
    for path in (tmp_path / "none.csv", text):
        with pytest.raises(HistoryFileError):
            read_looks(path)
    text.write_text("observed_on\nyesterday\n")
    with pytest.raises(HistoryFileError, match="yesterday"):
        read_looks(text)


def test_looks(tmp_path: Path) -> None:
    text = tmp_path / "looks.csv"
    text.write_text("observed_on\n2025-01-01\n2025-01-05\n")
    assert read_looks(text) == [date(2025, 1, 1), date(2025, 1, 5)]
