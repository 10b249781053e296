"""Letters: where finished batches of them go."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from cx_app.domain.delivery import Reason
from cx_app.gateways.file_store import write_whole
from cx_app.gateways.provider import DeliveryError

READY: Final = "ready"
PDF: Final = "letters.pdf"
MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class Letter:
    message_id: str
    to: list[str]
    """Name and address, line by line."""
    subject: str
    text: str
    """The words of the letter, as a screen reader would read them."""
    pdf: bytes


@dataclass(frozen=True, slots=True)
class PrintBatch:
    number: str
    pdf: bytes
    manifest: bytes
    letters: Sequence[Letter] = ()
    """One by one, for the demo's mailbox; none where they are not at hand any more."""


class LetterGateway(Protocol):
    def hand_over(self, batch: PrintBatch) -> None:
        """Give a batch to whoever prints it; twice is once. Raises `DeliveryError`."""

    def take_back(self, number: str) -> None:
        """Its mailing is confirmed: what is left of it goes."""


class Desk:
    """Staff fetch the batches themselves."""

    def hand_over(self, batch: PrintBatch) -> None:
        pass

    def take_back(self, number: str) -> None:
        pass


class PrintFolder:
    """A folder of `ready` for each batch, with its PDF and its manifest. It appears whole, and the
    printer takes it whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, batch: PrintBatch) -> None:
        place, closing = self._place(batch.number), self._folder / f"closing-{batch.number}"
        if place.exists():
            return
        try:
            shutil.rmtree(closing, ignore_errors=True)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            closing.mkdir(mode=0o700)
            write_whole(closing / PDF, batch.pdf)
            write_whole(closing / MANIFEST, batch.manifest)
            closing.rename(place)
        except OSError as error:
            raise DeliveryError(
                f"letters folder: {error.strerror}", reason=Reason.BROKEN
            ) from error

    def take_back(self, number: str) -> None:
        shutil.rmtree(self._place(number), ignore_errors=True)

    def _place(self, number: str) -> Path:
        return self._folder / READY / number
