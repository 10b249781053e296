"""Files that people send with a request: what they are is read from their content, never from their
name or from what a browser says of them (ATT-1).

A picture ends where its format says so. What phones append to it (a film, a preview) is left away,
and with it whatever else somebody could hide there. A file that is two kinds at once is refused.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
JPEG_SIGNATURE: Final = b"\xff\xd8\xff"
PDF_SIGNATURE: Final = re.compile(rb"%PDF-[12]\.\d")
PDF_END: Final = b"%%EOF"
PDF_LOOKS: Final = 1024
"""Readers look for the beginning and for the end of a PDF this far into the file."""
PICTURE, SCAN, END = range(0xC0, 0xD0), 0xDA, 0xD9
ALONE: Final = frozenset({0x00, 0x01, 0xD8, *range(0xD0, 0xD8)})
"""JPEG markers that have no length, and no place between segments."""
SCAN_END: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
CHUNK: Final = 12
"""Of a PNG chunk: its length, its type and its checksum."""
ZIP_END: Final = b"PK\x05\x06"
ZIP_END_BYTES: Final = 22
ZIP_LOOKS: Final = ZIP_END_BYTES + 0xFFFF
LONGEST_NAME: Final = 100


class FileKind(StrEnum):
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


MEDIA_TYPES: Final = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
}
ENDINGS: Final = {FileKind.PDF: "pdf", FileKind.JPEG: "jpg", FileKind.PNG: "png"}


class Flaw(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_KIND = "other_kind"
    BROKEN = "broken"
    """It begins like one of the three kinds and does not end like it: half a download."""
    TWO_IN_ONE = "two_in_one"
    TOO_MANY = "too_many"
    TOO_OFTEN = "too_often"
    CLOSED = "closed"
    """The request takes no files any more."""
    TOO_SLOW = "too_slow"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class AttachmentRules:
    max_bytes: int
    per_request: int
    per_hour: int
    """How many one asker may send within the hour, those removed again included."""
    unsent: timedelta
    """How long a file waits for a request that is never sent (ATT-4)."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A file as it is kept."""

    kind: FileKind
    content: bytes


def examine(content: bytes) -> Sound | Flaw:
    """What the bytes are, cut to what belongs to them (ATT-1)."""
    if not content:
        return Flaw.EMPTY
    if content.startswith(JPEG_SIGNATURE):
        return _picture(FileKind.JPEG, content, _jpeg_end(content))
    if content.startswith(PNG_SIGNATURE):
        return _picture(FileKind.PNG, content, _png_end(content))
    if PDF_SIGNATURE.match(content):
        return _pdf(content)
    return Flaw.OTHER_KIND


def safe_name(given: str, kind: FileKind) -> str:
    """The name as people know it, without a path or signs that nobody sees; its ending is that of
    what the file is (ATT-1)."""
    last = re.split(r"[/\\]", given)[-1]
    shown = "".join(ch for ch in last if ch.isprintable()).strip()
    stem, dot, _ending = shown.rpartition(".")
    stem = (stem if dot else shown).strip(" .")[:LONGEST_NAME]
    return f"{stem or 'file'}.{ENDINGS[kind]}"


def may_add(there: int, lately: int, rules: AttachmentRules) -> Flaw | None:
    """With so many files there, and so many sent within the hour (ATT-2)."""
    if there >= rules.per_request:
        return Flaw.TOO_MANY
    return Flaw.TOO_OFTEN if lately >= rules.per_hour else None


def _picture(kind: FileKind, content: bytes, end: int | None) -> Sound | Flaw:
    if end is None:
        return Flaw.BROKEN
    if PDF_SIGNATURE.search(content, 0, PDF_LOOKS) or _is_zip(content) or _is_zip(content[:end]):
        return Flaw.TWO_IN_ONE
    return Sound(kind, content[:end])


def _pdf(content: bytes) -> Sound | Flaw:
    if content.rfind(PDF_END, -PDF_LOOKS) < 0:
        return Flaw.BROKEN
    return Flaw.TWO_IN_ONE if _is_zip(content) else Sound(FileKind.PDF, content)


def _jpeg_end(content: bytes) -> int | None:
    """Behind the end of the first picture, segment by segment; None for what has none."""
    at, drawn, shown = 2, False, False
    while at + 2 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker == END:
            return at + 2 if drawn and shown else None
        elif marker in ALONE:
            return None
        else:
            length = int.from_bytes(content[at + 2 : at + 4])
            drawn, shown = drawn or marker in PICTURE, shown or marker == SCAN
            at += 2 + max(2, length)
            if marker == SCAN:
                following = SCAN_END.search(content, at)
                if following is None:
                    return None
                at = following.start()
    return None


def _png_end(content: bytes) -> int | None:
    """Behind its last chunk, each with the right checksum; None for what has none."""
    at, drawn = len(PNG_SIGNATURE), False
    while at + CHUNK <= len(content):
        length = int.from_bytes(content[at : at + 4])
        end = at + CHUNK + length
        if end > len(content):
            return None
        kind, body = content[at + 4 : at + 8], content[at + 4 : end - 4]
        if zlib.crc32(body) != int.from_bytes(content[end - 4 : end]):
            return None
        if at == len(PNG_SIGNATURE) and kind != b"IHDR":
            return None
        drawn = drawn or kind == b"IDAT"
        if kind == b"IEND":
            return end if drawn else None
        at = end
    return None


def _is_zip(content: bytes) -> bool:
    """Whether an archive ends where the file ends: what opens archives looks from behind."""
    tail = content[-ZIP_LOOKS:]
    at = tail.rfind(ZIP_END)
    while at >= 0:
        said = int.from_bytes(tail[at + 20 : at + 22], "little")
        if len(tail) - at >= ZIP_END_BYTES and at + ZIP_END_BYTES + said == len(tail):
            return True
        at = tail.rfind(ZIP_END, 0, at)
    return False
