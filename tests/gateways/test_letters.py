"""Letters for the printer: whole files, whole batches, whatever happens in between."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cx_app.gateways.letters import Letter, PrintFolder, typeset
from cx_app.gateways.provider import DeliveryError

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTICE = {
    "agency": "Meridian Immigration Agency",
    "address": ["Dolores Reyes-Méndez", "100 Market Street"],
    "language": "es",
    "title": "Su cita está reservada",
    "date": "lunes, 2 de marzo de 2026",
    "paragraphs": ["Su cita es el lunes.", "Traiga su identificación."],
    "demo": True,
}


def letter(name: str) -> Letter:
    return Letter(name, ["Dolores"], "Notice", "words", f"%PDF-{name}".encode())


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_a_batch_appears_whole_with_its_manifest(tmp_path: Path) -> None:
    printer = PrintFolder(tmp_path)
    for name in ("b", "a", "a"):
        printer.send(letter(name))
    assert names(tmp_path) == ["open/a.pdf", "open/b.pdf"]
    batch = printer.close_batch(AT)
    assert batch == "20260302T120000000000"
    ready = tmp_path / "ready" / batch
    assert names(ready) == ["a.pdf", "b.pdf", "manifest.json"]
    manifest = json.loads((ready / "manifest.json").read_text())
    assert [row["file"] for row in manifest["letters"]] == ["a.pdf", "b.pdf"]
    for row in manifest["letters"]:
        content = (ready / row["file"]).read_bytes()
        assert (row["bytes"], row["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert "Dolores" not in (ready / "manifest.json").read_text()
    assert printer.close_batch(AT + timedelta(hours=1)) is None


def test_a_batch_that_a_crash_left_half_closed_is_finished_first(tmp_path: Path) -> None:
    printer = PrintFolder(tmp_path)
    for name in ("a", "b"):
        printer.send(letter(name))
    closing = tmp_path / "closing-20260302T110000000000"
    closing.mkdir()
    (tmp_path / "open" / "a.pdf").rename(closing / "a.pdf")
    assert printer.close_batch(AT) == "20260302T110000000000"
    assert printer.close_batch(AT) == "20260302T120000000000"
    manifests = sorted((tmp_path / "ready").glob("*/manifest.json"))
    printed = [row["file"] for m in manifests for row in json.loads(m.read_text())["letters"]]
    assert printed == ["a.pdf", "b.pdf"]


def test_nobody_else_reads_the_letters(tmp_path: Path) -> None:
    PrintFolder(tmp_path / "letters").send(letter("a"))
    assert (tmp_path / "letters" / "open").stat().st_mode & 0o077 == 0
    assert (tmp_path / "letters" / "open" / "a.pdf").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_worth_another_try(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("in the way")
    with pytest.raises(DeliveryError):
        PrintFolder(tmp_path / "letters").send(letter("a"))


def test_a_notice_is_an_accessible_pdf_and_the_same_each_time() -> None:
    first = typeset("notice", NOTICE)
    assert first.startswith(b"%PDF-")
    assert b"pdfuaid" in first
