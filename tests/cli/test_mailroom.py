"""Making batches from the command line."""

from __future__ import annotations

import pytest

from tests.cli.test_cli import _run
from tests.services.mailroom.post import batches, with_code

pytestmark = pytest.mark.usefixtures("database")


def test_everything_due_is_made_and_a_second_time_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for _ in range(2):
        with_code()
    assert _run("mailroom", "produce") == 0
    assert "2 letters in 1 batch; 0 left out." in capsys.readouterr().out
    assert _run("mailroom", "produce") == 0
    assert "0 letters in 0 batches" in capsys.readouterr().out
    assert _run("mailroom", "status") == 0
    said = capsys.readouterr().out
    assert "Waiting to be printed: 0 letters." in said
    assert f"Batch {batches()[0].number}: 2 letters" in said
