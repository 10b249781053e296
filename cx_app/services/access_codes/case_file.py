"""The codes of one case as officers see them: requests, the whole life of each code, and never a
code itself. In English."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.access_codes import Life, life_of, steps_of
from cx_app.domain.appointment_requests import AskedAs
from cx_app.domain.business_time import last_day
from cx_app.domain.code_requests import is_late
from cx_app.domain.identity import Actor
from cx_app.domain.openings import Grounds, OpeningReason
from cx_app.domain.policy import Policy
from cx_app.domain.receipts import mask_email
from cx_app.gateways import clock
from cx_app.language import say_age, say_date, say_moment
from cx_app.models import AccessCode, Account, Case, CodeRequest
from cx_app.services.access_codes import desk_words as words
from cx_app.services.access_codes.holders import Holder, candidates, named_holder
from cx_app.services.access_codes.life import dates_of
from cx_app.services.access_codes.request import RequestState
from cx_app.services.cases.staff import ReasonNeeded, reachable
from cx_app.services.decisions.pending import NOTHING, Pending, pending
from cx_app.services.openings.grounds import grounds
from cx_app.services.openings.opening import opened_for
from cx_app.services.policy.current import policy
from cx_app.services.representation.acting import who_for_whom
from cx_app.services.representation.of_case import acts_for

WAYS = {"letter": "By letter", "email": "By e-mail"}


@dataclass(frozen=True, slots=True)
class HolderLine:
    id: str
    name: str
    part: str
    born: str
    address: str
    """Where a code would go now."""
    address_since: str


@dataclass(frozen=True, slots=True)
class RequestFile:
    id: str
    title: str
    state: str
    waits: bool
    """An officer has to decide."""
    why: str
    asked: str
    age: str
    late: bool
    asked_by: str
    decided: str
    without_authority: bool = False
    """Asked as a representative, and represents nobody of them now."""
    unproven: bool = False
    """Nobody has used a code of this Form G-28 yet: whoever asks may be its representative."""
    holders: list[HolderLine] = field(default_factory=list)
    """Whom it may be for; one but where several match."""
    undo: Pending = NOTHING


@dataclass(frozen=True, slots=True)
class CodeFile:
    id: str
    holder: str
    way: str
    state: str
    live: bool
    steps: list[str]
    good_until: str
    note: str
    """What it stands in for, or why it was ended."""


@dataclass(frozen=True, slots=True)
class CodesOfCase:
    case_id: str
    receipt_number: str
    form: str
    protected: bool
    alerted: bool
    requests: list[RequestFile] = field(default_factory=list)
    codes: list[CodeFile] = field(default_factory=list)


def open_codes(
    session: Session, actor: Actor, case_id: UUID, said: OpeningReason | None = None
) -> CodesOfCase | ReasonNeeded:
    """Opens the case, on record (OPEN-1): what waits on it is the reason; where nothing waits, the
    officer has to say one. Raises as `reachable` does."""
    case = reachable(session, actor, case_id)
    now = clock.business(session)
    waiting = grounds(session, case.id, now)
    opened = opened_for(session, actor, case, said)
    opened = opened or opened_for(session, actor, case, _reason(waiting))
    if opened is None:
        return ReasonNeeded()
    in_force = policy(session, now)
    return CodesOfCase(
        case_id=str(case.id),
        receipt_number=case.receipt_number,
        form=case.form,
        protected=case.protected,
        alerted=waiting.alert,
        requests=_requests(session, actor, case, in_force, now),
        codes=_codes(session, case, now),
    )


def _reason(waiting: Grounds) -> OpeningReason | None:
    if waiting.request_in_review or waiting.letter_returned:
        return OpeningReason.REQUEST
    if waiting.alert:
        return OpeningReason.SECURITY
    return OpeningReason.WORK if waiting.address_shared else None


def _requests(
    session: Session, actor: Actor, case: Case, in_force: Policy, now: datetime
) -> list[RequestFile]:
    rows = session.exec(
        select(CodeRequest, Account)
        .where(CodeRequest.case_id == case.id, CodeRequest.account_id == Account.id)
        .order_by(col(CodeRequest.requested_at).desc(), col(CodeRequest.id).desc())
    ).all()
    undo = pending(session, actor, [request.id for request, _account in rows])
    files = [
        replace(
            _request(session, request, account, in_force, now), undo=undo.get(request.id, NOTHING)
        )
        for request, account in rows
    ]
    return sorted(files, key=lambda one: not one.waits)


def _request(
    session: Session, request: CodeRequest, account: Account, in_force: Policy, now: datetime
) -> RequestFile:
    waits = request.state == RequestState.REVIEW
    named = named_holder(session, request)
    several = waits and named is None
    holders = candidates(session, request) if several else [named] if named else []
    decider = session.get(Account, request.decided_by) if request.decided_by else None
    said = [words.decided(request.decision), decider.name if decider else ""]
    if request.decided_at:
        said.append(say_moment(request.decided_at))
    late = is_late(request.requested_at, in_force.code_request_business_days, now)
    return RequestFile(
        id=str(request.id),
        title=", ".join(_name(one) for one in holders) if not several else "Somebody on the case",
        state=words.STATES.get(request.state, request.state),
        waits=waits,
        why=words.WHY.get(request.review_reason or "", ""),
        asked=say_moment(request.requested_at),
        age=say_age(now - request.requested_at),
        late=waits and late,
        asked_by=_asked_by(session, request, account, named),
        decided=" · ".join(filter(None, said)),
        without_authority=_without_authority(session, request, named),
        unproven=_unproven(request, named),
        holders=[_holder(one) for one in holders] if waits else [],
    )


def _asked_by(
    session: Session, request: CodeRequest, account: Account, named: Holder | None
) -> str:
    """With both names, where a representative of record asked for somebody."""
    said = mask_email(account.email or "")
    if request.asked_as != AskedAs.REPRESENTATIVE:
        return said
    whom = who_for_whom(session, account.id, named.party.id) if named else ""
    return f"{whom}, {said}" if whom else f"{said}, as a representative"


def _unproven(request: CodeRequest, named: Holder | None) -> bool:
    """An account that no code of the form has tied to it yet is no warning: the code goes to the
    business address of the form and nowhere else."""
    held = named.representation if named else None
    asked = request.asked_as == AskedAs.REPRESENTATIVE
    return asked and held is not None and held.account_id is None


def _without_authority(session: Session, request: CodeRequest, named: Holder | None) -> bool:
    if request.asked_as != AskedAs.REPRESENTATIVE or _unproven(request, named):
        return False
    return named is None or not acts_for(session, request.account_id, named.party.id)


def _holder(holder: Holder) -> HolderLine:
    """The address is the one on file: for a protected case, the safe one (domain 9.4)."""
    person, held = holder.person, holder.representation
    lines = held.address if held else person.residence
    changed = None if held else person.residence_changed_at
    return HolderLine(
        id=str(holder.id),
        name=held.representative_name if held else person.full_name,
        part=f"Represents {person.full_name}" if held else holder.party.role.capitalize(),
        born=say_date(date.fromisoformat(person.birth_date)) if person.birth_date else "",
        address=", ".join(json.loads(lines)) if lines else "None on file",
        address_since=say_date(changed) if changed else "",
    )


def _name(holder: Holder) -> str:
    held = holder.representation
    return held.representative_name if held else holder.person.full_name


def _codes(session: Session, case: Case, now: datetime) -> list[CodeFile]:
    codes = session.exec(
        select(AccessCode)
        .where(AccessCode.case_id == case.id)
        .order_by(col(AccessCode.issued_at).desc(), col(AccessCode.id).desc())
    ).all()
    requests = session.exec(
        select(CodeRequest).where(
            CodeRequest.case_id == case.id, col(CodeRequest.code_id).is_not(None)
        )
    )
    asked = {request.code_id: request for request in requests}
    return [_code(session, code, asked.get(code.id), now) for code in codes]


def _code(
    session: Session, code: AccessCode, request: CodeRequest | None, now: datetime
) -> CodeFile:
    holder = named_holder(session, code)
    dates = dates_of(code, request)
    life = life_of(dates, now)
    notes = ["In the place of another"] if code.replaces_id else []
    if code.voided_at:
        notes.append(f"Ended: {words.ended(code.void_reason)}")
    return CodeFile(
        id=str(code.id),
        holder=_name(holder) if holder else "Somebody who left the case",
        way=WAYS.get(code.channel, code.channel),
        state=words.LIVES[life],
        live=life not in (Life.REDEEMED, Life.VOIDED, Life.EXPIRED),
        steps=[f"{words.LIVES[step.life]}: {say_date(step.at)}" for step in steps_of(dates, now)],
        good_until=say_date(last_day(code.valid_until)),
        note=". ".join(notes),
    )
