"""The rules in force at a moment, and how their defaults become rows."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session, col, select

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


@dataclass(frozen=True, slots=True)
class _Kept:
    """What holds from one change of any rule to the next one."""

    since: datetime
    until: datetime
    policy: Policy


def policy(session: Session, now: datetime) -> Policy:
    """For each setting the newest row that has begun. A transaction looks once for each stretch of
    time in which no rule changes, so that all its steps go by the same rules."""
    kept: list[_Kept] = session.info.setdefault(KEPT, [])
    for one in kept:
        if one.since <= now < one.until:
            return one.policy
    rows = session.execute(SETTINGS).all()
    begun = [row for row in rows if row.effective_from <= now]
    found = _Kept(
        since=begun[-1].effective_from if begun else NEVER_BEFORE,
        until=rows[len(begun)].effective_from if len(begun) < len(rows) else NEVER_AFTER,
        policy=policy_from({row.name: row.value for row in begun}),
    )
    kept.append(found)
    return found.policy


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
