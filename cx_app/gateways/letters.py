"""Letters: typeset as accessible PDF (PDF/UA-1), then dropped where the printer collects them."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

import typst

from cx_app.domain.delivery import Reason
from cx_app.gateways.provider import DeliveryError

TEMPLATES: Final = Path(__file__).parents[1] / "letters"
OPEN: Final = "open"
READY: Final = "ready"
MANIFEST: Final = "manifest.json"
LARGEST_BATCH: Final = 1_000


@dataclass(frozen=True, slots=True)
class Letter:
    message_id: str
    to: list[str]
    """Name and address, line by line."""
    subject: str
    text: str
    """The words of the letter, as a screen reader would read them."""
    pdf: bytes


class LetterGateway(Protocol):
    def send(self, letter: Letter) -> str:
        """Hand over for printing; returns an id. Raises `DeliveryError`."""


class PrintFolder:
    """Letters gather in `open`; `close_batch` moves them to a folder of `ready` with a manifest.

    The printer takes folders of `ready` whole. The same letter twice is the same file.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> str:
        try:
            part = self._place(OPEN) / f"{letter.message_id}.part"
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(letter.pdf)
                file.flush()
                os.fsync(file.fileno())
            part.rename(part.with_suffix(".pdf"))
        except OSError as error:
            raise DeliveryError(
                f"letters folder: {error.strerror}", reason=Reason.BROKEN
            ) from error
        return letter.message_id

    def close_batch(self, at: datetime) -> str | None:
        """The name of the new batch; None when there is nothing to print. A batch that a crash
        left half closed is finished first, and appears whole or not at all."""
        for left in sorted(self._place(".").glob("closing-*")):
            return self._finish(left)
        letters = sorted(self._place(OPEN).glob("*.pdf"))[:LARGEST_BATCH]
        if not letters:
            return None
        closing = self._folder / f"closing-{at:%Y%m%dT%H%M%S%f}"
        closing.mkdir(mode=0o700)
        for letter in letters:
            letter.rename(closing / letter.name)
        return self._finish(closing)

    def _finish(self, closing: Path) -> str:
        name = closing.name.removeprefix("closing-")
        letters = sorted(closing.glob("*.pdf"))
        manifest = {
            "batch": name,
            "letters": [
                {
                    "file": letter.name,
                    "bytes": letter.stat().st_size,
                    "sha256": hashlib.sha256(letter.read_bytes()).hexdigest(),
                }
                for letter in letters
            ],
        }
        (closing / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
        closing.rename(self._place(READY) / name)
        return name

    def _place(self, name: str) -> Path:
        place = self._folder / name
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        return place


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of a template in `cx_app/letters/` filled with `data`; tagged, with its language."""
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
        format="pdf",
    )
