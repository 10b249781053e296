"""Many cases at once, from a file (REP-17). A line with the representative's own code adds its
case; any other becomes a draft of a Form G-28. Each line is an act of its own, with the limits and
the answers of that act, so that a file finds out nothing that typing would not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel import Session, col, delete, func, or_, select, update

from cx_app.domain.business_time import eastern_date
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor, Client, Role
from cx_app.domain.representation.clients import Named, client_key
from cx_app.domain.representation.forms import LIVE
from cx_app.domain.representation.lists import (
    GOOD,
    Line,
    ListFlaw,
    ListState,
    Outcome,
    read_line,
    read_list,
)
from cx_app.gateways import clock
from cx_app.models import (
    G28,
    Account,
    Case,
    CaseList,
    ListedCase,
    Party,
    Person,
    Representation,
)
from cx_app.security.crypto import fingerprints
from cx_app.services.access_codes.redeem import Claim, Redeemed, redeem
from cx_app.services.audit.export import written
from cx_app.services.audit.record import SYSTEM_ACTOR, record
from cx_app.services.cases.access import behalf, represents
from cx_app.services.changes import account_topic, touch
from cx_app.services.identity.sessions import role_of
from cx_app.services.policy.current import policy
from cx_app.services.representation.board import only_ours
from cx_app.services.representation.list_words import heads, say_outcome
from cx_app.services.representation.prepare import TypedForm, for_whom, hand_over, prepare

GONE: Final = (ListState.DROPPED, ListState.FORGOTTEN)
"""Their lines are there no more."""
SHOWN: Final = 100
"""Lines on a page: those that went wrong come first."""


@dataclass(frozen=True, slots=True)
class ListedLine:
    number: int
    receipt: str
    born: str
    name: str
    outcome: str
    said: str


@dataclass(frozen=True, slots=True)
class ListView:
    id: str = ""
    state: ListState = ListState.READ
    total: int = 0
    waiting: int = 0
    good: int = 0
    bad: int = 0
    lines: list[ListedLine] = field(default_factory=list)
    """Those that went wrong, then the others, no more than a page."""


def take_list(
    session: Session, actor: Actor, content: bytes, representative_id: UUID | None = None
) -> UUID | ListFlaw:
    """Read a file and keep its lines; nothing is added yet. Raises `Forbidden` for anybody but
    representatives and paralegals, and `NotFound` for a representative who is not of their team.
    """
    only_ours(actor)
    now = clock.business(session)
    lines = read_list(content, eastern_date(now))
    if isinstance(lines, ListFlaw):
        return lines
    made = CaseList(
        account_id=actor.account_id,
        representative_id=for_whom(session, actor, representative_id),
        state=ListState.READ,
        made_at=now,
    )
    session.add(made)
    session.flush()
    for line in lines:
        row = ListedCase(list_id=made.id, number=line.number, outcome=line.flaw or "")
        row.line = line.written()
        session.add(row)
    _note(session, actor, "case_list.read", made.id, len(lines))
    return made.id


def begin_list(session: Session, actor: Actor, list_id: UUID) -> bool:
    """Add what could be read; False when that was said before. A task does it, line by line."""
    row = _held(session, actor, list_id)
    if row.state != ListState.READ:
        return False
    row.state = ListState.GOING
    session.add(row)
    lines = session.exec(
        update(ListedCase)
        .where(col(ListedCase.list_id) == row.id, col(ListedCase.outcome) == "")
        .values(going=True)
    )
    if not lines.rowcount:
        row.state, row.done_at = ListState.DONE, clock.business(session)
    _note(session, actor, "case_list.begin", row.id, int(lines.rowcount))
    return True


def drop_list(session: Session, actor: Actor, list_id: UUID) -> bool:
    """Of a file whose lines were only read nothing stays."""
    row = _held(session, actor, list_id)
    if row.state != ListState.READ:
        return False
    row.state, row.done_at = ListState.DROPPED, clock.business(session)
    session.add(row)
    session.exec(
        update(ListedCase).where(col(ListedCase.list_id) == row.id).values(line_sealed=None)
    )
    _note(session, actor, "case_list.drop", row.id, 0)
    return True


def newest_list(session: Session, actor: Actor) -> ListView | None:
    """The file that was sent last, unless it was dropped."""
    only_ours(actor)
    row = session.exec(
        select(CaseList)
        .where(CaseList.account_id == actor.account_id)
        .order_by(col(CaseList.made_at).desc(), col(CaseList.id).desc())
        .limit(1)
    ).first()
    if row is None or row.state in GONE:
        return None
    counted = dict(
        session.exec(
            select(ListedCase.outcome, func.count())
            .where(ListedCase.list_id == row.id)
            .group_by(col(ListedCase.outcome))
        ).all()
    )
    good = sum(n for outcome, n in counted.items() if outcome in GOOD)
    waiting = counted.get("", 0)
    total = sum(counted.values())
    return ListView(
        id=str(row.id),
        state=ListState(row.state),
        total=total,
        waiting=waiting,
        good=good,
        bad=total - good - waiting,
        lines=[_shown(one) for one in _lines(session, row.id, SHOWN)],
    )


def list_csv(session: Session, actor: Actor, list_id: UUID) -> str:
    """Every line with what came of it. Raises `NotFound`, also for one whose lines are gone."""
    row = _held(session, actor, list_id)
    if row.state in GONE:
        raise NotFound("no such list any more")
    lines = [_shown(one) for one in _lines(session, row.id, None)]
    record(session, actor, "representation.export", details={"rows": len(lines)})
    rows = sorted(lines, key=lambda one: one.number)
    return written([heads(), *((str(o.number), o.receipt, o.born, o.name, o.said) for o in rows)])


def add_listed(session: Session) -> bool:
    """The next line of all files, run by a task; False when none waits."""
    row = session.exec(
        select(ListedCase)
        .where(col(ListedCase.going), ListedCase.outcome == "")
        .order_by(col(ListedCase.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return False
    of = session.get_one(CaseList, row.list_id)
    line = read_line(row.line or "{}")
    actor = _sender(session, of.account_id)
    row.outcome = _act(session, actor, of, line) if actor else Outcome.ENDED
    row.line = replace(line, code="").written()
    session.add(row)
    session.flush()
    left = session.exec(
        select(ListedCase.id).where(ListedCase.list_id == of.id, ListedCase.outcome == "").limit(1)
    ).first()
    if left is None:
        of.state, of.done_at = ListState.DONE, clock.business(session)
        session.add(of)
    touch(session, account_topic(of.account_id))
    return True


def forget_lists(session: Session, limit: int = 20) -> int:
    """Destroy the lines of files of which nothing comes any more, run by a task; returns of how
    many. That a file was sent, and how many lines it had, stays in the record of the account."""
    now = clock.business(session)
    long_ago = now - policy(session, now).representation.list_kept
    old = session.exec(
        select(CaseList)
        .where(
            col(CaseList.made_at) <= long_ago,
            or_(col(CaseList.done_at).is_(None), col(CaseList.done_at) <= long_ago),
            col(CaseList.state).not_in((ListState.GOING, ListState.FORGOTTEN)),
        )
        .order_by(col(CaseList.made_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in old:
        row.state = ListState.FORGOTTEN
        session.add(row)
        session.exec(delete(ListedCase).where(col(ListedCase.list_id) == row.id))
        record(
            session, SYSTEM_ACTOR, "case_list.forget", subject_type="case_list", subject_id=row.id
        )
        touch(session, account_topic(row.account_id))
    return len(old)


def _act(session: Session, actor: Actor, of: CaseList, line: Line) -> Outcome:
    if _has(session, of.representative_id, line):
        return Outcome.ALREADY
    if line.code:
        return _redeemed(session, actor, line)
    typed = TypedForm(line.receipt, line.born, line.name, representative_id=of.representative_id)
    try:
        made = prepare(session, actor, typed)
    except NotFound:  # the representative left the team meanwhile
        return Outcome.ENDED
    if not isinstance(made, UUID):
        return Outcome.NO_NAME
    if actor.role is Role.PARALEGAL and hand_over(session, actor, made) is None:
        return Outcome.FOR_REVIEW
    return Outcome.FORM


def _redeemed(session: Session, actor: Actor, line: Line) -> Outcome:
    if actor.role is not Role.REPRESENTATIVE:
        return Outcome.NOT_THEIRS
    answer = redeem(session, actor, Claim(line.receipt, line.code, date.fromisoformat(line.born)))
    if isinstance(answer, Redeemed):
        return Outcome.ALREADY if answer.again else Outcome.ADDED
    return Outcome.LOCKED if answer.locked_until else Outcome.NO_MATCH


def _has(session: Session, representative_id: UUID | None, line: Line) -> bool:
    """By what is the representative's own; nothing of anybody else is asked (REP-15)."""
    key = client_key(Named(line.receipt, line.born, "").written())
    form = select(G28.id).where(
        G28.representative_id == representative_id,
        col(G28.state).in_(LIVE),
        col(G28.client_hash).in_(fingerprints(key, "g28_client")),
    )
    held = (
        select(Representation.id)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Person, col(Person.id) == Party.person_id)
        .join(Case, col(Case.id) == Representation.case_id)
        .where(
            Representation.account_id == representative_id,
            Case.receipt_number == line.receipt,
            col(Person.birth_date_hash).in_(fingerprints(line.born, "birth_date")),
            represents(),
        )
    )
    return any(session.exec(query.limit(1)).first() for query in (form, held))


def _sender(session: Session, account_id: UUID) -> Actor | None:
    """As what they act now; None once they are no representative and no paralegal any more."""
    account = session.get_one(Account, account_id)
    role = role_of(session, account_id, Client.PEOPLE)
    if role not in (Role.REPRESENTATIVE, Role.PARALEGAL):
        return None
    actor = Actor(account_id=account_id, role=role, name=account.name)
    return actor if session.exec(behalf(actor)).first() else None


def _lines(session: Session, list_id: UUID, most: int | None) -> list[ListedCase]:
    good = col(ListedCase.outcome).in_([*GOOD, ""])
    query = (
        select(ListedCase)
        .where(ListedCase.list_id == list_id)
        .order_by(good, col(ListedCase.number))
        .limit(most)
    )
    return list(session.exec(query))


def _shown(row: ListedCase) -> ListedLine:
    line = read_line(row.line or "{}")
    said = say_outcome(Outcome(row.outcome)) if row.outcome else ""
    return ListedLine(line.number, line.receipt, line.born, line.name, row.outcome, said)


def _held(session: Session, actor: Actor, list_id: UUID) -> CaseList:
    row = session.exec(
        select(CaseList)
        .where(CaseList.id == list_id, CaseList.account_id == actor.account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound("no such list for this account")
    only_ours(actor)
    return row


def _note(session: Session, actor: Actor, action: str, list_id: UUID, rows: int) -> None:
    record(
        session,
        actor,
        action,
        subject_type="case_list",
        subject_id=list_id,
        details={"rows": rows},
    )
    touch(session, account_topic(actor.account_id))
