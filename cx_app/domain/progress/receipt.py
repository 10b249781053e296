"""An estimate's receipt: what it was made from and what it said, so that anyone who holds the
table makes it again (MP-25). It names no person, no receipt number of a case, and no account."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from cx_app.domain.progress.estimate import Estimate, Facts, estimate
from cx_app.domain.progress.history import Stratum
from cx_app.domain.progress.table import Table


class ReceiptError(ValueError):
    """It is not a receipt; the message says why."""


def facts_as_json(facts: Facts) -> dict[str, Any]:
    return {
        **facts.stratum._asdict(),
        "received": facts.received.isoformat(),
        "as_of": facts.as_of.isoformat(),
        "done": facts.done.isoformat() if facts.done else None,
        "paused": facts.paused,
    }


def facts_from_json(kept: Any) -> Facts:
    """Raises `ReceiptError`."""
    try:
        return Facts(
            stratum=Stratum(
                form=str(kept["form"]),
                category=str(kept["category"]),
                office=str(kept["office"]),
                state=str(kept["state"]),
                designation=str(kept.get("designation", "")),
            ),
            received=date.fromisoformat(kept["received"]),
            as_of=date.fromisoformat(kept["as_of"]),
            done=date.fromisoformat(kept["done"]) if kept["done"] else None,
            paused=kept["paused"],
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ReceiptError(f"this is no receipt of an estimate: {error}") from None


def receipt(said: Estimate, facts: Facts) -> dict[str, Any]:
    return {
        "method": said.version,
        "counts": said.snapshot,
        "milestone": said.milestone.value,
        "from": facts_as_json(facts),
        "said": figures(said),
    }


def figures(said: Estimate) -> dict[str, Any]:
    """Whole numbers only, as they were published."""
    return {
        "status": said.status.value,
        "age": said.age,
        "days": asdict(said.days) if said.days else None,
        "of_100": asdict(said.of_100) if said.of_100 else None,
        "level": said.level.value if said.level else None,
        "cases": said.cases,
    }


def made_again(table: Table, kept: Any) -> dict[str, Any]:
    """The figures that the table gives for a receipt. Raises `ReceiptError`."""
    try:
        facts, counts = facts_from_json(kept["from"]), kept["counts"]
    except (KeyError, TypeError):
        raise ReceiptError("this is no receipt of an estimate") from None
    if counts != table.snapshot:
        raise ReceiptError(f"it was made from {counts}, and this table is {table.snapshot}")
    return figures(estimate(table, facts))
