"""What reaches a representative of what is written to their client: what the client shares, and by
mail what the client wants to go to the representative alone (REP-4, REP-21)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import col, select

from cx_app import database as db
from cx_app.domain.errors import NotFound
from cx_app.domain.identity import Actor
from cx_app.domain.messages import Channel, Kind, Topic, Wishes
from cx_app.models import Account, Case, OutboxMessage, Party, Representation
from cx_app.services.biometrics.reschedule import Moved
from cx_app.services.cases.page import case_page
from cx_app.services.messages.notify import notify
from cx_app.services.messages.paper import Paper, write_letter
from cx_app.services.messages.preferences import choose
from cx_app.services.messages.shared import NOTICES
from cx_app.services.representation.ending import end
from cx_app.services.representation.mine import my_representatives, share_messages
from tests import factories
from tests.services.biometrics.people import Comes, moves, somebody
from tests.services.representation.people import Client, client, lawyer, paralegal, signed
from tests.services.representation.test_ends import name_safe

pytestmark = pytest.mark.usefixtures("database")
LAW_COURT = ["Rosa Delgado", "for Dolores Reyes-Méndez", "2 Law Court", "Springfield, IL 62702"]


def writes(one: Client, kind: Kind, key: str, **facts: object) -> None:
    with db.write() as session:
        account = session.get_one(Account, one.actor.account_id)
        values = {"receipt": one.receipt, "when": "March 9", "place": "El Paso", **facts}
        notify(session, account, kind, dedupe_key=key, case_id=one.case_id, **values)


def shares(one: Client, held: UUID, *, share: bool = True, actor: Actor | None = None) -> bool:
    with db.write() as session:
        return share_messages(session, actor or one.actor, held, share=share)


def shared(actor: Actor, one: Client) -> list[str]:
    with db.read() as session:
        return [line.subject for line in case_page(session, actor, one.case_id).shared]


def protects(one: Client) -> None:
    with db.write() as session:
        case = session.get_one(Case, one.case_id)
        case.protected = True
        session.add(case)


def test_nothing_is_shared_until_the_client_says_so_and_no_more_once_they_stop() -> None:
    rosa, dolores = lawyer(), client()
    helper = paralegal(rosa)
    held = signed(rosa, dolores)
    writes(dolores, Kind.APPOINTMENT_CANCELLED, "news")
    assert shared(rosa, dolores) == []
    assert shares(dolores, held)
    [subject] = shared(rosa, dolores)
    assert shared(helper, dolores) == [subject]
    with db.read() as session:
        [line] = my_representatives(session, dolores.actor).now
    assert (line.may_share, line.messages_shared) == (True, True)
    assert shares(dolores, held, share=False)
    assert shared(rosa, dolores) == shared(helper, dolores) == []


def test_codes_calls_and_what_concerns_the_account_are_never_shared() -> None:
    rosa, dolores = lawyer(), client()
    assert shares(dolores, signed(rosa, dolores))
    for kind in (Kind.CODE_MAILED, Kind.CASE_CLAIMED, Kind.CALLBACK_PLACED, Kind.VISIT_ASKED):
        writes(
            dolores, kind, kind, added_by="x", reference="AB", due="2026-03-09", last="2026-03-09"
        )
    assert shared(rosa, dolores) == []
    assert not [kind for kind in NOTICES if kind.startswith(("code", "visit", "callback", "g28"))]


def test_another_representative_of_the_same_client_reads_nothing_by_it() -> None:
    rosa, ana, dolores = lawyer(), lawyer(), client()
    held = signed(rosa, dolores)
    with db.write() as session:
        party = session.get_one(Party, dolores.party_id)
        account = session.get_one(Account, ana.account_id)
        factories.representation(session, party, account=account)
    assert shares(dolores, held)
    writes(dolores, Kind.APPOINTMENT_CANCELLED, "news")
    assert len(shared(rosa, dolores)) == 1
    assert shared(ana, dolores) == []


def test_of_a_protected_case_nothing_is_shared_though_it_was_before() -> None:
    rosa, dolores = lawyer(), client()
    held = signed(rosa, dolores)
    assert shares(dolores, held)
    writes(dolores, Kind.APPOINTMENT_CANCELLED, "news")
    protects(dolores)
    name_safe(rosa, dolores)
    assert shared(rosa, dolores) == []
    assert not shares(dolores, held)
    with db.read() as session:
        [line] = my_representatives(session, dolores.actor).now
    assert not line.may_share


def test_only_the_client_shares_and_with_nobody_whose_part_is_over() -> None:
    rosa, dolores, other = lawyer(), client(), client()
    held = signed(rosa, dolores)
    for actor in (rosa, other.actor):
        with pytest.raises(NotFound):
            shares(dolores, held, actor=actor)
    with db.write() as session:
        end(session, dolores.actor, held)
    assert not shares(dolores, held)


def to_representative(
    one: Client | Comes, actor: Actor | None = None, *, alone: bool = True
) -> UUID:
    with db.write() as session:
        party = session.get_one(Party, one.party_id)
        account = session.get_one(Account, actor.account_id) if actor else None
        held = factories.representation(session, party, account=account)
        held.notices_to_representative = alone
        session.add(held)
        return held.id


def papers() -> list[list[str]]:
    """Where each letter goes."""
    with db.read() as session:
        query = select(OutboxMessage).where(OutboxMessage.channel == Channel.LETTER)
        rows = session.exec(query.order_by(col(OutboxMessage.id))).all()
        made = [write_letter(session, row, "1") for row in rows]
        return [one.to for one in made if isinstance(one, Paper)]


def test_a_notice_goes_to_the_business_address_where_the_client_wants_that() -> None:
    one = somebody()
    held = to_representative(one)
    assert isinstance(moves(one), Moved)
    [to] = papers()
    assert to == [factories_name(held), "for Dolores Reyes-Méndez", *factories.OFFICE]
    with db.write() as session:
        end(session, one.actor, held)
    assert papers()[0][-1] == "El Paso, TX 79901", "a letter that is made after the end"


def factories_name(held: UUID) -> str:
    with db.read() as session:
        return session.get_one(Representation, held).representative_name


def test_without_that_wish_a_client_with_an_account_gets_no_letter() -> None:
    one = somebody()
    to_representative(one, alone=False)
    assert isinstance(moves(one), Moved)
    assert papers() == []


def test_a_protected_person_s_notice_goes_home() -> None:
    one = somebody(protected=True, linked=False)
    to_representative(one)
    with db.write() as session:
        account = session.get_one(Account, one.actor.account_id)
        factories.link(session, account, session.get_one(Party, one.party_id))
    assert isinstance(moves(one), Moved)
    assert papers() == []


@pytest.mark.parametrize(
    ("kind", "home"), [(Kind.APPOINTMENT_CANCELLED, False), (Kind.CASE_CLAIMED, True)]
)
def test_news_on_paper_follows_the_wish_and_what_concerns_the_account_does_not(
    kind: Kind, home: bool
) -> None:
    dolores = client()
    to_representative(dolores)
    with db.write() as session:
        for topic in Topic:
            choose(session, dolores.actor, topic, Wishes(paper=True))
    writes(dolores, kind, "news", added_by="x")
    [to] = papers()
    assert (to[-1] == factories.HOME[-1]) is home
