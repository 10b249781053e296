"""A representative, her paralegal, and clients for whom they prepare."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import select

from cx_app import database as db
from cx_app.domain.identity import Actor
from cx_app.domain.representation.teams import TeamRole
from cx_app.gateways import clock
from cx_app.models import Account, Party, PolicySetting, PreparedRequest
from cx_app.services.prepared.biometrics import Wanted, prepare_move
from cx_app.services.prepared.calls import send_call
from cx_app.services.prepared.hand_in import HandedIn
from cx_app.services.prepared.submit import Done, NotDone, submit_prepared
from cx_app.services.prepared.visits import send_visit
from cx_app.services.representation.team import accept, invitations_of, invite
from tests import factories
from tests.services.appointment_requests.asking import field_office, typed
from tests.services.biometrics.people import Comes, free, somebody
from tests.services.representation.people import (
    ROSA,
    Client,
    client,
    drafts,
    lawyer,
    matches,
    paralegal,
    sends,
    signed,
    signs,
)


@dataclass(frozen=True)
class Firm:
    rosa: Actor
    pilar: Actor
    """Her paralegal."""
    one: Client
    """Her client, with an account."""
    held: UUID
    """The representation."""


def firm() -> Firm:
    rosa, one = lawyer(), client()
    field_office()
    pilar = paralegal(rosa)
    return Firm(rosa, pilar, one, signed(rosa, one))


def client_with_biometrics(rosa: Actor, *, ahead: timedelta = timedelta(days=9)) -> Comes:
    """A client of hers whose agency's record has the Form G-28."""
    comes = somebody(ahead=ahead)
    with db.write() as session:
        account = session.get_one(Account, rosa.account_id)
        party = session.get_one(Party, comes.party_id)
        factories.representation(session, party, name="Rosa Delgado", account=account)
    return comes


def visit(actor: Actor, one: Client, key: str = "", **other: str) -> object:
    with db.write() as session:
        form = typed(str(one.party_id), **other)
        return send_visit(session, actor, form, key or uuid4().hex)


def call(actor: Actor, one: Client, key: str = "", **other: str) -> object:
    values = {
        "topic": "case",
        "case_id": str(one.case_id),
        "note": "About the letter.",
        "phone_id": "other",
        "phone": "212 555 0123",
        "zone": "America/New_York",
        "language": "en",
        "spoken": "",
        "texts": "no",
        **other,
    }
    with db.write() as session:
        return send_call(session, actor, values, key or uuid4().hex, "")


def move(
    actor: Actor, comes: Comes, *times: UUID, cause: str = "travel", words: str = ""
) -> object:
    wanted = times or (free(comes.office_id, comes.actor)[0].slot_id,)
    with db.write() as session:
        return prepare_move(
            session, actor, comes.appointment_id, Wanted(cause, words, () if words else wanted)
        )


def prepared(answer: object) -> UUID:
    assert isinstance(answer, HandedIn), answer
    return UUID(answer.id)


def submits(actor: Actor, prepared_id: UUID) -> Done | NotDone:
    with db.write() as session:
        return submit_prepared(session, actor, prepared_id)


def row(prepared_id: UUID) -> PreparedRequest:
    with db.read() as session:
        return session.get_one(PreparedRequest, prepared_id)


def joins(rosa: Actor, name: str) -> Actor:
    """Another representative of her team."""
    colleague = lawyer(replace(ROSA, name=name))
    with db.write() as session:
        email = session.get_one(Account, colleague.account_id).email or ""
        assert isinstance(invite(session, rosa, email, TeamRole.REPRESENTATIVE), UUID)
    with db.write() as session:
        [(invited, _team)] = invitations_of(session, colleague)
        assert accept(session, colleague, invited.id) is None
    return colleague


def signs_beside(colleague: Actor, one: Client) -> None:
    """A covering attorney, beside whoever represents the client."""
    form_id = drafts(colleague, one, beside=True)
    assert sends(colleague, form_id, "Ana Ruiz") is None
    matches()
    assert signs(one, form_id) is None


def at_most(open_ones: int) -> None:
    with db.write() as session:
        session.add(
            PolicySetting(
                name="representation.prepared_at_once",
                value=open_ones,
                effective_from=clock.wall(),
                set_by="tests",
            )
        )


def count(table: type) -> int:
    """Rows of a table, whosever they are."""
    with db.read() as session:
        return len(session.exec(select(table)).all())
