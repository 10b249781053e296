from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo import histories


@pytest.fixture
def history(tmp_path: Path) -> Path:
    return histories.write(tmp_path / "history.parquet")
