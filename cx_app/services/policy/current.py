"""The rules in force at a moment, and how their defaults become rows."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Text, cast
from sqlmodel import Session, col, func, select

from cx_app.domain.policy import Policy, policy_from
from cx_app.models import PolicySetting

DEFAULTS: Final = Path(__file__).parents[2] / "policy_defaults"
SINCE_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)
NEVER_BEFORE: Final = datetime.min.replace(tzinfo=UTC)
NEVER_AFTER: Final = datetime.max.replace(tzinfo=UTC)

KEPT: Final = "policy"
SETTINGS: Final = select(
    PolicySetting.name, PolicySetting.value, PolicySetting.effective_from
).order_by(col(PolicySetting.effective_from))

FIELD: Final = "\x1f"
ROW: Final = "\x1e"
"""Neither stands in a name, an instant or JSON, which writes them otherwise."""
AS_TEXT: Final = select(
    func.aggregate_strings(
        col(PolicySetting.name)
        + FIELD
        + cast(col(PolicySetting.effective_from), Text)
        + FIELD
        + cast(col(PolicySetting.value), Text),
        ROW,
    )
)
"""All rows as one text, in any order: of one look, so that it is never half of a change, and much
cheaper to fetch than the rows."""
TABLES: Final = 8
"""Contents of the table that a process keeps: what holds now, what a change replaced, and those
of other databases."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What holds from one change of any rule to the next one."""

    since: datetime
    until: datetime
    policy: Policy


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    begins: datetime
    value: str
    """JSON."""


def policy(session: Session, now: datetime) -> Policy:
    """For each setting the newest row that has begun. A transaction looks once for each stretch of
    time in which no rule changes, so that all its steps go by the same rules; a process reads what
    it finds once for each content of the table."""
    kept: list[_Kept] = session.info.setdefault(KEPT, [])
    for one in kept:
        if one.since <= now < one.until:
            return one.policy
    found = _in_text(session.execute(AS_TEXT).scalar() or "", now)
    kept.append(found)
    return found.policy


def _in_text(text: str, now: datetime) -> _Kept:
    rows = _rows(text)
    begun = sum(row.begins <= now for row in rows)
    return _Kept(
        since=rows[begun - 1].begins if begun else NEVER_BEFORE,
        until=rows[begun].begins if begun < len(rows) else NEVER_AFTER,
        policy=_read(text, begun),
    )


@lru_cache(TABLES)
def _rows(text: str) -> tuple[_Row, ...]:
    """By when they begin. Kept from transaction to transaction by what the table holds, never by
    where it is: whatever another process changes is another text, and of two databases each has
    its own."""
    rows = (line.split(FIELD) for line in text.split(ROW) if line)
    found = (_Row(name, _instant(begins), value) for name, begins, value in rows)
    return tuple(sorted(found, key=lambda row: row.begins))


@lru_cache(TABLES)
def _read(text: str, begun: int) -> Policy:
    """By the rows that have begun. All share it, so nobody who is given it changes it."""
    return policy_from({row.name: json.loads(row.value) for row in _rows(text)[:begun]})


def _instant(text: str) -> datetime:
    """SQLite writes UTC without saying so; PostgreSQL says how far from it."""
    at = datetime.fromisoformat(text)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def in_force(session: Session, now: datetime) -> dict[str, Any]:
    """The newest value of each setting that has begun, by its name."""
    rows = session.execute(SETTINGS)
    return {row.name: row.value for row in rows if row.effective_from <= now}


def look_again(session: Session) -> None:
    """After this transaction itself has changed a rule."""
    session.info.pop(KEPT, None)


def default_policy() -> Policy:
    """As delivered, before anybody has changed anything: for what is made without a database."""
    return policy_from({name: entry["value"] for name, entry in defaults().items()})


def seed(session: Session) -> int:
    """Rows for settings that have none yet; returns how many were added."""
    known = set(session.exec(select(PolicySetting.name)))
    missing = {name: d for name, d in defaults().items() if name not in known}
    for name, default in missing.items():
        session.add(
            PolicySetting(
                name=name,
                value=default["value"],
                rule=default["rule"],
                effective_from=SINCE_EVER,
                set_by="policy_defaults",
            )
        )
    look_again(session)
    return len(missing)


def defaults() -> dict[str, dict[str, Any]]:
    """`access_codes.valid_days` -> its value and rule, from the TOML files."""
    return {
        f"{path.stem}.{name}": entry
        for path in sorted(DEFAULTS.glob("*.toml"))
        for name, entry in tomllib.loads(path.read_text()).items()
    }
