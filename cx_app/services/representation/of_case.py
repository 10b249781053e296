"""Who represents whom in a case, as officers see it; and whether somebody who acts for a client may
do so now. In English."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from cx_app.domain.representation.accounts import AccountState
from cx_app.language import say_date
from cx_app.models import Case, Party, Person, Representation, RepresentativeAccount
from cx_app.services.cases.access import represents
from cx_app.services.representation.words import say_kind

SIDES = {
    "client": "by the client",
    "representative": "by the representative",
    "replaced": "another form took its place",
    "system": "by the agency",
    "": "by the agency",
}


@dataclass(frozen=True, slots=True)
class StaffRepresentation:
    """A Form G-28 of a case, in force or over."""

    name: str
    kind: str
    client: str
    since: str
    source: str
    state: str
    tone: str
    """As `tag` takes it."""
    notices: str


def forms_of_case(session: Session, case: Case) -> list[StaffRepresentation]:
    """Those in force first, then those that are over, the newest on top."""
    rows = session.exec(
        select(Representation, Person, represents())
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Person, col(Person.id) == Party.person_id)
        .join(Case, col(Case.id) == Representation.case_id)
        .where(Representation.case_id == case.id)
        .order_by(
            col(Representation.ended_at).is_not(None),
            col(Representation.since).desc(),
            col(Representation.id),
        )
    ).all()
    return [_line(session, held, person, bool(now)) for held, person, now in rows]


def acts_for(session: Session, account_id: UUID | None, party_id: UUID | None) -> bool:
    """Whether the account represents this very person of a case now. Whoever works on a request
    that came from a representative is warned where not."""
    if account_id is None or party_id is None:
        return False
    found = session.exec(
        select(Representation.id)
        .join(Party, col(Party.id) == Representation.client_party_id)
        .join(Case, col(Case.id) == Representation.case_id)
        .where(
            Representation.account_id == account_id,
            Representation.client_party_id == party_id,
            represents(),
        )
    ).first()
    return found is not None


def _line(session: Session, held: Representation, person: Person, now: bool) -> StaffRepresentation:
    state, tone = _stands(session, held, now)
    return StaffRepresentation(
        name=held.representative_name,
        kind=say_kind(held.capacity),
        client=person.full_name,
        since=say_date(held.since),
        source="Signed here by both" if held.form_id else "From the agency’s record",
        state=state,
        tone=tone,
        notices="To the representative alone"
        if held.notices_to_representative
        else "To the client",
    )


def _stands(session: Session, held: Representation, now: bool) -> tuple[str, str]:
    if held.ended_at is not None:
        return f"Ended {say_date(held.ended_at)}, {SIDES.get(held.ended_by, '')}", "plain"
    if now:
        return "In force", "agency"
    suspended = session.exec(
        select(RepresentativeAccount.id).where(
            RepresentativeAccount.account_id == held.account_id,
            RepresentativeAccount.state == AccountState.SUSPENDED,
        )
    ).first()
    if suspended:
        return "No access: the account is suspended", "you"
    return "No access: not named by the protected person", "you"
