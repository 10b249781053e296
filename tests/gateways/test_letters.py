"""Batches for the print provider and files in the store: whole or not at all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from cx_app.gateways import clock
from cx_app.gateways.file_store import FileGone, FileStore
from cx_app.gateways.letters import PrintBatch, PrintFolder
from cx_app.gateways.provider import DeliveryError

BATCH = PrintBatch("12345678", b"%PDF-letters", b"{}\n")


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_a_batch_appears_whole_once_and_is_taken_back(tmp_path: Path) -> None:
    printer = PrintFolder(tmp_path / "post")
    for _ in range(2):
        printer.hand_over(BATCH)
    ready = tmp_path / "post" / "ready" / "12345678"
    assert names(ready) == ["letters.pdf", "manifest.json"]
    assert (ready / "letters.pdf").read_bytes() == BATCH.pdf
    assert ready.stat().st_mode & 0o077 == 0
    assert (ready / "letters.pdf").stat().st_mode & 0o077 == 0
    for _ in range(2):
        printer.take_back("12345678")
    assert names(tmp_path) == []


def test_what_a_crash_left_half_written_is_begun_again(tmp_path: Path) -> None:
    left = tmp_path / "closing-12345678"
    left.mkdir()
    (left / "letters.pdf").write_bytes(b"%PDF-ha")
    PrintFolder(tmp_path).hand_over(BATCH)
    assert names(tmp_path) == ["ready/12345678/letters.pdf", "ready/12345678/manifest.json"]
    assert (tmp_path / "ready" / "12345678" / "letters.pdf").read_bytes() == BATCH.pdf


def test_a_folder_that_cannot_be_written_is_worth_another_try(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("in the way")
    with pytest.raises(DeliveryError):
        PrintFolder(tmp_path / "letters").hand_over(BATCH)


def test_a_stored_file_opens_with_its_own_key_alone(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    key, other = store.put("a", b"the code is ABCD"), store.put("b", b"another")
    assert store.get("a", key) == b"the code is ABCD"
    assert b"ABCD" not in (tmp_path / "a.sealed").read_bytes()
    assert (tmp_path / "a.sealed").stat().st_mode & 0o077 == 0
    for name, wrong in (("a", other), ("b", key), ("c", key), ("a", "no key")):
        with pytest.raises(FileGone):
            store.get(name, wrong)
    store.destroy("a")
    store.destroy("a")
    assert store.names() == {"b"}


def test_what_somebody_died_over_writing_goes_once_nobody_can_be_at_it(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.put("whole", b"content")
    (tmp_path / "half.sealed.1234.part").write_bytes(b"con")
    assert store.drop_unfinished(timedelta(minutes=1)) == 0
    with time_machine.travel(clock.wall() + timedelta(minutes=2)):
        assert store.drop_unfinished(timedelta(minutes=1)) == 1
    assert names(tmp_path) == ["whole.sealed"]
