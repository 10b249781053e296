"""Who sees the estimate of a case, and what it says to them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from cx_app.domain.business_time import eastern_date
from cx_app.domain.cases import MISSED, hold_words, turn_of
from cx_app.domain.code_claims import EndReason
from cx_app.domain.identity import Actor
from cx_app.domain.progress.estimate import Estimate, Facts, Status
from cx_app.domain.progress.ledger import Made
from cx_app.domain.progress.path import path
from cx_app.domain.progress.public_page import figure_for
from cx_app.domain.progress.receipt import receipt
from cx_app.domain.progress.rules import ProgressRules
from cx_app.domain.progress.table import Milestone
from cx_app.gateways import clock
from cx_app.language import _
from cx_app.models import Case, CaseLink, Party, ProgressSwitch, ProgressWish
from cx_app.services.biometrics.spared import spared_cases
from cx_app.services.policy.current import policy
from cx_app.services.progress import drawing, words
from cx_app.services.progress.accuracy import track_of
from cx_app.services.progress.facts import events_of, facts_of, until
from cx_app.services.progress.moves import moves_of
from cx_app.services.progress.steps import Ahead, ahead_of, lines_of, receipts
from cx_app.services.progress.tables import Current, current
from cx_app.services.progress.views import (
    NOT_SHOWN,
    Progress,
    Sure,
    Wish,
)
from cx_app.services.progress.wishes import wish_of
from cx_app.settings import settings

TURNS: Final = {
    "you": "You",
    "agency": "The agency",
    "other": "Another agency",
    "nobody": "Nobody",
}
OF_CLIENTS: Final = TURNS | {"you": "Your client"}


def progress_as_party(
    session: Session, actor: Actor, case: Case, *, represented: bool, spared: bool
) -> Progress:
    """`spared` as in `status_of`, here and below."""
    wish = wish_of(session, actor.account_id, case.id)
    shown = progress_of(session, case, spared=spared)
    asked = Wish(
        tell_days=str(wish.tell_days if wish else 0),
        share=wish.share if wish else True,
        can_share=represented,
    )
    return replace(shown, wish=asked, may_wish=not case.closed and shown.status not in words.NEVER)


def progress_as_representative(
    session: Session, case: Case, client: Party, *, spared: bool
) -> Progress:
    """Unless the agency or the client says otherwise; never of a protected case (MP-28, domain
    5.2-10)."""
    rules = policy(session, clock.business(session)).progress
    if case.protected or not rules.representatives or _kept_back(session, client.id):
        return NOT_SHOWN
    return progress_of(session, case, spared=spared, turns=OF_CLIENTS)


def _kept_back(session: Session, party_id: UUID) -> bool:
    """What those who have the case in their account said last counts; once nobody has it any more,
    what was said before they took it out (CLAIM-7): to remove a case shares nothing."""
    other = aliased(CaseLink)
    added = select(other.id).where(other.party_id == party_id, col(other.ended_at).is_(None))
    return (
        session.exec(
            select(ProgressWish.id).where(
                ProgressWish.case_id == CaseLink.case_id,
                ProgressWish.account_id == CaseLink.account_id,
                CaseLink.party_id == party_id,
                or_(
                    col(CaseLink.ended_at).is_(None),
                    and_(col(CaseLink.end_reason) == EndReason.REMOVED, ~added.exists()),
                ),
                col(ProgressWish.share).is_(False),
            )
        ).first()
        is not None
    )


def progress_of(
    session: Session,
    case: Case,
    *,
    spared: bool | None = None,
    turns: Mapping[str, str] = TURNS,
) -> Progress:
    """Asks itself whether the case is spared where it is not told."""
    if spared is None:
        spared = case.id in spared_cases(session, {case.id})
    now = clock.business(session)
    today, rules = eastern_date(now), policy(session, now).progress
    events, counts = until(events_of(session, case), today), current(session)
    turn = turn_of(case.status_code, case.hold_reason, spared=spared)
    since = case.hold_since if case.hold_reason and case.hold_since else case.status_at
    begun = eastern_date(since) if since else case.received_on
    stopped = session.get(ProgressSwitch, case.form) is not None
    refused = refusal(rules, counts, case, stopped=stopped)
    steps = path(case.form, case.received_on, events)
    ahead = {} if case.closed else ahead_of(steps, case, events, today, counts, refused)
    found = Progress(
        shown=True,
        marks=lines_of(session, steps, ahead, counts),
        turn=_(turns[turn]),
        turn_since=words.waited(max(0, (today - begun).days)),
        greyed=any(beside.said.greyed for beside in ahead.values() if beside.said),
    )
    facts = facts_of(case, events, Milestone.DECISION, today)
    if facts is None or (facts.done is not None or case.closed):
        return replace(found, status=Status.DONE, sure=_of_steps(ahead))
    if refused:
        return _without(found, refused, case, today, spared)
    made = Made(counts.tables[Milestone.DECISION], facts)
    said = made.stated
    moves = moves_of(session, case.id, made, said, rules)
    if said.status is not Status.ESTIMATED:
        return replace(
            _without(found, said.status, case, today, spared),
            moves=moves,
            sure=_sure(session, said, facts, counts, ahead),
        )
    return replace(
        found,
        status=said.status,
        title=_("How long still?"),
        sentences=[words.by_when(said), words.in_counts(said)],
        notes=words.notes(said),
        picture=drawing.drawn(said),
        rows=drawing.rows(said),
        sure=_sure(session, said, facts, counts, ahead),
        moves=moves,
    )


def refusal(rules: ProgressRules, counts: Current, case: Case, *, stopped: bool) -> str:
    """Why there is no estimate whatever the counts say; empty where there may be one."""
    if case.form not in rules.forms:
        return words.NOT_OFFERED
    if not rules.offers(case.form, case.designation):
        return words.NO_DESIGNATION
    if stopped:
        return words.STOPPED
    return "" if Milestone.DECISION in counts.tables else words.NO_COUNTS


def _without(found: Progress, status: str, case: Case, today: date, spared: bool) -> Progress:
    """No estimate: why, and what to do. Whoever is waited for knows what to do; everybody else
    hears from when on the agency may be asked."""
    if status == Status.PAUSED:
        title, said = words.PAUSED_TITLE, _pause(case, spared)
    else:
        title, sentence = words.REFUSALS[status]
        said = [_(sentence)]
    found = replace(found, status=status, title=_(title), sentences=said)
    if status == Status.PAUSED and not case.hold_reason:
        return found
    return replace(
        found,
        inquiry=words.when_to_ask(case.inquiry_on, today),
        inquiry_link=settings.inquiry_url,
    )


def _pause(case: Case, spared: bool) -> list[str]:
    if case.hold_reason:
        why = hold_words(case.hold_reason)
        return [_(words.HELD), *([_(why)] if why else [])]
    if case.status_code == MISSED:
        return [_(words.PAUSED["request" if spared else "missed"])]
    return [_(words.PAUSED["evidence"])]


def _sure(session: Session, said: Estimate, facts: Facts, counts: Current, ahead: Ahead) -> Sure:
    """With the receipts of all dates that the page says."""
    days, of_office = figure_for(counts.public, facts.stratum)
    return Sure(
        similar=words.similar(said, facts.stratum.designation),
        data=words.up_to(said),
        record=words.record_said(track_of(session, facts.stratum.form, said.milestone, counts)),
        public=words.public_said(days, of_office=of_office, age=said.age),
        receipt=_written(receipt(said, facts), receipts(ahead)),
        counts=said.snapshot,
    )


def _of_steps(ahead: Ahead) -> Sure:
    """After the decision: the receipts of the steps that may still follow."""
    kept = receipts(ahead)
    return Sure("", "", "", receipt=_written(kept[0], kept[1:]) if kept else "")


def _written(first: dict[str, Any], others: list[dict[str, Any]]) -> str:
    return json.dumps(first | ({"steps": others} if others else {}), indent=1, ensure_ascii=False)
