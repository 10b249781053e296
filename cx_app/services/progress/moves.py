"""The ledger: what was said of a case when it moved, and why (domain 5.2-5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.messages import Kind
from cx_app.domain.progress.estimate import Estimate, Facts, Status, estimate
from cx_app.domain.progress.ledger import Line, Made, Reason, ledger
from cx_app.domain.progress.receipt import facts_as_json, facts_from_json
from cx_app.domain.progress.rules import ProgressRules
from cx_app.domain.progress.table import Milestone, Table
from cx_app.gateways import clock
from cx_app.language import _, plural, say_date
from cx_app.models import Account, Case, CaseLink, ProgressStatement, ProgressWish, Representation
from cx_app.models.base import insert_new
from cx_app.services.cases.access import by_link
from cx_app.services.changes import case_topic, touch
from cx_app.services.messages.notify import notify
from cx_app.services.progress.facts import events_of, facts_of
from cx_app.services.progress.tables import current, stored
from cx_app.services.progress.views import MoveLine
from cx_app.services.progress.words import REASONS, say_about

SHOWN: Final = 8
"""Statements whose reasons a page lists, the newest first."""


def reached_cases(session: Session) -> list[UUID]:
    """Open cases that somebody reaches, each once."""
    linked = select(CaseLink.case_id).where(col(CaseLink.ended_at).is_(None))
    held = select(Representation.case_id).where(
        col(Representation.ended_at).is_(None), col(Representation.account_id).is_not(None)
    )
    return list(
        session.exec(
            select(Case.id)
            .where(col(Case.closed).is_(False), col(Case.id).in_(linked) | col(Case.id).in_(held))
            .order_by(col(Case.id))
        )
    )


def note_move(
    session: Session, case: Case, table: Table, today: date, rules: ProgressRules
) -> bool:
    """Keep what is said of the case today, if it moved by so much that it is told."""
    facts = facts_of(case, events_of(session, case), Milestone.DECISION, today)
    if facts is None or not rules.offers(case.form, case.designation) or facts.received > today:
        return False
    said, last = estimate(table, facts), _last(session, case.id)
    if last is not None and (last.as_of >= today or not worth_telling(last, said, rules)):
        return False
    lines = [] if last is None else _lines(session, last, Made(table, facts))
    added = insert_new(session, _statement(case, said, facts, lines), "case_id", "as_of")
    if added and last is not None:
        touch(session, case_topic(case.id))
        _tell(session, case, said)
    return added


def worth_telling(last: ProgressStatement, said: Estimate, rules: ProgressRules) -> bool:
    half, most = _dates(said)
    if said.status != last.status:
        return True
    for before, after in ((last.half, half), (last.most, most)):
        if (before is None) != (after is None):
            return True
        if before is not None and after is not None:
            moved, left = abs((after - before).days), max(1, (before - last.as_of).days)
            if moved >= rules.move_days or (moved > 1 and moved * 100 >= left * rules.move_of_100):
                return True
    return False


def moves_of(
    session: Session, case_id: UUID, now: Made, said: Estimate, rules: ProgressRules
) -> list[MoveLine]:
    """Why it moved, the newest first. What is said now and has moved since it was last kept has its
    reasons at once; the next night keeps them."""
    kept = session.exec(
        select(ProgressStatement)
        .where(ProgressStatement.case_id == case_id)
        .order_by(col(ProgressStatement.as_of).desc())
        .limit(SHOWN)
    ).all()
    found = []
    if kept and kept[0].as_of <= said.as_of and worth_telling(kept[0], said, rules):
        lines = [_as_json(line) for line in _lines(session, kept[0], now)]
        found += _told(said.as_of, lines)
    return found + [line for one in kept for line in _told(one.as_of, one.lines)]


def _told(day: date, lines: Iterable[dict[str, Any]]) -> list[MoveLine]:
    return [
        MoveLine(say_date(day), _(REASONS[Reason(line["reason"])]), _change(line, day))
        for line in lines
    ]


def _change(line: dict[str, Any], day: date) -> str:
    """How far the half moved; or that there is an estimate now, or none."""
    before, after = (
        date.fromisoformat(line[name]) if line[name] else None for name in ("half_before", "half")
    )
    if before and after and before != after:
        days = (after - before).days
        if days > 0:
            return plural("{n} day later", "{n} days later", days)
        return plural("{n} day sooner", "{n} days sooner", -days)
    if after and not before:
        return _("half of them by {day}", day=say_about(after, day))
    if before and not after:
        return _("no date any more")
    return ""


def half_now(session: Session, case: Case) -> date | None:
    """By when half of the cases like it are decided, as it is said now."""
    table = current(session).tables.get(Milestone.DECISION)
    today = eastern_date(clock.business(session))
    facts = facts_of(case, events_of(session, case), Milestone.DECISION, today)
    return _dates(estimate(table, facts))[0] if table and facts else None


def _moved_enough(before: date | None, now: date | None, days: int) -> bool:
    if before is None or now is None:
        return before != now
    return abs((now - before).days) >= days


def _statement(case: Case, said: Estimate, facts: Facts, lines: list[Line]) -> ProgressStatement:
    half, most = _dates(said)
    return ProgressStatement(
        case_id=case.id,
        as_of=said.as_of,
        snapshot=said.snapshot,
        facts=facts_as_json(facts),
        status=said.status,
        half=half,
        most=most,
        lines=[_as_json(line) for line in lines],
    )


def _as_json(line: Line) -> dict[str, Any]:
    return {
        "reason": line.reason.value,
        **{
            name: value.isoformat() if (value := getattr(line, name)) else None
            for name in ("half_before", "half", "most_before", "most")
        },
    }


def _lines(session: Session, last: ProgressStatement, now: Made) -> list[Line]:
    """Empty where the older table is not kept any more."""
    try:
        before = stored(session, last.snapshot)
    except LookupError:
        return []
    same = now.table if before.snapshot == now.table.snapshot else before
    return list(ledger(Made(same, facts_from_json(last.facts)), now))


def _last(session: Session, case_id: UUID) -> ProgressStatement | None:
    return session.exec(
        select(ProgressStatement)
        .where(ProgressStatement.case_id == case_id)
        .order_by(col(ProgressStatement.as_of).desc())
        .limit(1)
    ).first()


def _dates(said: Estimate) -> tuple[date | None, date | None]:
    if said.status is not Status.ESTIMATED or said.days is None:
        return None, None
    return said.on(said.days.p50), said.on(said.days.p80)


def _tell(session: Session, case: Case, said: Estimate) -> None:
    """Those who asked to be told and may still know of the case, once the half has moved by as much
    as they chose."""
    half, _most = _dates(said)
    reached = by_link(CaseLink.account_id).where(CaseLink.case_id == case.id)
    wishes = session.exec(
        select(ProgressWish, Account)
        .join(Account, col(Account.id) == ProgressWish.account_id)
        .where(
            ProgressWish.case_id == case.id,
            ProgressWish.tell_days > 0,
            col(ProgressWish.account_id).in_(reached),
        )
    ).all()
    for wish, account in wishes:
        if not _moved_enough(wish.told_half, half, wish.tell_days):
            continue
        wish.told_half = half
        session.add(wish)
        notify(
            session,
            account,
            Kind.ESTIMATE_MOVED,
            dedupe_key=f"estimate:{case.id}:{said.as_of}",
            case_id=case.id,
            protected=case.protected,
            receipt=case.receipt_number,
        )
