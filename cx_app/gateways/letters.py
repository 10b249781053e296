"""Letters: typeset as accessible PDF (PDF/UA-1), then dropped where the printer collects them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import typst

TEMPLATES: Final = Path(__file__).parents[1] / "letters"


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
    """One PDF a letter in a folder that the printer empties."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> str:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self._folder / f"{letter.message_id}.part"
        part.write_bytes(letter.pdf)
        part.chmod(0o600)
        part.rename(part.with_suffix(".pdf"))
        return letter.message_id


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The PDF of a template in `cx_app/letters/` filled with `data`; tagged, with its language."""
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
        format="pdf",
    )
