"""What follows once the records of a batch are taken: codes, ends, messages, open pages."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from cx_app.domain.messages import Channel, Kind, OutboxState
from cx_app.models import (
    AccessCode,
    Account,
    Case,
    CaseFollow,
    CaseLink,
    OutboxMessage,
    Party,
    Representation,
)
from cx_app.services.access_codes.issue import issue
from cx_app.services.appointment_requests.came import heard
from cx_app.services.appointment_requests.protection import follow_protection
from cx_app.services.biometrics.agency import follow_agency
from cx_app.services.callbacks.protection import follow_protection as calls_follow_protection
from cx_app.services.cases.access import on_protected_side, represents
from cx_app.services.changes import account_topic, case_topic, touch_all
from cx_app.services.feed.batch import Batch
from cx_app.services.messages.notify import notify
from cx_app.services.offices.generate import generate
from cx_app.services.offices.recheck import ask_recheck
from cx_app.services.representation.ending import follow_agency as follow_agency_forms

IS_OURS: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
"""What the portal calls a request; the agency's own ids may look like anything."""


def settle(batch: Batch) -> None:
    _issue_codes(batch)
    _end(batch)
    follow_agency_forms(
        batch.session, [row_id for table, row_id in batch.ended if table is Representation]
    )
    _cut_off(batch)
    reflagged = batch.reflagged - batch.new_cases
    follow_protection(batch.session, reflagged)
    calls_follow_protection(batch.session, reflagged)
    _close_offices(batch)
    _note_visits(batch)
    follow_agency(batch.session, batch.changed_biometrics)
    _tell(batch)
    _tell_open_pages(batch)


def _issue_codes(batch: Batch) -> None:
    for due in batch.codes:
        table, row_id = due.holder
        issue(
            batch.session,
            case=batch.session.get_one(Case, due.case_id),
            party_id=row_id if table is Party else None,
            representation_id=row_id if table is Representation else None,
            now=batch.now,
            issued_on=due.issued_on,
            in_force=batch.policy,
        )
    batch.session.flush()


def _close_offices(batch: Batch) -> None:
    """Nothing more is offered at an office that is closed, and who is booked is told (AP-17);
    always in one order."""
    for office_id in sorted(batch.changed_closures):
        generate(batch.session, office_id)
        ask_recheck(batch.session, office_id)


def _note_visits(batch: Batch) -> None:
    """Whether somebody came to a visit that the portal booked: the agency has it under the id of
    its request, which is how it heard of it (AP-41)."""
    heard(batch.session, [(UUID(id), came) for id, came in batch.attended.items() if IS_OURS(id)])


def _end(batch: Batch) -> None:
    """With a part in a case, or a representation, end its unused codes and its way in (FEED-5)."""
    for table, row_id in batch.ended:
        mine = AccessCode.party_id if table is Party else AccessCode.representation_id
        reason = "party_ended" if table is Party else "representation_ended"
        batch.session.exec(
            update(AccessCode)
            .where(
                col(mine) == row_id,
                col(AccessCode.redeemed_at).is_(None),
                col(AccessCode.voided_at).is_(None),
            )
            .values(voided_at=batch.now, void_reason=reason, code_sealed=None)
        )
        if table is Party:
            batch.session.exec(
                update(CaseLink)
                .where(col(CaseLink.party_id) == row_id, col(CaseLink.ended_at).is_(None))
                .values(ended_at=batch.now)
            )


def _cut_off(batch: Batch) -> None:
    """What is on its way about a case that became protected does not leave (domain 9.4 b, d)."""
    if batch.flagged - batch.new_cases:
        batch.session.exec(
            update(OutboxMessage)
            .where(
                col(OutboxMessage.case_id).in_(batch.flagged),
                col(OutboxMessage.state) == OutboxState.WAITING,
                col(OutboxMessage.channel).in_([Channel.EMAIL, Channel.SMS]),
                col(OutboxMessage.kind) != Kind.ACCEPTANCE_NOTICE,
            )
            .values(state=OutboxState.CANCELLED, last_error="protected_case")
        )


def _tell(batch: Batch) -> None:
    """Each message once to each account that reaches the case in full (FEED-3)."""
    told = [one for one in batch.told if one.case_id not in batch.new_cases]
    readers = _readers(batch.session, {one.case_id for one in told})
    for one in told:
        for account in readers.get(one.case_id, {}).values():
            case = batch.session.get_one(Case, one.case_id)
            notify(
                batch.session,
                account,
                Kind(one.kind),
                dedupe_key=f"feed:{one.event_id}:{account.id}",
                case_id=case.id,
                protected=case.protected,
                receipt=case.receipt_number,
                **one.facts,
            )


def _readers(session: Session, cases: set[UUID]) -> dict[UUID, dict[UUID, Account]]:
    """By case: linked accounts and those of representatives; of protected cases only those of
    the protected person's side (domain 9.4 d)."""
    readers: dict[UUID, dict[UUID, Account]] = defaultdict(dict)
    if not cases:
        return readers
    linked = (
        select(Account, CaseLink.case_id)
        .join(CaseLink, col(CaseLink.account_id) == Account.id)
        .join(Party, col(Party.id) == CaseLink.party_id)
        .join(Case, col(Case.id) == CaseLink.case_id)
        .where(col(CaseLink.case_id).in_(cases), col(CaseLink.ended_at).is_(None))
    )
    represented = (
        select(Account, Representation.case_id)
        .join(Representation, col(Representation.account_id) == Account.id)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Case, col(Case.id) == Representation.case_id)
        .where(col(Representation.case_id).in_(cases), represents())
    )
    for query in (linked.where(on_protected_side()), represented):
        for account, case_id in session.exec(query):
            readers[case_id][account.id] = account
    return readers


def _tell_open_pages(batch: Batch) -> None:
    """Pages that show a changed case, and accounts that have it in their list."""
    session, cases = batch.session, batch.changed_cases - batch.new_cases
    if batch.changed_people:
        cases |= set(
            session.exec(
                select(Party.case_id).where(col(Party.person_id).in_(batch.changed_people))
            )
        )
    if not cases:
        return
    accounts: set[UUID | None] = set()
    for account, case in (
        (CaseLink.account_id, CaseLink.case_id),
        (CaseFollow.account_id, CaseFollow.case_id),
        (Representation.account_id, Representation.case_id),
    ):
        accounts |= set(session.exec(select(account).where(col(case).in_(cases))))
    touch_all(
        session,
        {*map(case_topic, cases), *(account_topic(one) for one in accounts if one is not None)},
    )
