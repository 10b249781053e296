"""Typesets letters as accessible PDF (PDF/UA-1), many at once: fonts and words are read once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any, Final

import font_roboto
import typst
from barcode.codex import Code128

from cx_app.domain.mailroom import SIDES
from cx_app.settings import settings

TEMPLATES: Final = Path(__file__).parents[1] / "letters"
COUNTS: Final = re.compile(rb"/Type/Pages/Count (\d+)")
BAR_HEIGHT: Final = 20
KEPT_FOR: Final = 10

Sheet = Mapping[str, Any]
"""What a template of `cx_app/letters/` gets for one letter; `template` names it."""


class Misfit(ValueError):
    """A letter that does not fit on its sheet, or has signs that our type does not have."""


def typeset(sheets: Sequence[Sheet], title: str, language: str = "en") -> bytes:
    """Letters one after the other, each on a sheet of its own. Raises `Misfit` when one of them
    cannot be set; `misfits` says which."""
    post = {
        "title": title,
        "language": language,
        "agency": settings.agency_name,
        "demo": settings.demo,
        "letters": sheets,
    }
    try:
        made = typst.Compiler(str(TEMPLATES / "post.typ"), font_paths=_fonts()).compile(
            sys_inputs={"post": json.dumps(post)}, pdf_standards=["ua-1"], format="pdf"
        )
    except typst.TypstError as error:
        raise Misfit(error.message) from error
    pdf = made if isinstance(made, bytes) else b""
    if ceil(pages(pdf) / SIDES) != len(sheets):
        raise Misfit("a letter takes more than a sheet")
    return pdf


def misfits(sheets: Sequence[Sheet]) -> set[str]:
    """The numbers of those that cannot be set, found by halves."""
    try:
        typeset(sheets, "-")
    except Misfit:
        if len(sheets) == 1:
            return {str(sheets[0]["number"])}
        middle = len(sheets) // 2
        return misfits(sheets[:middle]) | misfits(sheets[middle:])
    return set()


def pages(pdf: bytes) -> int:
    return max(int(count) for count in COUNTS.findall(pdf))


def bars(number: str) -> str:
    """The bar code (Code 128) as SVG."""
    modules: str = Code128(number).build()[0]
    edges = [0, *(i for i in range(1, len(modules)) if modules[i] != modules[i - 1]), len(modules)]
    drawn = "".join(
        f"M{a} 0h{b - a}v{BAR_HEIGHT}h-{b - a}z" for a, b in pairwise(edges) if modules[a] == "1"
    )
    size = f"0 0 {len(modules)} {BAR_HEIGHT}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}"><path d="{drawn}"/></svg>'


def forget() -> None:
    """What was laid out is kept for the next ten documents, in case they are like it; letters never
    are, and a worker would hold ten batches. So ten empty documents come next."""
    empty = typst.Compiler(str(TEMPLATES / "sheet.typ"))
    for _ in range(KEPT_FOR + 1):
        empty.compile(format="svg")


@cache
def _fonts() -> typst.Fonts:
    """The same on every machine: none of the system's."""
    folder = str(Path(font_roboto.__file__).parent)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
