"""The rules in force at a moment, and how their defaults become rows."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from cx_app.domain.policy import Policy, policy_from
from cx_app.models import PolicySetting

DEFAULTS: Final = Path(__file__).parents[2] / "policy_defaults"
SINCE_EVER: Final = datetime(2000, 1, 1, tzinfo=UTC)

IN_FORCE: Final = (
    select(PolicySetting.name, PolicySetting.value)
    .where(col(PolicySetting.effective_from) <= bindparam("now"))
    .order_by(col(PolicySetting.effective_from))
)


def policy(session: Session, now: datetime) -> Policy:
    """For each setting the newest row that has begun."""
    rows = session.execute(IN_FORCE, {"now": now})
    return policy_from({row.name: row.value for row in rows})


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
    return len(missing)


def defaults() -> dict[str, dict[str, Any]]:
    """`access_codes.valid_days` -> its value and rule, from the TOML files."""
    return {
        f"{path.stem}.{name}": entry
        for path in sorted(DEFAULTS.glob("*.toml"))
        for name, entry in tomllib.loads(path.read_text()).items()
    }
