from __future__ import annotations

import gzip
import json
import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest

from cx_app.services.feed.files import FeedFile, FeedFileError, Rejects
from cx_app.services.feed.import_lines import Reject, Tally, import_lines
from cx_app.services.feed.records import MAX_LINE
from tests.services.feed.lines import CASE, EVENT, filing, line


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _lines(path: Path) -> list[bytes]:
    with FeedFile(path) as file:
        return list(file.lines())


def test_lines_come_as_they_are_and_the_file_is_known_by_its_hash(tmp_path: Path) -> None:
    content = b"a\nb\r\n\nlast"
    path = _write(tmp_path / "x.jsonl", content)
    assert _lines(path) == [b"a\n", b"b\r\n", b"\n", b"last"]
    with FeedFile(path) as file:
        assert (file.size, file.sha256) == (len(content), sha256(content).hexdigest())
        list(file.lines())
        assert file.position == file.size
    assert _lines(_write(tmp_path / "empty", b"")) == []


@pytest.mark.parametrize("name", ["x.jsonl.gz", "misnamed.jsonl"])
def test_gzip_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    path = _write(tmp_path / name, gzip.compress(b"a\n") + gzip.compress(b"b\n"))
    assert _lines(path) == [b"a\n", b"b\n"]


def test_a_line_of_ten_megabytes_is_refused_in_little_memory(tmp_path: Path) -> None:
    huge = b'{"v":1,"event_id":"' + b"x" * 10_000_000 + b'"}'
    path = _write(tmp_path / "x.gz", gzip.compress(b"a\n" + huge + b"\n" + huge))
    tracemalloc.start()
    lines = _lines(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [len(each) > MAX_LINE for each in lines] == [False, True, True]
    assert peak < 2_000_000


@pytest.mark.parametrize("extra", [-1, 0, 1, 2, 3])
def test_after_a_long_line_the_next_one_is_whole(tmp_path: Path, extra: int) -> None:
    path = _write(tmp_path / "x", b"y" * (MAX_LINE + extra) + b"\nnext\n")
    lines = _lines(path)
    assert len(lines) == 2
    assert (len(lines[0].rstrip(b"\n")) > MAX_LINE) == (extra > 0)
    assert lines[1] == b"next\n"


def test_a_damaged_archive_counts_up_to_the_damage(database: str, tmp_path: Path) -> None:
    events = b"\n".join(line(EVENT, f"e{n}") for n in range(20_000))
    whole = gzip.compress(line(CASE, "c1") + b"\n" + events)
    path = _write(tmp_path / "x.gz", whole[: len(whole) // 2])
    seen: list[Tally] = []
    with FeedFile(path) as file, pytest.raises(FeedFileError, match="damaged or cut off"):
        import_lines(file.lines(), source="x.gz", on_progress=seen.append)
    assert seen[-1].applied > 500
    with FeedFile(_write(path, whole)) as file:
        tally = import_lines(file.lines(), source="x.gz")
    assert tally.applied + tally.repeated == 20_001
    assert tally.repeated == seen[-1].applied


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FeedFileError, match="No such file"):
        FeedFile(tmp_path / "nowhere")
    with pytest.raises(FeedFileError, match="Is a directory"):
        FeedFile(tmp_path)


def test_rejects_are_the_owners_alone_and_never_left_over(tmp_path: Path) -> None:
    path = _write(tmp_path / "x.rejects.jsonl", b"left over from yesterday\n")
    with Rejects(path):
        pass
    assert not path.exists()
    with Rejects(path) as rejects:
        rejects(Reject("x", 7, "why"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text()) == {"file": "x", "line": 7, "reason": "why"}


def test_rejects_that_cannot_be_written_say_so(tmp_path: Path) -> None:
    with pytest.raises(FeedFileError, match="cannot write"), Rejects(tmp_path / "no" / "x") as sink:
        sink(Reject("x", 7, "why"))


def test_a_file_from_windows_is_read(database: str, tmp_path: Path) -> None:
    path = _write(tmp_path / "x", b"\xef\xbb\xbf" + b"\r\n".join([*filing(), b""]))
    with FeedFile(path) as file:
        assert import_lines(file.lines(), source="x") == Tally(applied=3)
