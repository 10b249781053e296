"""JSON Schemas of the feeds' lines, made from the records themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from cx_app.services.feed.records import VERSION, Record

TITLE: Final = f"CX Portal case feed, version {VERSION}: one line"


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one line of the case feed."""
    return json_schema(TITLE, [Record])


def json_schema(title: str, kinds: Iterable[Any]) -> dict[str, Any]:
    """A schema that lines of any of these kinds fit."""
    made, parts = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "$defs": _portable(parts),
        **(made[0] if len(made) == 1 else {"oneOf": list(made)}),
    }


def as_text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=True, sort_keys=True) + "\n"


def _portable(part: Any) -> Any:
    """Patterns as every JSON Schema tool reads them: `^` and `$` for Python's own anchors."""
    if isinstance(part, dict):
        return {
            name: value.replace(r"\A", "^").replace(r"\Z", "$")
            if name == "pattern"
            else _portable(value)
            for name, value in part.items()
        }
    return [_portable(one) for one in part] if isinstance(part, list) else part
