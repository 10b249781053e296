from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cx_app.domain.business_time import eastern_date
from cx_app.services.feed.records import (
    CaseRecord,
    CodeRecord,
    EventRecord,
    PartyRecord,
    PersonRecord,
    Record,
    decode,
)
from demo.history import History, HistoryError
from tests.demo import histories

TODAY = date(2026, 11, 23)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return histories.write(tmp_path / "history.parquet")


def _records(
    path: Path,
    *,
    today: date = TODAY,
    seed: int = 1,
    limit: int | None = None,
    code: int | None = None,
) -> list[Record]:
    history = History(path, today=today, seed=seed, limit=limit, code_for=code)
    return [decode(content) for content in history.lines()]


def test_milestones_become_events_in_their_order(path: Path) -> None:
    events = [r for r in _records(path) if isinstance(r, EventRecord)]
    stories = {}
    for event in events:
        stories.setdefault(event.case, []).append(event)
    assert [[e.code for e in story] for story in stories.values()] == [
        ["IAF"],
        ["IAF", "FNB", "DA", "LDA", "LEA"],
        ["IAF", "EA"],
        ["IAF", "IFAD"],
    ]
    for story in stories.values():
        assert [e.at for e in story] == sorted({e.at for e in story})


@pytest.mark.parametrize("today", [date(2026, 11, 22 + n) for n in range(7)])
def test_days_move_by_whole_weeks_to_the_week_before_today(path: Path, today: date) -> None:
    newest = max(
        eastern_date(r.at) for r in _records(path, today=today) if isinstance(r, EventRecord)
    )
    assert newest.weekday() == histories.LAST.weekday()
    assert 1 <= (today - newest).days <= 7


def test_everybody_is_made_up_once_and_the_same_for_each_seed(path: Path) -> None:
    people = [r for r in _records(path) if isinstance(r, PersonRecord)]
    assert len({p.a_number for p in people}) == len(people) == 4
    assert _records(path) == _records(path)
    others = [r for r in _records(path, seed=2) if isinstance(r, PersonRecord)]
    assert [p.given_name + p.family_name for p in people] != [
        p.given_name + p.family_name for p in others
    ]


def test_receipt_numbers_are_unique_whatever_the_seed_day_and_limit(path: Path) -> None:
    def receipts(**how: object) -> list[str]:
        records = _records(path, **how)  # type: ignore[arg-type]
        return [r.receipt_number for r in records if isinstance(r, CaseRecord)]

    assert len(set(receipts())) == 4
    assert receipts(seed=7, today=date(2027, 1, 1)) == receipts()
    assert receipts(limit=2) == receipts()[:2]
    assert all(receipt[3:5] == "90" for receipt in receipts())


def test_petitions_are_by_petitioners(path: Path) -> None:
    roles = [r.role for r in _records(path) if isinstance(r, PartyRecord)]
    assert roles == ["applicant", "applicant", "petitioner", "applicant"]


def test_one_case_gets_a_code_of_today(path: Path) -> None:
    history = History(path, today=TODAY, seed=1, limit=None, code_for=3)
    [code] = [r for c in history.lines() if isinstance(r := decode(c), CodeRecord)]
    assert history.coded is not None
    assert (code.case, code.issued_on) == (history.coded.receipt_number, TODAY)
    with pytest.raises(HistoryError, match="no case 3 among 2"):
        History(path, today=TODAY, seed=1, limit=2, code_for=3)


def test_another_file_is_refused_in_words(tmp_path: Path) -> None:
    rows = [{k: v for k, v in histories.ROWS[0].items() if k != "outcome"}]
    for path, why in (
        (tmp_path / "nowhere", "cannot read"),
        (histories.write(tmp_path / "lacks", rows), "lacks the columns outcome"),
    ):
        with pytest.raises(HistoryError, match=why):
            History(path, today=TODAY, seed=1, limit=None, code_for=None)
    (tmp_path / "text").write_text("not parquet, but long enough to be looked at")
    with pytest.raises(HistoryError, match="not a Parquet file"):
        History(tmp_path / "text", today=TODAY, seed=1, limit=None, code_for=None)
