"""What a file is, is read from its content; what is hidden in it or behind it stays away."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter

from cx_app.domain.attachments import (
    ENDINGS,
    MEDIA_TYPES,
    AttachmentRules,
    FileKind,
    Flaw,
    Sound,
    examine,
    may_add,
    safe_name,
)


def picture(form: str, size: tuple[int, int] = (40, 30), **how: object) -> bytes:
    made = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(made, form, **how)
    return made.getvalue()


def pdf() -> bytes:
    made = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(made)
    return made.getvalue()


def archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writing:
        writing.writestr("run.html", "<script>alert(1)</script>")
    return made.getvalue()


JPEG, PROGRESSIVE, PNG = picture("JPEG"), picture("JPEG", progressive=True), picture("PNG")
PDF, ZIP = pdf(), archive()
WHOLE = {"jpeg": JPEG, "progressive jpeg": PROGRESSIVE, "png": PNG, "pdf": PDF}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_is_what_it_is_and_kept_as_it_is(name: str) -> None:
    seen = examine(WHOLE[name])
    assert isinstance(seen, Sound)
    assert seen.content == WHOLE[name]
    assert seen.kind in name


@pytest.mark.parametrize("size", [(1, 1), (333, 7), (640, 480)])
@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_pictures_of_any_size(form: str, size: tuple[int, int]) -> None:
    content = picture(form, size)
    assert examine(content) == Sound(FileKind(form.lower()), content)


@pytest.mark.parametrize(
    "other",
    [
        b"<html><script>alert(1)</script>",
        b"GIF89a" + bytes(40),
        b"MZ" + bytes(200),
        b"\x7fELF" + bytes(200),
        ZIP,
        b"\x00",
        b" %PDF-1.7 a space before it\n%%EOF",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    ],
    ids=["html", "gif", "exe", "elf", "zip", "zero", "not at the beginning", "svg"],
)
def test_other_kinds_are_refused_whatever_they_are_called(other: bytes) -> None:
    assert examine(other) is Flaw.OTHER_KIND


def test_nothing_is_no_file() -> None:
    assert examine(b"") is Flaw.EMPTY


@pytest.mark.parametrize("name", ["jpeg", "png", "progressive jpeg"])
@pytest.mark.parametrize("behind", [b"ftypmp42" * 900, b"<script>x</script>", b"\0", JPEG, PDF])
def test_what_is_behind_a_picture_is_left_away(name: str, behind: bytes) -> None:
    seen = examine(WHOLE[name] + behind)
    assert isinstance(seen, Sound)
    assert seen.content == WHOLE[name]


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("said", [b"", b"a comment behind the archive"])
def test_an_archive_behind_it_makes_it_two_in_one(name: str, said: bytes) -> None:
    ends = ZIP[:-2] + len(said).to_bytes(2, "little") + said
    assert zipfile.is_zipfile(io.BytesIO(WHOLE[name] + ends))
    assert examine(WHOLE[name] + ends) is Flaw.TWO_IN_ONE


def test_an_archive_in_the_comment_of_a_picture_makes_it_two_in_one() -> None:
    """Its own comment is the rest of the picture, so it ends where the file ends."""
    rest = JPEG[2:]
    inside = ZIP[:-2] + len(rest).to_bytes(2, "little")
    mixed = JPEG[:2] + b"\xff\xfe" + (2 + len(inside)).to_bytes(2) + inside + rest
    assert zipfile.is_zipfile(io.BytesIO(mixed))
    assert examine(mixed) is Flaw.TWO_IN_ONE


def test_a_pdf_in_the_comment_of_a_picture_makes_it_two_in_one() -> None:
    mixed = JPEG[:2] + b"\xff\xfe" + (2 + len(PDF)).to_bytes(2) + PDF + JPEG[2:]
    assert examine(mixed) is Flaw.TWO_IN_ONE


@pytest.mark.parametrize("name", WHOLE)
@given(part=st.floats(0.01, 0.95))
def test_half_a_file_is_broken(name: str, part: float) -> None:
    whole = WHOLE[name]
    half = whole[: max(9, int(len(whole) * part))]
    assert examine(half) is Flaw.BROKEN


@given(at=st.integers(33, len(PNG) - 13), bit=st.integers(0, 7))
def test_a_png_that_was_changed_on_its_way_is_broken(at: int, bit: int) -> None:
    changed = bytearray(PNG)
    changed[at] ^= 1 << bit
    assert examine(bytes(changed)) is Flaw.BROKEN


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", PNG[:8], b"%PDF-1.7"]))
@example(b"\xff" * 100, b"\xff\xd8\xff")
@example(b"\xda\x00\x02", b"\xff\xd8\xff")
@example(b"\xff\xff\xff\xffIHDR", PNG[:8])
def test_no_bytes_break_it(content: bytes, begin: bytes) -> None:
    seen = examine(begin + content)
    assert isinstance(seen, Flaw) or seen.kind in MEDIA_TYPES


@given(st.data())
def test_a_cut_picture_is_the_same_when_it_is_looked_at_again(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([JPEG, PNG, PROGRESSIVE]))
    seen = examine(whole + data.draw(st.binary(max_size=300)))
    if isinstance(seen, Sound):
        assert examine(seen.content) == seen


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("passport.PDF", "passport.pdf"),
        ("C:\\Users\\me\\scan 1.jpeg", "scan 1.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("invoice.pdf.exe", "invoice.pdf.pdf"),
        ("línea\r\nX-Evil: 1.png", "líneaX-Evil: 1.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
    ],
)
def test_a_name_is_its_last_part_with_the_right_ending(given_name: str, kept: str) -> None:
    assert safe_name(given_name, FileKind.PDF) == kept


@given(st.text(max_size=150), st.sampled_from(FileKind))
def test_no_name_has_a_path_or_unseen_signs(typed: str, kind: FileKind) -> None:
    kept = safe_name(typed, kind)
    assert kept.isprintable()
    assert not set("/\\") & set(kept)
    assert kept.endswith(f".{ENDINGS[kind]}")
    assert len(kept) <= 105


RULES = AttachmentRules(1_000, 3, 5, timedelta(days=30))


@pytest.mark.parametrize(
    ("there", "lately", "flaw"),
    [(2, 4, None), (3, 4, Flaw.TOO_MANY), (2, 5, Flaw.TOO_OFTEN), (3, 5, Flaw.TOO_MANY)],
)
def test_so_many_files_and_no_more(there: int, lately: int, flaw: Flaw | None) -> None:
    assert may_add(there, lately, RULES) is flaw


def test_kinds_have_types_and_endings_of_their_own() -> None:
    for one, other in combinations(FileKind, 2):
        assert MEDIA_TYPES[one] != MEDIA_TYPES[other]
        assert ENDINGS[one] != ENDINGS[other]
