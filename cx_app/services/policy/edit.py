"""Rules as administrators see and change them: from a day on, by a new row (AP-44)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from cx_app.domain.business_days import DAY
from cx_app.domain.business_time import eastern_date, end_of_day
from cx_app.domain.errors import Forbidden
from cx_app.domain.identity import Actor, Role
from cx_app.domain.policy import policy_from
from cx_app.domain.policy_changes import (
    SHAPES,
    Number,
    NumberEach,
    PolicyMistake,
    Shape,
    Some,
    Words,
    begins,
    read,
)
from cx_app.gateways import clock
from cx_app.language import known, say_date, using
from cx_app.models import PolicySetting
from cx_app.services.appointment_requests import reason_words
from cx_app.services.appointment_requests.reasons import criteria_of
from cx_app.services.audit.record import record
from cx_app.services.offices.access import require_keeper
from cx_app.services.policy.current import look_again
from cx_app.services.policy.rule_words import CODES, NAMES

SINCE_ALWAYS: Final = "From the start"
AFTER: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class CodeField:
    code: str
    label: str
    value: str
    """A number, a place or a text as it is typed; `yes` or empty for a tick."""
    hint: str = ""
    """The text that came with the portal."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    name: str
    title: str
    hint: str
    rule: str
    """Its id in docs/rules.md."""
    kind: str
    """`number`, `each`, `order`, `ticks` or `words`."""
    now: str
    since: str
    then: str
    """What it will be, and from when on; empty when nothing is planned."""
    value: str
    """Of a number, as it is typed."""
    between: str
    codes: list[CodeField] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rules:
    today: str
    may_change: bool
    lines: list[RuleLine] = field(default_factory=list)


def rules(session: Session, actor: Actor) -> Rules:
    """What holds now and what is planned. Raises `Forbidden` for anyone but supervisors and
    administrators."""
    require_keeper(actor)
    now = clock.business(session)
    rows = session.exec(
        select(PolicySetting)
        .where(col(PolicySetting.name).in_(SHAPES))
        .order_by(col(PolicySetting.effective_from))
    ).all()
    return Rules(
        eastern_date(now).isoformat(),
        actor.role is Role.ADMIN,
        [_line(name, [row for row in rows if row.name == name], now) for name in SHAPES],
    )


def change_rule(
    session: Session, actor: Actor, name: str, typed: Mapping[str, str], from_day: date | None
) -> PolicyMistake | None:
    """From the beginning of that day in Eastern time, or from this moment on for today. Raises
    `Forbidden` for anyone but administrators."""
    if actor.role is not Role.ADMIN:
        raise Forbidden("administrators only")
    now = clock.business(session)
    today = eastern_date(now)
    value = read(name, typed)
    if isinstance(value, PolicyMistake):
        return value
    against = begins(from_day, today)
    if against is not None or from_day is None:
        return against
    starts = now if from_day == today else end_of_day(from_day - DAY)
    in_force = _in_force(session, starts)
    if in_force.get(name) == value:
        return PolicyMistake.SAME
    policy_from(in_force | {name: value})
    before = session.exec(select(PolicySetting).where(PolicySetting.name == name)).all()
    taken = [row.effective_from for row in before]
    while starts in taken:
        starts += AFTER
    session.add(
        PolicySetting(
            name=name,
            value=value,
            rule=before[0].rule if before else "",
            effective_from=starts,
            set_by=str(actor.account_id),
        )
    )
    look_again(session)
    record(
        session,
        actor,
        "policy.change",
        subject_type="policy_setting",
        details={"name": name, "from": starts.isoformat()},
    )
    return None


def _in_force(session: Session, at: datetime) -> dict[str, Any]:
    rows = session.exec(
        select(PolicySetting)
        .where(col(PolicySetting.effective_from) <= at)
        .order_by(col(PolicySetting.effective_from))
    )
    return {row.name: row.value for row in rows}


def _line(name: str, rows: list[PolicySetting], now: datetime) -> RuleLine:
    shape = SHAPES[name]
    held = [row for row in rows if row.effective_from <= now]
    planned = [row for row in rows if row.effective_from > now]
    value = held[-1].value if held else None
    title, hint = NAMES[name]
    return RuleLine(
        name,
        title,
        hint,
        rows[-1].rule if rows else "",
        _kind(shape),
        _said(shape, value),
        say_date(held[-1].effective_from) if len(held) > 1 else SINCE_ALWAYS,
        "; ".join(f"{say_date(row.effective_from)}: {_said(shape, row.value)}" for row in planned),
        str(value) if isinstance(shape, Number) else "",
        f"From {shape.least} to {shape.most}" if isinstance(shape, Number | NumberEach) else "",
        _fields(shape, value),
    )


def _kind(shape: Shape) -> str:
    match shape:
        case Number():
            return "number"
        case NumberEach():
            return "each"
        case Some():
            return "order" if shape.ordered else "ticks"
        case Words():
            return "words"


def _said(shape: Shape, value: Any) -> str:
    match shape:
        case Number():
            return str(value)
        case NumberEach():
            return ", ".join(f"{_label(code)} {value[code]}" for code in shape.of if code in value)
        case Some():
            return ", ".join(_label(code) for code in value) or "None"
        case Words():
            written = ", ".join(_label(code) for code in shape.of if code in value)
            return f"Written anew: {written}" if written else "As it came with the portal"


def _fields(shape: Shape, value: Any) -> list[CodeField]:
    match shape:
        case Number():
            return []
        case Words():
            return [
                _text(shape, code, lang, value) for code in shape.of for lang in shape.languages
            ]
        case _:
            return [_field(shape, code, value) for code in shape.of]


def _text(shape: Words, code: str, lang: str, value: Any) -> CodeField:
    label = f"{_label(code)}, in {'English' if lang == 'en' else 'Spanish'}"
    with using(known(lang)):
        delivered = criteria_of(code, {})
    return CodeField(f"{code}_{lang}", label, value.get(code, {}).get(lang, ""), delivered)


def _field(shape: NumberEach | Some, code: str, value: Any) -> CodeField:
    match shape:
        case NumberEach():
            shown = str(value.get(code, ""))
        case Some() if shape.ordered:
            shown = str(value.index(code) + 1) if code in value else ""
        case Some():
            shown = "yes" if code in value else ""
    return CodeField(code, _label(code), shown)


def _label(code: str) -> str:
    return CODES.get(code) or reason_words.reason(code)
