"""Representatives, their clients, and forms between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.cases import PartyRole
from cx_app.domain.identity import Actor, Role
from cx_app.domain.representation.accounts import AccountMove, AccountState, Typed
from cx_app.domain.representation.forms import FormRefusal
from cx_app.domain.representation.teams import TeamRole
from cx_app.gateways import clock
from cx_app.models import G28, Account, InboxMessage, OutboxMessage, Representation
from cx_app.services.representation.accounts import apply, decide
from cx_app.services.representation.client import asked_of, sign
from cx_app.services.representation.match import expire_forms, match_forms
from cx_app.services.representation.prepare import TypedForm, prepare, send
from cx_app.services.representation.team import accept, invitations_of, invite, make_team
from tasks.decisions import leave as let_leave
from tests import factories

ROSA = Typed(
    name="Rosa Delgado",
    kind="attorney",
    bar_number="123456",
    bar_state="IL",
    address={"street": "2 Law Court", "city": "Springfield", "state": "IL", "zip": "62702"},
    sworn=True,
)


@dataclass(frozen=True)
class Client:
    """A party of a case, and the account that has it, if any."""

    case_id: UUID
    party_id: UUID
    person_id: UUID
    receipt: str
    actor: Actor


def officer() -> Actor:
    with db.write() as session:
        account = factories.account(session, roles=(Role.OFFICER,))
        return factories.actor_for(account, Role.OFFICER)


def applied(typed: Typed = ROSA) -> tuple[Actor, UUID]:
    with db.write() as session:
        actor = factories.actor_for(factories.account(session))
        made = apply(session, actor, typed)
        assert isinstance(made, UUID), made
        return actor, made


def lawyer(typed: Typed = ROSA) -> Actor:
    """Accepted by an officer."""
    actor, application = applied(typed)
    staff = officer()
    with db.write() as session:
        assert decide(session, staff, application, AccountMove.ACCEPT) is AccountState.ACCEPTED
    a_minute_passes()
    with db.read() as session:
        account = session.get_one(Account, actor.account_id)
        return factories.actor_for(account, Role.REPRESENTATIVE)


def a_minute_passes() -> None:
    """Decisions that can't be undone any more leave."""
    with db.write() as session:
        clock.advance(session, timedelta(minutes=1))
    let_leave()


def paralegal(of: Actor) -> Actor:
    """Invited by a representative, who has a team from now on."""
    with db.write() as session:
        make_team(session, of, "Delgado Law")
        account = factories.account(session)
        actor = factories.actor_for(account)
        assert isinstance(invite(session, of, account.email or "", TeamRole.PARALEGAL), UUID)
    with db.write() as session:
        [(row, _team)] = invitations_of(session, actor)
        assert accept(session, actor, row.id) is None
        return factories.actor_for(session.get_one(Account, account.id), Role.PARALEGAL)


def client(
    *,
    linked: bool = True,
    born: date = factories.BORN,
    role: PartyRole = PartyRole.APPLICANT,
    residence: list[str] | None = factories.HOME,
    **facts: object,
) -> Client:
    with db.write() as session:
        filing = factories.filing(session, born=born, role=role, residence=residence, **facts)
        if linked:
            factories.link(session, filing.account, filing.party)
        return Client(
            filing.case.id,
            filing.party.id,
            filing.person.id,
            filing.case.receipt_number,
            filing.actor,
        )


def typed(one: Client | str, **facts: object) -> TypedForm:
    receipt = one if isinstance(one, str) else one.receipt
    values = {"receipt": receipt, "born": factories.BORN.isoformat(), "name": "Dolores Reyes"}
    return TypedForm(**(values | facts))  # type: ignore[arg-type]


def drafts(actor: Actor, one: Client | str, **facts: object) -> UUID:
    with db.write() as session:
        made = prepare(session, actor, typed(one, **facts))
        assert isinstance(made, UUID), made
        return made


def sends(actor: Actor, form_id: UUID, signature: str = "Rosa Delgado") -> FormRefusal | None:
    with db.write() as session:
        return send(session, actor, [form_id], signature)[form_id]


def matches() -> int:
    with db.write() as session:
        return match_forms(session)


def expires() -> int:
    with db.write() as session:
        return expire_forms(session)


def sent(actor: Actor, one: Client | str, **facts: object) -> UUID:
    """A form that has been sent and looked up."""
    form_id = drafts(actor, one, **facts)
    assert sends(actor, form_id) is None
    matches()
    return form_id


def signs(one: Client, form_id: UUID, digest: str = "") -> FormRefusal | None:
    with db.write() as session:
        shown = {view.id: view.digest for view in asked_of(session, one.actor)}
        return sign(session, one.actor, form_id, digest or shown.get(str(form_id), ""), "D. Reyes")


def signed(actor: Actor, one: Client, **facts: object) -> UUID:
    """A form in force; returns the representation."""
    form_id = sent(actor, one, **facts)
    assert signs(one, form_id) is None
    with db.read() as session:
        return session.exec(
            select(Representation.id).where(Representation.form_id == form_id)
        ).one()


def form(form_id: UUID) -> G28:
    with db.read() as session:
        return session.get_one(G28, form_id)


def held(representation_id: UUID) -> Representation:
    with db.read() as session:
        return session.get_one(Representation, representation_id)


LIST = b"Receipt number,Birth date,Client\nIOE0912000011,1980-02-29,Dolores Reyes\n"


def week() -> tuple[datetime, datetime]:
    with db.read() as session:
        now = clock.business(session)
    return now, now + timedelta(days=7)


def later(days: int) -> None:
    with db.write() as session:
        clock.advance(session, timedelta(days=days))


def told(actor: Actor) -> list[str]:
    with db.read() as session:
        return list(
            session.exec(
                select(InboxMessage.kind)
                .where(InboxMessage.account_id == actor.account_id)
                .order_by(col(InboxMessage.id))
            )
        )


def letters() -> list[OutboxMessage]:
    with db.read() as session:
        return list(
            session.exec(
                select(OutboxMessage)
                .where(OutboxMessage.channel == "letter")
                .order_by(col(OutboxMessage.id))
            )
        )
