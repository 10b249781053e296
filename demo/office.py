"""The office of Rosa in the demonstration: clients who are nobody in particular, and what her
paralegal Pilar prepared for two of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from cx_app.domain.identity import Actor, Role
from cx_app.domain.representation.teams import TeamRole
from cx_app.models import Account, Party, Person, Representation, Team, TeamMember
from cx_app.services.appointment_requests.places import days_ahead
from cx_app.services.identity.grants import ensure_account
from cx_app.services.prepared.calls import send_call
from cx_app.services.prepared.hand_in import HandedIn
from cx_app.services.prepared.visits import send_visit
from cx_app.services.representation.team import membership
from cx_app.settings import settings
from demo.characters import REPRESENTATIVE

CLIENTS: Final = range(20, 26)
"""Numbers of people without a story."""
VISIT: Final = {
    "reason": "adit_stamp",
    "phone": "2125550141",
    "language": "en",
    "zip": "79901",
    "wish1_half": "morning",
    "note": "Her extension letter ends soon.",
    "attested": "yes",
}
CALL: Final = {
    "topic": "notice",
    "note": "Which pages of the tax return are meant?",
    "phone_id": "other",
    "phone": "2125550142",
    "zone": "America/New_York",
    "language": "en",
    "texts": "no",
}


def tell(session: Session, now: datetime) -> None:
    """Nothing when it was told before. Raises `RuntimeError` when a form of Pilar's is refused."""
    rosa, pilar = (ensure_account(session, settings.issuer, one) for one in ("rosa", "pilar"))
    if membership(session, rosa.id) is not None:
        return
    team = Team(name="Delgado Law", made_by=rosa.id, made_at=now)
    session.add(team)
    session.flush()
    for account, role in ((rosa, TeamRole.REPRESENTATIVE), (pilar, TeamRole.PARALEGAL)):
        session.add(TeamMember(team_id=team.id, account_id=account.id, role=role, joined_at=now))
    first, second, *_rest = _clients(session, rosa, now)
    _prepares(session, pilar, first, second, now)


def _clients(session: Session, rosa: Account, now: datetime) -> list[Party]:
    names = [f"demo:background:{number:02d}" for number in CLIENTS]
    clients = session.exec(
        select(Party)
        .join(Person, col(Person.id) == Party.person_id)
        .where(col(Person.feed_id).in_(names))
        .order_by(Person.feed_id)
    ).all()
    for number, party in enumerate(clients):
        session.add(
            Representation(
                feed_id=f"demo:rosa:{number}",
                case_id=party.case_id,
                client_party_id=party.id,
                representative_name=REPRESENTATIVE,
                account_id=rosa.id,
                since=now - timedelta(days=60 + number),
            )
        )
    session.flush()
    return list(clients)


def _prepares(session: Session, pilar: Account, first: Party, second: Party, now: datetime) -> None:
    actor = Actor(pilar.id, Role.PARALEGAL, name=pilar.name)
    day = days_ahead(session, now)[5].isoformat()
    visit = {**VISIT, "whom": str(first.id), "wish1_day": day}
    call = {**CALL, "case_id": str(second.case_id)}
    for answer in (
        send_visit(session, actor, visit, "demo-prepared-visit"),
        send_call(session, actor, call, "demo-prepared-call", ""),
    ):
        if not isinstance(answer, HandedIn):
            raise RuntimeError(f"a form that was prepared does not fit: {answer}")
