"""`cx progress`: a back-test on a file, as an analyst runs it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from cx_app import cli
from tests.domain.progress.made import BEGIN, TODAY, everything

KNOWN_UNTIL = date(2025, 1, 31)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A year of made-up decisions as far as they are known, and looks at every day."""
    folder = tmp_path_factory.mktemp("histories")
    stays = [stay for stay in everything() if stay.received <= KNOWN_UNTIL]
    known = [stay.left is not None and stay.left <= KNOWN_UNTIL for stay in stays]
    columns = {
        "form": [stay.stratum.form for stay in stays],
        "centre": [stay.stratum.office for stay in stays],
        "received": [stay.received for stay in stays],
        "decided": [s.left if over else None for s, over in zip(stays, known, strict=True)],
        "outcome": [s.outcome if over else None for s, over in zip(stays, known, strict=True)],
        "n": [stay.cases for stay in stays],
    }
    parquet.write_table(pa.table(columns), folder / "decisions.parquet")
    days = (BEGIN + timedelta(days=n) for n in range((KNOWN_UNTIL - BEGIN).days + 1))
    looks = "observed_on\n" + "".join(f"{day}\n" for day in days)
    (folder / "looks.csv").write_text(looks)
    return folder / "decisions.parquet", folder / "looks.csv"


def run(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], origins: str, *more: str
) -> tuple[int, str, str]:
    decisions, looks = files
    named = ["--decisions", str(decisions), "--observed", str(looks), "--origins", origins]
    with pytest.raises(SystemExit) as ended:
        cli.main(["progress", "backtest", *named, *more])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_methods_side_by_side_and_all_figures_as_json(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path
) -> None:
    kept = tmp_path / "figures.json"
    code, out, err = run(capsys, files, "2024-09-01,2024-10-15", "--json", str(kept))
    assert (code, err) == (0, "")
    for word in ("page_steady", "kaplan_meier", "recent_pace", "as_shown", "CRPS", "Memory"):
        assert word in out
    found = json.loads(kept.read_text())
    assert found["horizon"] == 90
    assert TODAY > KNOWN_UNTIL
    for method in found["methods"].values():
        assert set(method["by_origin"]) == {"2024-09-01", "2024-10-15"}
        assert method["pooled"]["cases"] > 1_000
        assert set(method["pooled"]["ece"]) == {"30", "90"}


def test_a_shorter_horizon_says_nothing_of_90_days(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], tmp_path: Path
) -> None:
    kept = tmp_path / "figures.json"
    run(capsys, files, "2024-12-01", "--horizon", "30", "--json", str(kept))
    assert json.loads(kept.read_text())["methods"]["recent_pace"]["pooled"]["ece"].keys() == {"30"}


@pytest.mark.parametrize(
    ("origins", "said"),
    [("yesterday", "--origins"), ("2024-12-01", "after the last look"), ("2020-01-01", "no case")],
)
def test_origins_that_cannot_be_scored(
    capsys: pytest.CaptureFixture[str], files: tuple[Path, Path], origins: str, said: str
) -> None:
    code, out, err = run(capsys, files, origins)
    assert (code, out) == (1, "")
    assert said in err


def test_files_that_are_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _out, err = run(capsys, (tmp_path / "a", tmp_path / "b"), "2024-12-01")
    assert code == 1
    assert "cannot read" in err
