"""Feed files: plain or gzip, read line by line in bounded memory; and the file of rejects."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from cx_app.services.feed.import_lines import Reject
from cx_app.services.feed.records import MAX_LINE

GZIP: Final = b"\x1f\x8b"
REJECTS_SUFFIX: Final = ".rejects.jsonl"


class FeedFileError(RuntimeError):
    """A file cannot be read to its end; what came before counts."""


class FeedFile:
    """A file of lines. `position` and `size` are bytes as they lie on disk."""

    def __init__(self, path: Path) -> None:
        """Raises `FeedFileError` when there is no such file or it may not be read."""
        self.path = path
        try:
            self.raw: IO[bytes] = path.open("rb")
            self.size = path.stat().st_size
            self.sha256 = hashlib.file_digest(self.raw, "sha256").hexdigest()
            self.raw.seek(0)
        except OSError as error:
            raise FeedFileError(f"cannot read {path}: {error.strerror}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.raw.close()

    @property
    def position(self) -> int:
        return self.raw.tell()

    def lines(self) -> Iterator[bytes]:
        """Lines as they come; of one that is too long, a piece just long enough to be refused.

        Raises `FeedFileError` when the compressed data is broken or cut off.
        """
        zipped = self.raw.read(len(GZIP)) == GZIP
        self.raw.seek(0)
        try:
            if zipped:
                with gzip.open(self.raw) as stream:
                    yield from _lines(stream)
            else:
                yield from _lines(self.raw)
        except (OSError, EOFError, zlib.error) as error:
            raise FeedFileError(f"{self.path.name} is damaged or cut off: {error}") from error


def _lines(stream: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while line := stream.readline(MAX_LINE + 2):
        yield line
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            line = stream.readline(MAX_LINE + 2)


class Rejects:
    """Writes rejects as JSON lines, readable by the owner only; no file without a reject.

    `resumed` says for which files an import goes on, and after which line: what a stopped one
    wrote of them up to there is kept. Raises `FeedFileError` where it may not write.
    """

    def __init__(self, path: Path, resumed: Mapping[str, int] | None = None) -> None:
        self.path = path
        self._file: IO[str] | None = None
        try:
            kept = _kept(path, resumed or {})
            path.unlink(missing_ok=True)
        except OSError as error:
            raise self._trouble(error) from error
        for reject in kept:
            self(reject)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def __call__(self, reject: Reject) -> None:
        if self._file is None:
            self._file = self._open()
        self._file.write(json.dumps(asdict(reject), ensure_ascii=False) + "\n")

    def _open(self) -> IO[str]:
        try:
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise self._trouble(error) from error
        return os.fdopen(handle, "w", encoding="utf-8", buffering=1)

    def _trouble(self, error: OSError) -> FeedFileError:
        return FeedFileError(
            f"cannot write {self.path}: {error.strerror}; name another place with --rejects"
        )


def _kept(path: Path, resumed: Mapping[str, int]) -> list[Reject]:
    if not any(resumed.values()) or not path.exists():
        return []
    whole = [line for line in path.read_text("utf-8").splitlines() if line.endswith("}")]
    rejects = [Reject(**json.loads(line)) for line in whole]
    return [one for one in rejects if one.line <= resumed.get(one.file, 0)]
