"""What a client sees of their representatives: who, in what, since when, and what they did (REP-1,
REP-16)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session, col, func, select

from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.representation.forms import FormState
from cx_app.gateways import clock
from cx_app.language import _, say_date, say_moment
from cx_app.models import (
    G28,
    Account,
    AppointmentRequest,
    AuditEntry,
    Case,
    CaseLink,
    Party,
    PreparedRequest,
    Representation,
)
from cx_app.services.audit.record import record
from cx_app.services.cases.access import is_disputed, is_suspended, on_protected_side
from cx_app.services.changes import account_topic, case_topic, touch_all
from cx_app.services.representation.words import say_kind

ENDED: Final = 10
"""So many that are over are still shown."""
ACTS: Final = 20
"""The newest acts of one representative in one case."""
DID: Final = {
    "appointment_request.submit": "Asked for a visit to an office.",
    "appointment_request.answer": "Answered a question about a visit.",
    "appointment_request.withdraw": "Took a request for a visit back.",
    "appointment_request.reopen": "Opened a request for a visit again.",
    "appointment_request.cancel": "Cancelled a visit.",
    "appointment_request.rebook": "Picked another time for a visit.",
    "biometrics.reschedule": "Moved your biometrics appointment.",
    "biometrics.ask_other": "Asked an officer for another appointment time.",
    "biometrics.withdraw": "Took a request for another time back.",
    "biometrics.mail_notice": "Asked for an appointment notice by mail.",
    "access_code.request": "Asked for a new code of their own.",
    "access_code.redeem": "Added your case with a code of their own.",
    "callback.ask": "Asked for a callback.",
    "callback.withdraw": "Took a callback back.",
}


@dataclass(frozen=True, slots=True)
class Act:
    when: str
    what: str


@dataclass(frozen=True, slots=True)
class RepresentedLine:
    id: str
    case_id: str
    name: str
    kind: str
    receipt: str
    form: str
    since: str
    ended: str = ""
    notices_to_representative: bool = False
    may_end: bool = False
    may_share: bool = False
    """Of a protected case nothing is shared, and nobody shares whose part is disputed."""
    messages_shared: bool = False
    acts: list[Act] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mine:
    waiting: int = 0
    """Forms that wait for the actor's name."""
    now: list[RepresentedLine] = field(default_factory=list)
    before: list[RepresentedLine] = field(default_factory=list)


def my_representatives(session: Session, actor: Actor) -> Mine:
    """Who represents the actor, in each case that they have as its party."""
    now = _rows(session, actor, col(Representation.ended_at).is_(None))
    before = _rows(session, actor, col(Representation.ended_at).is_not(None), ENDED)
    acts = _acts(session, [row[0] for row in (*now, *before)])
    return Mine(
        waiting=forms_waiting(session, actor),
        now=[_line(row, acts) for row in now],
        before=[_line(row, acts) for row in before],
    )


def _ours(actor: Actor) -> tuple[Any, ...]:
    return (
        CaseLink.account_id == actor.account_id,
        col(CaseLink.ended_at).is_(None),
        col(Party.ended_at).is_(None),
        on_protected_side(),
    )


def _rows(session: Session, actor: Actor, which: Any, most: int | None = None) -> Sequence[Any]:
    query: Any = (
        select(Representation, Case, is_disputed(clock.business(session)))
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(CaseLink, col(CaseLink.party_id) == Party.id)
        .where(*_ours(actor), which)
        .order_by(
            col(Representation.ended_at).desc(),
            col(Representation.since).desc(),
            col(Representation.id),
        )
    )
    found: Sequence[Any] = session.exec(query.limit(most) if most else query).all()
    return found


def share_messages(session: Session, actor: Actor, representation_id: UUID, *, share: bool) -> bool:
    """The client lets who represents them read what we wrote to the client about the case, or no
    more, from the next event on (REP-21). False where it can't be shared. Raises `NotFound` for
    what is not the actor's."""
    found = session.exec(
        select(Representation, Case)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(CaseLink, col(CaseLink.party_id) == Party.id)
        .where(
            Representation.id == representation_id,
            *_ours(actor),
            ~is_disputed(clock.business(session)),
        )
        .with_for_update(of=Representation)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound("no such representation for this account")
    held, case = found
    if share and not _may_share(held, case):
        return False
    held.messages_shared = share
    session.add(held)
    record(
        session,
        actor,
        "representation.share",
        case_id=case.id,
        subject_type="representation",
        subject_id=held.id,
        details={"share": share},
    )
    touch_all(session, {account_topic(actor.account_id), case_topic(case.id)})
    return True


def _may_share(held: Representation, case: Case) -> bool:
    return held.ended_at is None and held.account_id is not None and not case.protected


def forms_waiting(session: Session, actor: Actor) -> int:
    """Forms that wait for the actor's name."""
    query: Any = (
        select(func.count())
        .select_from(G28)
        .join(Party, col(Party.id) == G28.client_party_id)
        .join(Case, col(Case.id) == Party.case_id)
        .join(CaseLink, col(CaseLink.party_id) == Party.id)
        .where(
            *_ours(actor),
            ~is_disputed(clock.business(session)),
            ~is_suspended(col(G28.representative_id), G28),
            G28.state == FormState.AWAITING,
        )
    )
    return int(session.exec(query).one())


def _line(row: Any, acts: dict[UUID, list[Act]]) -> RepresentedLine:
    held, case, disputed = row
    return RepresentedLine(
        id=str(held.id),
        case_id=str(case.id),
        name=held.representative_name,
        kind=say_kind(held.capacity),
        receipt=case.receipt_number,
        form=case.form,
        since=say_date(held.since),
        ended=say_date(held.ended_at) if held.ended_at else "",
        notices_to_representative=held.notices_to_representative,
        may_end=held.ended_at is None and not disputed,
        may_share=_may_share(held, case) and not disputed,
        messages_shared=held.messages_shared,
        acts=acts.get(held.id, []),
    )


def _acts(session: Session, held: Sequence[Representation]) -> dict[UUID, list[Act]]:
    """By representation. An act is shown where it is sure that it was for this very client: of two
    clients in one case neither reads what was done for the other."""
    theirs = [one for one in held if one.account_id is not None]
    if not theirs:
        return {}
    rows = session.exec(
        select(AuditEntry)
        .where(
            col(AuditEntry.case_id).in_({one.case_id for one in theirs}),
            col(AuditEntry.account_id).in_({one.account_id for one in theirs}),
            col(AuditEntry.action).in_(DID),
            col(AuditEntry.outcome).in_(("done", "linked")),
        )
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .limit(ACTS * len(theirs))
    ).all()
    parties, helpers = _parties(session, rows), _helpers(session, rows)
    alone = _alone(session, theirs)
    shown: dict[UUID, list[Act]] = defaultdict(list)
    for row in rows:
        for one in theirs:
            if not _falls_into(row, one):
                continue
            party = parties.get(row.subject_id)
            sure = party == one.client_party_id if party else (one.id in alone)
            if sure and len(shown[one.id]) < ACTS:
                said = _(DID[row.action])
                if helper := helpers.get(row.subject_id):
                    said += " " + _("Prepared by {name}.", name=helper)
                shown[one.id].append(Act(say_moment(row.at), said))
    return shown


def _falls_into(row: AuditEntry, held: Representation) -> bool:
    during = row.at >= held.since and (held.ended_at is None or row.at <= held.ended_at)
    return row.case_id == held.case_id and row.account_id == held.account_id and during


def _parties(session: Session, rows: Sequence[AuditEntry]) -> dict[UUID | None, UUID | None]:
    """Whom requests for a visit were for."""
    ids = {row.subject_id for row in rows if row.subject_type == "appointment_request"}
    found = session.exec(
        select(AppointmentRequest.id, AppointmentRequest.party_id).where(
            col(AppointmentRequest.id).in_(ids)
        )
    ).all()
    return dict(found)


def _helpers(session: Session, rows: Sequence[AuditEntry]) -> dict[UUID | None, str]:
    """Who prepared what was done (REP-41)."""
    ids = {row.subject_id for row in rows if row.subject_id is not None}
    found = session.exec(
        select(PreparedRequest.subject_id, Account.name)
        .join(Account, col(Account.id) == PreparedRequest.prepared_by)
        .where(col(PreparedRequest.subject_id).in_(ids))
    ).all()
    return dict(found)


def _alone(session: Session, held: Sequence[Representation]) -> set[UUID]:
    """Those whose representative never had another client in the very case."""
    counted = session.exec(
        select(
            Representation.case_id,
            Representation.account_id,
            func.count(func.distinct(Representation.client_party_id)),
        )
        .where(col(Representation.case_id).in_({one.case_id for one in held}))
        .group_by(col(Representation.case_id), col(Representation.account_id))
    ).all()
    several = {(case_id, account) for case_id, account, n in counted if int(n) > 1}
    return {one.id for one in held if (one.case_id, one.account_id) not in several}
