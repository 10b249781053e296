"""A small history of pseudo-cases, made here."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

LAST = date(2022, 12, 18)


def _row(number: int, **facts: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("biometrics", "decided", "outcome", "card_produced", "card_delivered"))
    return {
        "case_id": f"T{number:06d}",
        "form": "I-765",
        "centre": "nebraska",
        "received": date(2022, 3, 1),
        **empty,
        "observed_to": LAST,
        **facts,
    }


ROWS = [
    _row(0),
    _row(
        1,
        biometrics=date(2022, 4, 1),
        decided=date(2022, 8, 1),
        outcome="approved",
        card_produced=date(2022, 8, 1),
        card_delivered=date(2022, 8, 1),
    ),
    _row(2, form="I-130", centre="vermont", decided=date(2022, 9, 1), outcome="denied"),
    _row(3, decided=LAST, outcome="closed"),
]


def write(path: Path, rows: list[dict[str, Any]] = ROWS) -> Path:
    days = ("received", "biometrics", "decided", "card_produced", "card_delivered", "observed_to")
    schema = pa.schema([(name, pa.date32() if name in days else pa.string()) for name in rows[0]])
    parquet.write_table(pa.Table.from_pylist(rows, schema=schema), path)
    return path
