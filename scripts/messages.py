"""Lists the sentences that have no translation yet, ready to paste into a catalogue.

Usage: messages.py     Exit code 1 while any is missing.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

PROJECT: Final = Path(__file__).resolve().parent.parent
CATALOGUES: Final = PROJECT / "cx_app" / "locale"
SPEAKERS: Final = {"_": 1, "plural": 2}
"""Functions whose first so many arguments are sentences."""


def main() -> int:
    said = {sentence: place for place, sentence in sentences()}
    gaps = {lang.name: said.keys() - translated(lang) for lang in sorted(CATALOGUES.iterdir())}
    for lang, missing in gaps.items():
        print(f"{lang}: {len(said)} sentences, {len(missing)} without a translation", flush=True)
        catalogue = Catalog(locale=lang)
        for sentence in sorted(missing, key=lambda s: said[s]):
            catalogue.add(sentence, locations=[said[sentence]])
        if missing:
            write_po(sys.stdout.buffer, catalogue, width=0, omit_header=True)
    return 1 if any(gaps.values()) else 0


def sentences() -> Iterator[tuple[tuple[str, int], str]]:
    """((file, line), sentence) of each one written where it is said."""
    for path in sorted((PROJECT / "cx_app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                for value in node.args[: SPEAKERS.get(node.func.id, 0)]:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        place = (path.relative_to(PROJECT).as_posix(), node.lineno)
                        yield place, value.value


def translated(lang: Path) -> set[str]:
    found: set[str] = set()
    for path in lang.rglob("*.po"):
        with path.open("rb") as file:
            found |= {str(m.id) for m in read_po(file) if m.id and m.string}
    return found


if __name__ == "__main__":
    sys.exit(main())
