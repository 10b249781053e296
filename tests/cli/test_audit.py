"""`cx audit`: what an operator reads, and how the command ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from cx_app import cli
from tests.services.audit.sealing import entry_at, meddle, sealed_trail

pytestmark = pytest.mark.usefixtures("database")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        cli.main(["audit", *arguments])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out, said.err


def test_an_intact_trail_says_how_much_and_its_head(capsys: pytest.CaptureFixture[str]) -> None:
    sealed_trail(batches=2, rows=3)
    _code, head, _err = run(capsys, "head")
    assert head.startswith("cx-audit-head-1 2 ")
    code, out, err = run(capsys, "verify")
    assert (code, out, err) == (0, f"Intact: 6 rows in 2 batches.\n{head}", "")
    assert run(capsys, "verify", "--batch", "1")[1].startswith("Intact: 3 rows in 1 batch.")
    assert run(capsys, "verify", "--since", "2020-01-01")[0] == 0


def test_damage_is_named_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    sealed_trail(batches=2, rows=3)
    meddle("UPDATE audit_entry SET outcome = 'other' WHERE id = :id", id=entry_at(4))
    meddle("DELETE FROM audit_entry WHERE id = :id", id=entry_at(6))
    code, out, err = run(capsys, "verify")
    assert (code, out) == (1, "")
    first, then, checked = err.splitlines()
    entry = entry_at(4).replace("-", "")
    assert first == f"cx: row 4, entry {entry}, batch 2: was altered after it was sealed"
    assert "row 6" in then
    assert "missing" in then
    assert checked.strip() == "Checked: 6 rows in 2 batches."


def test_published_heads_are_looked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    kept = tmp_path / "heads.txt"
    lines = []
    for _batch in range(2):
        sealed_trail(batches=1)
        lines.append(run(capsys, "head")[1])
    kept.write_text("".join(lines))
    code, out, _err = run(capsys, "verify", "--head", str(kept))
    assert code == 0
    assert "2 published heads are in it" in out
    assert run(capsys, "verify", "--head", lines[0].split()[-1])[0] == 0
    code, _out, err = run(capsys, "verify", "--head", "ab" * 32)
    assert code == 1
    assert "the chain was cut or rebuilt" in err


def test_what_is_no_head_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    nonsense = tmp_path / "nonsense.txt"
    nonsense.write_text("hello\n")
    for given in (str(nonsense), str(tmp_path / "nowhere"), "abc"):
        code, _out, err = run(capsys, "verify", "--head", given)
        assert code == 1
        assert err.startswith("cx: ")


def test_before_the_first_seal_there_is_no_head(capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = run(capsys, "head")
    assert (code, err) == (
        1,
        "cx: nothing is sealed yet; the worker seals every few seconds\n",
    )
    assert run(capsys, "verify")[1] == "Intact: 0 rows in 0 batches.\n"
